"""A plugin's page: what it adds and stores, a preview before it is on, switching it."""

import re
from html import unescape

import httpx
import pytest

from kontor_core.foundation.definition import FILE_NAME, load
from kontor_core.foundation.i18n import LOCALES
from kontor_sdk.testing.kit import Kontor, User


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(page: str, name: str) -> str:
    return words(page.partition(f'id="card-{name}"')[2].partition("</section>")[0])


def written(kontor: Kontor) -> tuple[str, ...]:
    return load(kontor.app.home / FILE_NAME).plugins


def test_a_running_plugin_says_what_it_adds_needs_stores_and_how_it_is(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.create("tasks.task", {"title": "Anrufen"})

    for locale in LOCALES:
        client.cookies.set("k_locale", locale)
        for key in ("core", "tasks", "notes"):
            assert client.get(f"/definition/{key}").status_code == 200
    client.cookies.set("k_locale", "de")
    page = client.get("/definition/tasks").text

    assert "Tabelle Aufgabe tasks.task" in card(page, "adds")
    assert "Verlangt Nur den Kern" in card(page, "needs")
    assert "tasks_task 1" in card(page, "stores")
    assert "Aufgabe tasks_task Personenbezogen" in card(page, "personal")
    assert "Keine Störung seit dem Start." in card(page, "health")
    assert "immer an" in card(page, "switch")
    assert client.get("/definition/nothing").status_code == 404


def test_everybody_may_look_but_not_switch_nor_count(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user(role="agent"))

    page = client.get("/definition/tasks").text

    assert "tasks_task" in card(page, "stores")
    assert 'id="card-switch"' not in page
    assert 'id="card-health"' not in page
    assert client.post("/definition/transactions/on").status_code == 403


def test_a_plugin_shows_what_it_would_add_before_it_is_switched_on(
    kontor: Kontor, client: httpx.Client
) -> None:
    page = client.get("/definition/transactions").text

    assert "Auftrag transactions.order" in card(page, "adds")
    assert "transactions_invoice" in card(page, "stores")
    assert "kontor plugins purge transactions" in card(page, "switch")
    assert written(kontor) == ()


def test_a_plugin_is_switched_on_and_off_with_the_restart_said(
    kontor: Kontor, client: httpx.Client, anna: User
) -> None:
    assert client.post("/definition/transactions/on").headers["location"] == "/definition"

    assert written(kontor) == ("transactions",)
    assert list((kontor.app.home / "backups").iterdir())
    shown = client.get("/definition").text
    assert "Neustart nötig" in shown
    assert "plugins.transactions neu: on" in card(shown, "pending")
    assert "Bleibt: 0 Zeilen" in client.get("/definition/transactions/off").text

    assert client.post("/definition/transactions/off").status_code == 303
    assert written(kontor) == ()
    assert 'id="card-pending"' not in client.get("/definition").text
    told = [e for e in kontor.events if e.type.startswith("plugin.switched")]
    assert [(e.type, e.actor_id) for e in told] == [
        ("plugin.switched_on", anna.id),
        ("plugin.switched_off", anna.id),
    ]


@pytest.mark.plugins("transactions")
def test_switching_off_names_what_goes_and_what_stays(kontor: Kontor, client: httpx.Client) -> None:
    kontor.create("transactions.product", {"name": "Schraube", "sku": "A-1"})

    asked = words(client.get("/definition/transactions/off").text)

    assert "Transaktionen ausschalten?" in asked
    assert re.search(r"Verschwindet: \d+ Dinge, zum Beispiel", asked)
    assert "Bleibt: 1 Zeile in" in asked


def test_a_broken_definition_is_told_with_its_line(kontor: Kontor, client: httpx.Client) -> None:
    path = kontor.app.home / FILE_NAME
    path.write_text(path.read_text() + '\n[compny]\nname = "x"\n')
    line = path.read_text().splitlines().index("[compny]") + 1

    shown = card(client.get("/definition").text, "pending")

    assert "So startet Kontor nicht mehr." in shown
    assert f"kontor.toml:{line}" in shown
    assert "company" in shown  # the nearest name
