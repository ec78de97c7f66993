"""The foot of a list: what a column comes to over the whole result."""

import re
from datetime import date
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor, User
from kontor_web.resources import totals

pytestmark = pytest.mark.plugins("transactions")
INVOICES = "/x/transactions/invoices"
COLUMNS = "number,issued_on,due_on,total"


def invoice(kontor: Kontor, owner: User, number: int, total: str, currency: str = "EUR") -> None:
    customer = kontor.customer({"owner_id": owner})
    kontor.create(
        "transactions.invoice",
        {
            "customer_id": customer,
            "number": str(number),
            "issued_on": date(2026, 5, number % 28 + 1),
            "due_on": date(2026, 6, 1),
            "total": total,
            "currency": currency,
        },
    )


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    anna, ben = kontor.user(), kontor.user()
    for number in range(1, 61):
        invoice(kontor, anna, number, "10")
    invoice(kontor, anna, 104, "5", "USD")
    invoice(kontor, ben, 105, "1000")
    return kontor.client(as_=anna)


def foot(page: str) -> str:
    text = page.partition('class="tfoot"')[2].partition("</k-table>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_a_sum_is_of_the_whole_result_by_currency_and_of_nothing_else(
    client: httpx.Client,
) -> None:
    client.cookies.set("k_locale", "en")

    assert "Total overall €600.00 + US$5.00" in foot(client.get(INVOICES).text)
    some = client.get(INVOICES, params={"filter": 'issued_on = "2026-05-21"'}).text
    assert "Total overall €20.00 + US$5.00" in foot(some)
    assert "overall" not in foot(client.get(INVOICES, params={"columns": "number"}).text)


def test_a_long_result_is_added_up_when_somebody_asks(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "_AT_ONCE", 10)

    page = client.get(INVOICES, params={"filter": 'currency = "EUR"'}).text

    assert "gesamt" not in foot(page)
    address = unescape(re.search(r'hx-get="(/ui/[^"]*/totals[^"]*)"', page)[1])
    shown = unescape(re.sub(r"<[^>]*>", " ", client.get(address).text))
    assert " ".join(shown.split()).replace("\xa0", " ") == "Summe gesamt 600,00 €"
