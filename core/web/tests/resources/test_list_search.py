"""The search over a list: beginnings of names at once, words anywhere, and one's typing errors."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

ROLES = """
[roles.planner]
label = "Planung"
read = ["public", "internal"]
[roles.planner.grants]
"*" = { read = "all" }
[roles.agent]
label = "Betreuung"
[roles.agent.grants]
"*" = { read = "own", create = "own", edit = "own" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def names(page: str) -> list[str]:
    found = re.findall(r'<tr id="r-[^"]+".*?<a href="[^"]+">(.*?)</a>', page, re.DOTALL)
    return [unescape(one) for one in found]


def test_a_word_in_the_middle_and_a_typing_error_are_found(
    kontor: Kontor, client: httpx.Client
) -> None:
    for name in ("Alster Maschinenbau GmbH", "Maschinenhaus KG", "Brandt KG"):
        kontor.customer({"name": name})
    kontor.deliver()

    middle = client.get("/customers?q=maschinen").text
    mistyped = client.get("/customers?q=mashcinenbau").text

    assert names(middle) == ["Alster Maschinenbau GmbH", "Maschinenhaus KG"]
    assert "fast so geschrieben" not in middle
    assert names(mistyped) == ["Alster Maschinenbau GmbH"]
    assert "fast so geschrieben" in unescape(mistyped)


def test_what_is_not_indexed_yet_is_found_by_its_beginning(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Alster GmbH"})

    assert names(client.get("/customers?q=als").text) == ["Alster GmbH"]


def test_sort_filter_count_and_board_hold_for_what_was_found(
    kontor: Kontor, client: httpx.Client
) -> None:
    for name, phase in (("Nord Bau", "active"), ("Bau Nord", "active"), ("Süd Bau", "lost")):
        kontor.customer({"name": name, "phase": phase})
    kontor.deliver()

    page = client.get('/customers?q=bau&sort=-name&filter=phase = "active"').text
    board = client.get("/customers?q=bau&layout=board").text

    assert names(page) == ["Nord Bau", "Bau Nord"]
    assert '<b class="num">2</b>' in page
    assert board.count('class="bcard"') == 3


def test_a_search_finds_nothing_that_its_reader_may_not_see(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="agent"), kontor.user(role="agent")
    kontor.customer({"name": "Nord Bau"}, as_=anna)
    kontor.customer({"name": "Süd Bau"}, as_=ben)
    kontor.deliver()

    assert names(kontor.client(as_=ben).get("/customers?q=bau").text) == ["Süd Bau"]
    assert names(kontor.client(as_=ben).get("/customers?q=nord").text) == []


def test_a_search_does_not_tell_what_a_role_does_not_read(kontor: Kontor) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    spoken = {"customer_id": customer.id, "channel": "call", "direction": "in"}
    kontor.create("interaction", {**spoken, "subject": "Geheimnisvoll"})
    kontor.deliver()
    seeing, masked = kontor.user(role="administrator"), kontor.user(role="planner")

    found = [
        kontor.client(as_=one).get("/interactions?q=geheimnisvoll").text.count('<tr id="r-')
        for one in (seeing, masked)
    ]

    assert found == [1, 0]


def test_many_names_that_begin_so_are_walked_page_by_page(
    kontor: Kontor, client: httpx.Client
) -> None:
    for number in range(60):
        kontor.customer({"name": f"Firma {number:02}"})
    kontor.customer({"name": "Meine Firma"})
    kontor.deliver()

    page = client.get("/customers?q=firma").text
    following = re.findall(r'href="([^"]+cursor=[^"]+)"', page)[-1]

    assert names(page)[0] == "Firma 00"
    assert '<b class="num">60</b>' in page
    assert names(client.get(unescape(following)).text)[-1] == "Firma 59"


def test_bulk_and_api_mean_the_same_records(kontor: Kontor, client: httpx.Client) -> None:
    kontor.customer({"name": "Alster Maschinenbau GmbH"})
    kontor.deliver()
    actor = kontor.actor(kontor.user(role="administrator"))
    info = kontor.app.resources.named("customers")

    assert kontor.app.resources.count(actor, info, search="maschinenbau") == 1
    assert client.get("/api/customers?search=maschinenbau").json()["items"][0]["name"] == (
        "Alster Maschinenbau GmbH"
    )
