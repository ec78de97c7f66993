"""What was changed in ``kontor.toml`` past Kontor, told in the log of administration.

What the definition said at the last start is kept in ``core_meta``; each start compares.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import bindparam

from kontor_core.events.administration import DefinitionChanged
from kontor_core.events.tables import META
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition.changes import changes, facts_of
from kontor_core.foundation.errors import Busy, Full
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import String

if TYPE_CHECKING:
    from kontor_core.foundation.definition.model import Definition
    from kontor_core.foundation.storage.storage import Storage
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

_MOST = 200
_KEY = "definition"


class _Row(msgspec.Struct):
    value: str


class _Kept(msgspec.Struct):
    """What the file said, and the hash of the file: another version of Kontor may read it anew."""

    file: str
    facts: dict[str, str]


_VALUE = select(META.c.value).where(META.c.key == _KEY)
_LOCKED = _VALUE.with_for_update()


def _upsert(dialect: object) -> Prepared:
    row = {name: bindparam(name, type_=String()) for name in ("key", "value")}
    made = dialect.insert(META).values(row)  # type: ignore[attr-defined]  # a dialect's module
    return Prepared(
        made.on_conflict_do_update(index_elements=["key"], set_={"value": made.excluded.value})
    )


_SQLITE, _POSTGRES = _upsert(sqlite), _upsert(postgresql)


def note(storage: "Storage", definition: "Definition") -> None:
    """Tell what the definition says differently than at the last start, and keep what it says.

    Changes of comments and blanks are none. A database that cannot be written just now does not
    keep anybody from working: the next start tells it.
    """
    file = hashlib.sha256(definition.path.read_bytes()).hexdigest()
    row = storage.system_reader().one(_VALUE, _Row)
    if row is not None and _read(row).file == file:
        return
    now = _Kept(file, facts_of(definition))
    with suppress(Busy, Full), storage.unit(SYSTEM) as uow:
        before = _in(uow)  # once more: another process may start at the same moment
        _keep(uow, now)
        if before is None:
            return
        found = changes(before.facts, now.facts)
        if found:
            told = [(one.path, one.before, one.after) for one in found[:_MOST]]
            uow.publish(DefinitionChanged(changes=told, count=len(found)))


@contextmanager
def switching(storage: "Storage", plugin: str, *, on: bool) -> Iterator[None]:
    """Let Kontor itself switch a plugin in the file: that is told by whoever does it."""
    _expect(storage, plugin, on=on)
    try:
        yield
    except BaseException:
        _expect(storage, plugin, on=not on)
        raise


def _expect(storage: "Storage", plugin: str, *, on: bool) -> None:
    with storage.unit(SYSTEM) as uow:
        kept = _in(uow)
        if kept is None:
            return
        path = f"plugins.{plugin}"
        facts = {one: said for one, said in kept.facts.items() if one != path}
        _keep(uow, _Kept(kept.file, facts | {path: "on"} if on else facts))


def _in(uow: "UnitOfWork") -> _Kept | None:
    rows = uow.system_read(_LOCKED, _Row)
    return _read(rows[0]) if rows else None


def _keep(uow: "UnitOfWork", kept: _Kept) -> None:
    statement = _SQLITE if uow.storage.database.is_sqlite else _POSTGRES
    uow.prepared(statement, {"key": _KEY, "value": msgspec.json.encode(kept).decode()})


def _read(row: _Row) -> _Kept:
    return msgspec.json.decode(row.value, type=_Kept)
