"""How far each durable subscriber has come; kept under its id, also while its plugin is off.

A cursor is locked and moved in the transaction of the effect, so the two stand or fall together
and two workers never do the same work twice. ``fence`` counts the moves: a worker that holds an
old number has been overtaken.
"""

import os
import socket
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.events.log import Position
from kontor_core.events.tables import SUBSCRIBER
from kontor_core.foundation import clock
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

WORKER = f"{socket.gethostname()}:{os.getpid()}"


class Cursor(msgspec.Struct, frozen=True):
    """Where a subscriber stands: everything up to ``position`` has had its effect."""

    id: str
    position: Position
    fence: int

    def moved(self, position: Position) -> "Cursor":
        return Cursor(self.id, position, self.fence + 1)


class Overtaken(Exception):
    """Another worker holds this cursor or has moved it; roll back and look again."""


def read_all(storage: Storage) -> dict[str, Cursor]:
    return {row.id: row for row in storage.system_reader().read(_ALL, Cursor)}


def enrol(uow: UnitOfWork, starts: Iterable[tuple[str, Position]]) -> None:
    """Give new subscribers a cursor; one that has a cursor keeps it."""
    statement = _ENROL_SQLITE if uow.storage.database.is_sqlite else _ENROL_POSTGRES
    now = clock.now()
    rows = [{"id": id_, "position": at, "fence": 0, "updated_at": now} for id_, at in starts]
    uow.prepared_many(statement, rows)


def claim(uow: UnitOfWork, cursor: Cursor) -> None:
    """Lock a cursor until the unit ends; raises Overtaken when it is not ours to move."""
    if uow.system_read(_FREE, Cursor, {"subscriber": cursor.id}) != [cursor]:
        raise Overtaken


def move(uow: UnitOfWork, moves: Sequence[tuple[Cursor, Position]]) -> None:
    """Move cursors on; one that was overtaken stays where the other put it."""
    now = clock.now()
    rows = [
        {"subscriber": c.id, "known": c.fence, "to": at, "by": WORKER, "at": now} for c, at in moves
    ]
    uow.prepared_many(_MOVE, rows)


def put(uow: UnitOfWork, subscriber: str, position: Position) -> bool:
    """Set a cursor to a place, whoever holds it; tells whether there is such a subscriber."""
    found = uow.system_read(_LOCKED, Cursor, {"subscriber": subscriber})
    move(uow, [(cursor, position) for cursor in found])
    return bool(found)


_C = SUBSCRIBER.c
_ALL = select(_C.id, _C.position, _C.fence)
_ONE = _ALL.where(_C.id == bindparam("subscriber", type_=String()))
_LOCKED = _ONE.with_for_update()
_FREE = _ONE.with_for_update(skip_locked=True)

_NEW = {n: bindparam(n, type_=_C[n].type) for n in ("id", "position", "fence", "updated_at")}
_ENROL_SQLITE = Prepared(sqlite.insert(SUBSCRIBER).values(_NEW).on_conflict_do_nothing())
_ENROL_POSTGRES = Prepared(postgresql.insert(SUBSCRIBER).values(_NEW).on_conflict_do_nothing())
_MOVE = Prepared(
    update(SUBSCRIBER)
    .where(
        _C.id == bindparam("subscriber", type_=String()),
        _C.fence == bindparam("known", type_=Whole()),
    )
    .values(
        position=bindparam("to", type_=String()),
        fence=_C.fence + 1,
        worker=bindparam("by", type_=String()),
        updated_at=bindparam("at", type_=_C.updated_at.type),
    )
)
