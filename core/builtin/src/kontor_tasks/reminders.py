"""Telling people that the day, or the hour, of a task has come."""

from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

from kontor_sdk import L, NotFound
from kontor_sdk.flow import Job, JobContext

from .domain import ref_of
from .events import TaskDue
from .models import Task
from .queries import unreminded


def find_due(ctx: JobContext) -> None:
    """Publish once that a task is due; one without an hour is due from midnight on."""
    now = ctx.clock.now()
    local = now.astimezone(ZoneInfo(ctx.actor.timezone))
    while (waiting := unreminded(ctx.reader, local)) and not ctx.stop():
        for task_id in waiting:
            _tell(ctx, task_id)


def _tell(ctx: JobContext, task_id: str) -> None:
    with suppress(NotFound), ctx.unit() as uow:  # it may have been deleted meanwhile
        task = uow.change(Task, task_id, {"reminded_at": ctx.clock.now()})
        uow.publish(
            TaskDue(
                customer_id=task.customer_id,
                contact_id=task.contact_id,
                subject=ref_of(task),
                assignee_id=task.assignee_id,
            )
        )


REMINDERS = Job(
    id="reminders",
    run=find_due,
    every=timedelta(minutes=5),
    label=L("An fällige Aufgaben erinnern", en="Remind people of tasks that are due"),
)
