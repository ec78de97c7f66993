"""A change comes from our own pages: each of the four layers refuses by itself."""

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

FORM = {"name": "Alster", "kind": "organisation", "phase": "active", "language": "de"}


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


def test_our_own_page_may_change_things(kontor: Kontor, client: httpx.Client) -> None:
    answer = client.post("/customers/new", data=FORM)

    assert answer.status_code == 303
    assert len(kontor.visible("customer")) == 1


def test_the_token_may_stand_in_the_form(kontor: Kontor, client: httpx.Client) -> None:
    token = client.headers.pop("x-csrf-token")

    answer = client.post("/customers/new", data={**FORM, "_csrf": token})

    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", "ä"])
def test_without_the_sessions_token_nothing_changes(
    kontor: Kontor, client: httpx.Client, token: str
) -> None:
    del client.headers["x-csrf-token"]

    answer = client.post("/customers/new", data={**FORM, "_csrf": token})

    assert answer.status_code == 403
    assert kontor.visible("customer") == []


def test_a_token_of_another_session_is_refused(kontor: Kontor, client: httpx.Client) -> None:
    other = kontor.client(as_=kontor.user(role="administrator"))
    client.headers["x-csrf-token"] = other.headers["x-csrf-token"]

    assert client.post("/customers/new", data=FORM).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_foreign_pages_are_refused_even_with_the_token(
    kontor: Kontor, client: httpx.Client, site: str
) -> None:
    client.headers["sec-fetch-site"] = site

    assert client.post("/customers/new", data=FORM).status_code == 403
    assert kontor.visible("customer") == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://127.0.0.1:8000", 303), ("http://evil.example", 403), ("null", 403), (None, 403)],
)
def test_where_the_browser_says_nothing_the_origin_decides(
    client: httpx.Client, origin: str | None, status: int
) -> None:
    del client.headers["sec-fetch-site"]
    headers = {"origin": origin} if origin else {}

    assert client.post("/customers/new", data=FORM, headers=headers).status_code == status


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "application/json"])
def test_forms_take_the_type_of_forms_only(client: httpx.Client, content_type: str) -> None:
    answer = client.post(
        "/customers/new", content=b"name=Alster", headers={"content-type": content_type}
    )

    assert answer.status_code == 415


def test_the_api_asks_a_browser_for_its_token_too(kontor: Kontor, client: httpx.Client) -> None:
    with_token = client.post("/api/customers", json={"name": "Alster"})
    del client.headers["x-csrf-token"]
    without = client.post("/api/customers", json={"name": "Brandt"})

    assert (with_token.status_code, without.status_code) == (201, 403)


def test_signing_in_from_a_foreign_page_is_refused(kontor: Kontor) -> None:
    client = kontor.client()
    client.headers["sec-fetch-site"] = "cross-site"

    answer = client.post("/login", data={"email": "a@b.example", "password": "x"})

    assert answer.status_code == 403


def test_get_never_changes_anything(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster"})
    before = [fact.type for fact in kontor.events]

    for path in ("delete", "edit"):
        client.get(f"/customers/{customer.id}/{path}")
    client.get("/customers/new", params=FORM)

    assert [fact.type for fact in kontor.events] == before
