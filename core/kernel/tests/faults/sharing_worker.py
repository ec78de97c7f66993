"""One of two workers on one database: counts events, fires timers, and holds on to a job.

Run by the tests as a process of its own: ``python sharing_worker.py URL``.
"""

import os
import sys
import time
from collections.abc import Sequence
from datetime import timedelta

from counting_worker import count
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.core_plugin import Core
from kontor_core.events import schedules
from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.events.tables import META, bus_rules
from kontor_core.events.types import Event
from kontor_core.events.worker import Worker
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import JobContext
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.registries import Owned
from kontor_core.hooks.tables import rule_of

HOLDER, SUCCESSOR = "holder", "successor"
LEASE = timedelta(seconds=2)


class Filled(Event):
    name = "shop.cart.filled"

    n: int


class Lingering(Bus):
    """A bus that waits before the commit, which gives a kill something to interrupt."""

    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        super().append(uow, facts)
        time.sleep(0.03)


def _note(insert: type[sqlite.Insert] | type[postgresql.Insert]) -> Prepared:
    new = {"key": bindparam("key"), "value": bindparam("value")}
    return Prepared(insert(META).values(new).on_conflict_do_nothing())


NOTES = {True: _note(sqlite.Insert), False: _note(postgresql.Insert)}


def hold(ctx: JobContext) -> None:
    """Whoever runs first never comes back; whoever takes over says so."""
    with ctx.unit() as uow:
        note = NOTES[uow.storage.database.is_sqlite]
        first = uow.prepared(note, {"key": HOLDER, "value": str(os.getpid())}).rowcount == 1
        if not first:
            uow.prepared(note, {"key": SUCCESSOR, "value": str(os.getpid())})
    if first:
        time.sleep(3600)


def make_bus(storage: Storage) -> Bus:
    counting = Subscription("shop.cart.*", count, batch=20)
    owned = [Owned("shop", "shop.count", counting)]
    storage.sink = bus = Lingering(Log(storage), owned, events=[Filled.name])
    return bus


if __name__ == "__main__":
    schedules.LEASE = LEASE
    rules = [rule_of(entity) for entity in Core().kontor_entities()]
    database = Database(sys.argv[1], durability="normal")
    bus = make_bus(Storage(database, Schema([*rules, *bus_rules()])))
    job = Job(id="hold", run=hold, every=timedelta(hours=1))
    Worker(bus, [Owned("shop", "shop.hold", job)], poll=0.05).run()
