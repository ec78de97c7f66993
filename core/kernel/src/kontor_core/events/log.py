"""The log: appended in the transaction of what it tells of, read in one exact order.

SQLite has one writer, so its row numbers are in commit order. PostgreSQL hands numbers out before
the commit: there the order is (epoch, xid, seq) and only what lies before every open transaction
is read, so nothing that commits late is ever passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NewType

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from kontor_core.events.tables import EVENT, META, POSTGRES_EVENT, TransactionId
from kontor_core.foundation import clock
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Position = NewType("Position", str)
"""A place in the log: keep it, hand it back; only the log reads it."""

START = Position("")

_NEWEST = 2**63 - 1
_DIGITS = len(str(_NEWEST))


def place_of(text: str) -> int:
    """Read the place before which an address asks for events; what is none is the log's end."""
    known = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return min(int(text), _NEWEST) if known else _NEWEST


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some facts in order, and the place to read on from."""

    facts: tuple[Fact, ...]
    end: Position


class LoggedFact(msgspec.Struct):
    """A fact as the read door gives it: its place first, then the columns of the log."""

    position: str
    id: str
    type: str
    version: int
    customer_id: str | None
    contact_id: str | None
    subject: str | None
    subject_id: str | None
    actor_id: str | None
    plugin: str
    occurred_at: str
    recorded_at: str
    correlation_id: str | None
    causation_id: str | None
    payload: Mapping[str, Any]
    personal: Mapping[str, Any] | None

    def fact(self) -> Fact:
        return Fact(**{name: getattr(self, name) for name in self.__struct_fields__})


class _Place(msgspec.Struct):
    position: str | None


class _Count(msgspec.Struct):
    count: int


COLUMNS = tuple(EVENT.c[name] for name in LoggedFact.__struct_fields__[1:])
COUNTED = 10_000
_NAMES = LoggedFact.__struct_fields__[1:]


class Log:
    """The event log of one storage; safe to use from several threads."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.reads = 0
        self._sql = _SQLITE if storage.database.is_sqlite else _POSTGRES

    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        """Write facts in the unit's transaction; each gets its moment and its position."""
        recorded_at = clock.as_text(clock.now())
        for fact in facts:
            fact.recorded_at = recorded_at
        rows = [{name: getattr(fact, name) for name in _NAMES} for fact in facts]
        write = self._on_sqlite if self.storage.database.is_sqlite else self._on_postgres
        for fact, position in zip(facts, write(uow, rows), strict=True):
            fact.position = position

    def _on_sqlite(self, uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        uow.prepared_many(self._sql.insert, rows)
        # the only writer's rows follow each other, so the last number tells them all
        last = uow.cursor().execute("SELECT last_insert_rowid()").fetchone()[0]
        return map(str, range(last - len(rows) + 1, last + 1))

    def _on_postgres(self, uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        statement, dialect = self._sql.insert, self.storage.database.engine.dialect
        if len(rows) == 1:  # the usual case, and a pipeline costs it more than it saves
            return iter(uow.prepared(statement, rows[0]).fetchone())
        cursor = uow.cursor()
        values = [statement.values(dialect, row) for row in rows]
        cursor.executemany(statement.text(dialect), values, returning=True)
        return (result.fetchone()[0] for result in cursor.results())

    def after(self, position: Position, limit: int = 500) -> Stretch:
        """Read the facts that follow a place, oldest first."""
        self.reads += 1
        params = {**_parts(position), "most": limit}
        rows = self.storage.system_reader().read(self._sql.after, LoggedFact, params)
        facts = tuple(row.fact() for row in rows)
        return Stretch(facts, Position(facts[-1].position) if facts else position)

    def at(self, position: str) -> Fact | None:
        """Read one fact by its place."""
        rows = self.storage.system_reader().read(self._sql.at, LoggedFact, _parts(position))
        return rows[0].fact() if rows else None

    def head(self) -> Position:
        """Give the place behind the newest fact that nothing earlier can follow any more."""
        self.reads += 1
        found = self.storage.system_reader().one(self._sql.head, _Place)
        return Position(found.position) if found and found.position else START

    def count_after(self, position: Position) -> int:
        """Count the facts behind a place; stops at 10,000."""
        params = {**_parts(position), "most": COUNTED}
        found = self.storage.system_reader().one(self._sql.count, _Count, params)
        return found.count if found else 0

    def unfinished(self, position: Position) -> bool:
        """Tell whether facts wait behind this place for a transaction that is still open."""
        if self.storage.database.is_sqlite:
            return False
        self.reads += 1
        return bool(self.storage.system_reader().read(_ANY_AFTER, _Place, _parts(position)))


def order(position: str) -> tuple[int, int, int]:
    """Give what positions sort by; the token itself does not sort."""
    if not position:
        return (0, 0, 0)
    parts = position.split(".")
    if len(parts) == 1:
        return (0, 0, int(parts[0]))
    return (int(parts[0]), int(parts[1]), int(parts[2]))


def _parts(position: str) -> dict[str, object]:
    epoch, xid, seq = order(position)
    return {"after_epoch": epoch, "after_xid": str(xid), "after_seq": seq}


@dataclass(frozen=True, slots=True)
class _Sql:
    insert: Prepared
    after: Any
    at: Any
    head: Any
    count: Any


def _binds(table: Table) -> dict[str, Any]:
    return {name: bindparam(name, type_=table.c[name].type) for name in _NAMES}


def _counted(some: Select[Any]) -> Any:
    return select(func.count()).select_from(some.subquery())


def _sqlite() -> _Sql:
    seq = EVENT.c.seq
    columns = (cast(seq, Text), *COLUMNS)
    place = bindparam("after_seq", type_=Whole())
    most = bindparam("most", type_=Whole())
    return _Sql(
        insert=Prepared(insert(EVENT).values(_binds(EVENT))),
        after=select(*columns).where(seq > place).order_by(seq).limit(most),
        at=select(*columns).where(seq == place),
        head=select(cast(func.max(seq), Text)),
        count=_counted(select(seq).where(seq > place).limit(most)),
    )


_EVENT = POSTGRES_EVENT.c
_ORDER = (_EVENT.epoch, _EVENT.xid, _EVENT.seq)
_AFTER = tuple_(*_ORDER) > tuple_(
    cast(bindparam("after_epoch", type_=Whole()), Integer),
    cast(bindparam("after_xid", type_=String()), TransactionId),
    cast(bindparam("after_seq", type_=Whole()), Whole()),
)
_DOT: ColumnElement[str] = literal_column("'.'")
_TOKEN = func.concat(_EVENT.epoch, _DOT, _EVENT.xid, _DOT, _EVENT.seq, type_=String())


def _current_epoch() -> ColumnElement[int]:
    value = select(cast(META.c.value, Integer)).where(META.c.key == "epoch")
    return value.scalar_subquery()


def _finished() -> ColumnElement[bool]:
    """What no open transaction can precede; an earlier epoch is finished altogether."""
    oldest_open = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=TransactionId())
    return or_(_EVENT.epoch < _current_epoch(), _EVENT.xid < oldest_open)


def _postgres() -> _Sql:
    columns = (_TOKEN, *(_EVENT[name] for name in _NAMES))
    place = tuple_(*_ORDER) == _AFTER.right
    values = {"epoch": _current_epoch(), **_binds(POSTGRES_EVENT)}
    newest = [column.desc() for column in _ORDER]
    return _Sql(
        insert=Prepared(insert(POSTGRES_EVENT).values(values).returning(_TOKEN)),
        after=select(*columns)
        .where(_AFTER, _finished())
        .order_by(*_ORDER)
        .limit(bindparam("most", type_=Whole())),
        at=select(*columns).where(place),
        head=select(_TOKEN).where(_finished()).order_by(*newest).limit(1),
        count=_counted(
            select(_EVENT.seq).where(_AFTER).limit(bindparam("most", type_=Whole())),
        ),
    )


_SQLITE = _sqlite()
_POSTGRES = _postgres()
_ANY_AFTER = select(_TOKEN).where(_AFTER).limit(literal(1))
