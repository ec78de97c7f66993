"""What people do all day, in a real browser; the guard finds every console error on the way."""

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


def test_sign_in_find_a_customer_and_open_it(
    kontor: Kontor, live: Live, anna: User, new_page: OpenPage
) -> None:
    hashed = passwords.hash_password("ein ganz langer Satz")
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, hashed)
    for name in ("Alster GmbH", "Brandt KG", "Brandis AG"):
        kontor.customer({"name": name})
    page = new_page(base_url=live.address)

    page.goto("/customers")
    page.get_by_label("E-Mail").fill(anna.email)
    page.get_by_label("Passwort").fill("ein ganz langer Satz")
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("searchbox").press_sequentially("bran")
    page.wait_for_url("**/customers?q=bran")
    page.get_by_role("link", name="Alster GmbH").wait_for(state="detached")

    assert page.locator("td.lead a").all_inner_texts() == ["Brandis AG", "Brandt KG"]
    assert page.evaluate("document.activeElement.id") == "list-q"
    page.get_by_role("link", name="Brandt KG").click()
    page.get_by_role("heading", name="Brandt KG", level=1).wait_for()


def test_inline_edit_refuses_then_saves(
    kontor: Kontor, anna: User, open_as: OpenPage, guard: Guard
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    guard.expect(422, "/ui/customers")
    page = open_as(anna, f"/customers/{customer.id}")
    cell = page.locator("#fact-name")

    cell.get_by_role("button").click()
    cell.locator("input.inp").fill("  ")
    cell.locator("input.inp").press("Enter")
    cell.get_by_text("Bitte ausfüllen.").wait_for()
    cell.locator("input.inp").fill("Alster & Söhne KG")
    cell.locator("input.inp").press("Enter")
    cell.get_by_role("button", name="Alster & Söhne KG").wait_for()

    assert kontor.values(customer)["name"] == "Alster & Söhne KG"


def test_a_choice_is_edited_in_the_list_by_keyboard(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "active"})
    page = open_as(anna, "/customers")
    cell = page.locator(f"#c-{customer.id}-phase")

    cell.get_by_role("button").press("Enter")
    cell.locator("select").select_option("lost")
    cell.locator("select").press("Enter")
    cell.get_by_text("Verloren").wait_for()

    assert kontor.values(customer)["phase"] == "lost"


def test_a_note_appears_in_the_history(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")

    page.get_by_placeholder("Notiz schreiben").fill("Ruft morgen an")
    page.get_by_placeholder("Notiz schreiben").press("Control+Enter")
    page.locator("#timeline").get_by_text("Ruft morgen an").wait_for()

    page.locator("#toasts").get_by_text("Notiz gespeichert").wait_for()
    assert page.get_by_placeholder("Notiz schreiben").input_value() == ""


def test_a_key_opens_the_form_of_a_record(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")

    page.keyboard.press("e")

    page.wait_for_url(f"**/customers/{customer.id}/edit")


def test_a_condition_is_added_and_removed(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    kontor.customer({"name": "Alster", "phase": "active"})
    kontor.customer({"name": "Brandt", "phase": "lost"})
    page = open_as(anna, "/customers")
    names = page.locator("td.lead a")

    page.get_by_role("button", name="Filter").click()
    page.locator(".menu-list").get_by_role("button", name="Phase").click()
    page.get_by_label("Wert").select_option("lost")
    page.get_by_role("button", name="Anwenden").click()
    page.locator(".chip").wait_for()

    assert names.all_inner_texts() == ["Brandt"]
    page.locator(".chip a").click()
    page.locator(".chip").wait_for(state="detached")
    assert names.all_inner_texts() == ["Alster", "Brandt"]


def test_a_customer_is_created_with_a_form_and_deleted_after_a_question(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    page = open_as(anna, "/customers")

    page.get_by_role("link", name="Kunde", exact=True).click()
    page.get_by_label("Name").fill("Alster GmbH")
    page.get_by_role("button", name="Anlegen").click()
    page.locator("#toasts").get_by_text("Alster GmbH ist angelegt.").wait_for()
    page.get_by_role("button", name="Weitere Aktionen").click()
    page.get_by_role("button", name="Kunde löschen").click()
    page.locator("#dialog").get_by_role("button", name="Kunde löschen").click()
    page.locator("#toasts").get_by_text("Alster GmbH ist gelöscht.").wait_for()

    assert kontor.visible("customer") == []


def test_the_palette_leads_to_a_customer(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, "/")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Suche oder Befehl").press_sequentially("alst")
    page.get_by_role("option", name="Alster GmbH").wait_for()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Alster GmbH", level=1).wait_for()


def test_the_palette_finds_by_words_and_leads_to_all_results(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster & Söhne GmbH"})
    values = {"customer_id": customer.id, "channel": "call", "subject": "Dachstuhl Söhne"}
    kontor.create("interaction", values)
    kontor.deliver()
    page = open_as(anna, "/")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Suche oder Befehl").press_sequentially("sohne")
    page.get_by_role("option", name="Dachstuhl Söhne").wait_for()
    groups = page.locator("k-palette [role=group] > .g").all_inner_texts()
    page.get_by_role("option", name="Alle Treffer für „sohne“").click()
    page.get_by_role("heading", name="Suche", level=1).wait_for()

    assert groups == ["Kunden", "Kundenkontakte", "Seiten"]
    page.get_by_role("link", name="Alster & Söhne GmbH").click()
    page.get_by_role("heading", name="Alster & Söhne GmbH", level=1).wait_for()


def test_dark_theme_is_kept_and_english_is_spoken(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    page = open_as(anna, "/customers")

    page.get_by_role("button", name="Hell oder dunkel").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"

    page.goto("/ui/language?to=en&next=/customers")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", name="Customers", level=1).is_visible()


def test_a_file_is_imported_and_taken_back(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    page = open_as(anna, "/import")
    rows = "Firma;E-Mail;Phase\nAlster GmbH;a@firma.example;Aktiv\nBrandt KG;keine;Aktiv\n"

    page.locator("#f-file").set_input_files(
        {"name": "kunden.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Hochladen").click()
    page.get_by_role("button", name="Prüfen").click()
    page.get_by_text("keine E-Mail-Adresse").wait_for(timeout=30_000)
    page.get_by_role("button", name="Importieren (1)").click()
    page.get_by_text("Fertig").wait_for(timeout=30_000)
    assert len(kontor.visible("customer")) == 1
    assert not list(kontor.app.home.rglob("kunden.csv"))  # it held personal data

    page.get_by_role("button", name="Import zurücknehmen").click()
    page.locator("#dialog").get_by_role("button", name="Import zurücknehmen").click()
    page.get_by_text("Zurückgenommen", exact=True).wait_for(timeout=30_000)

    assert kontor.visible("customer") == []


@pytest.mark.plugins("transactions")
def test_an_order_is_placed_by_hand(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    kontor.create(
        "transactions.product", {"sku": "A-1", "name": "Stuhl", "price": "12.50", "currency": "EUR"}
    )
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")

    page.get_by_role("button", name="Auftrag anlegen").click()
    dialog = page.locator("#dialog")
    dialog.get_by_role("combobox", name="Artikel").first.click()
    dialog.get_by_role("option", name="Stuhl").click()
    dialog.get_by_label("Menge").fill("3")
    dialog.get_by_role("button", name="Auftrag anlegen").click()
    page.wait_for_url("**/x/transactions/orders/*")

    page.get_by_text("37,50").first.wait_for()
    page.get_by_text("Auftrag A-").first.wait_for()


def test_the_palette_remembers_what_was_opened_and_forgets_it_at_sign_out(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")
    page.goto("/contacts")

    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Alster GmbH").wait_for()
    kept = page.evaluate("localStorage.getItem('k-recent')")
    page.keyboard.press("Escape")
    page.locator("k-palette dialog").wait_for(state="hidden")
    page.keyboard.press("?")
    page.get_by_role("heading", name="Tastenkürzel").wait_for()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.get_by_role("heading", name="Kunden", level=1).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("form.cell-form").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/login")

    assert kept == f'["/customers/{customer.id}"]'
    assert page.evaluate("localStorage.getItem('k-recent')") is None


@pytest.mark.plugins("tasks", "notes")
def test_the_palette_does_what_one_can_do_with_the_open_record(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Suche oder Befehl").press_sequentially(">nachf")
    page.get_by_role("option", name="Nachfassen").wait_for()
    page.keyboard.press("Enter")

    page.locator("#dialog").get_by_role("button", name="Nachfassen").wait_for()
