"""The customer's account follows orders, invoices and payments; jobs put it right."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kontor_sdk import Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_transactions import invoices, orders
from kontor_transactions.models import Account, Invoice, OrderLine

FIELDS = ("revenue", "returned", "orders", "open_amount")


@pytest.fixture
def product(kontor: Kontor) -> str:
    return kontor.create("transactions.product", {"sku": "X", "name": "X", "price": "10"}).id


def sell(kontor: Kontor, customer: RecordRef, product: str, quantity: int, **values: object) -> str:
    with kontor.unit() as uow:
        line = {"product_id": product, "quantity": Decimal(quantity)}
        return orders.place_order(uow, {"customer_id": customer.id, **values}, [line]).id


def account(kontor: Kontor, customer: RecordRef) -> list[object]:
    values = kontor.values(customer)
    return [values[f"transactions.{name}"] for name in FIELDS]


def test_account_adds_up_what_a_customer_bought_and_gave_back(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    first = sell(kontor, customer, product, 3, placed_at=datetime(2026, 3, 1, tzinfo=UTC))
    sell(kontor, customer, product, 2, placed_at=datetime(2026, 2, 1, tzinfo=UTC))
    with kontor.unit() as uow:
        line = uow.find(OrderLine, order_id=first)
        assert line is not None
        orders.return_lines(uow, order_id=first, quantities={line.id: Decimal(1)})

    kontor.deliver(times=2)  # at least once means: sometimes twice

    assert account(kontor, customer) == [4000, 1000, 2, 0]
    last = kontor.values(customer)["transactions.last_order_at"]
    assert last == "2026-03-01T00:00:00.000000Z"


def test_cancelled_order_counts_neither_as_order_nor_as_revenue(
    kontor: Kontor, product: str
) -> None:
    customer = kontor.customer()
    order = sell(kontor, customer, product, 3)
    with kontor.unit() as uow:
        orders.cancel_order(uow, order_id=order)

    kontor.deliver()

    assert account(kontor, customer) == [0, 3000, 0, 0]


def test_other_currencies_stay_out_of_the_sums(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    sell(kontor, customer, product, 1)
    sell(kontor, customer, product, 5, currency="chf")

    kontor.deliver()

    assert account(kontor, customer) == [1000, 0, 2, 0]


def test_open_amount_falls_with_each_payment(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    order = sell(kontor, customer, product, 5)
    with kontor.unit() as uow:
        invoice = invoices.issue_invoice(uow, {"order_id": order}).id
    kontor.deliver()
    assert account(kontor, customer)[-1] == 5000

    kontor.create("transactions.payment", {"invoice_id": invoice, "amount": 2000})
    kontor.deliver()

    assert account(kontor, customer)[-1] == 3000
    with kontor.unit() as uow:
        assert uow.get(Invoice, invoice).state == "partly"


def test_nobody_pays_more_than_is_open(kontor: Kontor) -> None:
    customer = kontor.customer()
    invoice = kontor.create("transactions.invoice", {"customer_id": customer, "total": 1000})

    with pytest.raises(Refused) as refused:
        kontor.create("transactions.payment", {"invoice_id": invoice, "amount": 1001})

    assert refused.value.field == "amount"
    assert "10.00 EUR" in refused.value.text("en")


def test_paid_invoice_and_its_payment_stay_as_they_are(kontor: Kontor) -> None:
    customer = kontor.customer()
    invoice = kontor.create("transactions.invoice", {"customer_id": customer, "total": 1000})
    payment = kontor.create("transactions.payment", {"invoice_id": invoice, "amount": 1000})

    for record in (invoice, payment):
        with pytest.raises(Refused):
            kontor.delete(record)
    with pytest.raises(Refused):
        kontor.change(invoice, {"total": 2000})
    assert kontor.values(invoice)["state"] == "paid"


def test_invoice_is_due_two_weeks_after_it_is_issued(kontor: Kontor) -> None:
    values = {"customer_id": kontor.customer(), "total": 1000, "issued_on": date(2026, 3, 1)}
    invoice = kontor.create("transactions.invoice", values)

    assert kontor.values(invoice)["due_on"] == "2026-03-15"


def test_deleted_invoice_is_void_and_owes_nothing(kontor: Kontor) -> None:
    customer = kontor.customer()
    invoice = kontor.create("transactions.invoice", {"customer_id": customer, "total": 1000})

    kontor.delete(invoice)
    kontor.deliver()

    assert kontor.values(invoice)["state"] == "void"
    assert account(kontor, customer)[-1] in (None, 0)


def test_merged_customers_have_one_account(kontor: Kontor, product: str) -> None:
    one, other = kontor.customer(), kontor.customer()
    sell(kontor, one, product, 1)
    sell(kontor, other, product, 2)
    kontor.deliver()

    kontor.merge(one, other)
    kontor.deliver()

    assert account(kontor, one) == [3000, 0, 2, 0]


def test_nightly_job_puts_a_wrong_account_right(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    sell(kontor, customer, product, 1)
    kontor.deliver()
    with kontor.unit() as uow:
        wrong = uow.facet(Account, customer.id)
        assert wrong is not None
        wrong.revenue = 5
        uow.save(wrong)

    kontor.run_jobs()

    assert account(kontor, customer) == [1000, 0, 1, 0]


def test_job_opens_accounts_that_events_missed(kontor: Kontor, product: str) -> None:
    customers = [kontor.customer() for _ in range(3)]
    for customer in customers:
        sell(kontor, customer, product, 1)

    kontor.run_jobs()

    assert [account(kontor, customer)[0] for customer in customers] == [1000] * 3
