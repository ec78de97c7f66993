"""The start page: what changed at one's own customers, charts, and everybody's own order."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def eva(kontor: Kontor) -> User:
    return kontor.user(name="Eva Emsig", role="manager")


@pytest.fixture
def client(kontor: Kontor, eva: User) -> httpx.Client:
    return kontor.client(as_=eva)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _order(page: str) -> list[str]:
    return re.findall(r'<section class="card[^"]*" id="card-([^"]*)"', page)


def _tile(client: httpx.Client, name: str) -> str:
    answer = client.get(f"/ui/widget/{name}", headers=HTMX)
    assert answer.status_code == 200
    return answer.text


def test_others_doings_at_my_customers_are_told_by_customer(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    admin = kontor.user(role="administrator", name="Anna Amt")
    mine = kontor.customer({"name": "Alster GmbH"}, as_=eva)
    theirs = kontor.customer({"name": "Brandt KG"}, as_=admin)
    for customer in (mine, theirs):
        kontor.create("notes.note", {"customer_id": customer, "body": "Ruft an"}, as_=admin)
    kontor.create("notes.note", {"customer_id": mine, "body": "Von mir selbst"}, as_=eva)

    told = words(_tile(client, "changes"))

    assert "Alster GmbH" in told
    assert "Anna Amt" in told
    assert "Brandt KG" not in told
    assert "Eva Emsig" not in told


def test_the_latest_news_stand_first_whatever_i_did_myself_since(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    admin = kontor.user(role="administrator", name="Anna Amt")
    older = kontor.customer({"name": "Alster GmbH"}, as_=eva)
    newer = kontor.customer({"name": "Brandt KG"}, as_=eva)
    for customer, body, user in (
        (older, "Ruft an", admin),
        (newer, "Ruft auch an", admin),
        (older, "Von mir selbst", eva),
    ):
        kontor.create("notes.note", {"customer_id": customer, "body": body}, as_=user)
        kontor.pass_time(timedelta(minutes=5))

    told = words(_tile(client, "changes"))

    assert told.index("Brandt KG") < told.index("Alster GmbH")


def test_nothing_new_is_said_in_a_sentence(client: httpx.Client) -> None:
    assert "niemand sonst etwas an dem getan" in words(_tile(client, "changes"))


def test_what_changed_costs_the_same_whatever_else_happened(
    kontor: Kontor, client: httpx.Client, eva: User, counted: Callable[..., list[str]]
) -> None:
    admin = kontor.user(role="administrator")
    mine = kontor.customer(as_=eva)
    counts = []
    for more in (1, 12):
        for number in range(more):
            kontor.change(mine, {"name": f"Alster {more} {number}"}, as_=admin)
            kontor.customer(as_=admin)
        counts.append(len(counted(lambda: client.get("/ui/widget/changes", headers=HTMX))))

    assert counts[0] == counts[1]


@pytest.mark.plugins("transactions", "tasks", "notes")
def test_charts_come_once_the_page_is_there_and_say_it_in_words_and_as_a_table(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    customer = kontor.customer(as_=eva)
    for direction in ("in", "in", "out"):
        values = {"channel": "call", "direction": direction, "customer_id": customer}
        kontor.create("interaction", values, as_=eva)
    _invoice(kontor, customer)
    kontor.create("tasks.task", {"title": "Anrufen", "assignee_id": eva}, as_=eva)

    page = client.get("/").text
    tiles = {
        "customers_added": ["Hinzugekommen in 90 Tagen: 1, davon zuletzt 1."],
        "channels": ["3 Kontakte in 90 Tagen, am häufigsten: Telefonat (3).", "Eingehend"],
        "transactions.revenue": ["In Rechnung gestellt in 90 Tagen", "120,00"],
        "tasks.due": ["1 offene Aufgabe, 0 davon überfällig.", "Ohne Tag"],
    }

    for name, parts in tiles.items():
        query = "" if name == "tasks.due" else "?period=90d"
        assert f'hx-get="/ui/widget/{name}{query}" hx-trigger="revealed' in page
        html = _tile(client, name)
        assert '<k-chart role="img" aria-label="' in html
        assert "Als Tabelle zeigen" in html
        for part in parts:
            assert part in unescape(html)


@pytest.mark.plugins("transactions", "tasks", "notes")
def test_charts_without_anything_to_show_say_so(client: httpx.Client) -> None:
    for name in ("customers_added", "channels", "transactions.revenue", "tasks.due"):
        html = _tile(client, name)
        assert 'class="empty' in html
        assert "<k-chart" not in html


def test_figures_say_what_is_new_against_the_period_before_and_lead_to_it(
    kontor: Kontor, eva: User
) -> None:
    for days in (10, 0, 20, 0):
        kontor.pass_time(timedelta(days=days))
        kontor.customer(as_=eva)
    client = kontor.client(as_=eva)

    page = client.get("/?period=30d")
    card = page.text.partition('id="card-count-customers"')[2].partition("</section>")[0]
    told = words(card)
    href = re.search(r'href="(/customers[^"]*)"', card)
    assert href is not None
    behind = client.get(unescape(href[1])).text

    assert "Kunden: neu 4" in told
    assert "+4 davor 0, insgesamt 4" in told
    assert "created_at" in href[1]
    assert 'class="chip' in behind
    assert '<svg class="spark"' in card
    shorter = words(client.get("/ui/widget/count-customers?period=7d").text)
    assert "Kunden: neu 2" in shorter
    assert "davor 0, insgesamt 4" in shorter


def test_a_figure_of_nothing_says_so_and_claims_no_change(client: httpx.Client) -> None:
    told = words(client.get("/ui/widget/count-customers").text)

    assert "Noch nichts da." in told
    assert "±" not in told


def test_the_period_is_kept_with_the_account_and_an_address_may_name_another(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    def chosen(page: str) -> str:
        found = re.search(r'name="period" value="(\w+)" aria-current="true"', page)
        assert found is not None
        return found[1]

    before = chosen(client.get("/").text)
    kept = client.post("/home/period", data={"period": "quarter"})
    after = kontor.client(as_=eva).get("/").text
    for_once = chosen(client.get("/?period=7d").text)
    nonsense = client.post("/home/period", data={"period": "forever"})

    assert (before, for_once) == ("90d", "7d")
    assert kept.headers["location"] == "/?period=quarter"
    assert nonsense.status_code == 422
    assert chosen(client.get("/").text) == chosen(after) == "quarter"
    assert 'hx-get="/ui/widget/channels?period=quarter"' in after
    assert chosen(kontor.client(as_=kontor.user(role="manager")).get("/").text) == "90d"


def test_everybody_arranges_their_own_start_page(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    other = kontor.client(as_=kontor.user(role="manager"))
    before = _order(client.get("/").text)

    down = client.post(f"/ui/home/tiles/{before[-1]}/up", data={})
    hide = client.post("/ui/home/tiles/changes/hide", data={})
    figures = client.post("/ui/home/tiles/figures/hide", data={})
    after = _order(client.get("/").text)

    assert [one.status_code for one in (down, hide, figures)] == [204, 204, 204]
    assert "changes" not in after
    assert not any(one.startswith("count-") for one in after)
    assert after.index(before[-1]) == len(after) - 2
    assert _order(other.get("/").text) == before
    assert "(ausgeblendet)" in words(client.get("/home/arrange").text)

    client.post("/ui/home/tiles/changes/show", data={})
    assert "changes" in _order(client.get("/").text)
    client.post("/ui/home/reset", data={})
    assert _order(client.get("/").text) == before


def test_a_tile_that_is_none_is_not_found(client: httpx.Client) -> None:
    assert client.post("/ui/home/tiles/nothing/up", data={}).status_code == 404
    assert client.post("/ui/home/tiles/recent/sideways", data={}).status_code == 404


def _invoice(kontor: Kontor, customer: RecordRef) -> None:
    kontor.create(
        "transactions.invoice",
        {
            "customer_id": customer,
            "number": "R-1",
            "issued_on": kontor.clock.now().date(),
            "due_on": kontor.clock.now().date(),
            "total": 12000,
            "currency": "EUR",
        },
    )
