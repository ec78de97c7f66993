"""What the plugin asks the database: module-level statements, rows out, in batches."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from kontor_sdk.models import Customer, Id, String, bindparam, columns, func, select

from .models import (
    CANCELLATION,
    CANCELLED,
    OPEN,
    PARTLY,
    RETURN,
    Account,
    Invoice,
    Order,
    OrderLine,
    Payment,
    Product,
)

T = TypeVar("T")

BATCH = 500
"""Ids asked for at once: databases bound the number of parameters."""

_order = columns(Order)
_line = columns(OrderLine)
_product = columns(Product)
_invoice = columns(Invoice)
_payment = columns(Payment)
_account = columns(Account)
_customer = columns(Customer)

TAKEN_BACK = (RETURN, CANCELLATION)


class LineRow(msgspec.Struct, frozen=True):
    id: str
    product_id: str
    sku: str
    name: str
    position: int
    kind: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


LINES_OF_ORDER = (
    select(
        _line.id,
        _line.product_id,
        _product.sku,
        _product.name,
        _line.position,
        _line.kind,
        _line.quantity,
        _line.unit_price,
        _line.amount,
    )
    .join(Product, _product.id == _line.product_id)
    .where(_line.order_id == bindparam("order", type_=Id()))
    .order_by(_line.position, _line.id)
)


class Total(msgspec.Struct):
    amount: Decimal | None
    lines: int


TOTAL_OF_ORDER = select(func.sum(_line.amount), func.count(_line.id)).where(
    _line.order_id == bindparam("order", type_=Id())
)


class Found(msgspec.Struct):
    id: str


INVOICES_OF_ORDER = (
    select(_invoice.id).where(_invoice.order_id == bindparam("order", type_=Id())).limit(1)
)


class OrderRow(msgspec.Struct):
    id: str
    number: str
    placed_at: str
    status: str
    total: int
    currency: str


ORDERS_OF_CUSTOMER = (
    select(_order.id, _order.number, _order.placed_at, _order.status, _order.total, _order.currency)
    .where(_order.customer_id == bindparam("customer", type_=Id()))
    .order_by(_order.placed_at.desc(), _order.id.desc())
    .limit(50)
)


class InvoiceRow(msgspec.Struct):
    id: str
    number: str
    issued_on: str
    due_on: str
    total: int
    paid: int
    currency: str
    state: str


INVOICES_OF_CUSTOMER = (
    select(
        _invoice.id,
        _invoice.number,
        _invoice.issued_on,
        _invoice.due_on,
        _invoice.total,
        _invoice.paid,
        _invoice.currency,
        _invoice.state,
    )
    .where(_invoice.customer_id == bindparam("customer", type_=Id()))
    .order_by(_invoice.issued_on.desc(), _invoice.id.desc())
    .limit(50)
)


class OwingRow(msgspec.Struct):
    id: str
    number: str
    customer_id: str
    customer: str | None
    due_on: str
    owing: int
    currency: str


NEWEST_OPEN_INVOICES = (
    select(
        _invoice.id,
        _invoice.number,
        _customer.id,
        _customer.name,
        _invoice.due_on,
        (_invoice.total - _invoice.paid).label("owing"),
        _invoice.currency,
    )
    .where(_invoice.customer_id == _customer.id, _invoice.state.in_((OPEN, PARTLY)))
    .order_by(_invoice.issued_on.desc(), _invoice.id.desc())
    .limit(8)
)


class PaymentRow(msgspec.Struct):
    id: str
    paid_on: str
    amount: int
    currency: str
    method: str


PAYMENTS_OF_INVOICE = (
    select(_payment.id, _payment.paid_on, _payment.amount, _payment.currency, _payment.method)
    .where(_payment.invoice_id == bindparam("invoice", type_=Id()))
    .order_by(_payment.paid_on, _payment.id)
)


class OrderSum(msgspec.Struct):
    customer_id: str
    orders: int
    last_order_at: str | None


ORDERS_BY_CUSTOMER = (
    select(_order.customer_id, func.count(_order.id), func.max(_order.placed_at))
    .where(
        _order.customer_id.in_(bindparam("customers", type_=Id(), expanding=True)),
        _order.status != CANCELLED,
    )
    .group_by(_order.customer_id)
)


class LineSum(msgspec.Struct):
    customer_id: str
    kind: str
    amount: Decimal


LINES_BY_CUSTOMER = (
    select(_order.customer_id, _line.kind, func.sum(_line.amount))
    .join(OrderLine, _line.order_id == _order.id)
    .where(
        _order.customer_id.in_(bindparam("customers", type_=Id(), expanding=True)),
        _order.currency == bindparam("currency", type_=String()),
    )
    .group_by(_order.customer_id, _line.kind)
)


class OpenSum(msgspec.Struct):
    customer_id: str
    amount: int


OPEN_BY_CUSTOMER = (
    select(_invoice.customer_id, func.sum(_invoice.total - _invoice.paid))
    .where(
        _invoice.customer_id.in_(bindparam("customers", type_=Id(), expanding=True)),
        _invoice.state.in_((OPEN, PARTLY)),
        _invoice.currency == bindparam("currency", type_=String()),
    )
    .group_by(_invoice.customer_id)
)


class CustomerOf(msgspec.Struct):
    customer_id: str


CUSTOMERS_WITH_ACCOUNT = (
    select(_account.customer_id)
    .where(_account.customer_id > bindparam("after", type_=Id()))
    .order_by(_account.customer_id)
    .limit(BATCH)
)
CUSTOMERS_WITH_ORDERS = (
    select(_order.customer_id)
    .where(_order.customer_id > bindparam("after", type_=Id()))
    .group_by(_order.customer_id)
    .order_by(_order.customer_id)
    .limit(BATCH)
)


class OrderState(msgspec.Struct):
    number: str
    id: str
    customer_id: str | None
    lines: int | None
    amount: Decimal | None


STATE_OF_ORDERS = (
    select(
        _order.number,
        _order.id,
        _order.customer_id,
        func.max(_line.position),
        func.sum(_line.amount),
    )
    .outerjoin(OrderLine, _line.order_id == _order.id)
    .where(_order.number.in_(bindparam("numbers", type_=String(), expanding=True)))
    .group_by(_order.number, _order.id, _order.customer_id)
)


def batches(values: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
