"""Building the index: reading all records of an entity once, a page at a time, and going on.

How far it came stands in ``core_meta``, one line for each entity. What is indexed stands there
too: when a plugin joins or declares another field, its records are read by themselves.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.events.tables import META
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.search_index import SearchIndex
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.search.declared import Indexed
from kontor_core.search.keeping import Keeper

_PAGE = 1000
_PAUSE = 0.25  # of a page's time: other writers get their turn
_FIRST = "00000000-0000-0000-0000-000000000000"

Progress = Callable[[str, int], None]
"""``(entity, records read so far)``."""


class State(msgspec.Struct):
    """How far an entity is read: to which id, or to its end."""

    declared: str
    after: str = _FIRST
    done: bool = False


class _Value(msgspec.Struct):
    key: str
    value: str


class _Found(msgspec.Struct):
    id: str


class Builder:
    """Brings every entity into the index; several at once only repeat each other's work."""

    def __init__(
        self, storage: Storage, index: SearchIndex, indexed: Mapping[str, Indexed], keeper: Keeper
    ) -> None:
        self._storage = storage
        self._index = index
        self._indexed = indexed
        self._keeper = keeper

    def due(self) -> list[str]:
        """Name the entities that are not read to their end, or not as they are declared now."""
        states = self._states()
        return [
            entity
            for entity, one in self._indexed.items()
            if (state := states.get(entity)) is None
            or not state.done
            or state.declared != one.declared
        ]

    def begin_anew(self) -> None:
        """Let everything be read again; what is found meanwhile is what was found before."""
        with self._storage.unit(SYSTEM) as uow:
            for entity, one in self._indexed.items():
                self._note(uow, entity, State(one.declared))

    def run(
        self, *, stop: Callable[[], bool] = lambda: False, progress: Progress | None = None
    ) -> bool:
        """Read what is due; False when it was stopped before its end."""
        return all(self._read(self._indexed[entity], stop, progress) for entity in self.due())

    def sweep(self) -> int:
        """Take out what belongs to rows that went without a word; gives how many there were."""
        gone = 0
        for entity, one in self._indexed.items():
            with self._storage.unit(SYSTEM) as uow:
                gone += self._index.sweep(uow, entity, one.info.rule.name)
        return gone

    # ---- inside

    def _read(self, one: Indexed, stop: Callable[[], bool], progress: Progress | None) -> bool:
        entity = one.info.entity
        state = self._states().get(entity)
        if state is None or state.done or state.declared != one.declared:
            state = State(one.declared)
        count = 0
        while not stop():
            started = time.monotonic()
            with self._storage.unit(SYSTEM) as uow:
                self._index.alone(uow)
                found = uow.system_read(
                    self._after(one), _Found, {"after": state.after, "most": _PAGE}
                )
                self._keeper.refresh(uow, one, [row.id for row in found])
                if len(found) < _PAGE:
                    self._index.sweep(uow, entity, one.info.rule.name)
                    state = State(one.declared, done=True)
                else:
                    state = State(one.declared, found[-1].id)
                self._note(uow, entity, state)
            count += len(found)
            if progress is not None:
                progress(entity, count)
            if state.done:
                return True
            if self._storage.database.is_sqlite:
                time.sleep((time.monotonic() - started) * _PAUSE)
        return False

    def _after(self, one: Indexed) -> Any:
        id_ = one.info.rule.table.c.id
        return self._storage.statement(
            ("search page", one.info.entity),
            lambda: (
                select(id_)
                .where(id_ > bindparam("after", type_=Id()))
                .order_by(id_)
                .limit(bindparam("most", type_=Whole()))
            ),
        )

    def _states(self) -> dict[str, State]:
        rows = self._storage.system_reader().read(_STATES, _Value)
        return {
            row.key.removeprefix(_KEY): msgspec.json.decode(row.value, type=State) for row in rows
        }

    def _note(self, uow: UnitOfWork, entity: str, state: State) -> None:
        statement = _NOTE_SQLITE if self._storage.database.is_sqlite else _NOTE_POSTGRES
        value = msgspec.json.encode(state).decode()
        uow.prepared(statement, {"key": _KEY + entity, "value": value})


_KEY = "search."
_STATES = select(META.c.key, META.c.value).where(META.c.key.startswith(_KEY))
_ROW = {name: bindparam(name, type_=String()) for name in ("key", "value")}


def _note(dialect: object) -> Prepared:
    made = dialect.insert(META).values(_ROW)  # type: ignore[attr-defined]  # a dialect's module
    return Prepared(
        made.on_conflict_do_update(index_elements=["key"], set_={"value": made.excluded.value})
    )


_NOTE_SQLITE, _NOTE_POSTGRES = _note(sqlite), _note(postgresql)
