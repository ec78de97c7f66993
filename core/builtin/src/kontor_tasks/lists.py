"""Tasks as pages, tabs and tiles list them: by day, each with what one does to it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kontor_sdk import L
from kontor_sdk.flow import RecordRef
from kontor_sdk.models import written_day
from kontor_sdk.ui import (
    Block,
    Button,
    CellValue,
    Color,
    Empty,
    Head,
    Heading,
    Kind,
    Link,
    Rendered,
    Table,
    Tag,
    UiContext,
)

from . import phrases, queries
from .models import PRIORITIES
from .queries import Due

_WEEK = timedelta(days=7)
_QUICK = Button("tasks.quick")
_DUE, _CUSTOMER = L("Fällig", en="Due"), L("Kunde", en="Customer")
_COMPLETE, _POSTPONE = L("Erledigen", en="Complete"), L("Auf morgen", en="To tomorrow")
_A_WEEK = L("Um eine Woche", en="By a week")
_OVERDUE, _TODAY = L("Überfällig", en="Overdue"), L("Heute", en="Today")
_NEXT = L("In den nächsten sieben Tagen", en="In the next seven days")
_LATE = L("Überfällig, {when}", en="Overdue, {when}")
_OPEN, _DONE = L("Offen", en="Open"), L("Zuletzt erledigt", en="Recently done")
_NOTHING = L("Nichts zu tun.", en="Nothing to do.")
_PRIORITY = {choice.value: choice for choice in PRIORITIES}


def today_of(ctx: UiContext) -> date:
    """Give the day it is where the reader is."""
    return ctx.now().astimezone(ctx.tz).date()


def my_day(ctx: UiContext) -> Rendered:
    """Show what the reader has to do: overdue, today, in the next seven days."""
    today = today_of(ctx)
    groups = _by_day(queries.open_until(ctx, today + _WEEK), today)
    add = Link(L("Aufgabe anlegen", en="Add a task"), "/x/tasks/tasks/new?back=/x/tasks/my-day")
    subscribe = Link(
        L("Im eigenen Kalender zeigen", en="Show in your calendar"), "/x/tasks/calendar"
    )
    if not groups:
        hint = L(
            "Für heute und die nächsten sieben Tage steht nichts an.",
            en="Nothing is due today or in the next seven days.",
        )
        return [_QUICK, Empty(_NOTHING, icon="sun", hint=hint, action=add), subscribe]
    found: list[Block] = [_QUICK]
    for title, tasks in groups:
        found += [Heading(_counted(title, tasks)), _table(ctx, tasks, title, today, customers=True)]
    return [*found, add, subscribe]


def my_day_widget(ctx: UiContext) -> Rendered:
    """Show what is overdue or due today, and lead to the rest."""
    today = today_of(ctx)
    tasks = queries.open_until(ctx, today)
    more = Link(phrases.MY_DAY, "/x/tasks/my-day")
    if not tasks:
        return [Empty(_NOTHING, icon="sun", action=more), _QUICK]
    table = _table(
        ctx, tasks[:8], phrases.MY_DAY, today, customers=True, postponing=False, more=more
    )
    return [table, _QUICK]


def due_badge(ctx: UiContext) -> int | None:
    """Count what is overdue or due today; nothing when that is nothing."""
    return queries.count_until(ctx, today_of(ctx)) or None


def customer_tab(ctx: UiContext) -> Rendered:
    """Show what is to do for a customer, and what was done last."""
    today = today_of(ctx)
    tasks = queries.open_of_customer(ctx, ctx.record_id)
    done = queries.done_of_customer(ctx, ctx.record_id)
    found: list[Block] = [Heading(_counted(_OPEN, tasks)), Button("tasks.follow_up")]
    empty = L("Hier ist nichts zu tun.", en="There is nothing to do here.")
    found.append(_table(ctx, tasks, _OPEN, today, customers=False, empty=empty))
    if done:
        rows = [(task.title or "…", _day(task.done_at)) for task in done]
        heads = (Head(phrases.TASK), Head(_DONE, Kind.DATE))
        links = [RecordRef("tasks.task", task.id) for task in done]
        found += [Heading(_DONE), Table(columns=heads, rows=rows, links=links, caption=_DONE)]
    return found


def open_count(ctx: UiContext) -> int:
    return queries.count_of_customer(ctx, ctx.record_id)


def _by_day(tasks: Iterable[Due], today: date) -> list[tuple[L, list[Due]]]:
    groups: dict[L, list[Due]] = {_OVERDUE: [], _TODAY: [], _NEXT: []}
    for task in tasks:
        day = date.fromisoformat(task.due_on or "")
        groups[_OVERDUE if day < today else _TODAY if day == today else _NEXT].append(task)
    return [(title, found) for title, found in groups.items() if found]


def _counted(title: L, tasks: Sequence[Due]) -> L:
    return L("{title} ({count})", en="{title} ({count})").format(title=title, count=len(tasks))


def _table(
    ctx: UiContext,
    tasks: Sequence[Due],
    caption: L,
    today: date,
    *,
    customers: bool,
    postponing: bool = True,
    empty: L | None = None,
    more: Link | None = None,
) -> Table:
    heads = [Head(_COMPLETE), Head(phrases.TASK), Head(_DUE)]  # a narrow screen shows these
    if customers:
        heads.append(Head(ctx.called("customer", _CUSTOMER)))
    if postponing:
        heads += [Head(_POSTPONE), Head(_A_WEEK)]
    rows = [_row(task, today, customers=customers) for task in tasks]
    return Table(
        columns=tuple(heads),
        rows=[row[: len(heads)] for row in rows],
        caption=caption,
        empty=empty,
        more=more,
    )


def _row(task: Due, today: date, *, customers: bool) -> tuple[CellValue, ...]:
    title, about = task.title or "…", RecordRef("tasks.task", task.id)
    done = L("{title}: erledigen", en="{title}: complete").format(title=title)
    later = L("{title}: auf morgen", en="{title}: move to tomorrow").format(title=title)
    row: list[CellValue] = [
        Button("tasks.complete", done, on=about, compact=True),
        Link(title, about),
        _when(task, today),
    ]
    if customers:
        known = task.customer and task.customer_id
        link = Link(task.customer or "", RecordRef("customer", task.customer_id or ""))
        row.append(link if known else None)
    week = L("{title}: um eine Woche", en="{title}: by a week").format(title=title)
    return (
        *row,
        Button("tasks.tomorrow", later, on=about, compact=True),
        Button("tasks.next_week", week, on=about, compact=True),
    )


def _when(task: Due, today: date) -> CellValue:
    """Say when a task is due; what is over or urgent is said in words as well as in colour."""
    if task.due_on is None:
        return None
    day = date.fromisoformat(task.due_on)
    shown = written_day(day)
    if task.due_at:
        shown = L(f"{shown.de}, {task.due_at}", en=f"{shown.en}, {task.due_at}")
    if day < today:
        return Tag(_LATE.format(when=shown), Color.C4)
    if task.priority == "high":
        label = _PRIORITY["high"].label
        return Tag(L("{when}, {how}", en="{when}, {how}").format(when=shown, how=label), Color.C2)
    return shown


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None
