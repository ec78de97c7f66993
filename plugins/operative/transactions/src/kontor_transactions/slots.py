"""Where the plugin shows on core's pages and on its own."""

from kontor_sdk import L
from kontor_sdk.ui import (
    Action,
    ActionScope,
    Color,
    Column,
    Confirm,
    Filter,
    Kind,
    Panel,
    Size,
    Spec,
    Tab,
    TimelineRenderer,
    Widget,
)

from . import actions, ui
from .inputs import GoodsBack, MoneyReceived, NewLine, NewOrder
from .permissions import BOOK

_TOLD = ("transactions.order.*", "transactions.invoice.*", "transactions.payment.received")

SLOTS: list[Spec] = [
    Tab(
        id="account",
        on="customer",
        label=L("Aufträge und Konto", en="Orders and account"),
        render=ui.account_tab,
        refresh_on=_TOLD,
    ),
    Panel(
        id="sums",
        on="customer",
        title=L("Konto", en="Account"),
        render=ui.account_panel,
        refresh_on=("transactions.account.*",),
    ),
    Widget(
        id="open_invoices",
        title=ui.OPEN_INVOICES,
        render=ui.open_invoices_widget,
        size=Size(6, 3),
        refresh_on=("transactions.invoice.*", "transactions.payment.received"),
        order=40,
    ),
    Tab(
        id="lines",
        on="transactions.order",
        label=L("Positionen", en="Lines"),
        render=ui.lines_tab,
        refresh_on=("transactions.order.*", "transactions.order_line.*"),
    ),
    Tab(
        id="payments",
        on="transactions.invoice",
        label=L("Zahlungen", en="Payments"),
        render=ui.payments_tab,
        refresh_on=("transactions.payment.received",),
    ),
    Column(
        id="revenue",
        of="customer",
        field="transactions.revenue",
        kind=Kind.MONEY,
        default=True,
        order=50,
    ),
    Column(
        id="last_order",
        of="customer",
        field="transactions.last_order_at",
        kind=Kind.DATETIME,
        default=True,
        order=51,
    ),
    Filter(
        id="owing",
        of="customer",
        label=L("Mit offenen Posten", en="With open items"),
        filter="transactions.open_amount > 0",
    ),
    TimelineRenderer(
        id="orders",
        events=("transactions.order.*", "transactions.order_line.*"),
        icon="shopping-cart",
        color=Color.C5,
        render=ui.sales_entries,
    ),
    TimelineRenderer(
        id="money",
        events=("transactions.invoice.*", "transactions.payment.*", "transactions.account.*"),
        icon="receipt",
        color=Color.C2,
        render=ui.sales_entries,
    ),
    Action(
        id="place",
        on="customer",
        scope=ActionScope.RECORD,
        label=L("Auftrag anlegen", en="Place order"),
        icon="shopping-cart",
        input=NewOrder,
        run=actions.place,
    ),
    Action(
        id="add_line",
        on="transactions.order",
        scope=ActionScope.RECORD,
        label=L("Position hinzufügen", en="Add line"),
        icon="plus",
        input=NewLine,
        run=actions.add_line,
        primary=True,
    ),
    Action(
        id="deliver",
        on="transactions.order",
        scope=ActionScope.RECORD,
        label=L("Geliefert", en="Delivered"),
        icon="truck",
        run=actions.deliver,
    ),
    Action(
        id="bill",
        on="transactions.order",
        scope=ActionScope.RECORD,
        label=L("Rechnung ausstellen", en="Issue invoice"),
        icon="receipt",
        run=actions.bill,
        requires=BOOK,
    ),
    Action(
        id="take_back",
        on="transactions.order",
        scope=ActionScope.RECORD,
        label=L("Ware zurücknehmen", en="Take goods back"),
        icon="undo-2",
        input=GoodsBack,
        run=actions.take_back,
        requires=BOOK,
    ),
    Action(
        id="cancel",
        on="transactions.order",
        scope=ActionScope.RECORD,
        label=L("Stornieren", en="Cancel"),
        icon="x",
        run=actions.cancel,
        requires=BOOK,
        danger=True,
        confirm=Confirm(
            text=L(
                "Alles, was von diesem Auftrag übrig ist, wird zurückgebucht.",
                en="All that is left of this order is booked back.",
            )
        ),
    ),
    Action(
        id="receive",
        on="transactions.invoice",
        scope=ActionScope.RECORD,
        label=L("Zahlung buchen", en="Book payment"),
        icon="banknote",
        input=MoneyReceived,
        run=actions.receive,
        requires=BOOK,
        primary=True,
    ),
]
