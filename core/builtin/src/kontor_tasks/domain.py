"""What one can do with tasks: give one, do it, put it off, take it up again."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kontor_sdk import Invalid
from kontor_sdk.flow import RecordRef
from kontor_sdk.models import UnitOfWork, now, today

from . import phrases
from .events import TaskCompleted, TaskReopened
from .models import FOLLOW_UP, Task
from .recurrence import checked_rule

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_MOST_DAYS = 3650

Values = Mapping[str, Any]


def create_task(uow: UnitOfWork, values: Values) -> Task:
    """Give somebody a task; one that names nobody is the giver's own."""
    given = {**values, "assignee_id": values.get("assignee_id") or uow.actor.id}
    return _checked(uow.create(Task, _cleaned(given)))


def change_task(uow: UnitOfWork, task_id: str, values: Values, version: int | None = None) -> Task:
    """Change a task; one that gets another day is reminded of anew."""
    given = _cleaned(values)
    if "due_on" in given or "due_at" in given:
        given["reminded_at"] = None
    return _checked(uow.change(Task, task_id, given, version=version))


def complete_task(uow: UnitOfWork, task_id: str) -> Task:
    """Mark a task as done; doing it twice does it once.

    A recurring one comes back by itself, on the next day of its rule.
    """
    task = uow.get(Task, task_id)
    if task.done_at is None:
        task = uow.change(Task, task_id, {"done_at": now()})
        uow.publish(
            TaskCompleted(
                customer_id=task.customer_id,
                contact_id=task.contact_id,
                subject=ref_of(task),
                assignee_id=task.assignee_id,
            )
        )
    return task


def reopen_task(uow: UnitOfWork, task_id: str) -> Task:
    """Take up a task that was done; the one that repeats it goes again, if nobody touched it."""
    task = uow.get(Task, task_id)
    if task.done_at is not None:
        task = uow.change(Task, task_id, {"done_at": None})
        uow.publish(
            TaskReopened(
                customer_id=task.customer_id,
                contact_id=task.contact_id,
                subject=ref_of(task),
                assignee_id=task.assignee_id,
            )
        )
    return task


def postpone_task(uow: UnitOfWork, task_id: str, *, days: int, start: date | None = None) -> Task:
    """Put a task off: so many days from its own day, from today when that is over already.

    ``start`` is today where the user is.
    """
    task = uow.get(Task, task_id)
    start = start or today()
    due_on = max(task.due_on or start, start) + timedelta(days=days)
    return change_task(uow, task_id, {"due_on": due_on})


def follow_up(
    uow: UnitOfWork, *, customer_id: str, days: int, title: str, start: date | None = None
) -> Task:
    """Remind oneself to get in touch with a customer again after so many days."""
    if not 1 <= days <= _MOST_DAYS:
        raise Invalid({"days": phrases.NO_DAYS})
    values = {
        "title": title,
        "customer_id": customer_id,
        "due_on": (start or today()) + timedelta(days=days),
        "source": FOLLOW_UP,
    }
    return create_task(uow, values)


def ref_of(task: Task) -> RecordRef:
    return RecordRef("tasks.task", task.id)


def _cleaned(values: Values) -> dict[str, Any]:
    given = dict(values)
    if "recurrence" in given:
        given["recurrence"] = checked_rule(given["recurrence"])
    if given.get("due_at"):
        found = _TIME.fullmatch(str(given["due_at"]).strip())
        if found is None:
            raise Invalid({"due_at": phrases.NO_TIME})
        given["due_at"] = f"{int(found[1]):02d}:{found[2]}"
    return given


def _checked(task: Task) -> Task:
    if task.recurrence and task.due_on is None:
        raise Invalid({"due_on": phrases.RULE_NEEDS_DAY})
    if task.due_at and task.due_on is None:
        raise Invalid({"due_on": phrases.TIME_NEEDS_DAY})
    return task
