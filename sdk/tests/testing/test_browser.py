from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from kontor_sdk.testing.browser import Guard

pytestmark = pytest.mark.browser

PAGES = {
    "/good": "<!doctype html><link rel=icon href=/icon><h1>Kunden</h1>",
    "/raises": "<!doctype html><link rel=icon href=/icon><script src=/raises.js></script>",
    "/inline": "<!doctype html><link rel=icon href=/icon><script>document.title = 'x'</script>",
    "/raises.js": "throw new Error('broken')",
    "/icon": "",
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "text/javascript" if ".js" in self.path else "text/html")
        self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(("<h1>404</h1>" if body is None else body).encode())

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def complaints_of(guard: Guard) -> list[str]:
    found = [*guard.complaints]
    guard.complaints.clear()
    return found


def test_a_page_in_order_has_no_complaints(page: Page, guard: Guard, site: str) -> None:
    page.goto(f"{site}/good")

    assert page.inner_text("h1") == "Kunden"
    assert guard.complaints == []


def test_an_uncaught_exception_is_a_complaint(page: Page, guard: Guard, site: str) -> None:
    page.goto(f"{site}/raises")

    assert complaints_of(guard) == ["uncaught: broken"]


def test_a_violation_of_the_policy_is_a_complaint(page: Page, guard: Guard, site: str) -> None:
    page.goto(f"{site}/inline")

    assert any(text.startswith("console: CSP: script-src") for text in complaints_of(guard))


def test_a_failed_response_is_a_complaint_unless_expected(
    page: Page, guard: Guard, site: str
) -> None:
    page.goto(f"{site}/absent")
    assert "404: GET /absent" in complaints_of(guard)

    guard.expect(404, "/other")
    guard.expect(404, "/favicon.ico")
    page.goto(f"{site}/other")

    assert guard.complaints == []


def test_a_page_can_be_a_dark_telephone(new_page: Callable[..., Page], site: str) -> None:
    page = new_page(base_url=site, width=390, dark=True, touch=True)

    page.goto("/good")

    assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [
        390,
        True,
    ]
