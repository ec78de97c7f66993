"""A worker to be killed: adds one to a counter for every event, which no repetition forgives.

Run by the tests as a process of its own: ``python counting_worker.py URL``.
"""

import sys
import time
from collections.abc import Sequence

from sqlalchemy import Integer, String, Table, cast, update

from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.events.tables import META, bus_rules
from kontor_core.events.worker import Worker
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned

COUNTER = "counter"


def _one_more(table: Table) -> Prepared:
    value = cast(cast(table.c.value, Integer) + 1, String)
    return Prepared(update(table).where(table.c.key == COUNTER).values(value=value))


ONE_MORE = _one_more(META)


def count(ctx: EventContext, events: Sequence[Fact]) -> None:
    for event in events:
        ctx.uow.prepared(ONE_MORE, {})
        if event.payload["n"] % 97 == 0:
            time.sleep(0.01)  # gives a kill something to interrupt


def make_bus(url: str) -> Bus:
    database = Database(url, durability="normal")
    log = Log(Storage(database, Schema(bus_rules())))
    counting = Subscription("shop.cart.*", count, batch=20)
    bus = Bus(log, [Owned("shop", "shop.count", counting)])
    log.storage.sink = bus
    return bus


if __name__ == "__main__":
    Worker(make_bus(sys.argv[1])).run()
