"""What a page can do, a program can do too: actions with their inputs and their refusals."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

pytestmark = pytest.mark.plugins("transactions")

Api = Callable[..., httpx.Client]
PLACE = "actions/transactions.place"


@pytest.fixture
def client(kontor: Kontor, api: Api) -> httpx.Client:
    return api(kontor.user(role="administrator"))


@pytest.fixture
def product(kontor: Kontor) -> RecordRef:
    return kontor.create(
        "transactions.product", {"sku": "A-1", "name": "Stuhl", "price": "12.50", "currency": "EUR"}
    )


def test_an_order_is_placed_by_an_action(
    kontor: Kontor, client: httpx.Client, product: RecordRef
) -> None:
    customer = kontor.customer()

    answer = client.post(
        f"/api/customers/{customer.id}/{PLACE}", json={"product_id": product.id, "quantity": "3"}
    )

    assert answer.status_code == 200, answer.text
    order = client.get(answer.json()["record"]).json()
    assert (order["customer_id"], order["total"]) == (customer.id, 3750)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["product_id"]),
        ({"product_id": "x"}, ["product_id"]),
        ({"product_id": "0190b6f0-0000-7000-8000-000000000001", "colour": "red"}, ["colour"]),
    ],
)
def test_a_wrong_input_is_refused_at_its_fields(
    kontor: Kontor, client: httpx.Client, body: dict[str, str], fields: list[str]
) -> None:
    customer = kontor.customer()

    answer = client.post(f"/api/customers/{customer.id}/{PLACE}", json=body)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, fields)
    assert kontor.visible("transactions.order") == []


def test_actions_of_others_and_of_foreign_records_are_404(
    kontor: Kontor, api: Api, client: httpx.Client, product: RecordRef
) -> None:
    mine = kontor.customer(as_=kontor.user())
    ben = api(kontor.user())
    body = {"product_id": product.id}

    statuses = [
        ben.post(f"/api/customers/{mine.id}/{PLACE}", json=body).status_code,
        client.post(f"/api/customers/{mine.id}/actions/transactions.cancel", json={}).status_code,
        client.post(f"/api/customers/{mine.id}/actions/nothing", json={}).status_code,
    ]

    assert statuses == [404, 404, 404]


def test_an_action_needs_its_permission(kontor: Kontor, api: Api, product: RecordRef) -> None:
    anna = kontor.user(role="agent")
    customer = kontor.customer(as_=anna)
    client = api(anna)
    placed = client.post(f"/api/customers/{customer.id}/{PLACE}", json={"product_id": product.id})
    order = placed.json()["record"]

    answer = client.post(f"{order}/actions/transactions.cancel", json={})

    assert answer.status_code == 404


def test_actions_are_described(client: httpx.Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]

    described = paths[f"/api/customers/{{id}}/{PLACE}"]["post"]
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["product_id"]
    assert sorted(schema["properties"]) == ["channel", "product_id", "quantity", "unit_price"]
