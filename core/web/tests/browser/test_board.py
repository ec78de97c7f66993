"""A board in a real browser: by mouse, by keys, by menu; and back where a move is refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]
BOARD = "/customers?layout=board"


def titles(page: "Page", lane: str) -> list[str]:
    return page.locator(f"#lane-{lane} .ti > span:last-child").all_inner_texts()


def test_a_card_moves_by_mouse_by_keys_and_by_menu(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    kontor.customer({"name": "Brandt KG", "phase": "active"})
    page = open_as(anna, BOARD)
    card = page.locator(f"#b-{customer.id}")

    with page.expect_response("**/move?**"):
        card.locator(".ti").focus()
        page.keyboard.press("Alt+ArrowRight")
    by_keys = kontor.values(customer)["phase"]
    focused = page.evaluate("document.activeElement.innerText")
    with page.expect_response("**/move?**"):
        card.get_by_role("button", name="Alster GmbH verschieben").click()
        page.locator("#board-menu").get_by_role("button", name="Aktiv").click()
    by_menu = kontor.values(customer)["phase"]
    with page.expect_response("**/move?**"):
        box = card.bounding_box()
        to = page.locator("#lane-lost ol").bounding_box()
        assert box is not None
        assert to is not None
        page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 8)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + box["height"] + 10, steps=4)
        page.mouse.move(to["x"] + 60, to["y"] + 30, steps=12)
        page.mouse.up()
    page.locator("#lane-lost .n", has_text="1").wait_for()

    assert (by_keys, by_menu) == ("new", "active")
    assert "Alster GmbH" in focused
    assert kontor.values(customer)["phase"] == "lost"
    assert (titles(page, "lost"), titles(page, "active")) == (["Alster GmbH"], ["Brandt KG"])


def test_a_refused_card_goes_back_where_it_was(
    kontor: Kontor, anna: User, open_as: OpenPage, guard: Guard
) -> None:
    guard.expect(412, "/ui/customers")
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    kontor.customer({"name": "Brandt KG", "phase": "prospect"})
    page = open_as(anna, BOARD)
    kontor.change(customer, {"language": "en"})

    page.locator(f"#b-{customer.id} .ti").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.locator(".toast.error", has_text="inzwischen geändert").wait_for()

    assert titles(page, "prospect") == ["Alster GmbH", "Brandt KG"]
    assert kontor.values(customer)["phase"] == "prospect"
