"""What buttons do to tasks, and how it is taken back."""

from collections.abc import Sequence

from kontor_sdk import Invalid, L
from kontor_sdk.flow import ActionContext
from kontor_sdk.models import UnitOfWork
from kontor_sdk.ui import ActionResult, Done, UiContext

from . import domain, phrases
from .inputs import FollowUp, NewTask, QuickTask
from .lists import today_of
from .models import HIGH, NORMAL, Task
from .people import meant
from .quick import understand


def submit_task(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Give the task that stands in the composer of a customer."""
    assert isinstance(ctx.input, NewTask)  # noqa: S101  # the composer's own input model
    with ctx.unit() as uow:
        domain.create_task(uow, {**ctx.input.model_dump(), "customer_id": targets[0]})
    return Done(L("Aufgabe angelegt.", en="Task added."))


def quick(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Give the task that a line says, and tell what was understood."""
    assert isinstance(ctx.input, QuickTask)  # noqa: S101  # the action's own input model
    told = understand(ctx.input.line, ctx.now().astimezone(ctx.tz))
    if not told.rest:
        raise Invalid({"line": phrases.NO_TITLE})
    whom = meant(ctx.reader, told.rest)
    values = {
        "title": told.rest[:200],
        "due_on": told.due_on,
        "due_at": told.due_at,
        "recurrence": told.recurrence,
        "contact_id": whom.contact_id,
        "customer_id": whom.customer_id,
        "priority": HIGH if told.urgent else NORMAL,
    }
    with ctx.unit() as uow:
        task = domain.create_task(uow, values)
    wanted = [("contact", whom.contact_id), ("customer", whom.customer_id)]
    names = ctx.reader.titles((kind, one) for kind, one in wanted if one)
    when = phrases.when(told.due_on, told.due_at)
    parts = [told.rest, *([when.in_(ctx.locale)] if when else []), *names.values()]
    return Done(
        L("Angelegt: {what}", en="Added: {what}").format(what=" · ".join(parts)),
        undo={"task": task.id},
    )


def take_back(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Delete the task that was just added."""
    with ctx.unit() as uow:
        task = uow.find(Task, id=ctx.params.get("task", ""))
        if task is not None:
            uow.delete(task)
    return Done(L("Wieder entfernt.", en="Removed again."))


def follow_up(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Remind the user to get in touch with a customer again."""
    assert isinstance(ctx.input, FollowUp)  # noqa: S101  # the action's own input model
    title = (ctx.input.title or "").strip() or phrases.FOLLOW_UP.in_(ctx.locale)
    start = today_of(ctx)
    with ctx.unit() as uow:
        for customer_id in targets:
            domain.follow_up(
                uow, customer_id=customer_id, days=ctx.input.days, title=title, start=start
            )
    return Done(L("Zum Nachfassen vorgemerkt.", en="Marked for follow-up."))


def complete(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Mark tasks as done."""
    with ctx.unit() as uow:
        for task_id in targets:
            domain.complete_task(uow, task_id)
    return Done(L("Erledigt.", en="Done."), undo={})


def reopen(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Take up tasks that were done."""
    with ctx.unit() as uow:
        for task_id in targets:
            domain.reopen_task(uow, task_id)
    return Done(L("Wieder offen.", en="Open again."), undo={})


def tomorrow(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Put tasks off by a day."""
    return _postpone(ctx, targets, 1)


def next_week(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Put tasks off by a week."""
    return _postpone(ctx, targets, 7)


def _postpone(ctx: ActionContext, targets: Sequence[str], days: int) -> ActionResult:
    start, before = today_of(ctx), {}
    with ctx.unit() as uow:
        for task_id in targets:
            before[task_id] = _day(uow, task_id)
            domain.postpone_task(uow, task_id, days=days, start=start)
    return Done(L("Verschoben.", en="Postponed."), undo=before)


def _day(uow: UnitOfWork, task_id: str) -> str:
    due_on = uow.get(Task, task_id).due_on
    return due_on.isoformat() if due_on is not None else ""


def put_back(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Give postponed tasks the days back that they had."""
    with ctx.unit() as uow:
        for task_id in targets:
            if task_id in ctx.params:
                domain.change_task(uow, task_id, {"due_on": ctx.params[task_id] or None})
    return Done(L("Wieder am alten Tag.", en="Moved back to its former day."))


def is_open(ctx: UiContext) -> bool:
    """Tell whether the task of the page is still to be done."""
    return ctx.record is None or not ctx.record.values.get("done_at")


def is_done(ctx: UiContext) -> bool:
    return not is_open(ctx)
