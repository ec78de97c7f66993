"""Recurring jobs: declared by plugins, leased in the database, run once across all workers."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from typing import Any, Protocol

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.events.cursors import WORKER
from kontor_core.events.failures import described
from kontor_core.events.subscriptions import Notices, service_actor
from kontor_core.events.tables import JOB
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import Conflict, KontorError, NotFound
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import JobContext, RecordRef
from kontor_core.hooks.declarations.flow import Job

LEASE = timedelta(minutes=5)
"""After this the job of a worker that died runs again; a long job renews it by ``stop()``."""

_LONGEST_WAIT = timedelta(seconds=60)

logger = logging.getLogger("kontor.events")


class DeclaredJob(Protocol):
    """A declared job with its plugin's key and its full id."""

    @property
    def owner(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def spec(self) -> Job: ...


class JobState(msgspec.Struct, frozen=True):
    """How a job stands, as the plugin's card shows it."""

    key: str
    next_run: str
    last_run: str | None
    lease_until: str | None
    last_error: str | None
    runs: int
    fence: int
    worker: str | None  # who holds it, or held it last
    took_ms: int | None

    def held(self, now: datetime) -> bool:
        """Tell whether a worker runs it."""
        return self.lease_until is not None and clock.from_text(self.lease_until) > now


class Schedule:
    """The recurring jobs of one application."""

    def __init__(
        self,
        storage: Storage,
        jobs: Iterable[DeclaredJob],
        *,
        actor_of: Callable[[str], Actor] = service_actor,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.storage = storage
        self.jobs = {job.id: job for job in jobs}
        self._actor_of = actor_of
        self._stopping = stopping

    def run_due(self, now: datetime) -> list[str]:
        """Run what is due and held by nobody else; gives the ids of what ran here."""
        ran = []
        for state in self._known(now):
            job = self.jobs[state.key]
            due = clock.from_text(state.next_run) <= now
            if due and not self._stopping() and self._claim(state, now):
                self._run(job, state, now)
                ran.append(job.id)
        return ran

    def until_next(self, now: datetime) -> timedelta:
        """Tell how long nothing is due, at most a minute."""
        nexts = [_free_at(state) - now for state in self.states()]
        return max(timedelta(0), min([_LONGEST_WAIT, *nexts]))

    def states(self) -> list[JobState]:
        found = self.storage.system_reader().read(_ALL, JobState)
        return [state for state in found if state.key in self.jobs]

    def ask(self, job_id: str, now: datetime) -> None:
        """Let a job run as soon as a worker is free; raises Conflict while it runs."""
        states = {state.key: state for state in self._known(now)}
        if job_id not in states:
            raise NotFound("job", job_id)
        if states[job_id].held(now):
            raise Conflict(
                L("Dieser Auftrag läuft gerade.", en="This job is running at the moment.")
            )
        with self.storage.unit(SYSTEM) as uow:
            uow.prepared(_ASK, {"job": job_id, "known": states[job_id].fence, "at": now})

    # ---- inside

    def _known(self, now: datetime) -> list[JobState]:
        """Give the states of all jobs; a new one gets its first date."""
        states = self.states()
        new = set(self.jobs) - {state.key for state in states}
        if not new:
            return states
        statement = _ENROL_SQLITE if self.storage.database.is_sqlite else _ENROL_POSTGRES
        with self.storage.unit(SYSTEM) as uow:
            rows = [{"key": key, "first": first_run(self.jobs[key].spec, now)} for key in new]
            uow.prepared_many(statement, rows)
        return self.states()

    def _claim(self, state: JobState, now: datetime) -> bool:
        values = {"job": state.key, "known": state.fence, "now": now, "until": now + LEASE}
        with self.storage.unit(SYSTEM) as uow:
            return bool(uow.prepared(_CLAIM, {**values, "by": WORKER}).rowcount == 1)

    def _run(self, job: DeclaredJob, state: JobState, now: datetime) -> None:
        lease = _Lease(self.storage, job.id, state.fence + 1, now + LEASE)
        problem = None
        began = monotonic()
        try:
            job.spec.run(self._context(job, lease))
        except Exception as error:  # noqa: BLE001  # a job may raise anything; it is due again
            problem = str(error) if isinstance(error, KontorError) else described(error)
            logger.warning(
                "job.failed plugin=%s job=%s error=%s", job.owner, job.id, described(error)
            )
        after = next_run(job.spec, clock.from_text(state.next_run), clock.now())
        took = int((monotonic() - began) * 1000)
        values = {"job": job.id, "known": lease.fence, "ran": now, "next": after, "error": problem}
        values["took"] = took
        with self.storage.unit(SYSTEM) as uow:
            uow.prepared(_FINISH, values)

    def _context(self, job: DeclaredJob, lease: "_Lease") -> JobContext:
        actor = self._actor_of(job.owner)

        @contextmanager
        def unit() -> Iterator[UnitOfWork]:
            with self.storage.unit(actor) as uow:
                uow.plugin = job.owner
                yield uow

        def notify(
            recipient: str,
            text: Label,
            *,
            about: object,
            kind: str = "",
            group: RecordRef | None = None,
        ) -> None:
            with unit() as uow:
                Notices(uow)(recipient, text, about=about, kind=kind, group=group)

        return JobContext(
            open_unit=unit,
            reader=self.storage.reader(actor),
            actor=actor,
            clock=clock,
            notify=notify,
            stop=lambda: self._stopping() or not lease.kept(),
        )


class _Lease:
    """The right to run a job; renewed when half of it is over."""

    def __init__(self, storage: Storage, job: str, fence: int, until: datetime) -> None:
        self.fence = fence
        self._storage = storage
        self._job = job
        self._until = until

    def kept(self) -> bool:
        """Renew when it is time; tells whether nobody else took the job over."""
        now = clock.now()
        if now < self._until - LEASE / 2:
            return True
        values = {"job": self._job, "known": self.fence, "until": now + LEASE}
        with self._storage.unit(SYSTEM) as uow:
            renewed = uow.prepared(_RENEW, values).rowcount
        self._until = now + LEASE
        return bool(renewed == 1)


def _free_at(state: JobState) -> datetime:
    """Tell when a job may run next: what another worker holds, not before its lease ends."""
    return clock.from_text(max(state.next_run, state.lease_until or ""))


def first_run(job: Job, now: datetime) -> datetime:
    """An interval begins at once, a time of day when it next comes."""
    return now if isinstance(job.every, timedelta) else _next_time_of_day(job.every, now)


def next_run(job: Job, planned: datetime, now: datetime) -> datetime:
    """Give the next date after now; dates missed meanwhile are not made up for.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    >>> hourly = Job(id="x", run=print, every=timedelta(hours=1))
    >>> next_run(hourly, noon, noon + timedelta(minutes=150)).hour
    15
    """
    if isinstance(job.every, timedelta):
        missed = (now - planned) // job.every
        return planned + (missed + 1) * job.every
    return _next_time_of_day(job.every, now)


def _next_time_of_day(at: str, now: datetime) -> datetime:
    found = datetime.combine(now.date(), time.fromisoformat(at), tzinfo=UTC)
    return found if found > now else found + timedelta(days=1)


_C = JOB.c
_ALL = select(*(_C[name] for name in JobState.__struct_fields__)).order_by(_C.next_run)
_NEW: dict[str, Any] = {
    "key": bindparam("key", type_=String()),
    "next_run": bindparam("first", type_=Moment()),
    "fence": 0,
    "runs": 0,
}
_ENROL_SQLITE = Prepared(sqlite.insert(JOB).values(_NEW).on_conflict_do_nothing())
_ENROL_POSTGRES = Prepared(postgresql.insert(JOB).values(_NEW).on_conflict_do_nothing())
_HELD = update(JOB).where(
    _C.key == bindparam("job", type_=String()), _C.fence == bindparam("known", type_=Whole())
)
_UNTIL = bindparam("until", type_=Moment())
_NOW = bindparam("now", type_=Moment())
# whoever looked while another ran it finds it free afterwards, but not due any more
_CLAIM = Prepared(
    _HELD.where(or_(_C.lease_until.is_(None), _C.lease_until < _NOW), _C.next_run <= _NOW).values(
        lease_until=_UNTIL, worker=bindparam("by", type_=String()), fence=_C.fence + 1
    )
)
_RENEW = Prepared(_HELD.values(lease_until=_UNTIL))
_FINISH = Prepared(
    _HELD.values(
        last_run=bindparam("ran", type_=Moment()),
        next_run=bindparam("next", type_=Moment()),
        last_error=bindparam("error", type_=String()),
        lease_until=None,
        runs=_C.runs + 1,
        took_ms=bindparam("took", type_=Whole()),
    )
)
_ASK = Prepared(_HELD.values(next_run=bindparam("at", type_=Moment())))
