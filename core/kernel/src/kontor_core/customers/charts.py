"""How many customers were added, month by month, for the start page."""

import msgspec
from sqlalchemy import bindparam, extract, func, select

from kontor_core.customers.models import Customer
from kontor_core.foundation.i18n import L
from kontor_core.foundation.months import last_months
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Moment
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import Rendered, Size, Widget
from kontor_core.hooks.declarations.views import Chart, Empty, Series

_MONTHS = 12
_TITLE = L("Neue {customers} je Monat", en="New {customers} per month")
_customer = columns(Customer)
_year, _month = extract("year", _customer.created_at), extract("month", _customer.created_at)
_ADDED = (
    select(_year, _month, func.count(_customer.id))
    .where(_customer.created_at >= bindparam("since", type_=Moment()))
    .group_by(_year, _month)
)


class _Added(msgspec.Struct):
    year: int
    month: int
    count: int


def added_widget(ctx: UiContext) -> Rendered:
    """Show how many customers the reader sees were added in each of the last months."""
    today = ctx.now().astimezone(ctx.tz)
    months = last_months(today.date(), _MONTHS)
    first = months[0].first
    since = today.replace(
        year=first.year, month=first.month, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    rows = ctx.reader.read(_ADDED, _Added, {"since": since})
    if not rows:
        return Empty(L("Noch nichts hinzugekommen.", en="Nothing added yet."), icon="chart-column")
    counts = {(int(row.year), int(row.month)): row.count for row in rows}
    values = [counts.get((month.year, month.month), 0) for month in months]
    customers = ctx.called("customers", L("Kunden", en="customers"))
    summary = L(
        "Hinzugekommen in zwölf Monaten: {total}, davon in diesem Monat {now}.",
        en="Added in twelve months: {total}, {now} of them this month.",
    )
    return Chart(
        kind="bar",
        summary=summary.format(total=sum(values), now=values[-1]),
        x=[month.label(ctx.locale) for month in months],
        series=[Series(customers, values)],
    )


def customer_charts() -> list[Spec]:
    return [
        Widget(
            id="customers_added",
            title=_TITLE,
            render=added_widget,
            size=Size(6, 3),
            lazy=True,
            refresh_on=("customer.created", "customer.deleted"),
            order=60,
        )
    ]
