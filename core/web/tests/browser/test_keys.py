"""Going somewhere by two keys, in a real browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.plugins("tasks", "inbox")]

PLACES = {
    "c": "/customers",
    "o": "/contacts",
    "d": "/x/tasks/",
    "i": "/x/inbox/",
    "/": "/search",
    ",": "/settings",
    "h": "/",
}


def test_g_and_a_key_lead_where_the_overview_says(
    kontor: Kontor, open_as: Callable[..., "Page"]
) -> None:
    page = open_as(kontor.user(role="administrator"), "/customers")
    found = {}
    for key in PLACES:
        with page.expect_navigation():
            page.keyboard.press("g")
            page.keyboard.press(key)
        path = page.evaluate("location.pathname")
        found[key] = path if len(path) < 9 or path.count("/") < 3 else path[: path.rindex("/") + 1]
    page.keyboard.press("?")
    told = page.locator("#keys li", has=page.locator("kbd", has_text="g")).all_inner_texts()

    assert found == PLACES
    assert len(told) >= len(PLACES)


def test_keys_that_lead_nowhere_say_so_and_do_nothing(
    anna: User, open_as: Callable[..., "Page"]
) -> None:
    page = open_as(anna, "/customers")

    page.keyboard.press("g")
    page.keyboard.press("Shift")
    page.keyboard.press("z")
    said = page.locator("#toasts .toast").inner_text()
    page.keyboard.press("g")
    page.keyboard.press("Escape")

    assert "„g z“ führt nirgendwohin" in said
    assert page.locator("#toasts .toast").count() == 1
    assert page.evaluate("location.pathname") == "/customers"
