"""How many customers were added in a period, for the start page."""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import bindparam, extract, func, select

from kontor_core.customers.models import Customer
from kontor_core.foundation.i18n import L
from kontor_core.foundation.periods import USUAL, period_of
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Moment
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import Rendered, Size, Widget
from kontor_core.hooks.declarations.views import Chart, Empty, Series

_TITLE = L("Neue {customers}", en="New {customers}")
_customer = columns(Customer)
_parts = [extract(part, _customer.created_at) for part in ("year", "month", "day", "hour")]
_ADDED = (
    select(*_parts, func.count(_customer.id))
    .where(
        _customer.created_at >= bindparam("since", type_=Moment()),
        _customer.merged_into_id.is_(None),
    )
    .group_by(*_parts)
)


class _Added(msgspec.Struct):
    year: int
    month: int
    day: int
    hour: int
    count: int

    @property
    def at(self) -> datetime:
        return datetime(int(self.year), int(self.month), int(self.day), int(self.hour), tzinfo=UTC)


def added_widget(ctx: UiContext) -> Rendered:
    """Show how many customers the reader sees were added in the period, step by step."""
    period = ctx.period or period_of(USUAL, ctx.now().astimezone(ctx.tz))
    rows = ctx.reader.read(_ADDED, _Added, {"since": period.start})
    if not rows:
        nothing = L("Nichts hinzugekommen {when}.", en="Nothing added {when}.")
        return Empty(nothing.format(when=period.said), icon="chart-column")
    counts = ((row.at.astimezone(ctx.tz).date(), float(row.count)) for row in rows)
    values = [int(value) for value in period.spread(counts)]
    customers = ctx.called("customers", L("Kunden", en="customers"))
    summary = L(
        "Hinzugekommen {when}: {total}, davon zuletzt {now}.",
        en="Added {when}: {total}, {now} of them lately.",
    )
    return Chart(
        kind="bar",
        summary=summary.format(when=period.said, total=sum(values), now=values[-1]),
        x=[step.label(ctx.locale) for step in period.steps()],
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
            period=True,
            refresh_on=("customer.created", "customer.deleted"),
            order=60,
        )
    ]
