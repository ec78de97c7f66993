"""What people see of orders and accounts: tabs, a panel, lines of the timeline."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from kontor_sdk import L, Label
from kontor_sdk.flow import Events, Fact
from kontor_sdk.models import Money
from kontor_sdk.ui import (
    Block,
    CellValue,
    Color,
    Empty,
    Entry,
    Facts,
    FieldValue,
    Head,
    Kind,
    Link,
    RecordRef,
    Table,
    Tag,
    UiContext,
)

from .models import DELIVERED, INVOICE_STATES, LINE_KINDS, METHODS, STATUSES, VOID
from .queries import (
    INVOICES_OF_CUSTOMER,
    LINES_OF_ORDER,
    NEWEST_OPEN_INVOICES,
    ORDERS_OF_CUSTOMER,
    PAYMENTS_OF_INVOICE,
    InvoiceRow,
    LineRow,
    OrderRow,
    OwingRow,
    PaymentRow,
)

ORDERS = L("Aufträge", en="Orders")
OPEN_INVOICES = L("Offene Rechnungen", en="Open invoices")
INVOICES = L("Rechnungen", en="Invoices")
NO_ORDERS = L("Noch kein Auftrag.", en="No order yet.")

_TAGS = {
    choice.value: Tag(choice.label, Color(choice.color))
    for choice in (*INVOICE_STATES, *LINE_KINDS, *STATUSES)
}
_METHODS = {choice.value: choice.label for choice in METHODS}


def account_panel(ctx: UiContext) -> Block:
    """Show the sums of the customer's account."""
    values = ctx.record.values if ctx.record else {}
    if not values.get("transactions.orders") and not values.get("transactions.open_amount"):
        return Empty(NO_ORDERS, icon="receipt")
    return Facts(
        FieldValue("transactions.revenue"),
        FieldValue("transactions.last_order_at"),
        FieldValue("transactions.orders"),
        FieldValue("transactions.returned"),
        FieldValue("transactions.open_amount"),
    )


def account_tab(ctx: UiContext) -> Sequence[Block]:
    """Show the newest orders and invoices of a customer."""
    customer = {"customer": ctx.record_id}
    orders = ctx.read(ORDERS_OF_CUSTOMER, OrderRow, customer)
    invoices = ctx.read(INVOICES_OF_CUSTOMER, InvoiceRow, customer)
    total, cell = _money(ctx, L("Summe", en="Total"), orders)
    billed, bill = _money(ctx, L("Summe", en="Total"), invoices)
    paid, _ = _money(ctx, L("Bezahlt", en="Paid"), invoices)
    return [
        Table(
            caption=ORDERS,
            columns=(
                Head(L("Nummer", en="Number")),
                Head(L("Bestellt am", en="Placed"), Kind.DATETIME),
                Head(L("Status", en="Status")),
                total,
            ),
            rows=[
                [o.number, o.placed_at, _TAGS[o.status], cell(o.total, o.currency)] for o in orders
            ],
            links=[RecordRef("transactions.order", o.id) for o in orders],
            empty=NO_ORDERS,
        ),
        Table(
            caption=INVOICES,
            columns=(
                Head(L("Nummer", en="Number")),
                Head(L("Ausgestellt am", en="Issued"), Kind.DATE),
                Head(L("Fällig am", en="Due"), Kind.DATE),
                Head(L("Status", en="Status")),
                billed,
                paid,
            ),
            rows=[
                [
                    i.number,
                    i.issued_on,
                    i.due_on,
                    _TAGS[i.state],
                    bill(i.total, i.currency),
                    bill(i.paid, i.currency),
                ]
                for i in invoices
            ],
            links=[RecordRef("transactions.invoice", i.id) for i in invoices],
            empty=L("Noch keine Rechnung.", en="No invoice yet."),
        ),
    ]


def open_invoices_widget(ctx: UiContext) -> Block:
    """Show on the start page which invoices wait for money, the newest first."""
    invoices = ctx.read(NEWEST_OPEN_INVOICES, OwingRow)
    if not invoices:
        return Empty(L("Alles bezahlt.", en="Everything is paid."), icon="receipt")
    head, cell = _money(ctx, L("Offen", en="Open"), invoices)
    today = ctx.now().astimezone(ctx.tz).date().isoformat()
    late = Tag(L("Überfällig", en="Overdue"), Color.C4)
    due = Tag(L("Offen", en="Open"), Color.C6)
    return Table(
        caption=OPEN_INVOICES,
        columns=(
            Head(L("Nummer", en="Number")),
            Head(ctx.called("customer", L("Kunde", en="Customer"))),
            Head(L("Fällig am", en="Due"), Kind.DATE),
            Head(L("Status", en="Status")),
            head,
        ),
        rows=[
            (
                i.number,
                Link(i.customer or "…", RecordRef("customer", i.customer_id)),
                i.due_on,
                late if i.due_on < today else due,
                cell(i.owing, i.currency),
            )
            for i in invoices
        ],
        links=[RecordRef("transactions.invoice", i.id) for i in invoices],
        more=Link(L("Alle Rechnungen", en="All invoices"), "/x/transactions/invoices"),
    )


def lines_tab(ctx: UiContext) -> Block:
    """Show the lines of an order."""
    lines = ctx.read(LINES_OF_ORDER, LineRow, {"order": ctx.record_id})
    return Table(
        columns=(
            Head(L("Pos.", en="Pos."), Kind.INT),
            Head(L("Artikel", en="Product")),
            Head(L("Art", en="Kind")),
            Head(L("Menge", en="Quantity"), Kind.QUANTITY),
            Head(L("Einzelpreis", en="Unit price"), Kind.UNIT_PRICE),
            Head(L("Betrag", en="Amount"), Kind.UNIT_PRICE),
        ),
        rows=[
            [n.position, f"{n.sku} {n.name}", _TAGS[n.kind], n.quantity, n.unit_price, n.amount]
            for n in lines
        ],
        links=[RecordRef("transactions.product", line.product_id) for line in lines],
        empty=L("Noch keine Position.", en="No line yet."),
    )


def payments_tab(ctx: UiContext) -> Block:
    """Show what was paid on an invoice."""
    payments = ctx.read(PAYMENTS_OF_INVOICE, PaymentRow, {"invoice": ctx.record_id})
    head, cell = _money(ctx, L("Betrag", en="Amount"), payments)
    return Table(
        columns=(
            Head(L("Gezahlt am", en="Paid on"), Kind.DATE),
            Head(L("Zahlungsart", en="Method")),
            head,
        ),
        rows=[[p.paid_on, _METHODS[p.method], cell(p.amount, p.currency)] for p in payments],
        empty=L("Noch keine Zahlung.", en="No payment yet."),
    )


def sales_entries(ctx: UiContext, events: Events) -> list[Entry | None]:
    """Tell what happened with orders and money; rows and sums that follow from it are left out."""
    return [_entry(ctx, event) for event in events]


_WORDS: dict[str, L] = {
    "transactions.order.placed": L("Auftrag {number}", en="Order {number}"),
    "transactions.order.returned": L(
        "Rückgabe zu Auftrag {number}", en="Goods of order {number} returned"
    ),
    "transactions.order.cancelled": L("Auftrag {number} storniert", en="Order {number} cancelled"),
    "transactions.invoice.issued": L("Rechnung {number}", en="Invoice {number}"),
    "transactions.payment.received": L(
        "Zahlung auf Rechnung {number}", en="Payment on invoice {number}"
    ),
}

_DELETED: dict[str, L] = {
    "transactions.order.deleted": L("Auftrag gelöscht", en="Order deleted"),
    "transactions.invoice.deleted": L("Rechnung gelöscht", en="Invoice deleted"),
}

_VOID = L("Rechnung aufgehoben", en="Invoice voided")
_DELIVERED = L("Auftrag geliefert", en="Order delivered")


def _entry(ctx: UiContext, event: Fact) -> Entry | None:
    payload, subject = event.payload, RecordRef(str(event.subject), str(event.subject_id))
    words = _WORDS.get(event.type)
    if words is not None:
        number = payload.get("number") or payload.get("invoice")
        minor = int(payload.get("total", payload.get("amount", 0)))
        money = Money(minor, str(payload.get("currency", ""))).text(ctx.locale)
        return Entry(title=(Link(words.format(number=number), subject), " ", Tag(money)))
    if event.type in _DELETED:
        return Entry(title=_DELETED[event.type])
    changed = payload.get("changed") or {}
    if VOID in changed.get("state", ()):
        return Entry(title=(Link(_VOID, subject),))
    if changed.get("status", [None])[-1] == DELIVERED:
        return Entry(title=(Link(_DELIVERED, subject),))
    return None


class _HasCurrency(Protocol):
    currency: str


def _money(
    ctx: UiContext, label: Label, rows: Iterable[_HasCurrency]
) -> tuple[Head, Callable[[int, str], CellValue]]:
    """Give the head and the cells of amounts: numbers in one currency, texts in several."""
    currencies = {row.currency for row in rows}
    if len(currencies) == 1:
        return Head(label, Kind.MONEY, currency=currencies.pop()), lambda minor, _: minor
    return Head(label), lambda minor, currency: Money(minor, currency).text(ctx.locale)
