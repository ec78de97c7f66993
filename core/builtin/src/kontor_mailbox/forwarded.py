"""A message that a colleague forwarded in the text of another: who wrote it, and what."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

import msgspec

from .headers import Address

_SUBJECT = re.compile(r"(?i)^\s*(?:fwd?|wg|wtr|weitergeleitet)\s*:\s*")
# within a line, possessive: a message of nothing but quote marks is read once and no more
_DIVIDER = re.compile(
    r"(?im)^[>\t\xa0 ]*+(?:-{2,}[\t\xa0 ]*(?:original message|ursprüngliche nachricht|"
    r"forwarded message|weitergeleitete nachricht|original-nachricht)[\t\xa0 ]*-{2,}|_{10,}|"
    r"begin forwarded message:|anfang der weitergeleiteten (?:e-?mail|nachricht):)[\t\xa0 ]*$"
)
_FIELD = re.compile(
    r"^[>\s*]*(?P<name>from|von|to|an|subject|betreff|date|sent|datum|gesendet|cc|kopie)\s*:\*?\s*"
    r"(?P<value>.*)$",
    re.IGNORECASE,
)
_NAMES = {
    "from": "from",
    "von": "from",
    "to": "to",
    "an": "to",
    "subject": "subject",
    "betreff": "subject",
    "date": "date",
    "sent": "date",
    "datum": "date",
    "gesendet": "date",
}
_MAIL = re.compile(r"[^\s@<>\[\]\"(),:;]{1,64}@[^\s@<>\[\]\"(),:;]{1,255}")
_MONTHS = "jan feb mär apr mai jun jul aug sep okt nov dez".split()  # noqa: SIM905  # as one reads
_IN_ENGLISH = {"mar": 3, "may": 5, "oct": 10, "dec": 12, "mrz": 3, "mae": 3}
_DAY = re.compile(
    r"(?P<day>\d{1,2})\.?\s*(?P<month>\d{1,2}|[A-Za-zä]{3,9})\.?\s*(?P<year>\d{4})"
    r"(?:\D+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
)
_MOST_LINES = 40


class Inner(msgspec.Struct):
    """What the head of a forwarded message says."""

    sender: Address
    to: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    text: str


def inner_of(subject: str, text: str, tz: tzinfo) -> Inner | None:
    """Give the message inside a forwarded one; None when there is none to be seen.

    Its head tells the time of wherever it was forwarded: ``tz``.
    """
    divider = _DIVIDER.search(text)
    if divider is None and not _SUBJECT.match(subject):
        return None
    lines = text[divider.end() if divider else 0 :].split("\n")
    fields: dict[str, str] = {}
    end = 0
    for number, line in enumerate(lines[:_MOST_LINES]):
        found = _FIELD.match(line)
        if found is not None:
            name = _NAMES.get(found["name"].lower())
            if name is not None:
                fields.setdefault(name, found["value"].strip())
            end = number + 1
        elif "from" in fields and not line.strip(" >"):
            break
    sender = _address(fields.get("from", ""))
    if sender is None:
        return None
    rest = "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines[end:]).strip()
    return Inner(
        sender=sender,
        to=tuple(Address(one.lower()) for one in _MAIL.findall(fields.get("to", ""))),
        subject=fields.get("subject", "") or _SUBJECT.sub("", subject),
        sent_at=_moment(fields.get("date", ""), tz),
        text=rest,
    )


def _address(text: str) -> Address | None:
    found = _MAIL.search(text)
    if found is None:
        return None
    name = re.sub(r"(?i)<?\s*(?:mailto:)?\s*$", "", text[: found.start()]).strip(" \"'<[(*")
    return Address(found.group().lower().removeprefix("mailto:"), name[:200])


def _moment(text: str, tz: tzinfo) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, TypeError, IndexError):
        found = _DAY.search(text)
    try:
        if found is None:
            return None
        day, year = int(found["day"]), int(found["year"])
        hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
        made = datetime(year, _month(found["month"]), day, hour, minute, tzinfo=tz)
    except (ValueError, OverflowError):
        return None
    return made.astimezone(UTC)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    short = text.lower()[:3]
    return _IN_ENGLISH.get(short) or _MONTHS.index(short) + 1
