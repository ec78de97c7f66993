"""Rules of RFC 5545 by which a task comes back: one day after the other, never a time."""

import re
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from kontor_sdk import Invalid

from . import phrases

_RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
_UNTIL = re.compile(r"(UNTIL=[0-9]{8})T[0-9]{6}Z?")


def checked_rule(text: str | None) -> str | None:
    """Give a rule as it is kept; raises Invalid when no day ever follows from it.

    Every task starts its rule anew, so that a COUNT would never be reached.
    """
    if text is None or not text.strip():
        return None
    rule = _UNTIL.sub(r"\1", text.strip().upper().removeprefix("RRULE:"))
    if not _RULE.fullmatch(rule) or "COUNT=" in rule:
        raise Invalid({"recurrence": phrases.NO_RULE})
    try:
        _following(rule, date(2000, 1, 1))
    except (ValueError, TypeError, OverflowError):
        raise Invalid({"recurrence": phrases.NO_RULE}) from None
    return rule


def next_day(rule: str, after: date) -> date | None:
    """Give the day on which a task is due again; None when the rule has come to its end."""
    try:
        return _following(rule, after)
    except (ValueError, TypeError, OverflowError):
        return None  # what stands in the row never came through the check


def _following(rule: str, after: date) -> date | None:
    start = datetime.combine(after, time.min)  # a day has no time zone
    found = rrulestr(rule, dtstart=start).after(start)
    return found.date() if found is not None else None
