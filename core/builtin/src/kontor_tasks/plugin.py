"""Tasks: what people have to do, for whom and until when."""

from collections.abc import Sequence

from kontor_sdk import Entity, L, Plugin, PluginInfo, Resource, hookimpl
from kontor_sdk.flow import DemoContext, Event, Job, Subscription
from kontor_sdk.ui import Route, Spec

from . import domain, phrases
from .demo import make_demo
from .events import EVENTS
from .feed import FEED
from .models import Feed, Task
from .reminders import REMINDERS
from .slots import SLOTS
from .subscriptions import SUBSCRIPTIONS


class Tasks(Plugin):
    info = PluginInfo(
        "tasks",
        phrases.TASKS,
        summary=L(
            "Aufgaben mit Frist, Wiederkehr und Erinnerung, und der eigene Tag.",
            en="Tasks that are due, recur and remind, and one's own day.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            # roots of their own, since a task needs no customer: who gave it owns it, and Shares
            # open it to its assignee and to whoever looks after the customer
            Entity(Task, label=phrases.TASK, title="title"),
            Entity(
                Feed,
                label=L("Kalenderadresse", en="Calendar address"),
                title="id",
                private="user_id",  # the address is its user's secret
            ),
        ]

    @hookimpl
    def kontor_resources(self) -> Sequence[Resource]:
        return [
            Resource(
                Task,
                label=phrases.TASK,
                label_plural=phrases.TASKS,
                icon="list-todo",
                columns=("title", "due_on", "customer_id", "assignee_id", "priority", "done_at"),
                form=(
                    "title",
                    "due_on",
                    "due_at",
                    "assignee_id",
                    "customer_id",
                    "contact_id",
                    "priority",
                    "recurrence",
                    "note",
                ),
                sort="due_on",
                create=domain.create_task,
                change=domain.change_task,
                held_by="assignee_id",
                open="done_at is empty",
            )
        ]

    @hookimpl
    def kontor_events(self) -> Sequence[type[Event]]:
        return EVENTS

    @hookimpl
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        return SUBSCRIPTIONS

    @hookimpl
    def kontor_jobs(self) -> Sequence[Job]:
        return [REMINDERS]

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        return SLOTS

    @hookimpl
    def kontor_routes(self) -> Sequence[Route]:
        return [FEED]

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_demo(ctx)
