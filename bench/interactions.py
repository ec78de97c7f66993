"""How long people wait: ``python -m bench.interactions``, a row for each thing done all day.

Driven in Chromium on the demo company. "Answer" is the longest event of the interaction as the
browser counts it for INP: from the key or click to the next picture. "There" is when what was asked
for stands on the page, the server's part and pauses for typing included. Both in milliseconds,
which depend on the machine: compare them within one run, and INP with its hold of 200.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.screenshots import DESK, a_page, best_customer, demo_company, live
from playwright.sync_api import Page, sync_playwright

from kontor_sdk.testing.browser import FLAGS, find_chromium

ROUNDS = 7
HOLD = 200
"""What is felt as at once: a good INP."""

_ARM = """(there) => {
  const seen = (window.kontorSeen = { from: 0, until: 0, answer: 0 });
  const begin = (event) => { seen.from ||= event.timeStamp; };
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, begin, { capture: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (one.interactionId) seen.answer = Math.max(seen.answer, one.duration);
  }).observe({ type: "event", durationThreshold: 16 });
  const look = () => {
    if (seen.from && there()) seen.until = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""
_QUIET = "!document.querySelector('.htmx-request')"
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass
class Row:
    """What one interaction costs: the median and the worst of its rounds."""

    what: str
    answers: list[float]
    there: list[float]

    @property
    def late(self) -> bool:
        return bool(self.answers) and statistics.median(self.answers) > HOLD


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as home,
        demo_company(Path(home)) as app,
        live(app) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        with a_page(browser, app, address, DESK) as page:
            rows = _measured(page, f"/customers/{best_customer(app)}")
        browser.close()
    print(f"{'interaction':34} {'answer':>8} {'worst':>7} {'there':>8} {'worst':>7}")
    for row in rows:
        late = "  too late" if row.late else ""
        print(f"{row.what:34} {_told(row.answers)} {_told(row.there)}{late}")
    return 1 if any(row.late for row in rows) else 0


def _told(times: list[float]) -> str:
    """Write median and worst; of what is not on the page any more the browser does not tell."""
    if not times:
        return f"{'-':>8} {'-':>7}"
    return f"{statistics.median(times):8.0f} {max(times):7.0f}"


def _measured(page: Page, customer: str) -> list[Row]:
    board, search = "/customers?layout=board&by=phase", "location.search.includes"
    field = "document.querySelector('#fact-name input.inp') === document.activeElement"
    palette = "document.querySelector('k-palette dialog')?.open"
    options = "document.querySelectorAll('k-palette [role=option]').length"
    moved = "document.querySelector('#toasts .toast')"
    todo: dict[str, tuple[str, Callable[[Page], None], str]] = {
        "type into the search of a list": ("/customers", _type, f"{_QUIET} && {search}('q=mu')"),
        "sort a list": ("/customers", _click("th a"), f"{_QUIET} && {search}('sort=')"),
        "edit a field in place": (customer, _click("#fact-name button"), field),
        "open the palette": ("/", _press("Control+k"), palette),
        "find in the palette": ("/", _find, f"{_QUIET} && {options}"),
        "move a card by keys": (board, _move, moved),
    }
    return [*(_row(page, what, *how) for what, how in todo.items()), _opened(page)]


def _row(page: Page, what: str, path: str, act: Callable[[Page], None], there: str) -> Row:
    row = Row(what, [], [])
    for _ in range(ROUNDS):
        page.goto(path)
        page.wait_for_timeout(500)
        page.evaluate(f"() => ({_ARM})(() => {there})")
        act(page)
        page.wait_for_function("() => window.kontorSeen.until > 0")
        page.wait_for_timeout(150)  # the browser tells of events a moment later
        seen: dict[str, Any] = page.evaluate("window.kontorSeen")
        row.answers.append(float(seen["answer"]))
        row.there.append(float(seen["until"]) - float(seen["from"]))
    return row


def _opened(page: Page) -> Row:
    """Measure from the click in a list until the record is painted."""
    row = Row("open a record from its list", [], [])
    for _ in range(ROUNDS):
        page.goto("/customers")
        page.wait_for_timeout(500)
        page.locator("td.lead a").first.click()
        page.wait_for_url("**/customers/*")
        page.wait_for_function(f"() => {_PAINT}")
        row.there.append(float(page.evaluate(_PAINT)))
    return row


def _press(key: str) -> Callable[[Page], None]:
    return lambda page: page.keyboard.press(key)


def _click(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.click()


def _type(page: Page) -> None:
    page.locator("#list-q").press_sequentially("mu")


def _find(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("mu")


def _move(page: Page) -> None:
    page.locator(".bcard .ti").first.focus()
    page.keyboard.press("Alt+ArrowRight")


if __name__ == "__main__":
    sys.exit(main())
