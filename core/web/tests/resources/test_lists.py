"""Lists as pages: rows in two languages, chips, keyset pages, a constant number of queries."""

import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{7*7}}"


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def rows(page: str) -> list[str]:
    """Give the names in the lead column."""
    found = re.findall(r'<td class="lead[^"]*"><span class="nm">.*?</span></td>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", cell)).strip()[2:].strip() for cell in found]


def addresses(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', page)]


def test_rows_lead_to_their_records(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})

    page = client.get("/customers").text

    assert f'data-href="/customers/{customer.id}"' in page
    assert client.get(f"/customers/{customer.id}").status_code == 200


@pytest.mark.parametrize(("locale", "noun"), [("de", "Kunde<"), ("en", "customer<")])
def test_hostile_data_is_text_in_both_languages(
    kontor: Kontor, client: httpx.Client, locale: str, noun: str
) -> None:
    customer = kontor.customer({"name": HOSTILE})
    client.cookies.set("k_locale", locale)

    pages = [client.get(path).text for path in ("/customers", f"/customers/{customer.id}", "/")]

    for page in pages:
        assert f'<html lang="{locale}"' in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert unescape(page).count("{{7*7}}") >= 1
    assert f'<b class="num">1</b> {noun}' in pages[0]


def test_customers_are_customers_and_prospects_relationships_are_all(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Kunde", "roles": ["customer"]})
    kontor.customer({"name": "Lieferant", "roles": ["supplier"]})

    assert rows(client.get("/customers").text) == ["Kunde"]
    assert rows(client.get("/relationships").text) == ["Kunde", "Lieferant"]


def test_search_sort_and_pages_stand_in_the_address(kontor: Kontor, client: httpx.Client) -> None:
    for number in range(60):
        kontor.customer({"name": f"Firma {number:02}"})
    kontor.customer({"name": "Andere"})

    first = client.get("/customers?q=firma&sort=-name").text
    following = [one for one in addresses(first) if "cursor=" in one][-1]
    second = client.get(following).text

    assert rows(first)[:2] == ["Firma 59", "Firma 58"]
    assert rows(second) == [f"Firma {number:02}" for number in range(9, -1, -1)]


def test_a_condition_becomes_a_chip_that_can_be_removed(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Alster", "phase": "active"})
    kontor.customer({"name": "Brandt", "phase": "lost"})

    answer = client.get("/customers?f.field=phase&f.op=eq&f.value=lost")
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text

    assert rows(page) == ["Brandt"]
    chip = re.search(r'<span class="chip">(.*?)</a></span>', page, re.DOTALL)
    assert chip is not None
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", chip[1])).split())
    assert words.startswith("Phase ist Verloren")
    assert rows(client.get(addresses(chip[1])[0]).text) == ["Alster", "Brandt"]


def test_htmx_gets_the_region_alone_and_back_gets_the_page(
    kontor: Kontor, client: httpx.Client
) -> None:
    asked = {"hx-request": "true", "hx-request-type": "partial"}

    part, page = client.get("/customers", headers=asked), client.get("/customers")

    assert part.text.lstrip().startswith("<k-table")
    assert page.text.startswith("<!doctype html>")
    for one in (part, page):
        assert one.headers["vary"] == "HX-Request, HX-Request-Type, Accept-Encoding"


def test_a_filter_that_makes_no_sense_says_so_and_shows_no_rows(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Alster"})

    answer = client.get("/customers", params={"filter": 'phse = "a"'})

    assert answer.status_code == 422
    assert rows(answer.text) == []
    assert "Meinten Sie phase?" in unescape(answer.text)


def test_an_old_cursor_leads_to_the_beginning(kontor: Kontor, client: httpx.Client) -> None:
    kontor.customer({"name": "Alster"})

    assert rows(client.get("/customers?cursor=broken").text) == ["Alster"]


def test_a_last_page_that_went_empty_still_counts_the_list(
    kontor: Kontor, client: httpx.Client
) -> None:
    made = [kontor.customer({"name": f"Firma {number:02}"}) for number in range(51)]
    last = [one for one in addresses(client.get("/customers").text) if "cursor=" in one][-1]
    kontor.delete(made[-1])

    page = client.get(last).text

    assert rows(page) == []
    assert '<b class="num">50</b> Kunden' in page


def test_two_agents_see_their_own(kontor: Kontor) -> None:
    anna, ben = kontor.user(), kontor.user()
    kontor.customer({"name": "Annas"}, as_=anna)
    kontor.customer({"name": "Bens"}, as_=ben)

    assert [rows(kontor.client(as_=one).get("/customers").text) for one in (anna, ben)] == [
        ["Annas"],
        ["Bens"],
    ]


@pytest.mark.plugins("transactions")
def test_a_page_costs_the_same_queries_with_1_3_and_50_rows(
    kontor: Kontor, client: httpx.Client, counted: Callable[..., list[str]]
) -> None:
    owner = kontor.user()
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            kontor.customer({"owner_id": owner})
        told = counted(lambda: client.get("/customers"))
        counts.append(sum("core_event" not in one for one in told))  # the log's tail runs beside

    assert counts == [4, 4, 4]  # session, saved views, rows, names of owners: nothing to count


@pytest.mark.parametrize(
    "path",
    ["contacts", "affiliations", "contact_points", "interactions", "users", "teams"],
)
def test_every_resource_has_its_list(client: httpx.Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 200


def test_a_reference_is_picked_by_the_beginning_of_a_name(
    kontor: Kontor, client: httpx.Client
) -> None:
    found = kontor.customer({"name": "Alster GmbH"})
    kontor.customer({"name": "Brandt KG"})

    answer = client.get("/ui/customers/pick?q=als")

    number = kontor.values(found)["number"]
    assert answer.json() == [{"value": found.id, "text": "Alster GmbH", "hint": number}]


def test_the_palette_finds_records_commands_and_pages(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Person & Partner"})

    page = client.get("/ui/palette?q=person").text

    assert f'data-href="/customers/{customer.id}"' in page
    assert 'data-href="/contacts/new"' in page
    assert 'data-href="/contacts"' in page


def test_people_are_listed_with_where_they_belong(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    left = kontor.customer({"name": "Ehemals KG"})
    person = kontor.create("contact", {"given_name": "Katharina", "family_name": "Petersen"})
    kontor.create("affiliation", {"customer_id": customer, "contact_id": person, "role": "Einkauf"})
    kontor.create("affiliation", {"customer_id": left, "contact_id": person, "until": "2020-01-01"})

    page = client.get("/contacts").text

    heads = [unescape(head) for head in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)]
    assert [re.sub(r"<[^>]*>", "", head).strip() for head in heads][:3] == [
        "Name",
        "Kunde",
        "Funktion",
    ]
    assert f'href="/customers/{customer.id}"><span>Alster GmbH</span>' in page
    assert "Einkauf" in page
    assert "Ehemals KG" not in page
