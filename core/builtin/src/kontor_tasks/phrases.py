"""Texts that stand in more than one place."""

from datetime import date

from kontor_sdk import L
from kontor_sdk.models import written_day

TASK = L("Aufgabe", en="Task")
TASKS = L("Aufgaben", en="Tasks")
MY_DAY = L("Mein Tag", en="My day")

NO_RULE = L(
    "Das ist keine Regel nach RFC 5545. Beispiele: FREQ=WEEKLY, FREQ=MONTHLY;BYMONTHDAY=1. "
    "COUNT geht nicht, UNTIL schon.",
    en="This is not an RFC 5545 rule. Examples: FREQ=WEEKLY, "
    "FREQ=MONTHLY;BYMONTHDAY=1. UNTIL is supported, COUNT is not.",
)
RULE_NEEDS_DAY = L(
    "Eine Wiederholung braucht einen Tag, an dem sie beginnt.",
    en="A recurrence needs a day to start from.",
)
NO_TIME = L(
    "Bitte Stunde und Minute, etwa 14:30.", en="Please give hour and minute, such as 14:30."
)
TIME_NEEDS_DAY = L("Eine Uhrzeit braucht einen Tag.", en="A time needs a day.")
NO_DAYS = L("Bitte 1 bis 3650 Tage.", en="Please give 1 to 3650 days.")

FOLLOW_UP = L("Nachfassen", en="Follow up")
FOLLOW_UP_ON = L("Nachfassen: {subject}", en="Follow up: {subject}")
REMINDER = L("Fällig am {when}: {title}", en="Due on {when}: {title}")
ASSIGNED = L(
    "{who} hat Ihnen eine Aufgabe gegeben: {title}", en="{who} assigned you a task: {title}"
)
SOMEBODY = L("Jemand", en="Somebody")

NO_TITLE = L("Bitte auch schreiben, was zu tun ist.", en="Please say as well what there is to do.")


def when(due_on: date | None, due_at: str | None) -> L | None:
    """Say a day, and the hour beside it."""
    if due_on is None:
        return None
    day = written_day(due_on)
    return L(f"{day.de}, {due_at}", en=f"{day.en}, {due_at}") if due_at else day
