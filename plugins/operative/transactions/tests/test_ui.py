"""What people see of orders: tabs, panel, history."""

import re
from decimal import Decimal

import pytest
from babel.dates import format_date

from kontor_core.foundation import clock
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.ui import Empty, Facts, Link, Table, Tag
from kontor_transactions import invoices, orders, ui
from kontor_transactions.inputs import MoneyReceived, NewOrder


@pytest.fixture
def product(kontor: Kontor) -> str:
    return kontor.create("transactions.product", {"sku": "X", "name": "X", "price": "10"}).id


def sell(kontor: Kontor, customer: RecordRef, product: str, **values: object) -> str:
    with kontor.unit() as uow:
        line = {"product_id": product, "quantity": Decimal(2)}
        return orders.place_order(uow, {"customer_id": customer.id, **values}, [line]).id


def history(kontor: Kontor, customer: RecordRef) -> list[str]:
    """Give the entries that the plugin's renderers make of a customer's events."""
    told = []
    for event in kontor.events:
        renderer = kontor.app.registries.renderer(event.type)
        if event.customer_id != customer.id or renderer is None or renderer.owner == "core":
            continue
        for entry in renderer.spec.render(kontor.ui(customer, locale="en"), [event]):
            if entry is not None:
                told.append("".join(_words(part) for part in entry.title))
    return told


def _words(part: object) -> str:
    text = part.text if isinstance(part, Link | Tag) else part
    return text.in_("en") if hasattr(text, "in_") else str(text)


def test_history_tells_each_thing_once(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    order = sell(kontor, customer, product)
    kontor.change(RecordRef("transactions.order", order), {"status": "delivered"})
    with kontor.unit() as uow:
        invoice = invoices.issue_invoice(uow, {"order_id": order})
        invoices.receive_payment(uow, {"invoice_id": invoice.id, "amount": 500})
    kontor.deliver()

    assert history(kontor, customer) == [
        "Order A-10001 €20.00",
        "Order delivered",
        "Invoice R-10001 €20.00",
        "Payment on invoice R-10001 €5.00",
    ]


def test_amounts_in_several_currencies_carry_theirs(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    sell(kontor, customer, product)
    sell(kontor, customer, product, currency="CHF")

    table, _ = ui.account_tab(kontor.ui(customer, locale="en"))

    assert isinstance(table, Table)
    assert sorted(str(row[-1]) for row in table.rows) == ["CHF20.00", "€20.00"]


def test_panel_of_a_customer_who_never_bought_says_so(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    assert isinstance(ui.account_panel(kontor.ui(customer)), Empty)

    sell(kontor, customer, product)
    kontor.deliver()

    assert isinstance(ui.account_panel(kontor.ui(customer)), Facts)


def test_order_is_placed_and_paid_by_the_actions_of_the_page(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()

    kontor.act(
        "transactions.place", customer, input=NewOrder(product_id=product, quantity=Decimal(3))
    )
    order = RecordRef("transactions.order", kontor.visible("transactions.order")[0])
    kontor.act("transactions.deliver", order)
    kontor.act("transactions.bill", order)
    invoice = RecordRef("transactions.invoice", kontor.visible("transactions.invoice")[0])
    kontor.act("transactions.receive", invoice, input=MoneyReceived(amount=3000))

    assert kontor.values(order)["status"] == "delivered"
    assert kontor.values(invoice)["state"] == "paid"


def test_the_list_of_customers_says_the_day_of_the_last_order(kontor: Kontor, product: str) -> None:
    sell(kontor, kontor.customer(), product)
    kontor.deliver()

    page = kontor.client(as_=kontor.user(role="administrator")).get("/customers").text

    assert re.findall(r'<time class="num" datetime="[^"]+T[^"]+Z">([^<]*)</time>', page) == [
        format_date(clock.today(), "dd.MM.y")
    ]
