"""Language, rows, theme and keys, as somebody chooses them for themselves."""

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor, User


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


def _choose(client: httpx.Client, **chosen: str) -> httpx.Response:
    asked = {"locale": "de", "theme": "system", "density": "normal", "keys": "on"}
    return client.post("/me/appearance", data={**asked, **chosen})


def test_the_language_of_the_account_holds_in_every_browser(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    assert "Language and appearance" not in client.get("/me").text

    assert _choose(client, locale="en").headers["location"] == "/me"

    assert "Language and appearance" in client.get("/me").text
    assert "Language and appearance" in kontor.client(as_=anna).get("/me").text


def test_a_chosen_theme_stays_and_the_device_decides_again_when_asked(
    client: httpx.Client,
) -> None:
    _choose(client, theme="dark")
    assert 'data-theme="dark"' in client.get("/").text

    _choose(client, theme="system")
    assert "data-theme" not in client.get("/").text


def test_compact_rows_are_chosen_for_the_account(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    other = kontor.client(as_=kontor.user(role="administrator"))
    assert "data-density" not in client.get("/customers").text

    _choose(client, density="compact")
    everywhere = [kontor.client(as_=anna).get("/customers").text, client.get("/me").text]
    elsewhere = other.get("/customers").text
    _choose(client)

    assert all('data-density="compact"' in page for page in everywhere)
    assert "data-density" not in elsewhere
    assert "data-density" not in client.get("/customers").text


def test_keys_without_ctrl_can_be_switched_off(client: httpx.Client) -> None:
    assert "data-keys" not in client.get("/").text

    _choose(client, keys="off")

    assert 'data-keys="off"' in client.get("/").text


def test_a_choice_that_is_none_is_refused_and_changes_nothing(client: httpx.Client) -> None:
    answer = _choose(client, locale="en", theme="pink")

    assert answer.status_code == 422
    assert "Sprache und Darstellung" in client.get("/me").text
