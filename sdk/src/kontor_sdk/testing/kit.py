"""``kontor``: a real CRM on a temporary SQLite file, for the tests of a plugin.

    def test_a_visit_makes_the_customer_active(kontor: Kontor) -> None:
        customer = kontor.customer()

        kontor.create("visits.visit", {"customer_id": customer, "held_on": date(2026, 5, 4)})
        kontor.deliver(times=2)  # at least once means: sometimes twice

        assert kontor.values(customer)["phase"] == "active"

Nothing is mocked: strict loading, the fence, the bus and every check of a running site are on.
Only the time stands still.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kontor_sdk.flow import Event, Fact, JobContext, RecordRef
from kontor_sdk.ui import ActionContext, ActionResult, Record, UiContext

if TYPE_CHECKING:
    import httpx
    from pydantic import BaseModel
    from sqlalchemy import Select

    from kontor_core.app import KontorApp
    from kontor_core.events.log import Position
    from kontor_core.foundation.access.identities import Actor
    from kontor_core.foundation.clock import FixedClock
    from kontor_core.foundation.i18n import Label, Locale
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork
    from kontor_core.hooks.declarations.contexts import Notify
    from kontor_sdk.testing.client import Web

Row = TypeVar("Row", bound=msgspec.Struct)
Value = str | int | float | bool | Decimal | date | datetime | RecordRef | Sequence[str] | None
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Team(RecordRef):
    """A team that was made for a test."""


@dataclass(frozen=True)
class User(RecordRef):
    """A user who was made for a test, with the first team they are in."""

    email: str
    team: Team | None = None


class NotDelivered(AssertionError):
    """A durable subscription failed on an event."""


class Kontor:
    """One CRM in a test. What takes ``as_`` acts as that user, else as the operator."""

    def __init__(self, app: "KontorApp", keys: Sequence[str], clock: "FixedClock") -> None:
        self.app = app
        self.keys = tuple(keys)
        self.clock = clock
        self._made = 0
        self._web: Web | None = None
        app.bus.delivery()  # every subscriber stands at the head before the test begins
        self._start = app.log.head()

    # ---- people

    def team(self, name: str = "") -> Team:
        """Make a team."""
        from kontor_core.foundation.access.users import create_team

        with self.unit() as uow:
            return Team("team", create_team(uow, name or self._name("Team")).id)

    def user(self, *, role: str = "agent", team: Team | None = None, name: str = "") -> User:
        """Make a user; an ``agent`` sees what is theirs or shared with them, and no more.

        ``role`` is one of the definition: administrator, manager (level team), agent (own),
        reader, or one that the fixture ``kontor_toml`` adds.
        """
        from kontor_core.foundation.access.users import create_user

        name = name or self._name("User")
        email = f"{name.lower().replace(' ', '.')}@kontor.example"
        teams = [team.id] if team else []
        with self.unit() as uow:
            made = create_user(uow, name=name, email=email, roles=[role], teams=teams)
        return User("user", made.id, email, team)

    # ---- records

    def customer(self, values: Values | None = None, *, as_: User | None = None) -> RecordRef:
        """Make a customer, facets included: ``customer({"loyalty.tier": "gold"})``."""
        return self.create("customer", {"name": self._name("Customer"), **(values or {})}, as_=as_)

    def create(self, entity: str, values: Values, *, as_: User | None = None) -> RecordRef:
        """Make a record as form, API and import do, or straight where there is no resource."""
        given = _plain(values)
        info = self.app.resources.of_entity(entity)
        if info is not None:
            return RecordRef(entity, self.app.resources.create(self.actor(as_), info, given).id)
        with self.unit(as_=as_) as uow:
            return RecordRef(entity, uow.create(self.app.registries.entity(entity).model, given).id)

    def change(self, record: RecordRef, values: Values, *, as_: User | None = None) -> None:
        """Change fields of a record at its present version."""
        info = self.app.resources.named(record.entity)
        actor = self.actor(as_)
        version = self.app.resources.get(actor, info, record.id, ()).version
        self.app.resources.change(actor, info, record.id, _plain(values), version)

    def delete(self, record: RecordRef, *, as_: User | None = None) -> None:
        """Delete a record at its present version."""
        info = self.app.resources.named(record.entity)
        actor = self.actor(as_)
        version = self.app.resources.get(actor, info, record.id, ()).version
        self.app.resources.delete(actor, info, record.id, version)

    def values(self, record: RecordRef, *, as_: User | None = None) -> Mapping[str, object]:
        """Give the fields of a record by name, masked for the one who looks."""
        info = self.app.resources.named(record.entity)
        return self.app.resources.get(self.actor(as_), info, record.id).values

    def visible(self, entity: str, *, to: User | None = None) -> list[str]:
        """Give the ids of the records that a user sees, oldest first."""
        from sqlalchemy import select

        table = self.app.storage.schema.rule(self.app.registries.entity(entity).table).table
        found = self.read(select(table.c.id).order_by(table.c.id), _Id, as_=to)
        return [row.id for row in found]

    def merge(self, survivor: RecordRef, merged: RecordRef) -> None:
        """Make one customer of two."""
        from kontor_core.customers.domain import merge_customers

        with self.unit() as uow:
            merge_customers(uow, survivor=survivor.id, merged=[merged.id])

    # ---- the same doors that plugin code uses

    def unit(self, *, as_: User | None = None) -> "AbstractContextManager[UnitOfWork]":
        """Open one transaction to call a domain function in; it commits at its end."""
        return self.app.unit(self.actor(as_))

    def read(
        self,
        statement: "Select[*tuple[object, ...]]",
        row: type[Row],
        params: Mapping[str, object] | None = None,
        *,
        as_: User | None = None,
    ) -> list[Row]:
        """Read rows through the fence."""
        return self.app.reader(self.actor(as_)).read(statement, row, params or {})

    def ui(
        self,
        record: RecordRef | None = None,
        *,
        as_: User | None = None,
        locale: "Locale" = "de",
        params: Mapping[str, str] | None = None,
    ) -> UiContext:
        """Give the context that a page, panel, tab or column is rendered with."""
        actor = self.actor(as_)
        return UiContext(
            reader=self.app.reader(actor),
            actor=actor,
            clock=self.clock,
            locale=locale,
            params=params or {},
            record=self._shown(record, actor) if record else None,
            entity=record.entity if record else None,
            slots=self._slots,
        )

    def _slots(self, kind: type[Any]) -> Mapping[str, Any]:
        return {one.id: one.spec for one in self.app.registries.specs(kind)}

    def act(
        self,
        action: str,
        *records: RecordRef,
        input: "BaseModel | None" = None,  # as the context calls it
        as_: User | None = None,
    ) -> ActionResult:
        """Run an action or composer by its full id: ``act("loyalty.grant", customer)``."""
        from kontor_core.hooks.declarations.actions import Action
        from kontor_core.hooks.declarations.ui import Composer

        registries = self.app.registries
        found = registries.spec(Action, action)
        composer = registries.spec(Composer, action)
        run = found.spec.run if found else composer.spec.submit if composer else None
        assert run is not None, f"there is no action {action} to run"
        actor = self.actor(as_)
        ctx = ActionContext(
            reader=self.app.reader(actor),
            actor=actor,
            clock=self.clock,
            record=self._shown(records[0], actor)
            if len(records) == 1 and self.app.resources.of_entity(records[0].entity)
            else None,
            entity=records[0].entity if records else None,
            slots=self._slots,
            open_unit=lambda: self.app.unit(actor),
            input=input,
        )
        return run(ctx, [record.id for record in records])

    def client(self, *, as_: User | None = None) -> "httpx.Client":
        """Give a browser with a session of this user, or of nobody; needs ``kontor-sdk[web]``."""
        from kontor_sdk.testing.client import Web

        if self._web is None:
            self._web = Web(self.app)
        return self._web.client(as_.id if as_ else None)

    def actor(self, user: User | None = None) -> "Actor":
        """Give the one in whose name something happens."""
        from kontor_core.foundation.access.identities import SYSTEM

        return self.app.actor(user.id) if user else SYSTEM

    # ---- what happens by itself

    def publish(
        self,
        event: str | Event,
        *,
        customer: RecordRef | None = None,
        about: RecordRef | None = None,
        payload: Mapping[str, object] | None = None,
    ) -> str:
        """Publish an event and give its id; by name when its plugin is not loaded."""
        if isinstance(event, Event):
            fact = event.as_fact()
        else:
            fact = Fact(type=event, plugin=event.partition(".")[0], payload=payload or {})
        subject = about or customer
        if subject is not None:
            fact.subject, fact.subject_id = subject.entity, subject.id
        if customer is not None:
            fact.customer_id = customer.id
        with self.unit() as uow:
            uow.publish(fact)
        return fact.id

    def deliver(self, *, times: int = 1) -> None:
        """Deliver all that was published to the durable subscriptions, ``times`` over.

        What was kept by ``uow.later`` and is due by now is published before.
        Raises NotDelivered naming the subscription that failed, the event and the error.
        """
        before = {standing.id: standing.position for standing in self.app.bus.standings()}
        self._deliver()
        for _ in range(times - 1):
            self._go_back(before)
            self._deliver()

    def rewind(self) -> None:
        """Let the durable subscriptions see again all that happened since the test began."""
        self._go_back({standing.id: self._start for standing in self.app.bus.standings()})

    def run_jobs(self) -> None:
        """Run every job of the plugin under test as if its time had come."""
        from kontor_core.events.subscriptions import service_actor

        for job in self.app.registries.jobs.values():
            if job.owner not in self.keys:
                continue
            actor = service_actor(job.owner)
            job.spec.run(
                JobContext(
                    open_unit=self._units(actor, job.owner),
                    reader=self.app.reader(actor),
                    actor=actor,
                    clock=self.clock,
                    notify=self._notifier(actor, job.owner),
                )
            )

    def number(self) -> int:
        """Give a number that was not given before, for values that have to differ."""
        self._made += 1
        return self._made

    def pass_time(self, by: timedelta) -> None:
        """Let time pass; it stands still otherwise."""
        self.clock.set(self.clock.now() + by)

    @property
    def events(self) -> list[Fact]:
        """Everything that was published since the test began, oldest first."""
        found: list[Fact] = []
        position = self._start
        while (stretch := self.app.log.after(position)).facts:
            found += stretch.facts
            position = stretch.end
        return found

    @property
    def timers(self) -> list[tuple[str, str, datetime]]:
        """What ``uow.later`` keeps: ``(name of the event, key, when)``, the next first."""
        from kontor_core.foundation.clock import from_text

        found = self.app.bus.timers.waiting()
        return [(timer.type, timer.key, from_text(timer.due_at)) for timer in found]

    @property
    def notices(self) -> list[tuple[str, str]]:
        """Who was told about which event or record: ``(user id, id)``, repetitions left out."""
        told = (fact for fact in self.events if fact.type == "notification.requested")
        found = [
            (
                str(fact.payload["recipient"]),
                str(fact.payload.get("about") or fact.subject_id or ""),
                str((fact.personal or {}).get("text")),
            )
            for fact in told
        ]
        return [(who, about) for who, about, _ in dict.fromkeys(found)]

    @contextmanager
    def counting_reads(self) -> Iterator[list[str]]:
        """Collect the statements that the read door runs in the block."""
        statements: list[str] = []
        connection = self.app.database.reading()
        connection.set_trace_callback(statements.append)
        try:
            yield statements
        finally:
            connection.set_trace_callback(None)

    def close(self) -> None:
        if self._web is not None:
            self._web.close()
        self.app.close()

    # ---- inside

    def _deliver(self) -> None:
        bus = self.app.bus
        bus.deliver()
        while bus.timers.fire_due(self.clock.now()):
            bus.deliver()
        for letter in (*bus.parked_letters(), *bus.dead_letters()):
            raise NotDelivered(f"{letter.subscriber} failed on {letter.type}: {letter.error}")

    def _go_back(self, positions: "Mapping[str, Position | None]") -> None:
        for subscriber, position in positions.items():
            if position is not None:
                self.app.bus.replay(subscriber, position)

    def _name(self, noun: str) -> str:
        return f"{noun} {self.number()}"

    def _shown(self, record: RecordRef, actor: "Actor") -> Record:
        info = self.app.resources.named(record.entity)
        found = self.app.resources.get(actor, info, record.id)
        title = str(found.values.get(info.title) or record.id)
        return Record(
            record.entity, record.id, title=title, version=found.version, values=found.values
        )

    def _units(
        self, actor: "Actor", plugin: str
    ) -> "Callable[[], AbstractContextManager[UnitOfWork]]":
        @contextmanager
        def unit() -> "Iterator[UnitOfWork]":
            with self.app.unit(actor) as uow:
                uow.plugin = plugin
                yield uow

        return unit

    def _notifier(self, actor: "Actor", plugin: str) -> "Notify":
        from kontor_core.events.subscriptions import Notices

        unit = self._units(actor, plugin)

        def notify(
            recipient: str,
            text: "Label",
            *,
            about: object,
            kind: str = "",
            group: RecordRef | None = None,
        ) -> None:
            with unit() as uow:
                Notices(uow)(recipient, text, about=about, kind=kind, group=group)

        return notify


class _Id(msgspec.Struct):
    id: str


def _plain(values: Values) -> dict[str, object]:
    return {
        name: value.id if isinstance(value, RecordRef) else value for name, value in values.items()
    }
