"""Lists sorted by several columns: in the address, in the heads, in views and over the API."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

from .test_lists import rows


def heads(page: str) -> dict[str, str]:
    """Give the heads of a table by their words: what each cell holds."""
    found = re.findall(r"<th scope=.*?</th>", page, re.DOTALL)
    return {unescape(re.sub(r"<[^>]*>", " ", one)).split()[0]: unescape(one) for one in found}


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


@pytest.fixture
def three(kontor: Kontor) -> list[str]:
    """Give the numbers of three customers, two of one name."""
    made = [kontor.customer({"name": name}) for name in ("Alster", "Alster", "Brandt")]
    return [kontor.values(one)["number"] for one in made]


def numbers(page: str) -> list[str]:
    return re.findall(r"<span>(K-\d+)</span>", page)


def test_a_second_column_orders_what_the_first_leaves_equal(
    three: list[str], client: httpx.Client
) -> None:
    first, second, third = three
    up = client.get("/customers?sort=-name,number").text
    down = client.get("/customers?sort=name,-number").text

    assert rows(up) == ["Brandt", "Alster", "Alster"]
    assert numbers(up) == [third, first, second]
    assert numbers(down) == [second, first, third]


def test_heads_say_their_place_and_how_one_goes_on(three: list[str], client: httpx.Client) -> None:
    found = heads(client.get("/customers?sort=-name,number").text)

    assert 'aria-sort="descending"' in found["Name"]
    assert "aria-sort" not in found["Kundennummer"]  # one head alone tells assistive software
    assert "an 2. Stelle, aufsteigend" in found["Kundennummer"]
    assert 'data-add="/customers?sort=-name,-number"' in found["Kundennummer"].replace("%2C", ",")
    assert 'data-add="/customers?sort=number"' in found["Name"]  # turned twice it goes
    assert 'href="/customers?sort=number"' in found["Kundennummer"]  # alone, without Shift


def test_what_cannot_be_sorted_by_is_named_and_the_rest_holds(
    three: list[str], client: httpx.Client
) -> None:
    page = client.get("/customers?sort=gone,-number").text

    assert numbers(page) == three[::-1]
    assert "gone" in page


def test_the_api_takes_the_same_sort_page_by_page(three: list[str], client: httpx.Client) -> None:
    query = {"sort": "name,-number", "fields": "number", "limit": "1"}
    found, cursor = [], None
    while cursor is not None or not found:
        more = {"cursor": cursor} if cursor else {}
        page = client.get("/api/customers", params={**query, **more}).json()
        found += [one["number"] for one in page["items"]]
        cursor = page["next"]

    assert found == [three[1], three[0], three[2]]
    assert set(page["items"][0]) == {"number", "id"}  # nothing of what the cursor needs
