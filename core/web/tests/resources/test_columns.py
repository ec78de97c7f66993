"""The columns of a list: asked for in the address, chosen and ordered in a form."""

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
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    kontor.customer({"name": "Alster GmbH"})
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def heads(page: str) -> list[str]:
    """Give the labels over the columns."""
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", head)).strip() for head in found]


def test_the_address_says_which_columns_in_which_order(client: httpx.Client) -> None:
    page = client.get("/customers?columns=number,name,created_at").text

    assert heads(page) == ["Kundennummer", "Name", "Angelegt"]


def test_what_leads_to_the_record_is_never_missing(client: httpx.Client) -> None:
    page = client.get("/customers?columns=phase").text

    assert heads(page) == ["Name", "Phase"]


def test_the_columns_stay_while_one_sorts_filters_and_searches(client: httpx.Client) -> None:
    page = unescape(client.get("/customers?columns=name,phase&q=als").text)

    assert '<input type="hidden" name="columns" value="name,phase">' in page
    assert 'href="/customers?q=als&sort=-name&columns=name%2Cphase"' in page


def test_a_column_that_is_gone_is_named_and_the_others_are_shown(client: httpx.Client) -> None:
    answer = client.get("/customers?columns=name,loyalty.tier,phase")

    assert answer.status_code == 200
    assert heads(answer.text) == ["Name", "Phase"]
    assert "Die Spalte „loyalty.tier“ gibt es nicht" in unescape(answer.text)


def test_a_sort_that_is_gone_is_named_and_the_usual_one_taken(client: httpx.Client) -> None:
    answer = client.get("/customers?sort=-loyalty.points")

    assert answer.status_code == 200
    assert "Nach „loyalty.points“ lässt sich nicht sortieren" in unescape(answer.text)


def test_the_form_offers_what_the_list_has_and_then_the_rest(client: httpx.Client) -> None:
    form = unescape(client.get("/ui/customers/columns?list=/customers&columns=number,name").text)

    names = re.findall(r'name="c" value="([^"]+)"', form)
    assert names[:2] == ["number", "name"]
    assert "phase" in names[2:]
    assert form.count(" checked") == 2


def test_choosing_columns_makes_an_address(client: httpx.Client) -> None:
    asked = client.get("/customers?c=name&c=number&c=phase&sort=-name")
    usual = client.get("/customers?c=name&c=number&c=phase&c=roles&c=owner_id")

    assert asked.headers["location"] == "/customers?sort=-name&columns=name%2Cnumber%2Cphase"
    assert usual.headers["location"] == "/customers"


def test_htmx_gets_the_region_the_address_and_a_closed_dialog(client: httpx.Client) -> None:
    asked = {"hx-request": "true", "hx-request-type": "partial"}

    part = client.get("/customers?c=name&c=phase", headers=asked)

    assert heads(part.text) == ["Name", "Phase"]
    assert part.headers["hx-push-url"] == "/customers?columns=name%2Cphase"
    assert "k:close-dialog" in part.headers["hx-trigger"]


def test_nobody_is_offered_or_shown_what_their_role_does_not_read(kontor: Kontor) -> None:
    kontor.create("contact", {"given_name": "Katharina", "family_name": "Petersen"})
    reader = kontor.client(as_=kontor.user(role="planner"))

    form = reader.get("/ui/contacts/columns?list=/contacts").text
    page = reader.get("/contacts?columns=created_at,born_on").text

    assert 'value="created_at"' in form
    assert 'value="born_on"' not in form
    assert "Angelegt" in heads(page)
    assert "Geboren am" not in heads(page)
