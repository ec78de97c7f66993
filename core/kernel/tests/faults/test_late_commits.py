"""Eight writers on PostgreSQL that hold their transactions open: no reader may miss an event."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import pytest
from sqlalchemy import bindparam, select

from kontor_core.events.bus import Bus
from kontor_core.events.log import START, Log, Position
from kontor_core.events.tables import EVENT
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

WRITERS = 8
_NAIVE = (
    select(EVENT.c.seq, EVENT.c.id)
    .where(EVENT.c.seq > bindparam("cursor", type_=Whole()))
    .order_by(EVENT.c.seq)
)


class _Found(msgspec.Struct):
    seq: int
    id: str


class Holding(Bus):
    """A bus whose writers linger between their append and their commit."""

    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        super().append(uow, facts)
        time.sleep(random.uniform(0, 0.004))  # noqa: S311  # no secret


@dataclass
class Missed:
    published: int
    by_log: int
    by_naive: int


def race(storage: Storage, seconds: float) -> Missed:
    """Write with eight threads while the log's reader and a naive one follow."""
    log = Log(storage)
    storage.sink = bus = Holding(log, [])
    over = threading.Event()
    published: set[str] = set()
    exact: list[str] = []
    naive: list[str] = []

    def write() -> None:
        mine = []
        while not over.is_set():
            with storage.unit(SYSTEM) as uow:
                mine.append(uow.publish(Fact(type="shop.cart.filled")).id)
        published.update(mine)

    def follow_log(place: Position) -> Position:
        stretch = log.after(place)
        exact.extend(fact.id for fact in stretch.facts)
        return stretch.end

    def follow_naively(cursor: int) -> int:
        rows = storage.system_reader().read(_NAIVE, _Found, {"cursor": cursor})
        naive.extend(row.id for row in rows)
        return rows[-1].seq if rows else cursor

    def read() -> None:
        place, cursor = START, 0
        while not over.is_set():
            place, cursor = follow_log(place), follow_naively(cursor)
        for writer in writers:
            writer.join()
        while (further := follow_log(place)) != place:
            place = further
        follow_naively(cursor)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    reader = threading.Thread(target=read)
    for thread in [*writers, reader]:
        thread.start()
    time.sleep(seconds)
    over.set()
    reader.join()
    bus.close()
    assert len(exact) == len(set(exact)), "the log gave an event twice"
    return Missed(len(published), len(published - set(exact)), len(published - set(naive)))


def race_until_naive_misses(storage: Storage, seconds: float) -> Missed:
    """Repeat while chance was kind to the naive reader: then the run proves nothing."""
    missed = race(storage, seconds)
    for _ in range(4):
        if missed.by_naive or missed.by_log:
            break
        missed = race(storage, seconds)
    return missed


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_log_misses_nothing_where_a_naive_reader_does(storage: Storage) -> None:
    missed = race_until_naive_misses(storage, 0.7)

    assert missed.by_log == 0
    assert missed.by_naive > 0


@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_log_misses_nothing_in_a_long_race(storage: Storage) -> None:
    missed = race_until_naive_misses(storage, 10)

    assert missed.published > 1_000
    assert missed.by_log == 0
    assert missed.by_naive > 0
