"""Language, theme and keys, as somebody chooses them for themselves."""

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
    asked = {"locale": "de", "theme": "system", "keys": "on", **chosen}
    return client.post("/me/appearance", data=asked)


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


def test_keys_without_ctrl_can_be_switched_off(client: httpx.Client) -> None:
    assert "data-keys" not in client.get("/").text

    _choose(client, keys="off")

    assert 'data-keys="off"' in client.get("/").text


def test_a_choice_that_is_none_is_refused_and_changes_nothing(client: httpx.Client) -> None:
    answer = _choose(client, locale="en", theme="pink")

    assert answer.status_code == 422
    assert "Sprache und Darstellung" in client.get("/me").text
