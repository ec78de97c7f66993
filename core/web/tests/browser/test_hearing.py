"""What a screen reader is told: landmarks, names, headings, changes, and where the focus is."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.plugins("transactions")]

OpenPage = Callable[..., "Page"]
FIELDS = ("textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "listbox")
ACTING = frozenset((*FIELDS, "button", "link", "switch", "tab", "menuitem", "option", "slider"))
LANDMARKS = ("banner", "complementary", "contentinfo", "navigation", "region", "search")


class Heard:
    """The accessibility tree of a page, as Chromium hands it to a screen reader."""

    def __init__(self, page: "Page") -> None:
        session = page.context.new_cdp_session(page)
        self._nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()

    def all(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give role, name and properties of everything that is told."""
        for node in self._nodes:
            if not node.get("ignored"):
                properties = {one["name"]: one["value"].get("value") for one in node["properties"]}
                properties["description"] = node.get("description", {}).get("value", "")
                yield (
                    node["role"]["value"],
                    node.get("name", {}).get("value", "").strip(),
                    properties,
                )

    def named(self, role: str) -> list[str]:
        return [name for found, name, _ in self.all() if found == role]


@pytest.fixture
def customer(kontor: Kontor, anna: User) -> RecordRef:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "active"}, as_=anna)
    kontor.customer({"name": "Brandt KG", "phase": "lost"}, as_=anna)
    person = kontor.create("contact", {"given_name": "Ada", "family_name": "Petersen"}, as_=anna)
    kontor.create("affiliation", {"customer_id": customer, "contact_id": person}, as_=anna)
    today = kontor.clock.now().date()
    kontor.create("tasks.task", {"title": "Anrufen", "due_on": today}, as_=anna)
    return customer


def test_pages_have_landmarks_headings_in_order_and_names(
    anna: User, customer: RecordRef, open_as: OpenPage
) -> None:
    page = open_as(anna, "/")
    faults = []
    for path in (
        "/",
        "/customers",
        "/customers?layout=board&by=phase",
        f"/customers/{customer.id}",
        f"/customers/{customer.id}/edit",
        "/x/tasks/my-day",
        "/me",
        "/settings",
    ):
        page.goto(path)
        heard = Heard(page)
        faults += [f"{path}: {fault}" for fault in _faults(heard)]

    assert faults == []


def _faults(heard: Heard) -> Iterator[str]:
    levels = [int(more["level"]) for role, _, more in heard.all() if role == "heading"]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    yield from (
        f"a heading of level {after} follows one of {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    )
    if len(heard.named("main")) != 1:
        yield "no main landmark, or several"
    for role in LANDMARKS:
        names = heard.named(role)
        if len(set(names)) != len(names):
            yield f"several landmarks {role} with one name: {names}"
    yield from (
        f"a {role} without a name" for role, name, _ in heard.all() if role in ACTING and not name
    )


def test_the_first_tab_leads_past_the_navigation(
    anna: User, customer: RecordRef, open_as: OpenPage
) -> None:
    page = open_as(anna, "/customers")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_dialog_is_named_keeps_the_focus_and_gives_it_back(
    anna: User, customer: RecordRef, open_as: OpenPage
) -> None:
    page = open_as(anna, f"/customers/{customer.id}")
    opener = page.locator("main [hx-target='#dialog-in']:visible").first
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] .dlg").wait_for()

    (name,) = Heard(page).named("dialog")
    assert name
    for _ in range(25):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside  # body stands for the browser's own buttons, which come round
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert opener.evaluate("one => one === document.activeElement")


def test_what_is_wrong_with_a_form_is_told_at_its_fields(
    anna: User, open_as: OpenPage, guard: Guard
) -> None:
    guard.expect(422, "/customers")
    page = open_as(anna, "/customers/new")

    page.get_by_role("button", name="Anlegen").click()
    page.locator(".summary").wait_for()

    wrong = [
        (name, more["description"])
        for role, name, more in Heard(page).all()
        if role in ACTING and more.get("invalid") == "true"
    ]
    assert [(name.rstrip(" *"), "Bitte ausfüllen." in told) for name, told in wrong] == [
        ("Name", True)
    ]
    assert page.evaluate("document.activeElement.matches('.summary')")


def test_the_region_of_notices_is_there_before_it_speaks(
    kontor: Kontor, anna: User, customer: RecordRef, open_as: OpenPage
) -> None:
    page = open_as(anna, "/customers")
    region = [(name, more["live"]) for role, name, more in Heard(page).all() if more.get("live")]
    assert ("Meldungen", "polite") in region

    page.locator("#list td.ck label").first.click()
    page.locator(".bulk").get_by_role("button", name="Löschen").click()
    page.locator("dialog[open]").get_by_role("button", name="1 löschen").click()
    page.locator("#toasts").get_by_role("button", name="Rückgängig").wait_for()

    assert "1 gelöscht." in " ".join(Heard(page).named("StaticText"))
    assert _focused(page)


def test_the_focus_is_never_lost_when_a_part_of_the_page_is_replaced(
    kontor: Kontor, anna: User, customer: RecordRef, open_as: OpenPage
) -> None:
    page = open_as(anna, "/customers")
    lost = []

    def after(what: str) -> None:
        if not _focused(page):
            lost.append(what)

    page.locator("th a, th button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")
    after("sorting")
    page.goto('/customers?filter=phase = "active"')
    page.locator(".chip a").focus()
    page.keyboard.press("Enter")
    page.locator(".chip").wait_for(state="detached")
    after("taking a condition away")
    page.goto("/x/tasks/my-day")
    page.get_by_role("button", name="Anrufen: erledigen").focus()
    page.keyboard.press("Enter")
    page.locator("#toasts").get_by_role("button", name="Rückgängig").wait_for()
    after("completing a task")
    page.locator("#toasts").get_by_role("button", name="Rückgängig").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Anrufen: erledigen").wait_for()
    after("taking it back")
    page.goto(f"/customers/{customer.id}")
    page.get_by_placeholder("Notiz schreiben").fill("Ruft an")
    page.keyboard.press("Control+Enter")
    page.locator("#timeline").get_by_text("Ruft an").wait_for()
    after("writing a note")
    page.locator("#fact-name button").first.focus()
    page.keyboard.press("Enter")
    page.locator("#fact-name input.inp").fill("Alster AG")
    page.keyboard.press("Enter")
    page.locator("#fact-name button").get_by_text("Alster AG").wait_for()
    after("editing in place")

    assert lost == []


def _focused(page: "Page") -> bool:
    """Tell whether anything has the focus once all is swapped and a moment has passed."""
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.wait_for_timeout(300)
    there: bool = page.evaluate("document.activeElement !== document.body")
    return there
