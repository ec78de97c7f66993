"""How much lies ahead: one's own open tasks by when they are due."""

from datetime import timedelta

from kontor_sdk import L
from kontor_sdk.ui import Chart, Empty, Rendered, Series, UiContext

from . import lists, queries

_OVERDUE, _TODAY = L("Überfällig", en="Overdue"), L("Heute", en="Today")
_WEEK, _NEXT = L("Bis 7 Tage", en="Within 7 days"), L("Bis 30 Tage", en="Within 30 days")
_LATER, _NO_DAY = L("Später", en="Later"), L("Ohne Tag", en="No day")


def due_widget(ctx: UiContext) -> Rendered:
    """Show how many open tasks the reader has, by when they are due."""
    today = lists.today_of(ctx)
    bounds = (
        (_OVERDUE, today - timedelta(days=1)),
        (_TODAY, today),
        (_WEEK, today + timedelta(days=7)),
        (_NEXT, today + timedelta(days=30)),
    )
    counts = dict.fromkeys((_OVERDUE, _TODAY, _WEEK, _NEXT, _LATER, _NO_DAY), 0)
    for row in queries.count_by_day(ctx):
        if row.due_on is None:
            counts[_NO_DAY] += row.count
            continue
        day = row.due_on
        label = next((label for label, until in bounds if day <= until.isoformat()), _LATER)
        counts[label] += row.count
    total = sum(counts.values())
    if not total:
        return Empty(L("Nichts zu tun.", en="Nothing to do."), icon="sun")
    summary = L(
        "{total} offene {total:Aufgabe|Aufgaben}, {overdue} davon überfällig.",
        en="{total} open {total:task|tasks}, {overdue} of them overdue.",
    )
    return Chart(
        kind="bar",
        summary=summary.format(total=total, overdue=counts[_OVERDUE]),
        x=[label.in_(ctx.locale) for label in counts],
        series=[Series(L("Aufgaben", en="Tasks"), list(counts.values()))],
    )
