"""What a company sells and what customers ordered, were billed and paid."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kontor_sdk import L
from kontor_sdk.models import Choice, Data, Index, Kind, field, link, plugin_base

Base = plugin_base("transactions")

OPEN, DELIVERED, CANCELLED, RETURNED = "open", "delivered", "cancelled", "returned"
STATUSES = (
    Choice(OPEN, L("Offen", en="Open"), "c2"),
    Choice(DELIVERED, L("Geliefert", en="Delivered"), "c5"),
    Choice(CANCELLED, L("Storniert", en="Cancelled"), "c4"),
    Choice(RETURNED, L("Zurückgegeben", en="Returned"), "c7"),
)

SALE, RETURN, CANCELLATION, CHARGE = "sale", "return", "cancellation", "charge"
LINE_KINDS = (
    Choice(SALE, L("Verkauf", en="Sale"), "c5"),
    Choice(RETURN, L("Rückgabe", en="Return"), "c7"),
    Choice(CANCELLATION, L("Storno", en="Cancellation"), "c4"),
    Choice(CHARGE, L("Nebenkosten", en="Charge"), "c6"),
)

PARTLY, PAID, VOID = "partly", "paid", "void"
INVOICE_STATES = (
    Choice(OPEN, L("Offen", en="Open"), "c2"),
    Choice(PARTLY, L("Teilweise bezahlt", en="Partly paid"), "c6"),
    Choice(PAID, L("Bezahlt", en="Paid"), "c5"),
    Choice(VOID, L("Aufgehoben", en="Void"), "c8"),
)

METHODS = (
    Choice("transfer", L("Überweisung", en="Bank transfer"), "c6"),
    Choice("debit", L("Lastschrift", en="Direct debit"), "c1"),
    Choice("card", L("Karte", en="Card"), "c3"),
    Choice("cash", L("Bar", en="Cash"), "c2"),
    Choice("credit", L("Gutschrift", en="Credit note"), "c7"),
)

CURRENCY = L("Währung", en="Currency")


def _folded(label: L, *, index: bool = False) -> Any:
    """Declare the form of another column that sorts and is searched."""
    return field(label, Data.INTERNAL, default="", hidden=True, editable=False, index=index)


class Product(Base, table=True):
    """An article of the price list; what it cost in an order stands on the order's line."""

    sku: str = field(
        L("Artikelnummer", en="Article number"),
        Data.PUBLIC,
        unique=True,
        sort=True,
        max_length=60,
        searched=True,
    )
    name: str = field(L("Bezeichnung", en="Name"), Data.PUBLIC, sort_key="name_key", searched=True)
    name_key: str = _folded(L("Sortiername", en="Sort name"))
    price: Decimal | None = field(
        L("Preis", en="Price"),
        Data.PUBLIC,
        kind=Kind.UNIT_PRICE,
        nullable=True,
        currency="currency",
    )
    currency: str | None = field(CURRENCY, Data.PUBLIC, nullable=True, max_length=3)
    active: bool = field(L("Im Verkauf", en="On sale"), Data.PUBLIC, kind=Kind.BOOL, default=True)


class Order(Base, table=True):
    """What was sold, or taken back; a sale over the counter has no customer.

    An order without customer is visible at level "all" only: nobody owns it.
    """

    customer_id: str | None = link("customer", on_delete="restrict", nullable=True, index=False)
    number: str = field(
        L("Auftragsnummer", en="Order number"),
        default="",
        unique=True,
        max_length=60,
        searched=True,
    )
    number_key: str = _folded(L("Suchnummer", en="Search number"), index=True)
    placed_at: datetime = field(L("Bestellt am", en="Placed"), kind=Kind.DATETIME, sort=True)
    status: str = field(L("Status", en="Status"), choices=STATUSES, default=OPEN)
    channel: str | None = field(L("Vertriebsweg", en="Sales channel"), nullable=True, max_length=60)
    country: str | None = field(L("Land", en="Country"), nullable=True, max_length=60)
    currency: str = field(CURRENCY, default="", max_length=3)
    total: int = field(
        L("Summe", en="Total"), kind=Kind.MONEY, currency="currency", default=0, editable=False
    )
    # the customer's page reads its newest orders, and counts those of a batch of customers
    __indexes__ = (Index("ix_transactions_order_customer", "customer_id", "placed_at"),)


class OrderLine(Base, table=True):
    """One article of an order; ``amount`` is exact, quantity times unit price."""

    order_id: str = link("transactions.order", L("Auftrag", en="Order"), on_delete="cascade")
    product_id: str = link("transactions.product", L("Artikel", en="Product"), on_delete="restrict")
    position: int = field(L("Position", en="Position"), kind=Kind.INT, default=0)
    kind: str = field(L("Art", en="Kind"), choices=LINE_KINDS, default=SALE)
    quantity: Decimal = field(L("Menge", en="Quantity"), kind=Kind.QUANTITY)
    unit_price: Decimal = field(
        L("Einzelpreis", en="Unit price"), kind=Kind.UNIT_PRICE, default=Decimal(0)
    )
    amount: Decimal = field(
        L("Betrag", en="Amount"), kind=Kind.UNIT_PRICE, default=Decimal(0), editable=False
    )


class Invoice(Base, table=True):
    """A bill; how much of it is paid follows from its payments."""

    customer_id: str = link("customer", on_delete="restrict", index=False)
    order_id: str | None = link(
        "transactions.order", L("Auftrag", en="Order"), on_delete="set null", nullable=True
    )
    number: str = field(
        L("Rechnungsnummer", en="Invoice number"),
        default="",
        unique=True,
        max_length=60,
        searched=True,
    )
    number_key: str = _folded(L("Suchnummer", en="Search number"), index=True)
    issued_on: date = field(L("Ausgestellt am", en="Issued"), kind=Kind.DATE, sort=True)
    due_on: date = field(L("Fällig am", en="Due"), kind=Kind.DATE)
    total: int = field(L("Summe", en="Total"), kind=Kind.MONEY, currency="currency")
    paid: int = field(
        L("Bezahlt", en="Paid"), kind=Kind.MONEY, currency="currency", default=0, editable=False
    )
    currency: str = field(CURRENCY, default="", max_length=3)
    state: str = field(
        L("Status", en="Status"), choices=INVOICE_STATES, default=OPEN, editable=False
    )
    # the customer's page reads the newest invoices, the account sums what is still open
    __indexes__ = (Index("ix_transactions_invoice_customer", "customer_id", "issued_on"),)


class Payment(Base, table=True):
    """Money received for an invoice; never changed, taken back by another one."""

    invoice_id: str = link(
        "transactions.invoice", L("Rechnung", en="Invoice"), on_delete="restrict"
    )
    paid_on: date = field(L("Gezahlt am", en="Paid on"), kind=Kind.DATE, sort=True)
    amount: int = field(L("Betrag", en="Amount"), kind=Kind.MONEY, currency="currency")
    currency: str = field(CURRENCY, default="", max_length=3)
    method: str = field(L("Zahlungsart", en="Method"), choices=METHODS, default="transfer")


class Account(Base, table=True):
    """The customer's account in the company's currency, kept from orders and invoices.

    ``revenue`` is what was sold less ``returned``, the returns and cancellations.
    """

    customer_id: str = link("customer", on_delete="cascade", unique=True)
    revenue: int = field(
        L("Umsatz", en="Revenue"),
        kind=Kind.MONEY,
        currency="currency",
        default=0,
        editable=False,
        sort=True,
    )
    returned: int = field(
        L("Retouren und Stornos", en="Returns and cancellations"),
        kind=Kind.MONEY,
        currency="currency",
        default=0,
        editable=False,
    )
    orders: int = field(L("Aufträge", en="Orders"), kind=Kind.INT, default=0, editable=False)
    last_order_at: datetime | None = field(
        L("Letzter Auftrag", en="Last order"),
        kind=Kind.DATETIME,
        nullable=True,
        editable=False,
        sort=True,
    )
    open_amount: int = field(
        L("Offene Posten", en="Open items"),
        kind=Kind.MONEY,
        currency="currency",
        default=0,
        editable=False,
    )
    currency: str | None = field(CURRENCY, nullable=True, hidden=True, editable=False, max_length=3)
