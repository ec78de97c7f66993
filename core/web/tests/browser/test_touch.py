"""A board under a finger: a held card is dragged, a short one scrolls, and a lost one goes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

HELD = 200
"""Milliseconds: longer than the board waits before a card is dragged."""


LOADED = "performance.getEntriesByType('resource').some((one) => one.name.includes('sortable'))"


class Finger:
    """One finger on the screen, as the browser's own input."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        given: list[dict[str, Any]] = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    @contextmanager
    def down(self, x: float, y: float, *, hold: int = HELD) -> Iterator[None]:
        self._at = (x, y)
        self._send("touchStart", self._at)
        self._page.wait_for_timeout(hold)
        self._lost = False
        yield
        if not self._lost:
            self._send("touchEnd")

    def move(self, x: float, y: float, steps: int = 12) -> None:
        from_x, from_y = self._at
        for n in range(1, steps + 1):
            at = from_x + (x - from_x) * n / steps, from_y + (y - from_y) * n / steps
            self._send("touchMove", at)
            self._page.wait_for_timeout(16)
        self._at = (x, y)

    def cancel(self) -> None:
        self._lost = True
        self._send("touchCancel")


def until(page: "Page", holds: str) -> None:
    """Wait for what a script says of the page; its own policy lets nobody poll inside it."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {holds}")


def middle(place: "Locator") -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


@pytest.fixture
def board(kontor: Kontor, anna: User, open_as: Callable[..., "Page"]) -> "Page":
    kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    for n in range(12):
        kontor.customer({"name": f"Brandt {n}", "phase": "prospect"})
    kontor.customer({"name": "Cordes AG", "phase": "new"})
    page = open_as(anna, "/customers?layout=board", width=390, height=780, touch=True)
    until(page, LOADED)
    return page


def titles(page: "Page", lane: str) -> list[str]:
    return page.locator(f"#lane-{lane} .ti > span:last-child").all_inner_texts()


def test_a_held_card_is_dragged_to_a_lane_beyond_the_screen(board: "Page") -> None:
    finger = Finger(board)

    with board.expect_response("**/move?**"), finger.down(*middle(board.locator(".bcard").first)):
        finger.move(384, 300)  # at the edge the board scrolls by itself
        until(board, "document.querySelector('.board').scrollLeft > 200")
        finger.move(195, 300, steps=3)
        finger.move(190, 310)
        lane = board.evaluate("document.elementFromPoint(190, 310).closest('.blane').id")

    assert lane != "lane-prospect"
    assert "Alster GmbH" in titles(board, lane.removeprefix("lane-"))
    assert "Alster GmbH" not in titles(board, "prospect")


def test_a_short_touch_scrolls_and_a_cancelled_one_moves_nothing(board: "Page") -> None:
    finger = Finger(board)
    sent: list[str] = []
    board.on(
        "request", lambda request: sent.append(request.url) if "/move" in request.url else None
    )
    lane = board.locator("#lane-prospect ol")
    x, y = middle(board.locator(".bcard").nth(4))

    with finger.down(x, y, hold=0):
        finger.move(x, y - 150)
    until(board, "document.querySelector('#lane-prospect ol').scrollTop > 20")
    finger_at = middle(board.locator("#lane-prospect .bcard").nth(4))
    with finger.down(*finger_at):
        finger.move(finger_at[0] + 40, finger_at[1] + 40)
        finger.cancel()
    board.wait_for_timeout(200)

    assert sent == []
    assert lane.locator(".bcard").count() == 13
    assert board.locator(".bcard.ghost, .sortable-fallback").count() == 0
