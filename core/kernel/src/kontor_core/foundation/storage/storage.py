"""The storage of one application: units of work and readers, all behind the fence."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.unit_of_work import FactSink, UnitOfWork
from kontor_core.foundation.storage.units import open_unit
from kontor_core.foundation.values import DEFAULT, Conventions

if TYPE_CHECKING:
    from pydantic import BaseModel


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


class Storage(Store):
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
        super().__init__(
            database,
            schema,
            conventions=conventions,
            custom_fields=custom_fields,
            blobs=blobs,
            settings=settings,
        )
        self.sink: FactSink = sink or _NoSink()

    def unit(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work: commits when the block ends, rolls back on any exception.

        Raises Busy when the writer's place is not free in time.
        """
        return open_unit(self, self.sink, actor)

    def reader(self, actor: Actor) -> "Reader":
        return Reader(self, actor)

    def system_reader(self) -> "Reader":
        """Give a reader without fence, for core's own bookkeeping."""
        return Reader(self, SYSTEM, fenced=False)
