"""From record to record along the list one came from."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]


def _title(page: "Page", name: str) -> None:
    page.get_by_role("heading", name=name, level=1, exact=True).wait_for()


def test_brackets_walk_the_list_one_came_from_over_the_end_of_its_page(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    for number in range(1, 53):
        kontor.customer({"name": f"Kunde {number:02}"})
    page = open_as(anna, "/customers?sort=name")

    page.get_by_role("link", name="Kunde 49", exact=True).click()
    _title(page, "Kunde 49")
    page.get_by_text("49 von 52").wait_for()
    page.keyboard.press("]")
    _title(page, "Kunde 50")
    page.keyboard.press("]")
    _title(page, "Kunde 51")
    page.get_by_text("51 von 52").wait_for()
    page.get_by_role("button", name="Nächster Datensatz").click()
    _title(page, "Kunde 52")

    assert page.get_by_role("button", name="Nächster Datensatz").is_disabled()
    page.keyboard.press("[")
    _title(page, "Kunde 51")
    page.keyboard.press("[")
    _title(page, "Kunde 50")


def test_enter_on_the_row_cursor_begins_a_walk_as_a_click_does(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    for name in ("Alster GmbH", "Brandt KG"):
        kontor.customer({"name": name})
    page = open_as(anna, "/customers?sort=name")

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    _title(page, "Alster GmbH")
    page.get_by_text("1 von 2").wait_for()


def test_a_record_opened_by_its_address_offers_no_walk(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})

    page = open_as(anna, f"/customers/{customer.id}")

    _title(page, "Alster GmbH")
    assert page.locator("[data-walk]").is_hidden()
