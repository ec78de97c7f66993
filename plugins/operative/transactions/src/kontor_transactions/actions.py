"""What people do with orders and invoices on their pages: ask, call the domain, say it is done."""

from collections.abc import Sequence
from typing import TypeVar

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext
from kontor_sdk.ui import ActionResult, Done, RecordRef

from . import invoices, orders
from .inputs import GoodsBack, MoneyReceived, NewLine, NewOrder
from .models import DELIVERED, Order

T = TypeVar("T")


def place(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Take a customer's order of one article; more lines are added on its page."""
    asked = _asked(ctx, NewOrder)
    line = asked.model_dump(exclude={"channel"}, exclude_none=True)
    with ctx.unit() as uow:
        values = {"customer_id": _one(ids), "channel": asked.channel}
        order = orders.place_order(uow, values, [line])
    return Done(
        L("Auftrag {number} angelegt.", en="Order {number} placed.").format(number=order.number),
        to=RecordRef("transactions.order", order.id),
    )


def add_line(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    asked = _asked(ctx, NewLine)
    with ctx.unit() as uow:
        orders.add_line(uow, {**asked.model_dump(exclude_none=True), "order_id": _one(ids)})
    return Done(L("Position hinzugefügt.", en="Line added."))


def deliver(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    with ctx.unit() as uow:
        for order_id in ids:
            version = uow.get(Order, order_id).version
            orders.change_order(uow, order_id, {"status": DELIVERED}, version)
    return Done(L("Als geliefert vermerkt.", en="Marked as delivered."))


def take_back(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    asked = _asked(ctx, GoodsBack)
    with ctx.unit() as uow:
        orders.return_lines(uow, order_id=_one(ids), quantities={asked.line_id: asked.quantity})
    return Done(L("Rückgabe gebucht.", en="Return booked."))


def cancel(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    with ctx.unit() as uow:
        for order_id in ids:
            orders.cancel_order(uow, order_id=order_id)
    return Done(L("Storniert.", en="Cancelled."))


def bill(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    with ctx.unit() as uow:
        invoice = invoices.issue_invoice(uow, {"order_id": _one(ids)})
    return Done(
        L("Rechnung {number} ausgestellt.", en="Invoice {number} issued.").format(
            number=invoice.number
        ),
        to=RecordRef("transactions.invoice", invoice.id),
    )


def receive(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    asked = _asked(ctx, MoneyReceived)
    with ctx.unit() as uow:
        invoices.receive_payment(
            uow, {**asked.model_dump(exclude_none=True), "invoice_id": _one(ids)}
        )
    return Done(L("Zahlung gebucht.", en="Payment booked."))


def _asked(ctx: ActionContext, kind: type[T]) -> T:
    assert isinstance(ctx.input, kind)  # noqa: S101  # the action's own input model
    return ctx.input


def _one(ids: Sequence[str]) -> str:
    if len(ids) != 1:
        raise NotFound("record")
    return ids[0]
