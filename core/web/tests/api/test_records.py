"""The REST API: the same verbs over HTTP, with ETags that never lie."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]


@pytest.fixture
def client(kontor: Kontor, api: Api) -> httpx.Client:
    return api(kontor.user(role="administrator"))


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_list_filters_sorts_and_gives_the_fields_asked_for(
    kontor: Kontor, client: httpx.Client
) -> None:
    for name, phase in (("Brandt", "active"), ("Alster", "active"), ("Cordes", "lost")):
        kontor.customer({"name": name, "phase": phase})

    answer = client.get(
        "/api/customers", params={"filter": 'phase = "active"', "sort": "-name", "fields": "name"}
    )

    items = answer.json()["items"]
    assert [item["name"] for item in items] == ["Brandt", "Alster"]
    assert [sorted(item) for item in items] == [["id", "name"], ["id", "name"]]


def test_a_field_that_is_asked_for_twice_stands_there_once(
    kontor: Kontor, client: httpx.Client
) -> None:
    made = kontor.customer({"name": "Alster"})

    listed = client.get("/api/customers", params={"fields": "name,phase,name"})
    exported = client.get("/api/customers/export", params={"fields": "name,name"})
    one = client.get(f"/api/customers/{made.id}", params={"fields": "name,name"})

    assert names(listed) == ["Alster"]
    assert list(one.json()) == ["id", "name"]
    assert exported.text.split() == ["name", "Alster"]


def test_a_mistake_is_told_once_and_in_one_language(client: httpx.Client) -> None:
    german = {"accept-language": "de"}

    long = client.post("/api/customers", json={"name": "a" * 600, "owner_id": "7"}).json()
    astray = client.get("/api/custmers", headers=german).json()
    misspelt = client.get("/api/customers?x=1", headers=german).json()

    assert list(long["errors"]) == ["name", "owner_id"]
    assert ".;" not in long["detail"]
    assert astray["detail"].endswith("nicht sehen. Meinten Sie „customers“?")
    assert "Möglich: filter, sort" in misspelt["detail"]


def test_a_file_whose_form_does_not_say_whose_it_is_is_told_what_is_missing(
    client: httpx.Client,
) -> None:
    absent = client.post("/x/documents/files", files={"file": ("a.txt", b"x")})

    assert (absent.status_code, list(absent.json()["errors"])) == (422, ["entity", "record"])


def test_a_merged_customer_leads_to_the_one_that_is_left(
    kontor: Kontor, client: httpx.Client
) -> None:
    left, merged = kontor.customer({"name": "Alster"}), kontor.customer({"name": "Alster GmbH"})
    before = client.get(f"/api/customers/{merged.id}").json()
    kontor.merge(left, merged)

    answer = client.get(f"/api/customers/{merged.id}", params={"fields": "name"})
    followed = client.get(answer.headers["location"])
    page = kontor.client(as_=kontor.user(role="administrator")).get(f"/customers/{merged.id}")

    assert (answer.status_code, answer.json()) == (308, {"moved": left.id})
    assert answer.headers["location"] == f"/api/customers/{left.id}?fields=name"
    assert followed.json() == {"id": left.id, "name": "Alster"}
    assert "merged_into_id" not in before
    assert (page.status_code, page.headers["location"]) == (303, f"/customers/{left.id}")


def test_a_merged_customer_is_neither_changed_nor_deleted(
    kontor: Kontor, client: httpx.Client
) -> None:
    left, merged = kontor.customer({"name": "Alster"}), kontor.customer({"name": "Alster GmbH"})
    kontor.merge(left, merged)
    address, seen = f"/api/customers/{merged.id}", {"if-match": "*"}

    changed = client.patch(address, json={"name": "Elbe"}, headers=seen)
    deleted = client.delete(address, headers=seen)

    assert (changed.status_code, deleted.status_code) == (409, 409)
    assert "left" in client.patch(address, json={}, headers={**seen, "accept-language": "en"}).text


def test_list_takes_the_json_form_of_a_filter(kontor: Kontor, client: httpx.Client) -> None:
    kontor.customer({"name": "Alster", "phase": "active"})
    kontor.customer({"name": "Brandt", "phase": "lost"})

    answer = client.get(
        "/api/customers", params={"filter": '{"field":"phase","op":"eq","value":"lost"}'}
    )

    assert names(answer) == ["Brandt"]


def test_pages_lead_on_and_back_without_a_gap(kontor: Kontor, client: httpx.Client) -> None:
    for number in range(5):
        kontor.customer({"name": f"Firma {number}"})

    first = client.get("/api/customers", params={"limit": 2})
    second = client.get("/api/customers", params={"limit": 2, "cursor": first.json()["next"]})
    third = client.get("/api/customers", params={"limit": 2, "cursor": second.json()["next"]})
    back = client.get("/api/customers", params={"limit": 2, "cursor": second.json()["previous"]})

    assert names(first) + names(second) + names(third) == [f"Firma {n}" for n in range(5)]
    assert first.json()["previous"] is None
    assert third.json()["next"] is None
    assert names(back) == names(first)


def test_get_answers_with_an_etag_and_304_when_nothing_changed(
    kontor: Kontor, client: httpx.Client
) -> None:
    customer = kontor.customer({"name": "Alster"})

    found = client.get(f"/api/customers/{customer.id}")
    again = client.get(
        f"/api/customers/{customer.id}", headers={"if-none-match": found.headers["etag"]}
    )

    assert found.json()["name"] == "Alster"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.plugins("transactions")
def test_etag_changes_when_a_facet_of_the_customer_changes(
    kontor: Kontor, client: httpx.Client
) -> None:
    customer = kontor.customer({"name": "Alster"})
    before = client.get(f"/api/customers/{customer.id}")
    with kontor.unit() as uow:
        model = kontor.app.registries.entity("transactions.account").model
        uow.create(model, {"customer_id": customer.id, "revenue": 1250, "currency": "EUR"})

    after = client.get(
        f"/api/customers/{customer.id}", headers={"if-none-match": before.headers["etag"]}
    )

    assert after.status_code == 200
    assert after.json()["transactions.revenue"] == 1250


def test_create_answers_201_with_where_it_lies(client: httpx.Client) -> None:
    made = client.post("/api/customers", json={"name": "Alster", "phase": "active"})

    assert made.status_code == 201
    assert made.headers["location"] == f"/api/customers/{made.json()['id']}"
    found = client.get(made.headers["location"])
    assert found.json() == made.json()
    assert found.headers["etag"] == made.headers["etag"]


def test_change_needs_the_version_it_is_meant_for(kontor: Kontor, client: httpx.Client) -> None:
    path = f"/api/customers/{kontor.customer({'name': 'Alster'}).id}"
    etag = client.get(path).headers["etag"]

    without = client.patch(path, json={"name": "Brandt"})
    right = client.patch(path, json={"name": "Brandt"}, headers={"if-match": etag})
    stale = client.patch(path, json={"name": "Cordes"}, headers={"if-match": etag})

    assert [answer.status_code for answer in (without, right, stale)] == [428, 200, 412]
    assert client.get(path).json()["name"] == "Brandt"


def test_delete_needs_the_version_it_is_meant_for(kontor: Kontor, client: httpx.Client) -> None:
    path = f"/api/customers/{kontor.customer({'name': 'Alster'}).id}"
    etag = client.get(path).headers["etag"]

    statuses = [
        client.delete(path).status_code,
        client.delete(path, headers={"if-match": '"99"'}).status_code,
        client.delete(path, headers={"if-match": etag}).status_code,
        client.get(path).status_code,
    ]

    assert statuses == [428, 412, 204, 404]


def test_asv_15_3_3_system_columns_cannot_be_written(client: httpx.Client) -> None:
    forged = {"name": "Alster", "id": "0190b6f0-0000-7000-8000-000000000001", "version": 9}

    answer = client.post("/api/customers", json=forged)

    assert answer.status_code == 422
    assert sorted(answer.json()["errors"]) == ["id", "version"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("filter=phse%20%3D%201", "filter"),
        ("filter=%7B%22x%22", "filter"),
        ("sort=custom", "sort"),
        ("fields=nmae", "fields"),
        ("limit=501", "limit"),
        ("limit=-1", "limit"),
        ("limit=%D9%A1", "limit"),
        ("cursor=abc", "cursor"),
        ("fliter=x", "fliter"),
    ],
)
def test_what_a_list_cannot_understand_is_refused_at_its_parameter(
    client: httpx.Client, query: str, field: str
) -> None:
    answer = client.get(f"/api/customers?{query}")

    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, list(problem["errors"])) == (422, [field])


def test_filter_error_says_where_and_what_was_meant(client: httpx.Client) -> None:
    answer = client.get("/api/customers", params={"filter": 'name = "x" and phse = "a"'})

    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem.pop("request_id") == answer.headers["x-request-id"]
    text = (
        'Filter, at character 16: The field "phse" does not exist or you may not see it. '
        "Did you mean phase?"
    )
    assert problem == {
        "type": "urn:kontor:error:filter",
        "title": "Please check",
        "status": 422,
        "detail": text,
        "code": "filter",
        "errors": {"filter": text},
        "position": 16,
    }


@pytest.mark.parametrize("path", ["/api/nothing", "/api/customers/nothing", "/api/a/b/c", "/apis"])
def test_what_does_not_exist_is_404(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_list_costs_one_read_for_the_token_and_one_for_the_rows(
    kontor: Kontor, client: httpx.Client, counted: Callable[..., list[str]]
) -> None:
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            kontor.customer()
        counts.append(len(counted(lambda: client.get("/api/customers"))))

    assert counts == [2, 2, 2]


def test_head_answers_as_get_without_a_body(client: httpx.Client) -> None:
    answer = client.head("/api/customers")

    assert (answer.status_code, answer.content) == (200, b"")
