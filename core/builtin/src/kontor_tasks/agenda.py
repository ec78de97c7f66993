"""The reader's own open tasks in the calendar, where they are put on another day."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kontor_sdk import L
from kontor_sdk.models import Day, Id, bindparam, columns, select, written_day
from kontor_sdk.ui import (
    ActionContext,
    ActionResult,
    CalendarEntry,
    CalendarSource,
    Color,
    Done,
    RecordRef,
    UiContext,
)

from . import domain, phrases
from .models import Task
from .queries import Titled

_task = columns(Task)
_LENGTH = timedelta(minutes=30)
_MOMENT = timedelta(microseconds=1)


class _Planned(Titled):
    due_at: str | None = None


_BETWEEN = (
    select(_task.id, _task.title, _task.due_on, _task.due_at)
    .where(
        _task.assignee_id == bindparam("user", type_=Id()),
        _task.done_at.is_(None),
        _task.due_on >= bindparam("first", type_=Day()),
        _task.due_on <= bindparam("last", type_=Day()),
    )
    .order_by(_task.due_on, _task.due_at, _task.id)
    .limit(501)
)


def entries(ctx: UiContext, start: datetime, end: datetime) -> Sequence[CalendarEntry]:
    """Give the reader's own open tasks of some days; without a time they are of the whole day."""
    last = (end - _MOMENT).date()  # the end itself is no part of it
    days = {"first": start.date(), "last": last, "user": ctx.actor.id}
    return [_entry(ctx, row) for row in ctx.read(_BETWEEN, _Planned, days)]


def _entry(ctx: UiContext, row: _Planned) -> CalendarEntry:
    day = date.fromisoformat(row.due_on or "")
    at = datetime.combine(day, time.fromisoformat(row.due_at or "00:00"), ctx.tz)
    return CalendarEntry(
        id=row.id,
        title=row.title or "…",
        start=at,
        end=at + _LENGTH,
        to=RecordRef("tasks.task", row.id),
        all_day=row.due_at is None,
    )


def move(ctx: ActionContext, task_id: str, day: date) -> ActionResult:
    """Let a task be due on another day."""
    with ctx.unit() as uow:
        task = domain.change_task(uow, task_id, {"due_on": day})
        text = L("{title}: fällig am {when}", en="{title}: due on {when}")
        told = text.format(title=task.title, when=written_day(day))
    return Done(told)


MINE = CalendarSource(
    id="mine", label=phrases.TASKS, color=Color.C1, events=entries, move=move, order=10
)
