"""Everything tasks add to the screen."""

from kontor_sdk import L
from kontor_sdk.ui import (
    Action,
    ActionScope,
    Color,
    Composer,
    Group,
    HelpPage,
    NavItem,
    NoticeKind,
    Page,
    Size,
    Spec,
    Tab,
    TimelineRenderer,
    View,
    Widget,
)

from . import actions, charts, lists, phrases
from .agenda import MINE
from .feed import calendar_page, new_address, no_address
from .history import task_entries
from .inputs import FollowUp, NewTask, QuickTask

_OPEN = "done_at is empty"
_MINE = f"assignee_id = me() and {_OPEN}"
_DUE = ("due_on",)
_CHANGED = ("tasks.task.*",)
_COMPLETE = L("Erledigen", en="Complete")
_CALENDAR = L("Aufgaben im Kalender", en="Tasks in your calendar")
_TOMORROW, _NEXT_WEEK = (
    L("Auf morgen", en="Move to tomorrow"),
    L("Um eine Woche", en="Move by a week"),
)


def _views() -> list[Spec]:
    overdue = f"due_on < today() and {_MINE}"
    today = f"due_on = today() and {_MINE}"
    week = f"due_on <= +7d and {_MINE}"
    labels = (
        ("mine", L("Meine", en="Mine"), _MINE),
        ("overdue", L("Überfällig", en="Overdue"), overdue),
        ("today", L("Heute", en="Today"), today),
        ("week", L("Diese Woche", en="This week"), week),
        ("done", L("Erledigt", en="Done"), "done_at is not empty"),
    )
    return [
        View(id=name, of="tasks.task", label=label, filter=filter_, sort=_DUE, order=order)
        for order, (name, label, filter_) in enumerate(labels, start=10)
    ]


def _actions() -> list[Spec]:
    return [
        Action(
            id="complete",
            on="tasks.task",
            scope=ActionScope.RECORD,
            label=_COMPLETE,
            icon="check",
            run=actions.complete,
            undo=actions.reopen,
            when=actions.is_open,
            primary=True,
            key="c",
            order=10,
        ),
        Action(
            id="reopen",
            on="tasks.task",
            scope=ActionScope.RECORD,
            label=L("Wieder öffnen", en="Reopen"),
            icon="rotate-ccw",
            run=actions.reopen,
            undo=actions.complete,
            when=actions.is_done,
            order=20,
        ),
        Action(
            id="tomorrow",
            on="tasks.task",
            scope=ActionScope.RECORD,
            label=_TOMORROW,
            icon="calendar-plus",
            run=actions.tomorrow,
            undo=actions.put_back,
            when=actions.is_open,
            key="s",
            order=30,
        ),
        Action(
            id="next_week",
            on="tasks.task",
            scope=ActionScope.RECORD,
            label=_NEXT_WEEK,
            icon="calendar-days",
            run=actions.next_week,
            undo=actions.put_back,
            when=actions.is_open,
            key="w",
            order=40,
        ),
        Action(
            id="complete_selected",
            on="tasks.task",
            scope=ActionScope.BULK,
            label=_COMPLETE,
            icon="check",
            run=actions.complete,
            undo=actions.reopen,
        ),
        Action(
            id="postpone_selected",
            on="tasks.task",
            scope=ActionScope.BULK,
            label=_NEXT_WEEK,
            icon="calendar-days",
            run=actions.next_week,
            undo=actions.put_back,
        ),
        Action(
            id="follow_up",
            on="customer",
            scope=ActionScope.RECORD,
            label=phrases.FOLLOW_UP,
            icon="alarm-clock",
            input=FollowUp,
            run=actions.follow_up,
            order=50,
        ),
        Action(
            id="quick",
            label=L("Schnell anlegen", en="Quick add"),
            icon="zap",
            input=QuickTask,
            run=actions.quick,
            undo=actions.take_back,
            key="q",
        ),
        Action(
            id="calendar",
            label=_CALENDAR,
            icon="calendar",
            href="/x/tasks/calendar",
        ),
        Action(
            id="new_address",
            label=L("Neue Kalenderadresse", en="New calendar address"),
            icon="calendar-sync",
            run=new_address,
        ),
        Action(
            id="no_address",
            label=L("Kalender abschalten", en="Switch off the calendar"),
            icon="calendar-off",
            run=no_address,
        ),
    ]


SLOTS: list[Spec] = [
    MINE,
    NavItem(
        id="my_day",
        label=phrases.MY_DAY,
        icon="sun",
        to="my-day",
        group=Group.TOP,
        key="d",
        order=10,
        badge=lists.due_badge,
        refresh_on=("tasks.task.created", "tasks.task.changed", "tasks.task.deleted"),
    ),
    NavItem(
        id="tasks",
        label=phrases.TASKS,
        icon="list-todo",
        to="/x/tasks/tasks",
        group=Group.TOP,
        key="t",
        order=15,
    ),
    Page(id="my_day", path="my-day", title=phrases.MY_DAY, render=lists.my_day),
    Page(
        id="calendar",
        path="calendar",
        title=_CALENDAR,
        render=calendar_page,
    ),
    Widget(
        id="my_day",
        title=phrases.MY_DAY,
        render=lists.my_day_widget,
        size=Size(6, 2),
        order=10,
        refresh_on=_CHANGED,
    ),
    Widget(
        id="due",
        title=L("Meine offenen Aufgaben", en="My open tasks"),
        render=charts.due_widget,
        size=Size(6, 3),
        lazy=True,
        order=80,
        refresh_on=_CHANGED,
    ),
    Tab(
        id="tasks",
        on="customer",
        label=phrases.TASKS,
        render=lists.customer_tab,
        count=lists.open_count,
        refresh_on=_CHANGED,
        order=20,
    ),
    Composer(
        id="add",
        label=phrases.TASK,
        icon="list-todo",
        input=NewTask,
        submit=actions.submit_task,
        key="t",
        order=15,
    ),
    TimelineRenderer(
        id="task",
        events=(
            "tasks.task.created",
            "tasks.task.completed",
            "tasks.task.reopened",
            "tasks.task.due",
        ),
        icon="list-todo",
        color=Color.C1,
        render=task_entries,
    ),
    NoticeKind(
        id="due",
        label=L("Fällige Aufgaben", en="Tasks that are due"),
        help=L(
            "Am Tag, oder zur Uhrzeit, einer eigenen Aufgabe.",
            en="On the day, or at the time, of a task of yours.",
        ),
    ),
    NoticeKind(
        id="given",
        label=L("Aufgaben von anderen", en="Tasks from others"),
        help=L("Wenn Ihnen jemand eine Aufgabe gibt.", en="When somebody gives you a task."),
    ),
    HelpPage(
        id="tasks",
        title=phrases.TASKS,
        about=("my-day", "calendar", "tasks.task"),
    ),
    *_views(),
    *_actions(),
]
