"""The worker: awake when something happens, at rest otherwise."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.events.worker import Worker
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext, JobContext
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.registries import Owned


@pytest.fixture
def start() -> Iterator[Callable[..., Worker]]:
    workers = []

    def start(bus: Bus, *jobs: Job, poll: float = 1) -> Worker:
        worker = Worker(bus, [Owned("shop", f"shop.{job.id}", job) for job in jobs], poll=poll)
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.stop()


class Arrivals:
    """A handler that notes when each number came."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}
        self._came = threading.Condition()

    def __call__(self, ctx: EventContext, events: Sequence[Fact]) -> None:
        with self._came:
            for event in events:
                self.at[event.payload["n"]] = time.monotonic()
            self._came.notify_all()

    def wait_for(self, number: int, timeout: float = 10) -> bool:
        with self._came:
            return self._came.wait_for(lambda: number in self.at, timeout)


def other_process(storage: Storage) -> Storage:
    """Open the same database as another process would: nothing in memory is shared."""
    return Storage(
        Database(storage.database.url, durability="normal"),
        storage.schema,
        conventions=storage.conventions,
    )


def test_worker_wakes_when_its_own_process_publishes(company, make_bus, start) -> None:
    came = Arrivals()
    bus = make_bus(Subscription("shop.cart.*", came, id="came"))
    start(bus, poll=60)
    time.sleep(0.3)  # by now it is at rest

    company.publish([1])

    assert came.wait_for(1)


def test_worker_wakes_when_another_process_publishes(
    storage: Storage, company, make_bus, start
) -> None:
    came = Arrivals()
    bus = make_bus(Subscription("shop.cart.*", came, id="came"))
    start(bus, poll=1 if storage.database.is_sqlite else 60)  # PostgreSQL notifies
    time.sleep(0.3)
    elsewhere = other_process(storage)
    sender = Bus(Log(elsewhere), [])
    elsewhere.sink = sender

    type(company)(elsewhere).publish([1])

    arrived = came.wait_for(1)
    sender.close()
    elsewhere.close()
    assert arrived


def test_worker_at_rest_does_not_read_the_log(storage: Storage, company, make_bus, start) -> None:
    came = Arrivals()
    bus = make_bus(Subscription("shop.cart.*", came, id="came"))
    start(bus)
    company.publish([1])
    came.wait_for(1)
    time.sleep(0.7)

    before = bus.log.reads
    time.sleep(2.2)

    # PostgreSQL has no counter of commits: there the fallback looks at the newest place
    assert bus.log.reads - before <= (0 if storage.database.is_sqlite else 3)


def test_worker_goes_on_after_a_parked_event_is_due(company, make_bus, start, seen) -> None:
    came = Arrivals()
    tries = []

    def second_time(ctx: EventContext, events: Sequence[Fact]) -> None:
        tries.append(len(events))
        if len(tries) < 3:  # the batch and its repetition fail, the first retry does not
            raise ValueError("not yet")
        came(ctx, events)

    start(make_bus(Subscription("shop.cart.*", second_time)))

    company.publish([1])

    assert came.wait_for(1)
    assert len(tries) == 3


def test_stopped_worker_leaves_the_rest_to_the_next(company, make_bus, start, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    first = start(bus)
    company.publish([1])
    first.stop()
    company.publish([2])

    bus.deliver()

    assert seen.numbers == [1, 2]


def test_worker_runs_jobs(make_bus, start) -> None:
    ran = threading.Event()

    def work(ctx: JobContext) -> None:
        ran.set()

    start(make_bus(), Job(id="nightly", run=work, every=timedelta(hours=1)))

    assert ran.wait(10)
