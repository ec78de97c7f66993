"""Settings: accounts, teams, roles, sessions and tokens, by those who may manage users."""

import itertools
import re
from html import unescape

import httpx
import pytest

from kontor_core.foundation.access import passwords, tokens, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.i18n import LOCALES
from kontor_sdk.testing.kit import Kontor, User

SECRET = passwords.PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5$nothing")
PAGES = (
    "/settings",
    "/settings/users",
    "/settings/users?standing=off&q=niemand",
    "/settings/users/new",
    "/settings/teams",
    "/settings/roles",
    "/settings/roles/administrator",
    "/settings/roles/agent",
    "/settings/sessions",
    "/settings/tokens",
)


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    with kontor.unit() as uow:
        users.set_password(uow, user.id, SECRET)
    return user


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(page: str, name: str) -> str:
    return words(page.partition(f'id="card-{name}"')[2].partition("</section>")[0])


def test_every_page_is_there_in_both_languages(kontor: Kontor, client: httpx.Client) -> None:
    for locale, path in itertools.product(LOCALES, PAGES):
        client.cookies.set("k_locale", locale)

        answer = client.get(path)

        assert answer.status_code == 200, path
        assert ("Einstellungen" in answer.text) == (locale == "de"), path


def test_asvs_8_2_1_settings_are_for_administrators_only(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user(role="agent"))

    assert {client.get(path).status_code for path in PAGES} == {403}
    assert 'href="/settings"' not in client.get("/").text


def test_the_palette_leads_to_the_pages_of_the_settings(
    kontor: Kontor, client: httpx.Client
) -> None:
    assert "/settings/sessions" in client.get("/ui/palette?q=sitzung").text
    agent = kontor.client(as_=kontor.user(role="agent"))
    assert "/settings/" not in agent.get("/ui/palette?q=sitzung").text


def test_an_invitation_ends_in_a_signed_in_user(kontor: Kontor, client: httpx.Client) -> None:
    asked = {"email": "ben@kontor.example", "name": "Ben Bau", "locale": "en", "roles": "agent"}

    page = client.post("/settings/users/new", data=asked).text
    (link,) = re.findall(r"http://127.0.0.1:8000(/welcome/[\w-]+)", page)

    guest = kontor.client()
    assert "Ben Bau" in guest.get(link).text
    short = {"new": "kurz", "again": "kurz"}
    assert guest.post(link, data=short).status_code == 422
    differs = {"new": "ein ganz langer Satz", "again": "ein anderer Satz"}
    assert "verschieden" in guest.post(link, data=differs).text
    good = {"new": "ein ganz langer Satz", "again": "ein ganz langer Satz"}
    answer = guest.post(link, data=good)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert guest.get("/me").status_code == 200
    assert kontor.client().get(link).status_code == 404
    shown = client.get("/settings/users").text
    assert "Ben Bau" in shown


def test_what_is_wrong_with_an_invitation_stands_at_its_field(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    answer = client.post("/settings/users/new", data={"email": anna.email, "name": "Ben"})

    assert answer.status_code == 409
    assert "Einen Benutzer mit dieser E-Mail gibt es schon." in answer.text
    assert 'value="Ben"' in answer.text
    wrong = client.post("/settings/users/new", data={"email": "nirgends", "name": "Ben"})
    assert wrong.status_code == 422


def test_whoever_leaves_is_switched_off_and_their_work_handed_over(
    kontor: Kontor, client: httpx.Client
) -> None:
    ben, carl = kontor.user(name="Ben"), kontor.user(name="Carl")
    kontor.customer({"name": "Alster", "owner_id": ben.id})
    kontor.create("tasks.task", {"title": "Anrufen", "assignee_id": ben.id})
    theirs = kontor.client(as_=ben)
    path = f"/settings/users/{ben.id}"

    asked = client.get(f"{path}/off").text
    assert "Offene Sitzungen enden: 1" in asked
    assert "Kunden bleiben zugeordnet, bis Sie sie übergeben: 1" in words(asked)
    assert client.post(f"{path}/off").status_code == 303

    assert theirs.get("/").status_code == 303
    assert "Was Anzahl Kunden 1 Aufgaben 1" in card(client.get(path).text, "work")
    client.post(f"{path}/hand-over", data={"what": "*", "to": carl.id})
    assert "Nichts Offenes." in card(client.get(path).text, "work")
    kontor.deliver()
    (customer,) = kontor.visible("customer", to=carl)
    assert customer
    assert len(kontor.visible("tasks.task", to=carl)) == 1
    assert client.post(f"{path}/hand-over", data={"to": ben.id}).status_code == 422


def test_nobody_can_lock_everybody_out(kontor: Kontor, client: httpx.Client, anna: User) -> None:
    answer = client.post(f"/settings/users/{anna.id}/roles", data={"roles": "agent"})

    assert answer.status_code == 422
    assert "Das wäre ohne Administration." in answer.text
    assert client.get("/settings").status_code == 200
    assert client.post(f"/settings/users/{anna.id}/off").status_code == 422


def test_a_change_of_ones_own_roles_does_not_sign_out(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    answer = client.post(
        f"/settings/users/{anna.id}/roles", data={"roles": ["administrator", "manager"]}
    )

    assert answer.status_code == 303
    token = re.findall(r"kontor=([\w-]+)", str(answer.headers))[0]
    fresh = kontor.client()
    fresh.cookies.set("kontor", token)
    assert fresh.get("/settings").status_code == 200


def test_sessions_and_tokens_of_others_are_ended(kontor: Kontor, client: httpx.Client) -> None:
    ben = kontor.user(name="Ben")
    theirs = kontor.client(as_=ben)
    with kontor.app.unit(SYSTEM) as uow:
        made = tokens.create(uow, user_id=ben.id, name="Kasse")

    page = client.get("/settings/sessions").text
    (end,) = re.findall(rf'hx-post="(/settings/users/{ben.id}/sessions/[^"]+)"', page)
    assert client.post(end).headers["location"] == "/settings/sessions"
    assert theirs.get("/").status_code == 303

    page = client.get("/settings/tokens").text
    assert "Kasse" in page
    (revoke,) = re.findall(rf'hx-post="(/settings/users/{ben.id}/tokens/[^"]+)"', page)
    client.post(revoke)
    assert tokens.resolve(kontor.app.storage, made.token) is None
    assert "Kein Token gilt." in client.get("/settings/tokens").text


def test_a_team_gets_members_and_a_lead(kontor: Kontor, client: httpx.Client) -> None:
    ben = kontor.user(name="Ben")
    assert "Noch kein Team" in client.get("/settings/teams").text

    path = client.post("/settings/teams", data={"name": "Nord"}).headers["location"]
    assert client.post("/settings/teams", data={"name": "Nord"}).status_code == 409
    client.post(f"{path}/members", data={"user": ben.id})
    version = re.findall(r'name="_version" value="(\d+)"', client.get(path).text)[0]
    client.post(path, data={"name": "Nord", "lead_id": ben.id, "_version": version})

    shown = client.get(path).text
    assert "Ben leitet das Team, sieht mit der eigenen Rolle aber nicht alles" in words(shown)
    assert client.post(f"{path}/dissolve").status_code == 422
    client.post(f"{path}/members/{ben.id}/leave")
    assert client.post(f"{path}/dissolve").status_code == 303


def test_the_matrix_shows_what_the_fence_makes_of_a_role(
    kontor: Kontor, client: httpx.Client
) -> None:
    page = client.get("/settings/roles/agent").text

    assert "Kunde Kern Eigene Eigene Eigene" in card(page, "matrix")
    assert "Notiz" in card(page, "matrix")
    assert "[roles.agent]" in card(page, "change")
    assert "Personenbezogen Ja Ja" in card(page, "classes")
    assert "Diese Rolle ist immer da" in client.get("/settings/roles/administrator").text
    assert client.get("/settings/roles/nobody").status_code == 404


class TestWrittenRoles:
    @pytest.fixture
    def kontor_toml(self) -> str:
        return '[roles.agent]\nlabel = "Betreuung"\n[roles.agent.grants]\n"*" = { read = "own" }\n'

    def test_a_written_role_names_its_line(self, kontor: Kontor, client: httpx.Client) -> None:
        line = kontor.app.definition.lines.of("roles", "agent")

        assert f"kontor.toml, Zeile {line}" in client.get("/settings/roles").text
