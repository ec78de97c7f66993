"""What one can do with invoices and payments."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kontor_sdk import Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.models import Money, UnitOfWork, next_number, search_key, today

from . import phrases
from .events import InvoiceIssued, PaymentReceived
from .models import OPEN, PAID, PARTLY, VOID, Invoice, Order, Payment
from .orders import checked_currency
from .permissions import require_book

DAYS_TO_PAY = 14

Values = Mapping[str, Any]


def issue_invoice(uow: UnitOfWork, values: Values) -> Invoice:
    """Bill a customer; an order named gives customer, sum and currency."""
    require_book(uow)
    given = dict(values)
    if given.get("order_id"):
        order = uow.get(Order, str(given["order_id"]))
        if given.setdefault("customer_id", order.customer_id) != order.customer_id:
            raise Refused(phrases.OTHER_CUSTOMER, field="order_id")
        if given.get("total") in (None, ""):
            given["total"] = order.total
        given["currency"] = given.get("currency") or order.currency
    number = str(given.get("number") or "") or f"R-{next_number(uow, 'transactions.invoice')}"
    issued_on = given.get("issued_on") or today()
    given |= {
        "number": number,
        "number_key": search_key(number),
        "currency": checked_currency(uow, given.get("currency")),
        "issued_on": issued_on,
        "due_on": given.get("due_on") or _due(issued_on),
    }
    invoice = uow.create(Invoice, given)
    _check(invoice)
    uow.publish(
        InvoiceIssued(
            customer_id=invoice.customer_id,
            subject=RecordRef("transactions.invoice", invoice.id),
            occurred_at=_noon(invoice.issued_on),
            number=invoice.number,
            total=invoice.total,
            currency=invoice.currency,
            due_on=invoice.due_on.isoformat(),
        )
    )
    return invoice


def change_invoice(uow: UnitOfWork, invoice_id: str, values: Values, version: int) -> Invoice:
    """Change an invoice nobody has paid on yet."""
    require_book(uow)
    _refuse_paid(uow.get(Invoice, invoice_id))
    given = dict(values)
    if "currency" in given:
        given["currency"] = checked_currency(uow, given["currency"])
    if "number" in given:
        given["number_key"] = search_key(str(given["number"] or ""))
    invoice = uow.change(Invoice, invoice_id, given, version=version)
    _check(invoice)
    return invoice


def void_invoice(uow: UnitOfWork, invoice_id: str, version: int) -> None:
    """Make an invoice void: its number stays in the books, nothing is owed any more."""
    require_book(uow)
    invoice = uow.get(Invoice, invoice_id)
    _refuse_paid(invoice)
    uow.change(Invoice, invoice_id, {"state": VOID}, version=version)


def receive_payment(uow: UnitOfWork, values: Values) -> Payment:
    """Book money that came in for an invoice; its state follows."""
    require_book(uow)
    invoice = uow.get(Invoice, str(values.get("invoice_id") or ""))
    given = dict(values)
    given["currency"] = checked_currency(uow, given.get("currency") or invoice.currency)
    given["paid_on"] = given.get("paid_on") or today()
    payment = uow.create(Payment, given)
    left = invoice.total - invoice.paid
    if payment.currency != invoice.currency:
        raise Refused(phrases.OTHER_CURRENCY.format(currency=invoice.currency), field="currency")
    if payment.amount <= 0:
        raise Refused(phrases.ABOVE_ZERO, field="amount")
    if invoice.state == VOID or payment.amount > left:
        still = Money(0 if invoice.state == VOID else left, invoice.currency)
        text = f"{still.value:f} {still.currency}"
        raise Refused(phrases.TOO_MUCH_PAID.format(left=text), field="amount")
    invoice.paid += payment.amount
    invoice.state = PAID if invoice.paid == invoice.total else PARTLY
    uow.save(invoice)
    uow.publish(
        PaymentReceived(
            customer_id=invoice.customer_id,
            subject=RecordRef("transactions.payment", payment.id),
            occurred_at=_noon(payment.paid_on),
            invoice=invoice.number,
            amount=payment.amount,
            open_amount=invoice.total - invoice.paid,
            currency=payment.currency,
        )
    )
    return payment


def keep_payment_as_it_is(
    uow: UnitOfWork, payment_id: str, values: Values, version: int
) -> Payment:
    """Refuse to change a payment: what is booked is booked."""
    raise Refused(phrases.KEPT)


def keep_payment(uow: UnitOfWork, payment_id: str, version: int) -> None:
    """Refuse to delete a payment: what is booked is booked."""
    raise Refused(phrases.KEPT)


def _check(invoice: Invoice) -> None:
    if invoice.total < 0:
        raise Refused(phrases.BELOW_ZERO, field="total")
    if invoice.due_on < invoice.issued_on:
        raise Refused(phrases.DUE_BEFORE_ISSUED, field="due_on")


def _due(issued_on: object) -> object:
    if isinstance(issued_on, str):
        try:
            issued_on = date.fromisoformat(issued_on)
        except ValueError:
            return issued_on  # the unit of work says what is wrong with it
    return issued_on + timedelta(days=DAYS_TO_PAY) if isinstance(issued_on, date) else issued_on


def _refuse_paid(invoice: Invoice) -> None:
    if invoice.state != OPEN:
        raise Refused(phrases.PAID_ALREADY)


def _noon(day: date) -> datetime:
    """Place what has a day but no hour on the timeline: never on the day before or after."""
    return datetime.combine(day, time(12), UTC)
