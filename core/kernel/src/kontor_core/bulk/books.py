"""Reading and writing the books of bulk work, past every profile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, func, select, update

from kontor_core.bulk.models import CANCELLED, DONE, FAILED, UNDONE, WAITING, BulkJob, BulkLine
from kontor_core.foundation import clock, ids
from kontor_core.foundation.errors import Conflict, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.bulk import insert_columns
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.system_rows import add_row, change_rows
from kontor_core.foundation.storage.types import Id, Json, Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.exchange import Same

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_OVER = frozenset({DONE, FAILED, CANCELLED, UNDONE})


class Job(msgspec.Struct, frozen=True):
    """A job as its books have it."""

    id: str
    version: int
    created_at: str
    kind: str
    resource: str
    changes: Mapping[str, Any]
    back: str
    state: str
    actor_id: str | None
    total: int
    problem: str | None
    finished_at: str | None

    @property
    def is_over(self) -> bool:
        return self.state in _OVER


class Line(msgspec.Struct, frozen=True):
    """One record of a job."""

    id: str
    number: int
    record_id: str
    state: str
    title: str | None
    seen: int | None
    before: Mapping[str, Any] | None
    reason: Mapping[str, str] | None

    def why(self, locale: str) -> str:
        reason = self.reason or {}
        return reason.get(locale) or reason.get("de", "")


class _Tally(msgspec.Struct):
    state: str
    n: int


class _TallyOf(msgspec.Struct):
    job_id: str
    state: str
    n: int


_job, _line = columns(BulkJob), columns(BulkLine)
_JOBS = select(*(_job[name] for name in Job.__struct_fields__)).order_by(_job.id.desc())
_BY_ID = _JOBS.where(_job.id == bindparam("job", type_=Id()))
_OF_ACTOR = _JOBS.where(_job.actor_id == bindparam("actor", type_=Id())).limit(
    bindparam("most", type_=Whole())
)
_NEWEST = _JOBS.limit(bindparam("most", type_=Whole()))
_LINES = (
    select(*(_line[name] for name in Line.__struct_fields__))
    .where(
        _line.job_id == bindparam("job", type_=Id()),
        _line.state.in_(bindparam("states", type_=String(), expanding=True)),
        _line.number > bindparam("after", type_=Whole()),
    )
    .order_by(_line.number)
    .limit(bindparam("most", type_=Whole()))
)
_LAST = (
    select(*(_line[name] for name in Line.__struct_fields__))
    .where(
        _line.job_id == bindparam("job", type_=Id()),
        _line.state == bindparam("state", type_=String()),
    )
    .order_by(_line.number.desc())
    .limit(bindparam("most", type_=Whole()))
    .with_for_update()
)
_TALLY = (
    select(_line.state, func.count())
    .where(_line.job_id == bindparam("job", type_=Id()))
    .group_by(_line.state)
)
_TALLIES = (
    select(_line.job_id, _line.state, func.count())
    .where(_line.job_id.in_(bindparam("jobs", type_=Id(), expanding=True)))
    .group_by(_line.job_id, _line.state)
)
_lines = table_of_model(BulkLine)
_SETTLE = Prepared(
    update(_lines)
    .where(
        _lines.c.id == bindparam("line", type_=Id()),
        _lines.c.state == bindparam("was", type_=String()),
    )
    .values(
        state=bindparam("now_state", type_=String()),
        title=bindparam("now_title", type_=String()),
        seen=bindparam("now_seen", type_=Whole()),
        before=bindparam("now_before", type_=Json()),
        reason=bindparam("now_reason", type_=Json()),
        updated_at=bindparam("moment", type_=Moment()),
    )
)


def open_job(uow: UnitOfWork, values: Mapping[str, Any]) -> str:
    empty = dict.fromkeys(("owner_id", "team_id", "problem", "finished_at"))
    return add_row(uow, BulkJob, {**empty, "state": WAITING, "total": 0, **values})


def add_lines(uow: UnitOfWork, job_id: str, records: Sequence[str], start: int) -> None:
    """Write down which records it is about, before any is touched."""
    now = Same(clock.as_text(clock.now()))
    insert_columns(
        uow,
        _lines,
        {
            "id": [ids.new_id() for _ in records],
            "created_at": now,
            "updated_at": now,
            "version": Same(1),
            "job_id": Same(job_id),
            "number": list(range(start + 1, start + len(records) + 1)),
            "record_id": records,
            "state": Same(WAITING),
        },
        len(records),
    )


def turn(uow: UnitOfWork, job_id: str, state: str, *, was: str = "", **values: Any) -> bool:
    """Change the state of a job, if it still is in the one it was; tells whether it was."""
    where = {"id": job_id, **({"state": was} if was else {})}
    finished = clock.now() if state in _OVER else None
    given = {"state": state, "finished_at": finished, **values}
    return change_rows(uow, BulkJob, where, given) == 1


def settle(uow: UnitOfWork, lines: Iterable[Mapping[str, Any]], *, was: str) -> None:
    """Write what became of records, in the transaction of what was done to them.

    Raises Conflict when another process did it first: then nothing of the chunk stays.
    """
    moment = clock.now()
    empty = dict.fromkeys(("now_title", "now_seen", "now_before", "now_reason"))
    for line in lines:
        done = uow.prepared(_SETTLE, {**empty, "moment": moment, "was": was, **line})
        if done.rowcount != 1:
            raise Conflict(
                L(
                    "Dieser Vorgang läuft gerade in einem anderen Prozess weiter.",
                    en="Another process is working on this right now.",
                )
            )


def read_job(storage: Storage, job_id: str) -> Job:
    """Give a job; raises NotFound."""
    found = None
    if ids.is_id(job_id):
        found = storage.system_reader().one(_BY_ID, Job, {"job": job_id})
    if found is None:
        raise NotFound("bulk_job", job_id)
    return found


def jobs_of(app: "KontorApp", actor_id: str | None, most: int = 50) -> list[Job]:
    """Give somebody's jobs, the newest first."""
    return app.storage.system_reader().read(_OF_ACTOR, Job, {"actor": actor_id, "most": most})


def newest(app: "KontorApp", most: int = 50) -> list[Job]:
    """Give everybody's jobs, the newest first; for who looks after all of them."""
    return app.storage.system_reader().read(_NEWEST, Job, {"most": most})


def lines_of(
    storage: Storage, job_id: str, states: Sequence[str], *, after: int = 0, most: int = 100
) -> list[Line]:
    """Give records of a job in these states, in their order."""
    params = {"job": job_id, "states": list(states), "after": after, "most": most}
    return storage.system_reader().read(_LINES, Line, params)


def last_lines(uow: UnitOfWork, job_id: str, state: str, *, most: int) -> list[Line]:
    """Give records of a job in a state, the last ones first.

    An erasure that comes meanwhile waits, and one that came before left nothing to bring back.
    """
    return uow.system_read(_LAST, Line, {"job": job_id, "state": state, "most": most})


def tally(storage: Storage, job_id: str) -> Mapping[str, int]:
    """Count the records of a job by what became of them."""
    rows = storage.system_reader().read(_TALLY, _Tally, {"job": job_id})
    return {row.state: row.n for row in rows}


def tallies(storage: Storage, jobs: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Count the records of several jobs by what became of them."""
    found: dict[str, dict[str, int]] = {}
    for row in storage.system_reader().read(_TALLIES, _TallyOf, {"jobs": list(jobs)}):
        found.setdefault(row.job_id, {})[row.state] = row.n
    return found
