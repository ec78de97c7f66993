"""Transactions: what customers ordered, gave back, were billed and paid."""

from collections.abc import Sequence

from kontor_sdk import (
    Entity,
    Facet,
    L,
    Permission,
    Plugin,
    PluginInfo,
    Resource,
    RoleTemplate,
    Scope,
    hookimpl,
)
from kontor_sdk.flow import DemoContext, Event, Job, Subscription
from kontor_sdk.ui import Spec

from .accounts import keep_accounts, put_accounts_right
from .demo import make_demo
from .events import EVENTS
from .models import Account, Invoice, Order, OrderLine, Payment, Product
from .permissions import PERMISSIONS
from .resources import RESOURCES
from .slots import SLOTS


class Transactions(Plugin):
    info = PluginInfo(
        "transactions",
        L("Transaktionen", en="Transactions"),
        form="operative",
        summary=L(
            "Artikel, Aufträge und Rechnungen, mit Umsatz und Konto.",
            en="Products, orders and invoices, with revenue and account.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            Entity(
                Product,
                label=L("Artikel", en="Product"),
                scope=Scope.OPEN,
                scope_reason="A price list is the same for everybody in the company.",
            ),
            Entity(
                Order,
                label=L("Auftrag", en="Order"),
                title="number",
                scope_parent="customer_id",
            ),
            Entity(
                OrderLine,
                label=L("Auftragsposition", en="Order line"),
                title="position",
                scope_parent="order_id",
            ),
            Entity(
                Invoice,
                label=L("Rechnung", en="Invoice"),
                title="number",
                scope_parent="customer_id",
            ),
            Entity(
                Payment,
                label=L("Zahlung", en="Payment"),
                title="paid_on",
                scope_parent="invoice_id",
            ),
            Facet(Account, label=L("Kundenkonto", en="Account")),
        ]

    @hookimpl
    def kontor_resources(self) -> Sequence[Resource]:
        return RESOURCES

    @hookimpl
    def kontor_events(self) -> Sequence[type[Event]]:
        return EVENTS

    @hookimpl
    def kontor_permissions(self) -> Sequence[Permission | RoleTemplate]:
        return PERMISSIONS

    @hookimpl
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        told = ("transactions.order.*", "transactions.invoice.*", "transactions.payment.received")
        moved = ("customer.merged", "customer.unmerged")
        return [Subscription((*told, *moved), keep_accounts, batch=500)]

    @hookimpl
    def kontor_jobs(self) -> Sequence[Job]:
        label = L("Kundenkonten nachrechnen", en="Recalculate customer accounts")
        return [Job(id="accounts", run=put_accounts_right, every="02:30", label=label)]

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        return SLOTS

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_demo(ctx)
