"""Months as charts count them: the last so many, the present one at the end."""

from dataclasses import dataclass
from datetime import date

from kontor_core.foundation.i18n import Locale


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, for counting by months."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    def label(self, locale: Locale) -> str:
        """Give its short name, with the year where one begins."""
        from babel.dates import format_skeleton  # heavy: whoever only declares does without

        from kontor_core.foundation.values.showing import babel_locale

        parts = "yyMMM" if self.month == 1 else "MMM"
        return str(format_skeleton(parts, self.first, locale=babel_locale(locale)))


def last_months(today: date, count: int) -> list[Month]:
    """Give the last months, oldest first; ``today`` lies in the newest."""
    newest = today.year * 12 + today.month - 1
    return [Month(*_parts(number)) for number in range(newest - count + 1, newest + 1)]


def _parts(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
