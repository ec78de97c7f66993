"""POST with an Idempotency-Key: sent twice, done once."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]
KEY = {"idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture
def client(kontor: Kontor, api: Api) -> httpx.Client:
    return api(kontor.user(role="administrator"))


def test_create_sent_twice_makes_one_record_and_the_same_answer(
    kontor: Kontor, client: httpx.Client
) -> None:
    first = client.post("/api/customers", json={"name": "Alster"}, headers=KEY)
    again = client.post("/api/customers", json={"name": "Alster"}, headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for name in ("location", "etag", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert len(kontor.visible("customer")) == 1


def test_another_body_under_the_key_is_422(client: httpx.Client) -> None:
    client.post("/api/customers", json={"name": "Alster"}, headers=KEY)

    for path, body in (("customers", {"name": "Brandt"}), ("contacts", {"name": "Alster"})):
        refused = client.post(f"/api/{path}", json=body, headers=KEY)
        assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")


def test_refused_request_is_mended_under_the_same_key(kontor: Kontor, client: httpx.Client) -> None:
    refused = client.post("/api/customers", json={"name": ""}, headers=KEY)
    mended = client.post("/api/customers", json={"name": "Alster"}, headers=KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert len(kontor.visible("customer")) == 1


@pytest.mark.parametrize("key", ["", "two words", "x" * 256])
def test_key_that_is_none_is_refused(client: httpx.Client, key: str) -> None:
    refused = client.post("/api/customers", json={"name": "A"}, headers={"idempotency-key": key})

    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.json()["errors"]


def test_bulk_and_actions_take_a_key_too(kontor: Kontor, client: httpx.Client) -> None:
    body = {"create": [{"name": "A"}, {"name": "B"}]}

    first = client.post("/api/customers/bulk", json=body, headers=KEY)
    again = client.post("/api/customers/bulk", json=body, headers=KEY)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(kontor.visible("customer")) == 2


def test_nobody_gets_an_answer_that_was_for_another(kontor: Kontor, api: Api) -> None:
    anna, bert = api(kontor.user(role="agent")), api(kontor.user(role="agent"))

    anna.post("/api/customers", json={"name": "Alster"}, headers=KEY)
    other = bert.post("/api/customers", json={"name": "Alster"}, headers=KEY)

    assert "idempotent-replayed" not in other.headers
    assert len(kontor.visible("customer")) == 2
