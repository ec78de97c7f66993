"""A list as a board: lanes with counts and sums, cards that move by one request or stay."""

import json
import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest
from sqlalchemy import update

from kontor_sdk.testing.kit import Kontor

BOARD = "/customers?layout=board"
ROLES = """
[roles.reader]
label = "Lesen"
[roles.reader.grants]
"*" = { read = "all" }
[roles.own]
label = "Eigene"
[roles.own.grants]
"*" = { read = "own", create = "own", edit = "own" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def lanes(page: str) -> dict[str, tuple[list[str], str, str]]:
    """Give titles of cards, count and sum by value of the lane."""
    found = {}
    for lane in re.findall(r'<section class="blane".*?</section>', page, re.DOTALL):
        value = re.search(r'data-value="([^"]*)"', lane)
        titles = re.findall(r'<a class="ti".*?<span>([^<]*)</span></a>', lane, re.DOTALL)
        count = re.search(r'<span class="n num">(.*?)</span>', lane)
        amount = re.search(r'<span class="sum num">(.*?)</span>', lane)
        assert value is not None
        assert count is not None
        assert amount is not None
        found[value[1]] = (
            [unescape(title) for title in titles],
            count[1],
            unescape(amount[1]).replace("\N{NO-BREAK SPACE}", " "),
        )
    return found


def test_each_value_is_a_lane_in_the_order_of_the_definition(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Brandt KG", "phase": "lost"})
    kontor.customer({"name": "Alster GmbH", "phase": "active"})
    kontor.customer({"name": "Elbe AG", "phase": "active"})

    found = lanes(client.get(BOARD).text)

    phases = [one.value for one in kontor.app.storage.options["phases"]]
    assert list(found) == phases
    assert found["active"] == (["Alster GmbH", "Elbe AG"], "2", "")
    assert found["lost"] == (["Brandt KG"], "1", "")


def test_search_filter_and_another_field_hold_on_a_board_too(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Alster GmbH", "phase": "active"})
    kontor.customer({"name": "Brandt KG", "phase": "active"})
    kontor.customer({"name": "Bert Bau", "kind": "person", "phase": "lost"})

    searched = lanes(client.get(f"{BOARD}&q=br").text)
    by_kind = lanes(client.get(f'{BOARD}&by=kind&filter=phase = "active"').text)

    assert searched["active"][:2] == (["Brandt KG"], "1")
    assert by_kind["organisation"][:2] == (["Alster GmbH", "Brandt KG"], "2")
    assert by_kind["person"][1] == "0"


@pytest.mark.plugins("transactions")
def test_a_lane_adds_up_the_amount_that_is_a_column(kontor: Kontor, client: httpx.Client) -> None:
    for number in range(2):
        customer = kontor.customer({"name": f"Firma {number}", "phase": "active"})
        with kontor.unit() as uow:
            model = kontor.app.registries.entity("transactions.account").model
            uow.create(model, {"customer_id": customer.id, "revenue": 125_050})

    with_sum = lanes(client.get(f"{BOARD}&columns=name,transactions.revenue").text)
    without = lanes(client.get(f"{BOARD}&columns=name,number").text)

    assert with_sum["active"][1:] == ("2", "2.501,00 €")
    assert without["active"][1:] == ("2", "")


def test_a_long_lane_shows_its_first_cards_and_the_way_to_more(
    kontor: Kontor, client: httpx.Client
) -> None:
    for number in range(23):
        kontor.customer({"name": f"Firma {number:02}", "phase": "active"})

    page = client.get(BOARD).text
    more = re.search(r'hx-get="(/ui/customers/lane[^"]+)"', page)
    assert more is not None
    rest = client.get(unescape(more[1])).text

    assert len(lanes(page)["active"][0]) == 20
    assert lanes(page)["active"][1] == "23"
    assert '<span class="of num">20 von 23</span>' in page
    assert re.findall(r"<span>(Firma \d\d)</span></a>", rest) == [
        "Firma 20",
        "Firma 21",
        "Firma 22",
    ]
    assert "/lane?" not in rest


def test_a_card_moves_with_its_version_and_back(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    address = f"/ui/customers/{customer.id}/move?list=/customers&layout=board"

    sent = {"by": "phase", "to": "active", "version": "1"}
    moved = client.post(address, data=sent)
    told = json.loads(moved.headers["hx-trigger"])
    between = kontor.values(customer)["phase"]
    client.post(told["k:toast"]["undo"]["url"])

    assert moved.status_code == 204
    assert told["k:moved"]["version"] == 2
    assert [(one["id"], one["count"]) for one in told["k:moved"]["lanes"]] == [
        ("lane-prospect", "0"),
        ("lane-active", "1"),
    ]
    assert (between, kontor.values(customer)["phase"]) == ("active", "prospect")


def test_a_card_that_somebody_else_changed_stays(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    kontor.change(customer, {"name": "Alster AG"})

    sent = {"by": "phase", "to": "active", "version": "1"}
    refused = client.post(f"/ui/customers/{customer.id}/move?list=/customers", data=sent)

    said = json.loads(refused.headers["hx-trigger"])
    assert refused.status_code == 412
    assert "k:moved" not in said
    assert "inzwischen geändert" in said["k:toast"]["text"]
    assert kontor.values(customer)["phase"] == "prospect"


def test_a_value_that_is_none_is_refused(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})

    sent = {"by": "phase", "to": "eternal", "version": "1"}
    refused = client.post(f"/ui/customers/{customer.id}/move?list=/customers", data=sent)

    assert refused.status_code == 422
    assert (
        "Die Karte bleibt, wo sie war."
        in json.loads(refused.headers["hx-trigger"])["k:toast"]["text"]
    )


def test_who_may_not_edit_sees_cards_that_stay(kontor: Kontor) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    reader = kontor.client(as_=kontor.user(role="reader"))

    page = reader.get(BOARD).text
    sent = {"by": "phase", "to": "active", "version": "1"}
    refused = reader.post(f"/ui/customers/{customer.id}/move?list=/customers", data=sent)

    assert "data-move" not in page
    assert "dürfen" in page or "Rolle" in page
    assert refused.status_code in (403, 404)
    assert kontor.values(customer)["phase"] == "prospect"


@pytest.mark.plugins("transactions")
def test_counts_and_sums_are_of_what_one_may_see(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="own"), kontor.user(role="own")
    for one in (anna, ben):
        customer = kontor.customer({"phase": "active"}, as_=one)
        with kontor.unit() as uow:
            model = kontor.app.registries.entity("transactions.account").model
            uow.create(model, {"customer_id": customer.id, "revenue": 100_000})

    page = kontor.client(as_=ben).get(f"{BOARD}&columns=name,transactions.revenue").text

    assert lanes(page)["active"][1:] == ("1", "1.000,00 €")


def test_a_board_costs_the_same_queries_however_many_cards(
    kontor: Kontor, client: httpx.Client, counted: Callable[..., list[str]]
) -> None:
    owner = kontor.user()
    counts = []
    phases = [one.value for one in kontor.app.storage.options["phases"]]
    for more in (1, 30):
        for number in range(more):
            phase = phases[number % len(phases)]
            kontor.customer({"owner_id": owner, "phase": phase, "kind": "organisation"})
        told = counted(lambda: client.get(BOARD))
        by_kind = counted(lambda: client.get(f"{BOARD}&by=kind"))
        counts.append([sum("core_event" not in one for one in asked) for asked in (told, by_kind)])

    assert counts[0] == counts[1]
    assert counts[1][0] == counts[1][1]


@pytest.mark.plugins("transactions")
def test_a_lane_adds_up_each_currency_by_itself(kontor: Kontor, client: httpx.Client) -> None:
    for currency, revenue in (("EUR", 125_050), ("EUR", 100), ("USD", 9_900)):
        customer = kontor.customer({"phase": "active"})
        with kontor.unit() as uow:
            model = kontor.app.registries.entity("transactions.account").model
            values = {"customer_id": customer.id, "revenue": revenue, "currency": currency}
            uow.create(model, values)

    found = lanes(client.get(f"{BOARD}&columns=name,transactions.revenue").text)

    assert found["active"][1:] == ("3", "1.251,50 € + 99,00 $")


def test_cards_without_a_value_that_is_a_lane_stand_in_one_of_their_own(
    kontor: Kontor, client: httpx.Client
) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    forgotten = kontor.customer({"name": "Brandt KG"})
    with kontor.app.database.engine.begin() as connection:
        table = kontor.app.storage.schema.rule("core_customer").table
        connection.execute(update(table).where(table.c.id == forgotten.id).values(phase="gone"))

    before = lanes(client.get(BOARD).text)
    sent = {"by": "phase", "to": "active", "version": "1"}
    told = client.post(f"/ui/customers/{forgotten.id}/move?list=/customers", data=sent)

    assert before[""] == (["Brandt KG"], "1", "")
    assert before["prospect"][0] == ["Alster GmbH"]
    assert kontor.values(customer)["phase"] == "prospect"
    assert [
        (one["id"], one["count"])
        for one in json.loads(told.headers["hx-trigger"])["k:moved"]["lanes"]
    ] == [("lane-none", "0"), ("lane-active", "1")]
