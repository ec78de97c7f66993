"""Looks at pages as everybody may meet them: axe, structure, console, in each theme and width."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.browser import Guard

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRUCTURE = (Path(__file__).parent / "structure.js").read_text(encoding="utf-8")
DESK, PHONE = (1440, 900), (390, 844)

# The walker's own scripts in the frame of a message; a test of its own sees to it that there
# are no others.
_CAGED = re.compile(
    r"console: Blocked script execution in '[^']+/x/mailbox/(waiting|messages)/[0-9a-f-]+/html'"
    " because the document's frame is sandboxed"
)
_RUN = """tags => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(found =>
  found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).slice(0, 3)}`))"""
_SETTLED = """() => {
  const waiting = [...document.querySelectorAll("[data-box] > [aria-busy=true], .htmx-request")]
    .filter(one => one.checkVisibility());
  waiting[0]?.scrollIntoView();
  if (waiting.length || document.fonts.status !== "loaded") return false;
  scrollTo(0, 0);
  return true;
}"""

# Looked at from the beginning: what moves although nobody did anything, with what it did to it.
_WATCH_SHIFTS = """
window.kontorShifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    if (shift.hadRecentInput) continue;
    const moved = shift.sources.map(({ node, previousRect: a, currentRect: b }) => {
      const one = node?.nodeType === 1 ? node : node?.parentElement;
      const id = one?.id ? `#${one.id}` : "";
      const kind = String(one?.className || "").split(" ")[0];
      return `${one?.localName}${id}.${kind} by ${b.x - a.x}, ${b.y - a.y}`;
    });
    window.kontorShifts.push({ value: shift.value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""
_SHIFTS = """() => window.kontorShifts.splice(0).filter((one) => one.value > 0.0005).map(
  (one) => `shifts by ${one.value.toFixed(4)}: ${one.moved.slice(0, 3).join("; ")}`)"""
_DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    size: tuple[int, int]
    dark: bool = False
    axe: bool = True

    def __str__(self) -> str:
        return f"{self.size[0]} px, {'dark' if self.dark else 'light'}"


def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `kontor ui build` in a checkout.")
    return AXE.read_text(encoding="utf-8")


class Looking:
    """One page of the browser that walks from address to address and notes what is wrong."""

    def __init__(self, page: "Page", guard: Guard) -> None:
        self.page = page
        self.guard = guard
        self.faults: dict[str, list[str]] = {}
        from playwright.sync_api import TimeoutError  # where there is a browser

        self._too_long = TimeoutError
        page.add_init_script(_WATCH_SHIFTS)
        page.add_init_script(
            axe()
        )  # sent once; evaluating its half a megabyte each time costs more

    def at(self, address: str, looks: Sequence[Look], *, status: int = 200) -> None:
        """Open an address and look at it; all looks wear one theme, the page is opened once."""
        path = address.partition("?")[0]
        if status != 200:
            self.guard.expect(status, path)
        self._wear(looks[0])
        answer = self.page.goto(address, wait_until="load")
        if answer is None or answer.status != status:
            self._note(address, [f"answers {answer.status if answer else 'nothing'}"])
            return
        self.here(address, looks)

    def here(self, name: str, looks: Sequence[Look]) -> None:
        """Look at what is open."""
        for look in looks:
            self._wear(look)
            self._settle(name)
            wrong = self.page.evaluate(_SHIFTS) if look is looks[0] else []
            wrong += self.page.evaluate(STRUCTURE)
            if look.axe:
                wrong += self.page.evaluate(_RUN, TAGS)
            self._note(f"{name} ({look})", wrong)
        self._note(name, (one for one in self.guard.complaints if not _CAGED.match(one)))
        self.guard.complaints.clear()

    def judge(self) -> None:
        """Fail with all that was wrong, a line each."""
        told = [f"{name}: {one}" for name, all_ in self.faults.items() for one in all_]
        if told:
            pytest.fail("\n".join(told), pytrace=False)

    def _wear(self, look: Look) -> None:
        width, height = look.size
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(
            color_scheme="dark" if look.dark else "light", reduced_motion="reduce"
        )
        self.page.evaluate(_DRAWN)

    def _settle(self, name: str) -> None:
        """Wait for fonts and for what loads by itself where it is seen."""
        try:
            self.page.wait_for_function(_SETTLED)
        except self._too_long:
            self._note(name, ["something goes on loading"])

    def _note(self, name: str, wrong: Iterable[str]) -> None:
        listed = list(wrong)
        if listed:
            self.faults.setdefault(name, []).extend(listed)
