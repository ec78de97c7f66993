"""Saved views over the API: the same views, the same rules, with versions."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]
PATH = "/api/saved_views"


@pytest.fixture
def anna(kontor: Kontor, api: Api) -> httpx.Client:
    return api(kontor.user(role="administrator", name="Anna Amt"))


def test_a_view_is_made_read_changed_and_deleted(anna: httpx.Client) -> None:
    given = {"place": "/customers", "name": "Lost", "filter": 'phase = "lost"', "sort": "-name"}

    made = anna.post(PATH, json=given)
    address, tag = made.headers["location"], made.headers["etag"]
    changed = anna.patch(address, json={"visibility": "all"}, headers={"if-match": tag})
    late = anna.patch(address, json={"name": "Late"}, headers={"if-match": tag})
    blind = anna.delete(address)
    listed = anna.get(PATH, params={"place": "/customers"}).json()
    gone = anna.delete(address, headers={"if-match": changed.headers["etag"]})

    assert made.status_code == 201
    assert made.json()["filter"] == 'phase = "lost"'
    assert (changed.status_code, changed.json()["visibility"]) == (200, "all")
    assert (late.status_code, blind.status_code, gone.status_code) == (412, 428, 204)
    assert [one["name"] for one in listed["items"]] == ["Lost"]
    assert anna.get(address).status_code == 404


def test_it_is_a_tab_in_the_browser(kontor: Kontor, api: Api) -> None:
    user = kontor.user(role="administrator")
    api(user).post(PATH, json={"place": "/customers", "name": "Verlorene"})

    assert "Verlorene" in kontor.client(as_=user).get("/customers").text


def test_others_see_what_is_shared_and_change_nothing(
    kontor: Kontor, api: Api, anna: httpx.Client
) -> None:
    for visibility in ("private", "all"):
        sent = {"place": "/customers", "name": visibility, "visibility": visibility}
        anna.post(PATH, json=sent)
    other = api(kontor.user(role="agent"))

    listed = other.get(PATH, params={"place": "/customers"}).json()["items"]
    (shared,) = listed
    refused = other.patch(f"{PATH}/{shared['id']}", json={"name": "x"}, headers={"if-match": "*"})

    assert (shared["name"], shared["own"]) == ("all", False)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"place": "/nowhere", "name": "x"}, "place"),
        ({"name": "x"}, "place"),
        ({"place": "/customers"}, "name"),
        ({"place": "/customers", "name": 7}, "name"),
        ({"place": "/customers", "name": "x", "owner_id": "y"}, "owner_id"),
    ],
)
def test_what_cannot_be_a_view_is_refused_at_its_field(
    anna: httpx.Client, sent: dict[str, object], problem: str
) -> None:
    answer = anna.post(PATH, json=sent)

    assert answer.status_code == 422
    assert problem in answer.text
