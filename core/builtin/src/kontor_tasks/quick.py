"""A task in one line: "morgen 9 Uhr Frau Lindner anrufen", "call Hanse next Monday at 2pm !".

Day, time, repetition and "!" are taken out of the text, in German and English alike; the rest is
the title. A grammar of our own: what a date library makes of "Mai" or "so" in a sentence is too
often a date, and it takes longer to load than all of Kontor.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

_DAYS = (
    ("montag", "monday", "MO"),
    ("dienstag", "tuesday", "TU"),
    ("mittwoch", "wednesday", "WE"),
    ("donnerstag", "thursday", "TH"),
    ("freitag", "friday", "FR"),
    ("samstag|sonnabend", "saturday", "SA"),
    ("sonntag", "sunday", "SU"),
)
_MONTHS = (
    "januar|jänner|january|jan",
    "februar|february|feb",
    "märz|march|mrz|mar",
    "april|apr",
    "mai|may",
    "juni|june|jun",
    "juli|july|jul",
    "august|aug",
    "september|sept|sep",
    "oktober|october|okt|oct",
    "november|nov",
    "dezember|december|dez|dec",
)
_NUMBERS = {"einem": 1, "einer": 1, "ein": 1, "a": 1, "an": 1, "one": 1, "zwei": 2, "two": 2}
_NUMBERS |= {"drei": 3, "three": 3, "vier": 4, "four": 4}
_WEEKDAY = "|".join(f"{de}|{en}" for de, en, _ in _DAYS)
_MONTH = "|".join(_MONTHS)
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?"


@dataclass(frozen=True)
class Understood:
    """What a line says; ``rest`` is what is left of it, in the end the title."""

    rest: str
    due_on: date | None = None
    due_at: str | None = None
    recurrence: str | None = None
    urgent: bool = False


Found = Callable[[Understood, "re.Match[str]", date], Understood | None]


def understand(line: str, now: datetime) -> Understood:
    """Read a line at a time where the user is."""
    told = Understood(f" {' '.join(line.split())} ")
    for pattern, take in _RULES:
        match = pattern.search(told.rest)
        taken = take(told, match, now.date()) if match is not None else None
        if match is not None and taken is not None:
            told = replace(taken, rest=f"{told.rest[: match.start()]} {told.rest[match.end() :]}")
    if told.due_at and told.due_on is None:
        later = told.due_at > f"{now:%H:%M}"
        told = replace(told, due_on=now.date() + timedelta(days=0 if later else 1))
    if told.recurrence and told.due_on is None:
        told = replace(told, due_on=now.date())
    return replace(told, rest=" ".join(told.rest.split()).strip(" ,;:-–"))


def _clock(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    if told.due_at is not None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match.groupdict().get("half") or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half.startswith("p"):
        hour = hour % 12 + 12
    elif half.startswith("a"):
        hour %= 12
    return replace(told, due_at=f"{hour:02d}:{minute:02d}")


def _noon(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    return None if told.due_at else replace(told, due_at="12:00")


def _day(days: int) -> Found:
    def take(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
        return _on(told, today + timedelta(days=days))

    return take


def _in(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    word, unit = match["count"].lower(), match["unit"].lower()
    count = int(word) if word.isdigit() else _NUMBERS[word]
    if unit.startswith(("mon",)):
        return _on(told, _months_on(today, count))
    return _on(told, today + timedelta(days=count * (7 if unit.startswith("w") else 1)))


def _weekday(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    return _on(told, _coming(_number(match["day"]), today))


def _week_and_day(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    monday = today + timedelta(days=7 - today.weekday())
    day = _number(match["day"]) if match["day"] else 0
    return _on(told, monday + timedelta(days=day))


def _every(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    day = _number(match["day"])
    again = replace(told, recurrence=f"FREQ=WEEKLY;BYDAY={_DAYS[day][2]}")
    due = today if today.weekday() == day else _coming(day, today)
    return replace(again, due_on=told.due_on or due)


def _again(rule: str) -> Found:
    def take(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
        return None if told.recurrence else replace(told, recurrence=rule)

    return take


def _iso(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    return _dated(told, int(match["year"]), int(match["month"]), int(match["date"]), today)


def _numbers(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    year = int(match["year"]) if match["year"] else None
    return _dated(told, year, int(match["month"]), int(match["date"]), today)


def _named(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    word = match["month"].lower()
    month = next(n for n, names in enumerate(_MONTHS, 1) if word in names.split("|"))
    return _dated(
        told, int(match["year"]) if match["year"] else None, month, int(match["date"]), today
    )


def _end_of_month(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    return _on(told, _months_on(today.replace(day=1), 1) - timedelta(days=1))


def _urgent(told: Understood, match: "re.Match[str]", today: date) -> Understood | None:
    return replace(told, urgent=True)


def _on(told: Understood, day: date) -> Understood | None:
    return None if told.due_on is not None else replace(told, due_on=day)


def _dated(
    told: Understood, year: int | None, month: int, day: int, today: date
) -> Understood | None:
    """Take a date; without a year it is the next one. One that does not exist is text."""
    years = (
        [year + 2000 if year < 100 else year] if year is not None else [today.year, today.year + 1]
    )
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return _on(told, found)
    return None


def _coming(day: int, today: date) -> date:
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)


def _number(word: str) -> int:
    return next(n for n, (de, en, _) in enumerate(_DAYS) if word.lower() in (*de.split("|"), en))


def _months_on(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    return day


def _rule(pattern: str, take: Found) -> "tuple[re.Pattern[str], Found]":
    return re.compile(rf"(?<=\s)(?:{pattern})(?=[\s,;.!?])", re.IGNORECASE), take


_COUNT = "|".join(["\\d{1,3}", *_NUMBERS])
_RULES = (
    _rule(r"!+", _urgent),
    _rule(rf"(?:jeden|jeder|every) (?P<day>{_WEEKDAY})", _every),
    _rule(r"täglich|jeden tag|daily|every day", _again("FREQ=DAILY")),
    _rule(r"wöchentlich|jede woche|weekly|every week", _again("FREQ=WEEKLY")),
    _rule(r"monatlich|jeden monat|monthly|every month", _again("FREQ=MONTHLY")),
    _rule(r"jährlich|jedes jahr|yearly|every year", _again("FREQ=YEARLY")),
    _rule(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<date>\d\d)", _iso),
    _rule(
        r"(?:am |bis (?:zum )?|until )?"
        r"(?P<date>[0-3]?\d)\. ?(?P<month>[01]?\d)\.(?P<year>\d{4}|\d\d)?",
        _numbers,
    ),
    _rule(
        rf"(?:am |bis (?:zum )?|on |until )?(?P<date>[0-3]?\d)(?:\.|th|st|nd|rd)? "
        rf"(?P<month>{_MONTH})\.?(?: (?P<year>\d{{4}}))?",
        _named,
    ),
    _rule(
        rf"(?:on |until )?(?P<month>{_MONTH})\.? "
        r"(?P<date>[0-3]?\d)(?:th|st|nd|rd)?(?:,? (?P<year>\d{4}))?",
        _named,
    ),
    _rule(rf"(?:um|at) {_CLOCK} ?(?P<half>[ap]\.?m\.?)(?=[\s,;!?])", _clock),
    _rule(rf"(?:um |ab |at )?{_CLOCK} ?uhr", _clock),
    _rule(rf"(?:at )?{_CLOCK} ?(?P<half>[ap]\.?m)\.?", _clock),
    _rule(rf"(?:um|at) {_CLOCK}", _clock),
    _rule(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)", _clock),
    _rule(r"mittags|at noon|noon", _noon),
    _rule(r"übermorgen|(?:the )?day after tomorrow", _day(2)),
    _rule(r"heute|today", _day(0)),
    _rule(r"morgen|tomorrow", _day(1)),
    _rule(
        rf"in (?P<count>{_COUNT}) (?P<unit>tag(?:en)?|wochen?|monat(?:en)?|days?|weeks?|months?)",
        _in,
    ),
    _rule(
        rf"(?:nächste|kommende|next) (?:woche|week)(?: (?:am |on )?(?P<day>{_WEEKDAY}))?",
        _week_and_day,
    ),
    _rule(
        r"(?:zum |am |bis )?monatsende|(?:at |by )?(?:the )?end of (?:the )?month", _end_of_month
    ),
    _rule(
        rf"(?:(?:am|bis|on|by|this|diesen|nächsten|kommenden|next) )?(?P<day>{_WEEKDAY})", _weekday
    ),
)
