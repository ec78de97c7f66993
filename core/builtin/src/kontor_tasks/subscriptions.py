"""What follows by itself when tasks, customers and interactions change."""

from collections.abc import Iterable
from datetime import date

from kontor_sdk.flow import EventContext, Events, Fact, Share, Subscription
from kontor_sdk.models import Interaction, UnitOfWork, today, written_day

from . import phrases
from .domain import change_task, create_task
from .models import FOLLOW_UP, REPEATED, Task
from .queries import Held, Home, held, homes_of, people
from .recurrence import next_day

_OPENING = {"assignee_id", "customer_id", "owner_id"}


def share_with_people(ctx: EventContext, events: Events) -> None:
    """Let assignee and customer's owner work on a task that another user gave."""
    told = [event for event in events if _opens(event)]
    tasks = {str(event.subject_id) for event in told if event.subject == "tasks.task"}
    customers = {
        event.customer_id
        for event in told
        if event.subject != "tasks.task" and event.customer_id is not None
    }
    new = {str(event.subject_id) for event in told if event.type == "tasks.task.created"}
    found = held(ctx.uow, tasks=tasks, customers=customers)
    homes = homes_of(ctx.uow, {row.customer_id for row in found if row.customer_id})
    shares = {row.id: list(_shares(row, homes.get(row.customer_id or ""))) for row in found}
    concerned = {task for task, given in shares.items() if given or task not in new}
    ctx.uow.replace_shares(concerned, [share for task in concerned for share in shares[task]])


def _opens(event: Fact) -> bool:
    changed = event.payload.get("changed")
    return not event.type.endswith(".changed") or bool(_OPENING & set(changed or ()))


def _shares(task: Held, home: Home | None) -> Iterable[Share]:
    for person in dict.fromkeys([task.assignee_id, home.owner_id if home else None]):
        if person is not None and person != task.owner_id:
            yield Share(task.id, person, "edit")


def tell_assignees(ctx: EventContext, events: Events) -> None:
    """Tell who was given a task by somebody else."""
    given = {str(event.subject_id): event for event in events if _assigns(event)}
    names = people(ctx.uow, {event.actor_id for event in given.values() if event.actor_id})
    for row in held(ctx.uow, tasks=given, customers=()):
        actor_id = given[row.id].actor_id
        if row.assignee_id is None or row.assignee_id == actor_id:
            continue
        giver = names.get(actor_id or "")
        who = giver.name if giver is not None else phrases.SOMEBODY
        text = phrases.ASSIGNED.format(who=who, title=row.title or "…")
        ctx.notify(row.assignee_id, text, about=given[row.id], kind="given")


def tell_due(ctx: EventContext, events: Events) -> None:
    """Remind assignees of what is due."""
    told = {str(event.subject_id): event for event in events}
    for row in held(ctx.uow, tasks=told, customers=()):
        if row.assignee_id is not None and row.due_on is not None:
            when = written_day(date.fromisoformat(row.due_on))
            text = phrases.REMINDER.format(when=when, title=row.title or "…")
            ctx.notify(row.assignee_id, text, about=told[row.id], kind="due")


def _assigns(event: Fact) -> bool:
    if event.type.endswith(".created"):
        return event.actor_id is not None  # what Kontor made itself is no news from anybody
    return "assignee_id" in (event.payload.get("changed") or {})


def keep_series(ctx: EventContext, events: Events) -> None:
    """Make the next task of a series when one is done; take it back when that is reopened.

    Looks at how things stand, not at what was told, so that the same event twice does it once.
    """
    for task_id in dict.fromkeys(str(event.subject_id) for event in events):
        task = ctx.uow.find(Task, id=task_id)
        if task is None or not task.recurrence or task.due_on is None:
            continue
        following = ctx.uow.find(Task, previous_id=task.id)
        if task.done_at is not None and following is None:
            _repeat(ctx.uow, task)
        elif task.done_at is None and following is not None and following.version == 1:
            ctx.uow.delete(following)


def _repeat(uow: UnitOfWork, task: Task) -> None:
    assert task.recurrence is not None and task.due_on is not None  # noqa: S101, PT018  # asked above
    due_on = next_day(task.recurrence, task.due_on)
    if due_on is None:
        return
    kept = ("title", "note", "due_at", "assignee_id", "customer_id", "contact_id", "priority")
    values = {name: getattr(task, name) for name in (*kept, "recurrence", "owner_id", "team_id")}
    made = {**values, "due_on": due_on, "source": REPEATED, "previous_id": task.id}
    uow.create(Task, made)


def make_follow_ups(ctx: EventContext, events: Events) -> None:
    """Turn "follow up on" of an interaction into a task of whoever wrote it down."""
    for event in events:
        touch = ctx.uow.find(Interaction, id=str(event.subject_id))
        if touch is None or touch.follow_up_on is None:
            continue
        known = ctx.uow.find(Task, source_id=touch.id)
        if known is None and touch.follow_up_on >= today():  # an imported past is no work to do
            _follow_up(ctx.uow, touch, event.actor_id)
        elif known is not None and known.done_at is None and _moved(event):
            change_task(ctx.uow, known.id, {"due_on": touch.follow_up_on})


def _follow_up(uow: UnitOfWork, touch: Interaction, author_id: str | None) -> None:
    author = people(uow, [author_id] if author_id else []).get(author_id or "")
    home = homes_of(uow, [touch.customer_id]).get(touch.customer_id)
    person = author.id if author else home.owner_id if home else None
    title = phrases.FOLLOW_UP
    if touch.subject:
        title = phrases.FOLLOW_UP_ON.format(subject=touch.subject)
    values = {
        "title": title.in_("en" if author and author.locale == "en" else "de")[:200],
        "due_on": touch.follow_up_on,
        "assignee_id": person,
        "owner_id": person,
        "team_id": home.team_id if home else None,
        "customer_id": touch.customer_id,
        "contact_id": touch.contact_id,
        "source": FOLLOW_UP,
        "source_id": touch.id,
    }
    create_task(uow, values)


def _moved(event: Fact) -> bool:
    return "follow_up_on" in (event.payload.get("changed") or {})


_WRITTEN = ("tasks.task.created", "tasks.task.changed")
SUBSCRIPTIONS = (
    Subscription((*_WRITTEN, "customer.changed", "customer.merged"), share_with_people),
    Subscription(_WRITTEN, tell_assignees),
    Subscription("tasks.task.due", tell_due),
    Subscription(("tasks.task.completed", "tasks.task.reopened"), keep_series),
    Subscription(("interaction.created", "interaction.changed"), make_follow_ups),
)
