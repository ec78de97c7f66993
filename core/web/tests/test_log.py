"""The log of administration: who did what to whom, narrowed down, and as a file."""

import csv
import itertools
import re
from html import unescape

import httpx
import pytest

from kontor_core.events.administration import ADMINISTRATION, DefinitionChanged, UserCodeFailed
from kontor_core.events.audit import KINDS
from kontor_core.events.exported import RecordsExported
from kontor_core.foundation.access import passwords, users
from kontor_core.foundation.i18n import LOCALES
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.settings.log_words import EVENTS
from kontor_web.settings.log_words import KINDS as KIND_WORDS

HASH = passwords.hash_password("ein ganz langer Satz")


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    with kontor.unit() as uow:
        users.set_password(uow, user.id, HASH)
    return user


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


def lines(client: httpx.Client, query: str = "") -> list[list[str]]:
    """Read the table: who, what, whom, details."""
    page = client.get(f"/settings/log{query}").text.partition('id="card-log"')[2]
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    cells = ([_text(cell) for cell in row.split("<td")[1:]] for row in rows)
    return [row[1:] for row in cells]


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>|^[^>]*>", " ", html)).split())


def test_edits_of_the_definition_stand_there_with_what_changed(
    kontor: Kontor, client: httpx.Client
) -> None:
    said: list[tuple[str, str | None, str | None]] = [
        ("labels.customer", "Kunde", "Mandant"),
        ("phases.lost", "5, Verloren, c3", None),
        ("security.second_factor", None, "*"),
    ]
    many = [(f"roles.r{n}", None, f"R{n}") for n in range(30)]
    with kontor.unit() as uow:
        uow.publish(DefinitionChanged(changes=said, count=3))
    with kontor.unit() as uow:
        uow.publish(DefinitionChanged(changes=many, count=250))

    (later, first) = lines(client, "?kind=definition")

    assert first == [
        "kontor.toml, außerhalb geändert",
        "Definition geändert",
        "– Kein Wert",
        "labels.customer: Kunde → Mandant · phases.lost entfällt: 5, Verloren, c3 · "
        "security.second_factor neu: *",
    ]
    assert later[3].startswith("roles.r0 neu: R0 · ")
    assert later[3].endswith("roles.r19 neu: R19 · und 230 weitere")


def test_every_administrative_event_has_a_kind_and_words() -> None:
    known = {name for names in KINDS.values() for name in names}
    declared = {one.name for one in (*ADMINISTRATION, RecordsExported)}

    assert declared - known == set()
    assert known - set(EVENTS) == set()
    assert set(KINDS) == set(KIND_WORDS)


def test_the_log_says_who_did_what_to_whom(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    ben = kontor.user(name="Ben Bau")
    client.post(f"/settings/users/{ben.id}/roles", data={"roles": "manager"})
    client.post(f"/settings/users/{ben.id}/view")
    wrong = {"email": anna.email, "password": "falsch"}
    kontor.client().post("/login", data=wrong)
    kontor.client().post("/login", data={**wrong, "email": "niemand@firma.example"})

    fresh = kontor.client(as_=anna)
    found = lines(fresh)

    assert ["Anna Amt", "Rollen geändert", "Ben Bau", "Betreuung → Teamleitung"] in found
    viewed = next(row for row in found if row[1] == "Angesehen als")
    assert viewed[:3] == ["Anna Amt", "Angesehen als", "Ben Bau"]
    failed = [row[:3] for row in found if row[1] == "Anmeldung fehlgeschlagen"]
    assert failed == [
        ["Kontor", "Anmeldung fehlgeschlagen", "Unbekannter Zugang"],
        ["Kontor", "Anmeldung fehlgeschlagen", "Anna Amt"],
    ]
    assert "niemand@firma.example" not in fresh.get("/settings/log").text


def test_the_log_narrows_down_by_person_kind_and_day(kontor: Kontor, client: httpx.Client) -> None:
    ben, carl = kontor.user(name="Ben Bau"), kontor.user(name="Carl")
    for one in (ben, carl):
        client.post(f"/settings/users/{one.id}/roles", data={"roles": "manager"})
    client.post("/me/tokens", data={"name": "x", "scope": "read", "days": "30"})

    asked = {"user": ben.id, "kind": "rights", "since": "", "until": ""}
    narrowed = client.post("/settings/log", data=asked).headers["location"]

    assert narrowed == f"/settings/log?user={ben.id}&kind=rights"
    query = narrowed.removeprefix("/settings/log")
    assert [row[2] for row in lines(client, query)] == ["Ben Bau"]
    assert [row[3] for row in lines(client, "?kind=tokens")] == ["*:read"]
    assert lines(client, "?until=2001-01-01") == []
    assert len(lines(client, "?since=2001-01-01&kind=tokens")) == 1
    wrong = client.post("/settings/log", data={**asked, "since": "gestern"})
    assert (wrong.status_code, "Das ist kein Datum." in wrong.text) == (422, True)


def test_the_log_goes_on_to_older_pages_and_into_a_file(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    with kontor.unit() as uow:
        for number in range(60):
            address = f"=192.0.2.{number}"
            uow.publish(UserCodeFailed(subject=anna, address=address))

    page = client.get("/settings/log?kind=sign_in").text
    older = re.search(r'href="(/settings/log\?[^"]*before=\d+)"', page)
    assert older is not None
    first, second = (lines(client, f"?{one}") for one in ("kind=sign_in", _query(older[1])))
    assert (len(first), len(second)) == (50, 10)

    answer = client.get("/settings/log/file?kind=sign_in")
    rows = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert (len(rows), answer.headers["content-type"]) == (61, "text/csv; charset=utf-8")
    assert all(not cell.startswith("=") for row in rows for cell in row)


def test_a_place_that_is_none_is_the_newest_page(client: httpx.Client) -> None:
    for place in ("x", "-1", "9" * 5000):
        assert client.get(f"/settings/log?before={place}").status_code == 200


def _query(url: str) -> str:
    return unescape(url).partition("?")[2]


def test_the_log_is_there_in_both_languages_for_those_who_manage_users(
    kontor: Kontor, client: httpx.Client
) -> None:
    for locale, path in itertools.product(LOCALES, ("/settings", "/settings/log")):
        client.cookies.set("k_locale", locale)
        assert client.get(path).status_code == 200
    agent = kontor.client(as_=kontor.user(role="agent"))
    assert agent.get("/settings/log").status_code == 403
    assert agent.get("/settings/log/file").status_code == 403
