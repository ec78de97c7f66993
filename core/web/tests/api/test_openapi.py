"""The description of the API follows the registries and is for staff only."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from kontor_sdk.testing.kit import Kontor

pytestmark = pytest.mark.plugins("transactions")


@pytest.fixture
def document(kontor: Kontor, api: Callable[..., httpx.Client]) -> dict[str, Any]:
    found: dict[str, Any] = api(kontor.user(role="reader")).get("/api/openapi.json").json()
    return found


def test_only_staff_may_read_it(kontor: Kontor) -> None:
    assert kontor.client().get("/api/openapi.json").status_code == 401


def test_every_resource_is_described(kontor: Kontor, document: dict[str, Any]) -> None:
    names = {info.name for info in kontor.app.resources.all()}

    assert {path.split("/")[2] for path in document["paths"]} == {
        *names,
        "me",
        "saved_views",
        "search",
    }


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(re.findall(r'"#/components/([^"]+)"', json.dumps(document))):
        kind, _, name = reference.partition("/")
        assert name in document["components"][kind]


def test_schemas_name_formats_and_allow_nothing_else(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert schemas["customers"]["additionalProperties"] is False
    assert schemas["customers"]["properties"]["id"] == {"type": "string", "format": "uuid"}
    assert schemas["customers"]["properties"]["phase"]["enum"][:2] == ["prospect", "new"]
    assert schemas["customers.create"]["required"] == ["name"]
    assert "number" not in schemas["customers.create"]["properties"]
    price = schemas["transactions.products"]["properties"]["price"]
    assert price["pattern"] == r"^-?\d{1,15}(\.\d{1,6})?$"


def test_what_the_api_answers_is_what_the_schema_says(
    kontor: Kontor, api: Callable[..., httpx.Client], document: dict[str, Any]
) -> None:
    kontor.customer()
    item = api(kontor.user(role="administrator")).get("/api/customers").json()["items"][0]

    assert set(item) == set(document["components"]["schemas"]["customers"]["properties"])


def test_read_only_resources_offer_no_change(document: dict[str, Any]) -> None:
    assert set(document["paths"]["/api/users"]) == {"get"}
    assert set(document["paths"]["/api/users/{id}"]) == {"parameters", "get"}


def test_bulk_and_the_key_of_a_repeated_call_are_described(
    kontor: Kontor, api: Callable[..., httpx.Client], document: dict[str, Any]
) -> None:
    single = document["paths"]["/api/customers"]["post"]
    many = document["paths"]["/api/customers/bulk"]["post"]
    work = document["components"]["schemas"]["customers.bulk"]["properties"]
    answer = document["components"]["schemas"]["BulkAnswer"]["properties"]

    sent = {name: [] for name in work} | {"create": [{"name": "A"}]}
    given = api(kontor.user(role="administrator")).post("/api/customers/bulk", json=sent)

    for one in (single, many):
        assert "Idempotency-Key" in [parameter["name"] for parameter in one["parameters"]]
    assert set(given.json()) == set(answer)
    assert "/api/users/bulk" not in document["paths"]


def test_every_example_is_what_the_schema_asks_for(
    kontor: Kontor, api: Callable[..., httpx.Client], document: dict[str, Any]
) -> None:
    schemas = {n: s for n, s in document["components"]["schemas"].items() if n.endswith(".create")}
    client = api(kontor.user(role="administrator"))

    for name, schema in schemas.items():
        (example,) = schema["examples"]
        checker = Draft202012Validator(schema, format_checker=FormatChecker())
        assert (name, [error.message for error in checker.iter_errors(example)]) == (name, [])
    for name in ("customers", "contacts", "transactions.products"):
        (example,) = schemas[f"{name}.create"]["examples"]
        assert client.post(f"/api/{name}", json=example).status_code == 201
