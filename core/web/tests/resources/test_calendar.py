"""A list as a calendar: whole weeks, days as people count them, and what a day has no room for."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

MARCH = "/interactions?layout=calendar&month=2026-03"


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    customer = kontor.customer({"name": "Alster GmbH"})
    spoken = {"customer_id": customer.id, "channel": "call", "direction": "in"}
    moments = [
        ("Erstgespräch", "2026-03-02T10:00:00Z"),
        ("Nachts", "2026-03-04T23:30:00Z"),
        *((f"Messe {n}", f"2026-03-10T0{n}:15:00Z") for n in range(1, 6)),
        ("Im April", "2026-04-01T10:00:00Z"),
        ("Im Mai", "2026-05-20T10:00:00Z"),
    ]
    for subject, at in moments:
        kontor.create("interaction", {**spoken, "subject": subject, "occurred_at": at})
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def days(page: str) -> dict[str, list[str]]:
    """Give the titles of the entries by day, of the days that have any."""
    found = {}
    for day in re.findall(r'<li class="day[^>]*>.*?(?=<li class="day|</ol>)', page, re.DOTALL):
        date = re.search(r'<time datetime="([^"]+)"', day)
        titles = re.findall(r"<span>([^<]+)</span>", day)
        assert date is not None
        if titles:
            found[date[1]] = [unescape(title) for title in titles]
    return found


def dates(page: str) -> list[str]:
    return re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)"', page)


def test_a_month_is_whole_weeks_that_begin_on_monday(client: httpx.Client) -> None:
    page = client.get(MARCH).text

    assert dates(page)[0] == "2026-02-23"
    assert dates(page)[-1] == "2026-04-05"
    assert "März 2026" in page


def test_what_happened_stands_at_its_day_where_the_reader_lives(client: httpx.Client) -> None:
    found = days(client.get(MARCH).text)

    assert found["2026-03-02"] == ["Erstgespräch"]
    assert found["2026-03-05"] == ["Nachts"]  # half past midnight in Berlin
    assert found["2026-04-01"] == ["Im April"]  # the last week is shown whole
    assert "2026-05-20" not in found


def test_a_full_day_leads_to_its_whole_list(client: httpx.Client) -> None:
    page = client.get(MARCH).text
    more = re.search(r'<a class="all" href="([^"]+)"[^>]*>2 weitere', page)
    assert more is not None

    table = client.get(unescape(more[1])).text

    assert days(page)["2026-03-10"] == ["Messe 1", "Messe 2", "Messe 3"]
    assert table.count('<tr id="r-') == 5
    assert "<h2" not in table.partition("k-table")[2].partition("</k-table")[0]


def test_one_goes_from_month_to_month_with_everything_else_as_it_was(client: httpx.Client) -> None:
    page = unescape(client.get(f'{MARCH}&filter=channel = "call"&columns=subject').text)

    carried = "filter=channel+%3D+%22call%22&columns=subject&layout=calendar"
    for month in ("2026-02", "2026-04"):
        assert f'href="/interactions?{carried}&month={month}"' in page
    assert f'href="/interactions?{carried}&month=2026-05"' in page  # today, by the test's clock


def test_a_month_that_is_none_is_this_month(client: httpx.Client) -> None:
    for month in ("", "2026-13", "9999-99", "x"):
        page = client.get(f"/interactions?layout=calendar&month={month}").text
        assert "Mai 2026" in page

    assert client.get("/interactions?layout=calendar&month=0001-01").status_code == 200
    assert client.get("/interactions?layout=calendar&month=9999-12").status_code == 200


def test_another_field_and_a_filter_hold(client: httpx.Client) -> None:
    by_made = days(client.get("/interactions?layout=calendar&by=created_at").text)
    filtered = days(client.get(f'{MARCH}&filter=subject contains "Messe"').text)

    assert list(by_made) == ["2026-05-04"]
    assert list(filtered) == ["2026-03-10"]


def test_agents_see_their_own_days(kontor: Kontor, client: httpx.Client) -> None:
    agent = kontor.client(as_=kontor.user(role="agent"))

    assert days(agent.get(MARCH).text) == {}


def test_an_empty_month_says_so(client: httpx.Client) -> None:
    assert "In diesem Monat steht nichts." in client.get(f"{MARCH[:-2]}01").text
