"""Many records by one call: what single calls check is checked for each."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]


@pytest.fixture
def client(kontor: Kontor, api: Api) -> httpx.Client:
    return api(kontor.user(role="administrator"))


def bulk(client: httpx.Client, mode: str | None = None, **work: Any) -> httpx.Response:
    params = {"mode": mode} if mode else {}
    return client.post("/api/customers/bulk", params=params, json=work)


def statuses(answer: httpx.Response) -> list[int]:
    found = answer.json()
    return [one["status"] for name in ("create", "change", "delete") for one in found[name]]


def found(kontor: Kontor) -> list[Any]:
    from kontor_core.foundation.access.identities import SYSTEM

    info = kontor.app.resources.named("customers")
    page = kontor.app.resources.page(SYSTEM, info, fields=["name", "phase"], sort="name")
    return [(row.f0, row.f1) for row in page.rows]


def test_records_are_made_changed_and_deleted_at_once(kontor: Kontor, client: httpx.Client) -> None:
    old = kontor.customer({"name": "Alt", "phase": "active"})
    gone = kontor.customer({"name": "Weg"})

    answer = bulk(
        client,
        create=[{"name": "Neu", "phase": "active"}, {"name": "Neuer"}],
        change=[{"id": old.id, "values": {"phase": "lost"}, "if_match": '"1"'}],
        delete=[{"id": gone.id, "if_match": "*"}],
    )

    assert answer.status_code == 200
    assert statuses(answer) == [201, 201, 200, 204]
    assert (answer.json()["done"], answer.json()["refused"]) == (4, 0)
    assert found(kontor) == [("Alt", "lost"), ("Neu", "active"), ("Neuer", "prospect")]


def test_etag_of_an_answer_is_good_for_the_next_call(kontor: Kontor, client: httpx.Client) -> None:
    made = bulk(client, create=[{"name": "A"}]).json()["create"][0]

    changed = client.patch(
        f"/api/customers/{made['id']}", json={"name": "B"}, headers={"if-match": made["etag"]}
    )

    assert changed.status_code == 200
    assert statuses(
        bulk(client, "each", delete=[{"id": made["id"], "if_match": made["etag"]}])
    ) == [412]


def test_one_refusal_takes_everything_back(kontor: Kontor, client: httpx.Client) -> None:
    answer = bulk(client, create=[{"name": "A"}, {"name": ""}, {"nmae": "B"}])

    told = answer.json()
    assert (answer.status_code, told["code"], told["refused"]) == (422, "bulk", 2)
    assert answer.headers["content-type"] == "application/problem+json"
    assert statuses(answer) == [424, 422, 422]
    assert "name" in told["create"][1]["problem"]["errors"]
    assert "Did you mean" in told["create"][2]["problem"]["errors"]["nmae"]
    assert found(kontor) == []


def test_what_is_good_is_kept_when_each_counts(kontor: Kontor, client: httpx.Client) -> None:
    old = kontor.customer({"name": "Alt"})

    answer = bulk(
        client,
        "each",
        create=[{"name": "A"}, {"name": "B", "number": "1"}, {"name": "C"}],
        change=[
            {"id": old.id, "values": {"phase": "lost"}, "if_match": '"7"'},
            {"id": old.id, "values": {"phase": "lost"}},
            {"id": "nonsense", "values": {}, "if_match": "*"},
            {"id": old.id, "values": {"phase": "active"}, "if_match": '"1.0a0b0c0d"'},
        ],
    )

    assert answer.status_code == 200
    assert statuses(answer) == [201, 422, 201, 412, 428, 404, 200]
    assert (answer.json()["done"], answer.json()["refused"]) == (3, 4)
    assert [name for name, _ in found(kontor)] == ["A", "Alt", "C"]


@pytest.mark.plugins("transactions")
def test_what_the_database_refuses_is_left_out_alone(kontor: Kontor, client: httpx.Client) -> None:
    products = [{"sku": sku, "name": sku, "price": "1"} for sku in ("a", "a", "b")]
    path = "/api/transactions.products/bulk"

    whole = client.post(path, json={"create": products})
    each = client.post(path, params={"mode": "each"}, json={"create": products})

    assert statuses(whole) == [424, 409, 424]
    assert statuses(each) == [201, 409, 201]
    assert len(kontor.visible("transactions.product")) == 2


def test_events_are_those_of_what_was_done(kontor: Kontor, client: httpx.Client) -> None:
    head = kontor.app.log.head()

    bulk(client, "each", create=[{"name": "A"}, {"name": ""}])
    bulk(client, create=[{"name": "B"}, {"name": ""}])

    facts = kontor.app.log.after(head, 100).facts
    assert [fact.type for fact in facts] == ["customer.created"]


def test_rights_hold_for_each_record(kontor: Kontor, api: Api) -> None:
    anna = kontor.user(role="agent")
    hidden = kontor.customer({"name": "Fremd"})
    client = api(anna)

    answer = bulk(
        client,
        "each",
        create=[{"name": "Meins"}],
        change=[{"id": hidden.id, "values": {"name": "X"}, "if_match": "*"}],
        delete=[{"id": hidden.id, "if_match": '"1"'}],
    )
    narrow = bulk(api(anna, scopes=["contacts:write"]), "each", create=[{"name": "Y"}])

    assert statuses(answer) == [201, 404, 404]
    assert statuses(narrow) == [403]
    assert [name for name, _ in found(kontor)] == ["Fremd", "Meins"]


@pytest.mark.parametrize(
    "work",
    [
        {},
        {"create": []},
        {"create": {"name": "A"}},
        {"create": ["A"]},
        {"change": [{"values": {}}]},
        {"delete": [{"id": 3}]},
        {"update": []},
        {"create": [{"name": "A"}] * 501},
    ],
)
def test_work_that_is_none_is_refused(
    kontor: Kontor, client: httpx.Client, work: dict[str, Any]
) -> None:
    refused = bulk(client, **work)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert found(kontor) == []


def test_mode_that_nobody_knows_is_refused(client: httpx.Client) -> None:
    assert bulk(client, "some", create=[{"name": "A"}]).status_code == 422


def test_what_can_only_be_read_is_not_written(kontor: Kontor, client: httpx.Client) -> None:
    answer = client.post(
        "/api/teams/bulk", params={"mode": "each"}, json={"create": [{"name": "T"}]}
    )

    assert statuses(answer) == [403]
