"""Recurring jobs: once when due, by one worker, and again after a failure."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kontor_core.customers.models import Customer
from kontor_core.events.log import START, Log
from kontor_core.events.schedules import LEASE, JobState, Schedule, next_run
from kontor_core.foundation import clock
from kontor_core.foundation.clock import FixedClock
from kontor_core.foundation.errors import Conflict, NotFound
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import JobContext
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.registries import Owned

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def schedule_of(storage: Storage, run: Callable[[JobContext], None], every=HOUR) -> Schedule:
    return Schedule(storage, [Owned("shop", "shop.count", Job(id="count", run=run, every=every))])


def test_interval_begins_at_once_and_comes_again_after_it(storage: Storage) -> None:
    schedule = schedule_of(storage, lambda ctx: None)
    at = FixedClock(NOON)

    ran = []
    with clock.use_clock(at):
        for minutes in (0, 1, 59, 60, 61):
            at.set(NOON + timedelta(minutes=minutes))
            ran += [minutes] * len(schedule.run_due(at.now()))

    assert ran == [0, 60]
    assert schedule.states()[0].runs == 2


def test_time_of_day_comes_once_a_day(storage: Storage) -> None:
    schedule = schedule_of(storage, lambda ctx: None, every="03:00")
    at = FixedClock(NOON)

    ran = []
    with clock.use_clock(at):
        for hours in range(40):
            at.set(NOON + timedelta(hours=hours))
            ran += [hours] * len(schedule.run_due(at.now()))

    assert ran == [15, 39]


def test_missed_dates_are_not_made_up_for() -> None:
    job = Job(id="x", run=lambda ctx: None, every=HOUR)

    assert next_run(job, NOON, NOON + timedelta(hours=30, minutes=10)) == NOON + 31 * HOUR


def test_job_runs_once_with_two_workers(storage: Storage) -> None:
    runs = []
    gate = threading.Barrier(2)

    def work() -> None:
        schedule = schedule_of(storage, lambda ctx: runs.append(1))
        gate.wait()
        schedule.run_due(clock.now())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert runs == [1]


def test_a_worker_that_looked_while_another_ran_the_job_does_not_run_it_again(
    storage: Storage,
) -> None:
    runs = []
    late = schedule_of(storage, lambda ctx: runs.append("late"))
    seen: list[JobState] = []

    def run(ctx: JobContext) -> None:
        runs.append("first")
        seen.extend(late.states())

    with clock.use_clock(FixedClock(NOON)):
        schedule_of(storage, run).run_due(NOON)

    assert not late._claim(seen[0], NOON)
    assert runs == ["first"]


def test_job_of_a_worker_that_died_runs_after_its_lease(storage: Storage) -> None:
    runs = []
    schedule = schedule_of(storage, lambda ctx: runs.append(1))

    class Killed(BaseException):
        """What no handler of exceptions stops, as a kill does not."""

    def die(ctx: JobContext) -> None:
        raise Killed

    with clock.use_clock(FixedClock(NOON)), pytest.raises(Killed):
        schedule_of(storage, die).run_due(NOON)
    during = schedule.run_due(NOON + LEASE)
    after = schedule.run_due(NOON + LEASE + timedelta(seconds=1))

    assert (during, after, runs) == ([], ["shop.count"], [1])


def test_failed_job_is_shown_and_runs_again_when_due(storage: Storage) -> None:
    def fail(ctx: JobContext) -> None:
        raise ValueError("Mr Meyer has no number")

    with clock.use_clock(FixedClock(NOON)):
        schedule_of(storage, fail).run_due(NOON)
        failed = schedule_of(storage, fail).states()[0]
        schedule_of(storage, lambda ctx: None).run_due(NOON + HOUR)
        healed = schedule_of(storage, fail).states()[0]

    assert failed.last_error is not None
    assert failed.last_error.startswith("ValueError (events/test_schedules.py:")
    assert (healed.last_error, healed.runs) == (None, 2)


def test_long_job_renews_its_lease_while_it_asks_whether_to_stop(storage: Storage) -> None:
    at = FixedClock(NOON)
    stolen = []

    def long(ctx: JobContext) -> None:
        for _ in range(6):
            at.set(at.now() + LEASE * 0.6)
            assert not ctx.stop()
            stolen.extend(schedule_of(storage, lambda ctx: None).run_due(at.now()))

    with clock.use_clock(at):
        ran = schedule_of(storage, long).run_due(NOON)

    assert (ran, stolen) == (["shop.count"], [])


def test_job_that_lost_its_lease_is_told_to_stop(storage: Storage) -> None:
    at = FixedClock(NOON)
    told = []

    def asleep(ctx: JobContext) -> None:
        at.set(NOON + 2 * LEASE)
        schedule_of(storage, lambda ctx: None).run_due(at.now())
        told.append(ctx.stop())

    with clock.use_clock(at):
        schedule_of(storage, asleep).run_due(NOON)

    assert told == [True]


def test_job_works_in_units_of_its_plugin(storage: Storage, log: Log, make_bus) -> None:
    make_bus()

    def work(ctx: JobContext) -> None:
        with ctx.unit() as uow:
            assert uow.plugin == "shop"
            uow.create(Customer, {"name": "Made", "phase": "prospect", "number": "K-1"})

    schedule_of(storage, work).run_due(clock.now())

    assert [fact.type for fact in log.after(START).facts] == ["customer.created"]


def test_next_date_is_known_without_asking_often(storage: Storage) -> None:
    schedule = schedule_of(storage, lambda ctx: None, every=timedelta(seconds=30))

    with clock.use_clock(FixedClock(NOON)):
        schedule.run_due(NOON)

    assert schedule.until_next(NOON) == timedelta(seconds=30)


def test_what_another_worker_holds_is_not_asked_for_all_the_time(storage: Storage) -> None:
    waits = []

    def look(ctx: JobContext) -> None:
        other = schedule_of(storage, lambda ctx: None, every=timedelta(seconds=1))
        waits.append(other.until_next(NOON + LEASE - timedelta(seconds=3)))

    with clock.use_clock(FixedClock(NOON)):
        schedule_of(storage, look, every=timedelta(seconds=1)).run_due(NOON)

    assert waits == [timedelta(seconds=3)]


def test_a_job_that_is_asked_for_runs_before_its_time(storage: Storage) -> None:
    schedule = schedule_of(storage, lambda ctx: None)
    at = FixedClock(NOON)
    with clock.use_clock(at):
        schedule.run_due(NOON)
        at.set(NOON + timedelta(minutes=5))

        schedule.ask("shop.count", at.now())
        ran = schedule.run_due(at.now())

        assert ran == ["shop.count"]
        (state,) = schedule.states()
        assert (state.runs, state.held(at.now()), state.took_ms) == (2, False, 0)
        assert state.worker
        with pytest.raises(NotFound):
            schedule.ask("shop.nothing", at.now())


def test_a_job_that_runs_cannot_be_asked_for(storage: Storage) -> None:
    schedules: list[Schedule] = []

    def run(ctx: JobContext) -> None:
        with pytest.raises(Conflict):
            schedules[0].ask("shop.count", NOON)

    schedules.append(schedule_of(storage, run))
    with clock.use_clock(FixedClock(NOON)):
        schedules[0].run_due(NOON)

    assert schedules[0].states()[0].last_error is None
