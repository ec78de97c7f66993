"""A working day: what several people do in turn, at a desk and with a phone in the hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_core.foundation.access import passwords, users
from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.kit import Kontor, User

from .conftest import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]
PASSWORD = "ein ganz langer Satz"


@pytest.fixture
def ben(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Ben Bach")


def test_selected_tasks_are_completed_by_keys_and_taken_back(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    for title in ("Anrufen", "Besuchen", "Schreiben"):
        kontor.create("tasks.task", {"title": title, "due_on": kontor.clock.now().date()}, as_=anna)
    page = open_as(anna, "/x/tasks/tasks?view=tasks.mine")
    titles = page.locator("td.lead a")

    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    bulk = page.locator(".bulk")
    bulk.get_by_text("2 ausgewählt").wait_for()
    bulk.get_by_role("button", name="Erledigen").click()
    page.locator("#toasts").get_by_role("button", name="Rückgängig").wait_for()
    left = _open(kontor)
    page.locator("#toasts").get_by_role("button", name="Rückgängig").click()
    titles.nth(2).wait_for()

    assert (left, _open(kontor)) == (1, 3)


def test_a_colleague_is_mentioned_and_finds_it_in_the_inbox(
    kontor: Kontor, anna: User, ben: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    desk = open_as(anna, f"/customers/{customer.id}")

    note = desk.get_by_placeholder("Notiz schreiben")
    note.press_sequentially("@be")
    desk.get_by_role("option", name="Ben Bach").wait_for()
    note.press("Enter")
    note.press_sequentially("bitte zurückrufen")
    note.press("Control+Enter")
    desk.locator("#timeline").get_by_text("bitte zurückrufen").wait_for()
    kontor.deliver(times=2)
    other = open_as(ben, "/")
    other.get_by_role("link", name="Posteingang").first.click()
    other.locator("main td a").first.click()
    other.locator("main").get_by_role("link", name="Alster GmbH").first.click()
    other.get_by_role("heading", name="Alster GmbH", level=1).wait_for()
    assert other.locator("#timeline").get_by_text("@Ben Bach").is_visible()


def test_what_two_people_change_at_once_is_not_lost(
    kontor: Kontor, anna: User, ben: User, open_as: OpenPage, guard: Guard
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    guard.expect(409, "/customers/")
    hers = open_as(anna, f"/customers/{customer.id}/edit")
    his = open_as(ben, f"/customers/{customer.id}/edit")

    hers.get_by_label("Name").fill("Alster & Söhne KG")
    hers.get_by_role("button", name="Speichern").click()
    hers.get_by_role("heading", name="Alster & Söhne KG", level=1).wait_for()
    his.get_by_label("Name").fill("Alster AG")
    his.get_by_role("button", name="Speichern").click()
    his.locator(".summary, .notice, .clash").first.wait_for()

    assert his.get_by_label("Name").input_value() == "Alster AG"
    assert kontor.values(customer)["name"] == "Alster & Söhne KG"


def test_a_short_day_with_a_phone(
    kontor: Kontor, anna: User, live: Live, new_page: OpenPage
) -> None:
    hashed = passwords.hash_password(PASSWORD)
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, hashed)
    kontor.customer({"name": "Alster GmbH"}, as_=anna)
    today = kontor.clock.now().date()
    kontor.create("tasks.task", {"title": "Angebot nachfassen", "due_on": today}, as_=anna)
    page = new_page(base_url=live.address, width=390, height=844, touch=True)
    bar = page.get_by_role("navigation", name="Schnellzugriff")

    page.goto("/")
    page.get_by_label("E-Mail").fill(anna.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").tap()

    bar.get_by_role("link", name="Mein Tag").tap()
    page.get_by_role("button", name="Angebot nachfassen: erledigen").tap()
    page.locator("#toasts").get_by_role("button", name="Rückgängig").tap()
    page.get_by_role("button", name="Angebot nachfassen: erledigen").wait_for()

    bar.get_by_role("button", name="Suchen").tap()
    page.get_by_role("combobox", name="Suche oder Befehl").press_sequentially("alst")
    page.get_by_role("option", name="Alster GmbH").tap()
    page.get_by_role("heading", name="Alster GmbH", level=1).wait_for()
    page.get_by_placeholder("Notiz schreiben").fill("Am Telefon: ruft morgen an")
    page.locator(
        "k-composer button[type=submit]:visible, .comp button[type=submit]:visible"
    ).first.tap()
    page.locator("#timeline").get_by_text("ruft morgen an").wait_for()

    page.get_by_role("button", name="Menü öffnen").tap()
    page.get_by_role("link", name="Personen").first.tap()
    page.get_by_role("link", name="Person", exact=True).first.tap()
    page.get_by_label("Nachname").fill("Petersen")
    page.get_by_role("button", name="Anlegen").tap()
    page.get_by_role("heading", name="Petersen", level=1).wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with kontor.unit() as uow:
        bodies = [
            note.body for note in uow.find_all(kontor.app.registries.entity("notes.note").model)
        ]
    assert bodies == ["Am Telefon: ruft morgen an"]


def _open(kontor: Kontor) -> int:
    with kontor.unit() as uow:
        return len(uow.find_all(kontor.app.registries.entity("tasks.task").model, done_at=None))


def test_a_plugin_is_switched_on_with_a_preview_and_off_again(
    anna: User, open_as: OpenPage
) -> None:
    page = open_as(anna, "/definition/transactions")
    switch, asked = page.locator("#card-switch"), page.get_by_role("dialog")

    page.locator("#card-adds").get_by_text("Rechnung", exact=True).wait_for()
    switch.get_by_role("button", name="Einschalten").click()
    page.get_by_role("heading", name="Neustart nötig").wait_for()
    page.goto("/definition/transactions")
    switch.get_by_role("button", name="Ausschalten").click()
    asked.get_by_role("button", name="Ausschalten").click()
    page.wait_for_url("**/definition")

    assert page.get_by_role("heading", name="Neustart nötig").count() == 0
