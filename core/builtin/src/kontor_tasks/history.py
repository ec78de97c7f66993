"""How tasks read on the timeline."""

from collections.abc import Sequence
from datetime import date

from kontor_sdk import L
from kontor_sdk.flow import Events, RecordRef
from kontor_sdk.models import written_day
from kontor_sdk.ui import Entry, Link, UiContext

from . import phrases
from .queries import titles

_TOLD = {
    "tasks.task.created": L("Aufgabe angelegt: ", en="Task added: "),
    "tasks.task.completed": L("Aufgabe erledigt: ", en="Task done: "),
    "tasks.task.reopened": L("Aufgabe wieder offen: ", en="Task open again: "),
}

_DUE = L("Fällig am {when}", en="Due on {when}")


def task_entries(ctx: UiContext, events: Events) -> Sequence[Entry | None]:
    """Name the task; one that was deleted or may not be seen shows that it was there."""
    found = titles(ctx, list({event.subject_id for event in events if event.subject_id}))
    entries: list[Entry | None] = []
    for event in events:
        told, task = _TOLD.get(event.type), found.get(event.subject_id or "")
        if told is None:
            entries.append(None)  # a reminder is for its assignee, not for the history
        elif task is None:
            entries.append(Entry(title=(told, phrases.TASK)))
        else:
            name = Link(task.title or "…", RecordRef("tasks.task", task.id))
            entries.append(Entry(title=(told, name), body=_due(event.type, task.due_on)))
    return entries


def _due(event: str, due_on: str | None) -> L | None:
    if event != "tasks.task.created" or due_on is None:
        return None
    return _DUE.format(when=written_day(date.fromisoformat(due_on)))
