"""Dates and moments as people, forms and files write them."""

import re
from datetime import UTC, date, datetime, tzinfo

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(\.\d{1,6})?\d*)?", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?")
_FIRST_YEAR = 1000  # earlier ones are slips of a hand, and do not sort as text


def read_day(text: str) -> date:
    """Read ``2026-11-21``, ``21.11.2026``, ``21-11-2026`` or ``21/11/2026``. Raises ValueError."""
    iso = _ISO_DAY.match(text)
    if iso and (iso.end() == len(text) or _MIDNIGHT.fullmatch(text, iso.end())):
        day = date.fromisoformat(iso.group())
    elif found := _DAY_FIRST.fullmatch(text):
        day = date(int(found[4]), int(found[3]), int(found[1]))
    else:
        raise ValueError(text)
    if day.year < _FIRST_YEAR:
        raise ValueError(text)
    return day


def read_moment(text: str, tz: tzinfo) -> datetime:
    """Read RFC 3339 or a day of ``read_day`` with an optional time. Raises ValueError.

    A text without an offset is local to ``tz``; a day alone is its midnight there.
    """
    if _ISO_DAY.match(text):
        return as_utc(datetime.fromisoformat(text), tz)
    day, _, time = text.partition(" ")
    moment = datetime.combine(read_day(day), datetime.min.time())
    if time := time.strip():
        found = _TIME.fullmatch(time)
        if not found:
            raise ValueError(text)
        micros = int((found[4] or ".")[1:].ljust(6, "0"))
        moment = moment.replace(
            hour=int(found[1]), minute=int(found[2]), second=int(found[3] or 0), microsecond=micros
        )
    return as_utc(moment, tz)


def as_utc(moment: datetime, tz: tzinfo) -> datetime:
    """Give a moment in UTC; one without a zone is local to ``tz``. Raises ValueError."""
    if moment.year < _FIRST_YEAR:
        raise ValueError(moment)
    try:
        return (moment.replace(tzinfo=tz) if moment.tzinfo is None else moment).astimezone(UTC)
    except OverflowError:  # the last hours of the year 9999, west of Greenwich
        raise ValueError(moment) from None
