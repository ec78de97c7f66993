"""A board that a plugin declares."""

import json
import re
from html import unescape

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

BOARD = "/x/every/board/own"


def words(html: str) -> str:
    text = unescape(re.sub(r"<[^>]*>", " ", html)).replace("\xa0", " ")
    return " ".join(text.split())


def lane(page: str, value: str) -> str:
    return words(page.partition(f'id="lane-{value}"')[2].partition("</section>")[0])


@pytest.fixture
def card(company: Kontor, customer: RecordRef) -> RecordRef:
    values = {"customer_id": customer, "title": "Messebesuch", "held_on": "2026-06-01"}
    return company.create("every.visit", {**values, "costs": "30.50"})


def move(client: httpx.Client, card: RecordRef, to: str, version: int) -> httpx.Response:
    sent = {"by": "own", "to": to, "version": str(version)}
    return client.post(f"/ui/board/every.own/{card.id}/move", data=sent)


def test_it_stands_at_its_address_and_among_the_views_of_the_list(
    client: httpx.Client, card: RecordRef, visit: RecordRef
) -> None:
    page = client.get(BOARD).text

    assert f'href="{BOARD}"' in client.get("/x/every/visits").text
    assert "Besuche Besuchstafel" in words(
        page.partition('class="crumbs"')[2].partition("</nav>")[0]
    )
    assert "Messebesuch" in lane(page, "planned")
    assert "Karte" in lane(page, "planned")
    assert "150,50 €" in lane(page, "planned")
    assert lane(page, "lost").endswith("0 mehr Karten, als hier liegen sollten")


def test_a_card_is_moved_with_its_version_counted_and_taken_back(
    company: Kontor, client: httpx.Client, card: RecordRef
) -> None:
    moved = move(client, card, "held", 1)

    told = json.loads(moved.headers["hx-trigger"])
    lanes = {one["id"]: one for one in told["k:moved"]["lanes"]}
    assert (moved.status_code, told["k:moved"]["version"]) == (204, 2)
    assert lanes["lane-held"]["count"] == "1 / 1"
    assert company.values(card)["state"] == "held"
    assert move(client, card, "planned", 1).status_code == 412
    client.post(told["k:toast"]["undo"]["url"])
    assert company.values(card)["state"] == "planned"


def test_a_full_lane_warns_and_what_is_refused_goes_back(
    company: Kontor, client: httpx.Client, card: RecordRef, customer: RecordRef
) -> None:
    values = {"customer_id": customer, "title": "Zweiter", "held_on": "2026-06-02"}
    second = company.create("every.visit", values)
    move(client, card, "held", 1)

    full, refused = move(client, second, "held", 1), move(client, second, "lost", 2)

    told = json.loads(full.headers["hx-trigger"])
    assert any(one["over"] for one in told["k:moved"]["lanes"])
    assert "mehr als 1 Karten" in told["k:toast"]["text"]
    assert refused.status_code == 422
    assert "Nothing gets lost" in refused.headers["hx-trigger"] or "Verloren wird" in json.dumps(
        json.loads(refused.headers["hx-trigger"]), ensure_ascii=False
    )
    assert 'class="blane over"' in client.get(BOARD).text


def test_nobody_meets_cards_that_they_may_not_see(
    company: Kontor, ben: User, card: RecordRef
) -> None:
    page = company.client(as_=ben).get(BOARD).text

    assert "Messebesuch" not in page
    assert move(company.client(as_=ben), card, "held", 1).status_code == 404
