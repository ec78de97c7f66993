"""What was invoiced, month by month, for the start page."""

from collections import defaultdict

import msgspec

from kontor_sdk import L
from kontor_sdk.models import Day, bindparam, columns, extract, func, minor_digits, select
from kontor_sdk.ui import Chart, Empty, Rendered, Series, UiContext, last_months

from .models import VOID, Invoice

_MONTHS = 12
_invoice = columns(Invoice)
_year, _month = extract("year", _invoice.issued_on), extract("month", _invoice.issued_on)
_INVOICED = (
    select(_year, _month, _invoice.currency, func.sum(_invoice.total))
    .where(
        _invoice.issued_on >= bindparam("since", type_=Day()),
        _invoice.state != VOID,
    )
    .group_by(_year, _month, _invoice.currency)
)


class _Invoiced(msgspec.Struct):
    year: int
    month: int
    currency: str
    total: int


def revenue_widget(ctx: UiContext) -> Rendered:
    """Show what was invoiced in each of the last months, in the currency of most of it."""
    months = last_months(ctx.now().astimezone(ctx.tz).date(), _MONTHS)
    rows = ctx.read(_INVOICED, _Invoiced, {"since": months[0].first})
    if not rows:
        return Empty(L("Noch keine Rechnungen.", en="No invoices yet."), icon="receipt-text")
    by_currency: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        by_currency[row.currency] += int(row.total)
    currency = max(by_currency, key=lambda one: by_currency[one])
    sums = {
        (int(row.year), int(row.month)): int(row.total) for row in rows if row.currency == currency
    }
    values = [sums.get((month.year, month.month), 0) for month in months]
    best = max(range(_MONTHS), key=lambda at: values[at])
    summary = L(
        "In Rechnung gestellt in zwölf Monaten, am meisten im Monat {best}.",
        en="Invoiced within twelve months, most of it in {best}.",
    )
    return Chart(
        kind="bar",
        summary=summary.format(best=months[best].label(ctx.locale)),
        x=[month.label(ctx.locale) for month in months],
        series=[
            Series(
                L("Umsatz", en="Revenue"), [one / 10 ** minor_digits(currency) for one in values]
            )
        ],
        fmt="money",
        currency=currency,
    )
