"""Lists and records show every amount in the currency of its own row."""

import pytest

from kontor_sdk.testing.kit import Kontor

pytestmark = pytest.mark.plugins("transactions")


def test_list_and_record_show_the_currency_of_the_row(kontor: Kontor) -> None:
    customer = kontor.customer({"name": "Alster"})
    for number, currency, total in (("R-1", "JPY", 1500), ("R-2", "USD", 123450)):
        values = {
            "customer_id": customer.id, "number": number, "total": total, "currency": currency,
        }  # fmt: skip
        invoice = kontor.create("transactions.invoice", values)
    client = kontor.client(as_=kontor.user(role="administrator"))

    listed = client.get("/x/transactions/invoices").text.replace("\xa0", " ")
    shown = client.get(f"/x/transactions/invoices/{invoice.id}").text.replace("\xa0", " ")

    assert "1.500 ¥" in listed
    assert "1.234,50 $" in listed
    assert "1.234,50 $" in shown
    assert "15,00" not in listed
