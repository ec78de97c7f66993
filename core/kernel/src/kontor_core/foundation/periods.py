"""Periods that figures are told for: days back, or the present month, quarter, year so far.

Each is compared with what went before: the same number of days, or the last month, quarter, year
up to the same time, so that half a month is not measured against a whole one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kontor_core.foundation.i18n import CLDR, L, Label, Locale

USUAL = "90d"

_DAYS = {"7d": 7, "30d": 30, "90d": 90}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}

PERIODS: Mapping[str, Label] = {
    "7d": L("7 Tage", en="7 days"),
    "30d": L("30 Tage", en="30 days"),
    "90d": L("90 Tage", en="90 days"),
    "month": L("Monat", en="Month"),
    "quarter": L("Quartal", en="Quarter"),
    "year": L("Jahr", en="Year"),
}
"""What one may choose, with what it is called."""

_SAID: Mapping[str, Label] = {
    "7d": L("in 7 Tagen", en="in 7 days"),
    "30d": L("in 30 Tagen", en="in 30 days"),
    "90d": L("in 90 Tagen", en="in 90 days"),
    "month": L("in diesem Monat", en="this month"),
    "quarter": L("in diesem Quartal", en="this quarter"),
    "year": L("in diesem Jahr", en="this year"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a chart: a day, a week or a month; ``end`` is the first day after it."""

    start: date
    end: date

    def label(self, locale: Locale) -> str:
        from babel.dates import format_skeleton  # heavy: whoever only declares does without

        parts = "MMM" if (self.end - self.start).days > 7 else "MMMd"
        return str(format_skeleton(parts, self.start, locale=CLDR[locale]))


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time up to now: ``[start, end)``, and ``[before, before_end)`` before it."""

    key: str
    start: datetime
    end: datetime
    before: datetime
    before_end: datetime

    @property
    def label(self) -> Label:
        """Give what it is called: "30 days"."""
        return PERIODS[self.key]

    @property
    def said(self) -> Label:
        """Give it as part of a sentence: "this month"."""
        return _SAID[self.key]

    @property
    def first_day(self) -> date:
        return self.start.date()

    def steps(self) -> list[Step]:
        """Part it as charts do: by days up to a month, by weeks up to a quarter, else by months."""
        first, last = self.start.date(), self.end.date()
        found = []
        while first <= last:
            after = _next_month(first, 1) if self.key == "year" else first + self._stride()
            found.append(Step(first, after))
            first = after
        return found

    def spread(self, counts: Iterable[tuple[date, float]]) -> list[float]:
        """Add up what is told by days into the steps."""
        steps = self.steps()
        sums = [0.0] * len(steps)
        for day, value in counts:
            at = next((n for n, step in enumerate(steps) if step.start <= day < step.end), None)
            if at is not None:
                sums[at] += value
        return sums

    def _stride(self) -> timedelta:
        return timedelta(days=7 if self.key in ("90d", "quarter") else 1)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed against the period before; ``percent`` is None where there was nothing."""

    absolute: Decimal
    percent: Decimal | None


def change_of(now: Decimal | float, before: Decimal | float) -> Change:
    """Tell how a number has changed, in per cent and in itself."""
    new, old = Decimal(str(now)), Decimal(str(before))
    percent = ((new - old) / abs(old) * 100).quantize(Decimal(1)) if old else None
    return Change(new - old, percent)


def period_of(key: str, now: datetime) -> Period:
    """Give a period up to ``now``, a time where the reader is; an unknown key is the usual one."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    if key in _MONTHS:
        months = _MONTHS[key]
        first = date(now.year, (now.month - 1) // months * months + 1, 1)
        start = datetime.combine(first, time(), now.tzinfo)
        before = datetime.combine(_next_month(first, -months), time(), now.tzinfo)
        # the 31st has no counterpart in a month of 30 days: then the whole of it is compared
        return Period(key, start, now, before, min(before + (now - start), start))
    key = key if key in _DAYS else USUAL
    start = midnight - timedelta(days=_DAYS[key] - 1)
    length = now - start
    return Period(
        key,
        start,
        now,
        start - timedelta(days=_DAYS[key]),
        start - timedelta(days=_DAYS[key]) + length,
    )


def _next_month(first: date, by: int) -> date:
    number = first.year * 12 + first.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
