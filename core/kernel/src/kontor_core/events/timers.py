"""Timers: an event that is published at its time, once, whatever happens until then.

A timer is a row, written with the transaction that asked for it. Who fires it deletes the row and
publishes the event in one transaction, so two workers, a kill or a restart change nothing. One
whose plugin is off is parked: it fires when the plugin is back, or goes with its data.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.events.failures import described, setback
from kontor_core.events.tables import TIMER
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import Conflict, NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

AT_ONCE = 100

logger = logging.getLogger("kontor.events")


class TimerState(StrEnum):
    WAITING = "waiting"  # for its time
    PARKED = "parked"  # its plugin is off, or does not declare the event any more
    FAILING = "failing"  # was refused, is tried again
    DEAD = "dead"  # given up until somebody retries it


class Timer(msgspec.Struct, frozen=True):
    """An event that waits for its time."""

    id: str
    type: str
    key: str
    plugin: str
    due_at: str
    next_at: str | None
    attempts: int
    error: str | None
    customer_id: str | None
    contact_id: str | None
    subject: str | None
    subject_id: str | None
    version: int
    correlation_id: str | None
    causation_id: str | None
    payload: dict[str, Any]
    personal: dict[str, Any] | None

    def fact(self) -> Fact:
        """Give the event as it is published: it happened when it was due."""
        return Fact(
            type=self.type,
            version=self.version,
            customer_id=self.customer_id,
            contact_id=self.contact_id,
            subject=self.subject,
            subject_id=self.subject_id,
            plugin=self.plugin,
            occurred_at=self.due_at,
            correlation_id=self.correlation_id,
            causation_id=self.causation_id,
            payload=self.payload,
            personal=self.personal,
        )


class _Plugin(msgspec.Struct):
    plugin: str


class Timers:
    """The timers of one application; ``events`` are what its running plugins declare."""

    def __init__(
        self, storage: Storage, events: Collection[str], actor_of: Callable[[str], Actor]
    ) -> None:
        self._storage = storage
        self._events = frozenset(events)
        self._actor_of = actor_of
        known = _C.type.in_(sorted(self._events))
        due = (known, _C.next_at <= bindparam("now", type_=Moment()))
        self._plugins_due = select(_C.plugin).where(*due).distinct()
        self._due = (
            _ALL.where(*due, _C.plugin == bindparam("of_plugin", type_=String()))
            .order_by(_C.next_at, _C.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )

    # ---- as a unit of work asks

    def keep(self, uow: UnitOfWork, fact: Fact, at: datetime, key: str) -> None:
        """Set a timer; raises ValueError for an event that no running plugin declares.

        A customer or person who is gone by now is not followed up: nothing is kept then.
        """
        if fact.type not in self._events:
            raise ValueError(
                f"{fact.type} is not declared; name its class in kontor_events, or it never comes"
            )
        people = (("core_customer", fact.customer_id), ("core_contact", fact.contact_id))
        if not all(id_ is None or uow.exists(table, id_) for table, id_ in people):
            return
        values = {name: getattr(fact, name) for name in _OF_FACT}
        times = {"due_at": at, "next_at": at, "made_at": clock.now()}
        row = {"id": ids.new_id(), "key": key, "attempts": 0, "error": None, **values, **times}
        uow.prepared(_SET_SQLITE if self._storage.database.is_sqlite else _SET_POSTGRES, row)

    def drop(self, uow: UnitOfWork, event: str, key: str) -> bool:
        return bool(uow.prepared(_DROP, {"of_type": event, "of_key": key}).rowcount)

    # ---- as a worker asks

    def fire_due(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Publish what is due and held by nobody else; gives how many events that were."""
        fired = 0
        found = self._storage.system_reader().read(self._plugins_due, _Plugin, {"now": now})
        for row in found:
            while not stopping():
                taken, published = self._fire(row.plugin, now)
                fired += published
                if taken < AT_ONCE:
                    break
        return fired

    def _fire(self, plugin: str, now: datetime) -> tuple[int, int]:
        """Fire some timers of one plugin in one transaction, each as if it were alone."""
        published = 0
        with self._storage.unit(self._actor_of(plugin)) as uow:
            uow.plugin = plugin
            taken = uow.system_read(self._due, Timer, {"now": now, "of_plugin": plugin})
            for timer in taken:
                try:
                    with uow.savepoint():
                        uow.publish(timer.fact())
                except Exception as error:  # noqa: BLE001  # whoever refuses may raise anything
                    uow.prepared(_FAILED, {"timer": timer.id, **setback(timer.attempts + 1, error)})
                    logger.warning(
                        "timer.failed plugin=%s event=%s id=%s attempts=%d error=%s",
                        plugin,
                        timer.type,
                        timer.id,
                        timer.attempts + 1,
                        described(error),
                    )
                else:
                    uow.prepared(_REMOVE, {"timer": timer.id})
                    published += 1
        return len(taken), published

    # ---- for the operator

    def state_of(self, timer: Timer) -> TimerState:
        if timer.next_at is None:
            return TimerState.DEAD
        if timer.type not in self._events:
            return TimerState.PARKED
        return TimerState.FAILING if timer.attempts else TimerState.WAITING

    def waiting(self, limit: int = 100) -> list[Timer]:
        """Give what waits, the given-up first, then the next due first."""
        return self._storage.system_reader().read(_FIRST, Timer, {"most": limit})

    def retry(self, timer_id: str) -> None:
        """Let a timer that failed fire at once; raises NotFound, and Conflict before its time."""
        timer = self._find(timer_id)
        if self.state_of(timer) not in (TimerState.DEAD, TimerState.FAILING):
            raise Conflict(
                L(
                    "Dieser Timer ist nicht gescheitert; er wartet auf seine Zeit oder sein "
                    "Plugin.",
                    en="This timer has not failed; it waits for its time or for its plugin.",
                )
            )
        again = {"attempts": 0, "next_at": clock.now(), "error": timer.error}
        with self._storage.unit(SYSTEM) as uow:
            uow.prepared(_FAILED, {"timer": timer_id, **again})

    def cancel(self, timer_id: str) -> None:
        """Take a timer back whose event nobody wants any more; raises NotFound."""
        self._find(timer_id)
        with self._storage.unit(SYSTEM) as uow:
            uow.prepared(_REMOVE, {"timer": timer_id})

    def _find(self, timer_id: str) -> Timer:
        if ids.is_id(timer_id):
            for timer in self._storage.system_reader().read(_ONE, Timer, {"timer": timer_id}):
                return timer
        raise NotFound("timer", timer_id)


_C = TIMER.c
_OF_FACT = (
    *("type", "plugin", "customer_id", "contact_id", "subject", "subject_id", "version"),
    *("correlation_id", "causation_id", "payload", "personal"),
)
_ALL = select(*(_C[name] for name in Timer.__struct_fields__))
_IS = _C.id == bindparam("timer", type_=Id())
_ONE = _ALL.where(_IS)
_FIRST = _ALL.order_by(_C.next_at.is_not(None), _C.next_at, _C.id).limit(
    bindparam("most", type_=Whole())
)
_VALUES = {column: bindparam(column.name, type_=column.type) for column in _C}
_REPLACED = [column.name for column in _C if column.name not in ("id", "type", "key")]


def _set(insert: Any) -> Prepared:
    new = insert(TIMER).values(_VALUES)
    changed = {name: new.excluded[name] for name in _REPLACED}
    return Prepared(new.on_conflict_do_update(index_elements=[_C.type, _C.key], set_=changed))


_SET_SQLITE = _set(sqlite.insert)
_SET_POSTGRES = _set(postgresql.insert)
_DROP = Prepared(
    delete(TIMER).where(
        _C.type == bindparam("of_type", type_=String()),
        _C.key == bindparam("of_key", type_=String()),
    )
)
_REMOVE = Prepared(delete(TIMER).where(_IS))
_FAILED = Prepared(
    update(TIMER)
    .where(_IS)
    .values({n: bindparam(n, type_=_C[n].type) for n in ("attempts", "next_at", "error")})
)
