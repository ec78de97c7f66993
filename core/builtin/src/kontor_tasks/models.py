"""The tables of tasks and of the calendar addresses people subscribe to."""

from datetime import date, datetime

from kontor_sdk import L
from kontor_sdk.models import Choice, Data, Index, Kind, field, link, plugin_base

Base = plugin_base("tasks")

NORMAL, HIGH = "normal", "high"
PRIORITIES = (
    Choice(HIGH, L("Hoch", en="High"), "c4"),
    Choice(NORMAL, L("Normal", en="Normal"), "c8"),
    Choice("low", L("Niedrig", en="Low"), "c6"),
)

BY_HAND, FOLLOW_UP, REPEATED = "hand", "follow_up", "repeated"
SOURCES = (
    Choice(BY_HAND, L("Von Hand", en="By hand"), "c8"),
    Choice(FOLLOW_UP, L("Nachfassen", en="Follow-up"), "c2"),
    Choice(REPEATED, L("Wiederholung", en="Repeated"), "c6"),
)


class Task(Base, table=True):
    """Something to do. Its owner is who gave it, its assignee who does it; a Share opens it.

    ``source_id`` is the record a follow-up came from, ``previous_id`` the task that it repeats.
    """

    title: str = field(L("Aufgabe", en="Task"), Data.PERSONAL, max_length=200)
    note: str | None = field(
        L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )
    due_on: date | None = field(
        L("Fällig am", en="Due on"), kind=Kind.DATE, nullable=True, sort=True
    )
    due_at: str | None = field(
        L("Uhrzeit", en="Time"),
        nullable=True,
        max_length=5,
        help=L("Stunde und Minute, etwa 14:30", en="Hour and minute, such as 14:30"),
    )
    assignee_id: str | None = link(
        "user", L("Zuständig", en="Assignee"), on_delete="restrict", nullable=True, index=False
    )
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True, index=False)
    contact_id: str | None = link("contact", on_delete="set null", nullable=True)
    priority: str = field(L("Priorität", en="Priority"), choices=PRIORITIES, default=NORMAL)
    recurrence: str | None = field(
        L("Wiederholung", en="Recurrence"),
        nullable=True,
        max_length=200,
        help=L("Regel nach RFC 5545, etwa FREQ=WEEKLY", en="RFC 5545 rule, such as FREQ=WEEKLY"),
    )
    done_at: datetime | None = field(
        L("Erledigt", en="Done"), kind=Kind.DATETIME, nullable=True, editable=False
    )
    source: str = field(
        L("Herkunft", en="Source"), choices=SOURCES, default=BY_HAND, editable=False
    )
    source_id: str | None = field(
        L("Anlass", en="Occasion"),
        kind=Kind.REF,
        ref="interaction",
        nullable=True,
        unique=True,
        editable=False,
        hidden=True,
    )
    previous_id: str | None = link(
        "tasks.task",
        L("Vorige Aufgabe", en="Previous task"),
        on_delete="set null",
        nullable=True,
        editable=False,
        hidden=True,
    )
    reminded_at: datetime | None = field(
        L("Erinnert", en="Reminded"),
        kind=Kind.DATETIME,
        nullable=True,
        editable=False,
        hidden=True,
    )
    # somebody's open tasks by day, those of a customer, and those nobody was reminded of
    __indexes__ = (
        Index("ix_tasks_task_assignee", "assignee_id", "done_at", "due_on"),
        Index("ix_tasks_task_customer", "customer_id", "done_at", "due_on"),
        Index("ix_tasks_task_waiting", "done_at", "reminded_at", "due_on"),
    )


class Feed(Base, table=True):
    """The secret address of a user's calendar of tasks; who has it needs no sign-in.

    Without a token the calendar is switched off.
    """

    user_id: str = link("user", on_delete="cascade", unique=True)
    token: str | None = field(
        L("Adresse", en="Address"), nullable=True, hidden=True, editable=False, unique=True
    )
