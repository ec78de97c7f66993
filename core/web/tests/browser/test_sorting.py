"""Sorting by several columns with Shift, in a real browser."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_shift_adds_a_column_and_another_click_turns_it_round(
    kontor: Kontor, anna: User, open_as: Callable[..., "Page"]
) -> None:
    for name in ("Alster", "Alster", "Brandt"):
        kontor.customer({"name": name})
    page = open_as(anna, "/customers?sort=-name")
    number = page.locator("th a", has_text="Kundennummer")

    number.click(modifiers=["Shift"])
    page.wait_for_url("**sort=-name%2Cnumber")
    up = page.locator("tbody tr td:nth-child(3)").all_inner_texts()
    number.click(modifiers=["Shift"])
    page.wait_for_url("**sort=-name%2C-number")
    page.locator("th .nth", has_text="2").wait_for()
    down = page.locator("tbody tr td:nth-child(3)").all_inner_texts()

    assert (up[1:], down[1:]) == (sorted(up[1:]), sorted(down[1:], reverse=True))
    assert len(page.context.pages) == 1
    page.go_back()
    page.wait_for_url("**sort=-name%2Cnumber")
