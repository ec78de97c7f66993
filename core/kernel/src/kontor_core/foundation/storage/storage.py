"""The storage of one application: units of work and readers, all behind the fence."""

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select

from kontor_core.foundation.access.identities import SYSTEM, Actor, acting_as
from kontor_core.foundation.access.profiles import Action, Profile
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.fence import Fence, fenced_dialect
from kontor_core.foundation.storage.read import Params, Plans, Row, fetch
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.titles import Titles, titles_of
from kontor_core.foundation.storage.unit_of_work import FactSink, UnitOfWork, open_unit
from kontor_core.foundation.values import DEFAULT, Conventions, Options

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")


class _NoSink:
    """Before the bus stands: facts are forgotten. Only migrations and tests of storage see it."""

    def asks(self, event: str) -> bool:
        return False

    def before_commit(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None: ...
    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None: ...
    def committed(self, facts: Sequence[Fact]) -> None: ...
    def later(self, uow: UnitOfWork, fact: Fact, at: datetime, key: str) -> None: ...
    def cancel_later(self, uow: UnitOfWork, event: str, key: str) -> bool:
        return False


class Storage:
    """Everything that touches the database goes through here."""

    def __init__(
        self,
        database: Database,
        schema: Schema,
        *,
        sink: FactSink | None = None,
        conventions: Conventions = DEFAULT,
        custom_fields: Mapping[str, Mapping[str, FieldSpec]] | None = None,
        blobs: Blobs | None = None,
        settings: "Iterable[BaseModel]" = (),
    ) -> None:
        self.database = database
        self._settings = {type(found): found for found in settings}
        self._blobs = blobs
        self.schema = schema
        self.sink: FactSink = sink or _NoSink()
        self.conventions = conventions
        self.custom_fields = dict(custom_fields or {})  # by entity, then by name without "custom."
        self.actor_of: Callable[[str], Actor] | None = None  # set once there are roles
        self.system_plans = Plans(database.engine.dialect)
        self._plans: dict[tuple[Profile, Action], Plans] = {}
        self._statements: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    @property
    def options(self) -> Options:
        """Give the lists of choices that the definition owns."""
        return self.conventions.options

    @property
    def blobs(self) -> Blobs:
        """Give the files beside the database; raises LookupError for a storage without."""
        if self._blobs is None:
            raise LookupError("this storage keeps no files; open it through KontorApp")
        return self._blobs

    def settings(self, model: type[Model]) -> Model:
        """Give the settings that a plugin declared with this model; raises LookupError for none."""
        found = self._settings.get(model)
        if not isinstance(found, model):
            raise LookupError(f"{model.__name__} is not declared: answer kontor_settings with it")
        return found

    def unit(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work: commits when the block ends, rolls back on any exception.

        Raises Busy when the writer's place is not free in time.
        """
        return open_unit(self, actor)

    def reader(self, actor: Actor) -> "Reader":
        return Reader(self, actor)

    def reader_of(self, user_id: str) -> "Reader | None":
        """Give the read door of a user; None for one who is unknown or switched off."""
        if self.actor_of is None:
            raise LookupError("this storage knows no users; open it through KontorApp")
        try:
            return Reader(self, self.actor_of(user_id))
        except NotFound:
            return None

    def system_reader(self) -> "Reader":
        """Give a reader without fence, for core's own bookkeeping."""
        return Reader(self, SYSTEM, fenced=False)

    def plans(self, profile: Profile, action: Action) -> Plans:
        """Give the compiled statements of a profile."""
        key = (profile, action)
        plans = self._plans.get(key)
        if plans is None:
            dialect = fenced_dialect(
                self.database.engine.dialect, Fence(self.schema, profile, action)
            )
            with self._lock:
                plans = self._plans.setdefault(key, Plans(dialect))
        return plans

    def statement(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Keep a statement that is built from a name, so that its plan is found again."""
        found = self._statements.get(key)
        if found is None:
            found = self._statements.setdefault(key, make())
        return found

    def close(self) -> None:
        self.database.close()


class Reader:
    """The read door of one actor, on this thread's held connection."""

    __slots__ = ("_plans", "actor", "storage")

    def __init__(self, storage: Storage, actor: Actor, *, fenced: bool = True) -> None:
        self.storage = storage
        self.actor = actor
        self._plans = storage.plans(actor.profile, Action.READ) if fenced else storage.system_plans

    def read(
        self,
        statement: Select[Any] | Any,
        row: type[Row],
        params: Params | None = None,
        *,
        key: Hashable = None,
    ) -> list[Row]:
        """Run a SELECT and give its rows as Structs of the type ``row``, in column order.

        ``key`` names the shape of a statement that was built for this call, so that its
        compiled form is found again; leave it out for module-level statements.
        """
        with acting_as(self.actor):
            plan = self._plans.plan(statement, key)
            return fetch(self.storage.database.reading().cursor(), plan, params or {}, row)

    def titles(self, wanted: Iterable[tuple[str, str]]) -> Titles:
        """Look up what records (entity, id) are called, as this reader sees them."""
        return titles_of(self, wanted)

    def one(
        self,
        statement: Select[Any] | Any,
        row: type[Row],
        params: Params | None = None,
        *,
        key: Hashable = None,
    ) -> Row | None:
        """Give the first row, or None."""
        found = self.read(statement, row, params, key=key)
        return found[0] if found else None
