"""What plugin code is handed when it is called: frozen, one object, one batch.

A hook grows by a new attribute of its context, so code written today goes on working.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.clock import Clock, FixedClock, use_clock
from kontor_core.foundation.i18n import DEFAULT_LOCALE, Label, Locale
from kontor_core.foundation.periods import Period

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlalchemy.sql.selectable import SelectBase

    from kontor_core.foundation.storage.blobs import Blobs
    from kontor_core.foundation.storage.reader import Reader
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=msgspec.Struct)
Model = TypeVar("Model", bound="BaseModel")
Slot = TypeVar("Slot")


class Notify(Protocol):
    """Tell a user something; idempotent per recipient, text and ``about``.

    ``kind`` is the id of a NoticeKind of the plugin, which its recipient may have switched off.
    What is told on one day of the record ``group`` becomes one notice until that is read: it leads
    to the record, says the newest text, counts, and is hidden from who no longer sees the record.
    """

    def __call__(
        self,
        recipient: str,
        text: Label,
        *,
        about: object,
        kind: str = "",
        group: "RecordRef | None" = None,
    ) -> None: ...


@dataclass(frozen=True)
class UploadedFile:
    """A file that came with a form: what its owner called it, and its bytes to be read once."""

    name: str  # what its owner called it
    file: BinaryIO  # its bytes, to be read once


@dataclass(frozen=True)
class RecordRef:
    """One record by entity and id: what links, panels and events point at."""

    entity: str  # such as "customer", "vet.animal"
    id: str


@dataclass(frozen=True)
class ListRef:
    """The list of an entity's records, with a filter: where a number leads."""

    entity: str
    filter: str = ""


Target = str | RecordRef | ListRef
"""Where a link leads: a record, or a path or address."""


@dataclass(frozen=True, kw_only=True)
class Record(RecordRef):
    """The record a page shows: title and fields by name, masked for the one who looks."""

    title: str  # what it is called on screen
    version: int  # what a change must name
    values: Mapping[str, object] = field(default_factory=dict)  # by field name


@dataclass(frozen=True, kw_only=True)
class UiContext:
    """The reader of a page: who looks, in which language, at which record.

    ``params`` holds the query parameters of the page; ``record`` is None where a page shows none.
    ``entity`` is the kind of record that the page or list is about. ``period`` is what a reader
    chose on the start page; widgets have it that ask for it.
    """

    reader: "Reader"  # the read door of the one who looks
    actor: Actor  # who looks
    clock: Clock  # gives the time
    locale: Locale = DEFAULT_LOCALE  # the language of the page
    params: Mapping[str, str] = field(default_factory=dict)
    record: Record | None = None
    entity: str | None = None
    period: Period | None = None
    slots: Callable[[type[Any]], Mapping[str, Any]] = lambda kind: {}  # behind ``declared``

    def declared(self, kind: type[Slot]) -> Mapping[str, Slot]:
        """Give what all plugins declared of a kind of slot, by full id."""
        return self.slots(kind)

    def read(
        self, statement: "SelectBase", row: type[Row], params: Mapping[str, object] | None = None
    ) -> list[Row]:
        """Read typed rows; the actor sees what they may see, masked where they may not."""
        return self.reader.read(statement, row, params)

    @property
    def blobs(self) -> "Blobs":
        """Give the files beside the database: ``put(file)`` gives an id, ``open(id)`` reads."""
        return self.reader.storage.blobs

    def settings(self, model: type[Model]) -> Model:
        """Give the settings that the plugin declared with this model."""
        return self.reader.storage.settings(model)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.actor.timezone)

    def may(self, permission: str) -> bool:
        return self.actor.profile.may(permission)

    @property
    def record_id(self) -> str:
        """Give the id of the record on the page; raises LookupError where a page shows none."""
        if self.record is None:
            raise LookupError("this page shows no record; panels and tabs of records have one")
        return self.record.id

    def called(self, name: str, otherwise: Label) -> Label:
        """Give the company's own word for an entity or a resource (``"customer"`` -> Mandant)."""
        return self.reader.storage.conventions.called(name, otherwise)

    def kind_of(self, entity: str, number: int = 1) -> Label:
        """Give what so many records of an entity are called here: ``kind_of("customer", 3)``.

        It is its name where nobody declared it.
        """
        rule = self.reader.storage.schema.entity(entity)
        if rule is None:
            return self.called(entity, entity)
        one = self.called(entity, rule.label)
        return one if number == 1 else self.called(rule.listed, rule.label_plural or one)

    def now(self) -> datetime:
        return self.clock.now()


@dataclass(frozen=True, kw_only=True)
class ActionContext(UiContext):
    """A UiContext that may write: ``with ctx.unit() as uow: grant_points(uow, ...)``.

    ``input`` is the validated input model of the action, None for an action without one;
    ``files`` are what a route with ``upload`` was sent, by the name of the form's field.
    """

    open_unit: "Callable[[], AbstractContextManager[UnitOfWork]]"  # behind ``unit``
    input: object = None
    files: Mapping[str, UploadedFile] = field(default_factory=dict)

    def unit(self) -> "AbstractContextManager[UnitOfWork]":
        """Open one transaction in the name of the actor; it commits when the block ends."""
        return self.open_unit()


@dataclass(frozen=True, kw_only=True)
class EventContext:
    """What a subscription is handed: the unit of work its effect belongs into."""

    uow: "UnitOfWork"  # the transaction of the effect
    actor: Actor  # in whose name
    clock: Clock  # gives the time
    notify: Notify  # tells a user something

    def settings(self, model: type[Model]) -> Model:
        return self.uow.storage.settings(model)

    def reader_of(self, user_id: str) -> "Reader | None":
        """Give the read door of a user, so that nobody is told of what they may not see.

        None for one who is switched off.
        """
        return self.uow.reader_of(user_id)


@dataclass(frozen=True, kw_only=True)
class JobContext:
    """What a recurring job is handed; each ``unit()`` is one transaction of its own.

    A long job asks ``stop()`` between its batches and ends early when the system shuts down.
    """

    open_unit: "Callable[[], AbstractContextManager[UnitOfWork]]"  # behind ``unit``
    reader: "Reader"  # sees what the plugin may see
    actor: Actor  # the plugin itself
    clock: Clock  # gives the time
    notify: Notify  # tells a user something
    stop: Callable[[], bool] = lambda: False  # true when the system shuts down

    @property
    def blobs(self) -> "Blobs":
        return self.reader.storage.blobs

    def settings(self, model: type[Model]) -> Model:
        return self.reader.storage.settings(model)

    def unit(self) -> "AbstractContextManager[UnitOfWork]":
        return self.open_unit()


@dataclass(frozen=True, kw_only=True)
class SeedContext:
    """What seeding is handed: rows are found again by a stable key and not made twice.

    ``first_run`` is true when the plugin is enabled here for the first time.
    """

    uow: "UnitOfWork"  # the transaction
    clock: Clock  # gives the time
    first_run: bool = True


@dataclass(frozen=True, kw_only=True)
class DemoCustomer:
    """A customer of the demo company: since when it is one, its phase today, who looks after it.

    ``stage`` is what the phase means, in the phases that Kontor has by itself: prospect, new,
    active, at_risk, lost, won_back.
    """

    id: str
    since: datetime
    phase: str = "active"  # in the company's own words
    stage: str = "active"
    roles: tuple[str, ...] = ("customer",)  # in the words of the definition
    owner_id: str | None = None  # who looks after it


@dataclass(frozen=True, kw_only=True)
class DemoRecord(RecordRef):
    """A record that a plugin made for the demo company, as other plugins find it.

    ``since`` is when it came, ``owner_id`` the user who looks after it.
    """

    since: datetime
    owner_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class DemoContext:
    """What demo rows are made from; the same ``seed`` gives the same rows.

    ``customers`` are those that core made before, ``users`` the ids of the staff, ``roles`` those
    of the definition. ``words`` is what the company's ``demo.toml`` says under ``[plugin.<key>]``.
    ``records("tasks.task", 50)`` gives the newest of what plugins made before, none of a plugin
    that is absent; one named in ``optional`` comes before.
    """

    uow: "UnitOfWork"  # the transaction
    clock: Clock  # gives the time
    seed: int
    customers: tuple[DemoCustomer, ...] = ()
    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    records: Callable[[str, int], Sequence[DemoRecord]] = lambda entity, most: ()
    say: Callable[[Label], None] = lambda text: None  # tells the one who waits

    @property
    def blobs(self) -> "Blobs":
        return self.uow.storage.blobs

    @contextmanager
    def at(self, moment: datetime, *, by: str | None = None) -> Iterator[None]:
        """Let what the block does have happened at a moment in the past, done by a user.

        So rows and their history look lived in: ``with ctx.at(placed_at, by=owner): ...``
        """
        actor = self.uow.actor
        self.uow.actor = replace(actor, id=by)
        try:
            with use_clock(FixedClock(moment)):
                yield
        finally:
            self.uow.actor = actor

    @staticmethod
    def office_hours(random: Random, moment: datetime) -> datetime:
        """Move a moment back to a working day, some time between eight and five in Germany.

        It comes less than eight days earlier; what falls on a weekend is spread over the week.
        """
        when = time(random.randint(7, 15), random.randint(0, 59), random.randint(0, 59))
        day = moment.date() if when <= moment.time() else moment.date() - timedelta(days=1)
        if (weekend := day.weekday() - 4) > 0:
            day -= timedelta(days=weekend + random.randint(0, 4))
        return datetime.combine(day, when, moment.tzinfo)
