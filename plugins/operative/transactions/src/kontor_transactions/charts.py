"""What was invoiced in a period, for the start page."""

from collections import defaultdict
from datetime import date

import msgspec

from kontor_sdk import L
from kontor_sdk.models import Day, bindparam, columns, func, minor_digits, select
from kontor_sdk.ui import Chart, Empty, Rendered, Series, UiContext, period_of

from .models import VOID, Invoice

_invoice = columns(Invoice)
_INVOICED = (
    select(_invoice.issued_on, _invoice.currency, func.sum(_invoice.total))
    .where(
        _invoice.issued_on >= bindparam("since", type_=Day()),
        _invoice.state != VOID,
    )
    .group_by(_invoice.issued_on, _invoice.currency)
)


class _Invoiced(msgspec.Struct):
    issued_on: str
    currency: str
    total: int

    @property
    def day(self) -> date:
        return date.fromisoformat(self.issued_on)


def revenue_widget(ctx: UiContext) -> Rendered:
    """Show what was invoiced in the period, step by step, in the currency of most of it."""
    period = ctx.period or period_of("year", ctx.now().astimezone(ctx.tz))
    rows = ctx.read(_INVOICED, _Invoiced, {"since": period.first_day})
    if not rows:
        nothing = L("Keine Rechnungen {when}.", en="No invoices {when}.")
        return Empty(nothing.format(when=period.said), icon="receipt-text")
    by_currency: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        by_currency[row.currency] += int(row.total)
    currency = max(by_currency, key=lambda one: by_currency[one])
    own = (row for row in rows if row.currency == currency)
    values = period.spread((row.day, float(row.total)) for row in own)
    steps = period.steps()
    best = max(range(len(steps)), key=lambda at: values[at])
    summary = L(
        "In Rechnung gestellt {when}, am meisten ab {best}.",
        en="Invoiced {when}, most of it from {best} on.",
    )
    return Chart(
        kind="bar",
        summary=summary.format(when=period.said, best=steps[best].label(ctx.locale)),
        x=[step.label(ctx.locale) for step in steps],
        series=[
            Series(
                L("Umsatz", en="Revenue"), [one / 10 ** minor_digits(currency) for one in values]
            )
        ],
        fmt="money",
        currency=currency,
    )
