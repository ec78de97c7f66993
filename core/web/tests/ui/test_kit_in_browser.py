"""The kit in a real browser, under the policy of the product: behaviour, reach and legibility."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from kontor_sdk.testing.browser import Guard
from kontor_web.ui import kit
from kontor_web.ui.assets import resolve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PAGES = [name for name in kit.NAMES if not name.startswith("parts/")]
OpenPage = Callable[..., "Page"]


class KitHandler(BaseHTTPRequestHandler):
    """Answers as the routes will: fragments for fragments, 422 and 409 with the form again."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        if address.path.startswith("/assets/"):
            accept = self.headers.get("Accept-Encoding", "")
            found = resolve(address.path.removeprefix("/assets/"), accept)
            if found:
                self.answer(200, found.content, found.media_type, dict(found.headers))
            else:
                self.answer(404, b"")
        elif address.path == "/favicon.ico":
            self.answer(200, b"", "image/x-icon")
        elif address.path.endswith("owners.json"):
            people = [
                {"value": "u1", "text": "Sarah Lorenz"},
                {"value": "u2", "text": "Tim Albrecht"},
            ]
            self.answer(200, json.dumps(people).encode(), "application/json")
        else:
            self.show(address.path.removeprefix("/ui/kit/"), query)

    def show(self, name: str, query: dict[str, list[str]]) -> None:
        partial = self.headers.get("HX-Request-Type") == "partial"
        name = "parts/list" if partial and name.startswith("list") else name
        locale = "en" if query.get("lang") == ["en"] else "de"
        theme = query.get("theme", [""])[0] or None
        self.answer(200, kit.render(locale, name, theme=theme).encode())

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        name = urlsplit(self.path).path.removeprefix("/ui/kit/")
        happened: dict[str, object] = {"k:toast": {"text": "Gespeichert"}}
        if name == "parts/cell":
            value = sent.get("value", [""])[0]
            refused = {"": (422, "parts/cell_refused"), "clash": (409, "parts/cell_conflict")}
            status, name = refused.get(value, (200, name))
            self.answer(status, kit.render("de", name).encode())
        elif name == "parts/confirm":
            self.answer(204, b"", events={**happened, "k:close-dialog": {}})
        elif name == "parts/composer":
            events = {**happened, "k:refresh": {"names": ["interaction.recorded"]}}
            self.answer(200, kit.render("de", name).encode(), events=events)
        else:
            self.answer(500, b"broken")

    def answer(
        self,
        status: int,
        body: bytes,
        media_type: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
        events: dict[str, object] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if events:
            self.send_header("HX-Trigger", json.dumps(events))
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), KitHandler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ui/kit/"
    server.shutdown()
    thread.join()
    server.server_close()


def show(page: "Page", address: str) -> "Page":
    page.goto(address)
    page.wait_for_function(
        "() => document.querySelector('[data-htmx-powered]') || !document.querySelector('[hx-get]')"
    )
    return page


@pytest.fixture
def audit() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `kontor ui build` in a checkout.")
    return AXE.read_text()


@pytest.mark.parametrize("look", ["light-de-1440", "dark-en-390"])
def test_every_page_is_accessible(base: str, new_page: OpenPage, audit: str, look: str) -> None:
    theme, language, width = look.split("-")
    page = new_page(width=int(width))

    faults = {}
    for name in PAGES:
        show(page, f"{base}{name}?lang={language}&theme={theme}")
        page.evaluate(audit)
        found = page.evaluate(
            "tags => axe.run(document, { runOnly: tags }).then(r =>"
            " r.violations.map(v => [v.id, v.nodes[0].html]))",
            AXE_TAGS,
        )
        if found:
            faults[name] = found

    assert faults == {}


def test_no_page_scrolls_sideways(base: str, new_page: OpenPage) -> None:
    page = new_page()
    sizes = [(320, 640), (390, 844), (720, 450), (1024, 800), (1920, 1080)]

    wide = []
    for name in PAGES:
        show(page, f"{base}{name}?lang=de")
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            beyond = page.evaluate(
                "() => [document.documentElement, ...document.querySelectorAll('.body, .main')]"
                ".some(one => one.scrollWidth > one.clientWidth + 1)"
            )
            if beyond:
                wide.append((name, width))

    assert wide == []


def test_checkboxes_and_row_links_are_large_enough(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}list?lang=de")

    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.ck label, .nm a, .chip a, .edit, .pen')].map(one =>"
        " { const box = one.getBoundingClientRect(); return [box.width, box.height] })"
    )

    assert [size for size in sizes if min(size) < 24] == []


def test_the_theme_changes_at_the_first_click_where_the_system_is_dark(
    base: str, new_page: OpenPage
) -> None:
    page = show(new_page(dark=True), f"{base}list?lang=de")

    page.click("[data-do=theme]")

    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_a_search_keeps_focus_and_caret(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}list?lang=de")

    page.keyboard.press("/")
    with page.expect_response(lambda answer: "q=hanse" in answer.url):
        page.keyboard.type("hanse")
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**q=hanse**")

    field = page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]")
    assert field == ["list-q", 4]


def test_rows_are_selected_by_keys_and_a_question_is_asked_before_deleting(
    base: str, new_page: OpenPage
) -> None:
    page = show(new_page(), f"{base}list?lang=de")

    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    selected = page.inner_text(".bulk b")
    page.click(".bulk button >> text=Löschen")
    page.wait_for_selector("#dialog[open]")
    focused = page.evaluate("document.activeElement.textContent")
    page.click("#dialog .danger")
    page.wait_for_selector("#dialog:not([open])", state="attached")

    assert (selected, focused) == ("3 ausgewählt", "Abbrechen")
    assert page.inner_text("#toasts") == "Gespeichert"


def test_a_value_is_edited_in_place(base: str, new_page: OpenPage, guard: Guard) -> None:
    guard.expect(422, "/ui/kit/parts/cell")
    guard.expect(409, "/ui/kit/parts/cell")
    page = show(new_page(), f"{base}list?lang=de")
    cell = page.locator("tbody tr:nth-child(2) .cell").nth(1)

    cell.locator(".edit").click()
    field = cell.locator("#cell-value")
    field.fill("")
    field.press("Enter")
    cell.locator(".msg").wait_for()
    field.fill("clash")
    field.press("Enter")
    cell.locator(".clash").wait_for()
    field.fill("Kiel")
    field.press("Enter")
    cell.locator(".edit").wait_for()

    assert page.evaluate("document.activeElement.className") == "edit"


def test_escape_gives_the_old_value_back(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}record?lang=de")
    city = page.locator("#fact-city")

    city.locator(".edit").press("F2")
    city.locator("#cell-value").fill("anything")
    city.locator("#cell-value").press("Escape")
    city.locator(".edit").wait_for()

    assert city.locator(".edit > span").first.inner_text() == "Hamburg"


def test_what_was_typed_travels_to_another_kind_of_entry(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}record?lang=de")

    page.fill("textarea:visible", "Rückruf erbeten")
    page.click(".rec-h >> text=Anruf")
    travelled = page.input_value("textarea:visible")
    with page.expect_response("**/parts/timeline?**"):
        page.press("textarea:visible", "Control+Enter")

    assert travelled == "Rückruf erbeten"
    assert page.inner_text("#toasts") == "Gespeichert"


def test_insights_are_a_tab_where_there_is_no_room_for_a_column(
    base: str, new_page: OpenPage
) -> None:
    page = show(new_page(width=1024, height=800), f"{base}record?lang=de")

    before = page.is_visible(".rec-right")
    page.click("[data-do=insights]")

    assert (before, page.is_visible(".rec-right")) == (False, True)


def test_the_palette_finds_and_goes(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}form?lang=de")

    page.keyboard.press("Control+k")
    page.wait_for_selector("[role=option][aria-selected=true]")
    said = page.locator("k-palette [role=status]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/record?**")

    assert said == "4 Treffer"


def test_a_relation_is_searched_and_picked(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}form?lang=de")

    page.focus("k-pick select")
    page.wait_for_selector(".ts-dropdown .option >> text=Tim Albrecht")
    page.click(".ts-dropdown .option >> text=Tim Albrecht")

    assert page.eval_on_selector("k-pick select", "select => select.value") == "u2"


def test_leaving_a_changed_form_warns(base: str, new_page: OpenPage) -> None:
    page = show(new_page(), f"{base}form?lang=de")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.fill("#f-name", "Hanse Logistik SE")
    page.goto(f"{base}list?lang=de")

    assert asked == ["beforeunload"]


def test_an_error_stays_until_it_is_dismissed(base: str, new_page: OpenPage, guard: Guard) -> None:
    guard.expect(500, "/ui/kit/")
    page = show(new_page(), f"{base}job?lang=de")

    page.click(".job button >> text=Abbrechen")
    page.wait_for_selector(".toast.error")
    page.click(".toast.error button")

    assert page.locator(".toast").count() == 0


def test_every_kind_of_chart_draws_under_the_policy(base: str, new_page: OpenPage) -> None:
    page = show(new_page(height=2600), f"{base}charts?lang=de")

    page.wait_for_function(
        "() => [...document.querySelectorAll('k-chart')].every(one => 'ready' in one.dataset)"
    )
    page.mouse.move(500, 250)  # a tooltip is where the policy is broken first

    assert page.locator("k-chart:has(canvas)").count() == page.locator("k-chart").count()
