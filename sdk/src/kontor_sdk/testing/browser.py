"""Fixtures that drive a real Chromium and refuse pages that complain.

Each page is guarded: an error on the console, an uncaught exception, a failed response or a
violation of the Content Security Policy fails the test at its end. A test that wants a refusal
says so: `guard.expect(422, "/customers")`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.effectiveDirective} blocked ${event.blockedURI || event.sample}`);
});
"""


@dataclass
class Guard:
    """What the pages of one test complained about, and what the test expects of them."""

    complaints: list[str] = field(default_factory=list)
    _expected: list[tuple[int, str]] = field(default_factory=list)

    def expect(self, status: int, path: str) -> None:
        """Allow responses with `status` from paths that begin with `path`."""
        self._expected.append((status, path))

    def watch(self, page: "Page") -> None:
        """Collect the complaints of one page."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_request_failed)

    def _on_console(self, message: "ConsoleMessage") -> None:
        # Chromium repeats every failed response on the console; `_on_response` knows the status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _on_response(self, response: "Response") -> None:
        path = urlsplit(response.url).path
        if response.status >= 400 and not any(
            response.status == status and path.startswith(start) for status, start in self._expected
        ):
            self.complaints.append(f"{response.status}: {response.request.method} {path}")

    def _on_request_failed(self, request: "Request") -> None:
        # Leaving a page aborts what it was still loading; that is no fault.
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.complaints.append(f"{request.failure}: {request.url}")


def find_chromium() -> str | None:
    """Return the Chromium to drive: `KONTOR_CHROMIUM`, else one on PATH."""
    for name in (os.environ.get("KONTOR_CHROMIUM", ""), *PROGRAMS):
        if name and (program := shutil.which(name)):
            return program
    return None


# One browser per module, not per session: Playwright keeps an event loop running in the thread
# for as long as it lives, and under it no later test could call `asyncio.run`.
@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Start Chromium; skip where there is none, but fail where `CI=true`."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _unavailable("pip install playwright")
    with sync_playwright() as playwright:
        try:
            # Without a program of the system, Playwright looks for the one it installed itself.
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        except Error:
            _unavailable("apt-get install chromium, or set KONTOR_CHROMIUM")
        yield browser
        browser.close()


@pytest.fixture
def guard() -> Iterator[Guard]:
    """Fail the test at its end if any of its pages complained."""
    guard = Guard()
    yield guard
    assert guard.complaints == []


@pytest.fixture
def new_page(chromium: "Browser", guard: Guard) -> "Iterator[Callable[..., Page]]":
    """Return a function that opens a guarded page in a browser context of its own.

    Usage: `page = new_page(base_url=url, width=390, dark=True, locale="en-GB")`.
    """
    contexts = []

    def open_page(
        *,
        base_url: str | None = None,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        locale: str = "de-DE",
        touch: bool = False,
        cookies: list[Any] | None = None,
    ) -> "Page":
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        context = chromium.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=locale,
            has_touch=touch,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if cookies:
            context.add_cookies(cookies)
        context.add_init_script(_REPORT_VIOLATIONS)
        page = context.new_page()
        guard.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: "Callable[..., Page]") -> "Page":
    """Return a guarded page of 1440 x 900 in German and light."""
    return new_page()


def _unavailable(remedy: str) -> NoReturn:
    reason = f"No browser was driven: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
