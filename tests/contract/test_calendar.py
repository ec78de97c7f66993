"""The calendar of all sources."""

import re
from html import unescape

import httpx

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def day(page: str, iso: str) -> str:
    return words(
        page.partition(f'data-day="{iso}"')[2]
        .partition("</li>\n</ol>")[0]
        .partition('data-day="')[0]
    )


def test_all_sources_stand_in_one_month_with_hour_colour_and_way_to_the_record(
    client: httpx.Client, visit: RecordRef
) -> None:
    page = client.get("/calendar?on=2026-11-02").text

    assert "November 2026" in page
    assert "09:30 Erstbesuch , Besuche" in day(page, "2026-11-24")
    assert f'class="ev c2" href="/x/every/visits/{visit.id}"' in page
    assert 'href="/calendar" data-key="g k"' in page


def test_whole_days_stand_on_each_of_them_without_an_hour(client: httpx.Client) -> None:
    page = client.get("/calendar?on=2026-05-04").text

    said = [day(page, f"2026-05-{number}") for number in (10, 11, 12, 13, 14)]
    assert ["Messe" in one for one in said] == [False, True, True, True, False]
    assert "00:00" not in said[1]


def test_a_source_that_fails_is_named_and_costs_only_itself(client: httpx.Client) -> None:
    page = client.get("/calendar?on=2026-05-04").text

    assert "Kaputt nicht verfügbar" in words(page)
    assert "Messe" in page


def test_week_and_list_show_the_same_days(client: httpx.Client, visit: RecordRef) -> None:
    week = client.get("/calendar?view=week&on=2026-11-24").text
    agenda = client.get("/calendar?view=agenda&on=2026-11-20").text

    assert "Woche 48, 23.–29. Nov. 2026" in week
    assert len(re.findall('data-day="', week)) == 7
    assert "Erstbesuch" in day(week, "2026-11-24")
    assert "Erstbesuch" in day(agenda, "2026-11-24")


def test_sources_are_switched_in_the_address_and_for_the_next_time(
    company: Kontor, visit: RecordRef
) -> None:
    client = company.client(as_=company.user(role="administrator"))
    at = {"view": "month", "on": "2026-11-02"}
    assert "Erstbesuch" not in client.get("/calendar", params={**at, "off": "every.visits"}).text
    assert "Erstbesuch" in client.get("/calendar", params=at).text

    sent = client.post("/calendar/sources", data={**at, "off": "every.visits,nobody"})

    assert "off=every.visits" in sent.headers["location"]
    page = client.get("/calendar", params=at).text
    assert "Erstbesuch" not in page
    assert 'name="off" value="-"' in page  # what switches it on again
    client.post("/calendar/sources", data={**at, "off": "-"})
    assert "Erstbesuch" in client.get("/calendar", params=at).text


def test_an_entry_is_put_on_another_day_and_back(
    company: Kontor, client: httpx.Client, visit: RecordRef
) -> None:
    path = "/ui/calendar/every.visits/move"
    sent = {"id": visit.id, "from": "2026-11-24", "to": "2026-11-25"}

    moved = client.post(path, data=sent)

    assert moved.status_code == 204
    assert company.values(visit)["held_on"] == "2026-11-25"
    assert "Verlegt." in moved.headers["hx-trigger"]
    undo = re.search(r'"url": "([^"]+)"', moved.headers["hx-trigger"])
    assert undo is not None
    client.post(undo[1])
    assert company.values(visit)["held_on"] == "2026-11-24"


def test_what_its_source_refuses_stays_where_it_was(
    company: Kontor, client: httpx.Client, visit: RecordRef
) -> None:
    path = "/ui/calendar/every.visits/move"

    refused = client.post(path, data={"id": visit.id, "to": "2026-11-29"})
    nonsense = client.post(path, data={"id": visit.id, "to": "morgen"})
    fixed = client.post("/ui/calendar/every.fair/move", data={"id": "fair", "to": "2026-11-25"})

    assert (refused.status_code, nonsense.status_code, fixed.status_code) == (422, 422, 404)
    assert "Sonntags ist zu." in refused.headers["hx-trigger"]
    assert company.values(visit)["held_on"] == "2026-11-24"


def test_only_what_can_be_moved_offers_it(
    company: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    values = {"customer_id": customer, "held_on": "2026-12-01", "state": "held"}
    company.create("every.visit", {**values, "title": "Fest"})
    company.create("every.visit", {**values, "title": "Lose", "state": "planned"})

    page = client.get("/calendar?view=week&on=2026-12-01").text
    entries = re.findall(r"<li([^>]*)><a class=\"ev[^>]*>.*?</a></li>", page)

    assert ["data-move" in one for one in entries] == [False, True]


def test_the_fence_decides_what_a_reader_finds(
    company: Kontor, ben: User, visit: RecordRef
) -> None:
    page = company.client(as_=ben).get("/calendar?on=2026-11-02").text

    assert "Besuche" in page
    assert "Erstbesuch" not in page
