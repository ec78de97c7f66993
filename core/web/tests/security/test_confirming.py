"""Changing rights takes the password once more; what was asked for is done with the answer."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from kontor_core.foundation.access import directory, passwords, users
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.routes import all_endpoints

PASSWORD = "ein ganz langer Satz"
HASH = passwords.hash_password(PASSWORD)
LATER = timedelta(minutes=11)
HTMX = {"hx-request": "true"}


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    with kontor.unit() as uow:
        users.set_password(uow, user.id, HASH)
    return user


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


@pytest.fixture
def ben(kontor: Kontor) -> User:
    return kontor.user(name="Ben Bau")


def hidden(html: str) -> dict[str, list[str]]:
    """Read what the form of the question carries along."""
    form = html.partition('id="confirm-form"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return found


def told(kontor: Kontor) -> list[str]:
    return [one.type for one in kontor.events if one.type.startswith("user.confirm")]


def roles(kontor: Kontor, user: User) -> tuple[str, ...]:
    person = directory.person(kontor.app.storage, user.id)
    assert person is not None
    return person.roles


def test_whoever_has_just_signed_in_is_not_asked(
    kontor: Kontor, client: httpx.Client, ben: User
) -> None:
    answer = client.post(f"/settings/users/{ben.id}/roles", data={"roles": "manager"})

    assert answer.status_code == 303
    assert roles(kontor, ben) == ("manager",)
    assert told(kontor) == []


def test_a_while_later_the_password_is_asked_and_nothing_typed_is_lost(
    kontor: Kontor, client: httpx.Client, ben: User
) -> None:
    kontor.pass_time(LATER)
    url = f"/settings/users/{ben.id}/roles"

    asked = client.post(url, data={"roles": ["manager", "agent"]})

    assert asked.status_code == 422
    assert "Sind Sie es?" in asked.text
    assert roles(kontor, ben) == ("agent",)
    kept = hidden(asked.text)
    assert kept["roles"] == ["manager", "agent"]
    answer = client.post(url, data={**kept, "_confirm": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/settings/users/{ben.id}")
    assert roles(kontor, ben) == ("manager", "agent")
    assert told(kontor) == ["user.confirmed"]
    assert client.post(url, data={"roles": "agent"}).status_code == 303  # not again


def test_a_wrong_password_changes_nothing_and_guessing_is_slowed_down(
    kontor: Kontor, client: httpx.Client, ben: User
) -> None:
    kontor.pass_time(LATER)
    url = f"/settings/users/{ben.id}/roles"

    answers = [
        client.post(url, data={"roles": "manager", "_confirm": f"Versuch {n}"}) for n in range(6)
    ]

    assert "Das Passwort ist falsch." in answers[0].text
    assert hidden(answers[0].text)["roles"] == ["manager"]
    assert "Zu viele Versuche" in answers[5].text
    assert "retry-after" in answers[5].headers
    assert "Versuch 0" not in answers[0].text
    assert roles(kontor, ben) == ("agent",)
    assert told(kontor) == ["user.confirm_failed"] * 5
    refused = client.post(url, data={"roles": "manager", "_confirm": PASSWORD})
    assert refused.status_code == 422  # the right one has to wait too


def test_a_button_asks_in_the_dialog(kontor: Kontor, client: httpx.Client, ben: User) -> None:
    kontor.pass_time(LATER)
    url = f"/settings/users/{ben.id}/off"

    asked = client.post(url, headers=HTMX)

    assert asked.headers["hx-retarget"] == "#dialog-in"
    assert f'hx-post="{url}"' in asked.text
    answer = client.post(url, headers=HTMX, data={"_confirm": PASSWORD})
    assert answer.headers["hx-redirect"] == f"/settings/users/{ben.id}"


def test_what_is_refused_anyway_asks_for_no_password(kontor: Kontor, ben: User) -> None:
    client = kontor.client(as_=ben)
    kontor.pass_time(LATER)

    answer = client.post(f"/settings/users/{ben.id}/roles", data={"roles": "administrator"})

    assert answer.status_code == 403
    assert "confirm-form" not in answer.text


def test_tokens_have_no_password(kontor: Kontor, api: object, anna: User, ben: User) -> None:
    token = api(anna)  # type: ignore[operator]  # a function of the fixture
    reading = api(anna, scopes=["*:read"])  # type: ignore[operator]
    kontor.pass_time(LATER)
    url = f"/settings/users/{ben.id}/roles"

    assert token.post(url, data={"roles": "manager"}).status_code == 303
    assert reading.post(url, data={"roles": "agent"}).status_code == 403
    assert roles(kontor, ben) == ("manager",)


@pytest.mark.parametrize("kontor_toml", ["[security]\nexport_freely = 1\n"])
def test_taking_much_along_asks_on_every_road(
    kontor: Kontor, client: httpx.Client, kontor_toml: str
) -> None:
    kontor.customer({"name": "Alster"})
    kontor.customer({"name": "Bille"})
    kontor.pass_time(LATER)

    page = client.post("/ui/customers/export?list=/customers", headers=HTMX, data={"format": "csv"})
    program = client.get("/api/customers/export")

    assert (page.status_code, hidden(page.text)["format"]) == (422, ["csv"])
    assert (program.status_code, program.json()["code"]) == (403, "not_confirmed")
    some = client.get('/api/customers/export?filter=name = "Alster"')
    assert some.status_code == 200
    kontor.user()
    log = client.get("/settings/log/file?kind=accounts")
    assert (log.status_code, "confirm-form" in log.text) == (422, True)
    log = client.post("/settings/log/file?kind=accounts", data={"_confirm": PASSWORD})
    assert (log.status_code, log.headers["content-type"]) == (200, "text/csv; charset=utf-8")


@pytest.mark.parametrize("kontor_toml", ["[security]\nconfirm_minutes = 60\n"])
def test_the_company_says_how_long_a_password_holds(
    kontor: Kontor, client: httpx.Client, ben: User, kontor_toml: str
) -> None:
    kontor.pass_time(LATER)

    answer = client.post(f"/settings/users/{ben.id}/roles", data={"roles": "manager"})

    assert answer.status_code == 303


def test_asvs_7_5_1_what_changes_access_is_declared_to_ask(kontor: Kontor) -> None:
    """One list to look at when something is added."""
    asks = {one.path for one in all_endpoints(kontor.app) if one.confirm}
    changes = {
        one.path
        for one in all_endpoints(kontor.app)
        if one.method == "POST" and one.permission in ("manage_users", "view_as", "switch_plugins")
    }

    assert changes - asks == {
        "/settings/teams",
        "/settings/teams/{team_id:str}",
        "/settings/teams/{team_id:str}/dissolve",
        "/settings/log",  # narrows down what is shown
        "/settings/log/file",  # asks from so many lines on, as every export
        "/settings/jobs/exports/{user_id:str}/{ticket_id:str}/cancel",
    }
    own = {"/me/tokens", "/me/second-factor", "/me/second-factor/codes", "/me/second-factor/off"}
    assert own <= asks
