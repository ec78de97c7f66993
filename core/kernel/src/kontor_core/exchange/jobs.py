"""The books of imports: a job is opened, moved on with every chunk, looked at, listed."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from kontor_core.exchange.cells import Problem
from kontor_core.exchange.employers import Asked
from kontor_core.exchange.models import (
    DONE,
    FAILED,
    RUNNING,
    WAITING,
    ImportChunk,
    ImportError,
    ImportJob,
)
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Conflict, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.storage.bulk import insert_columns
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, Json, Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.exchange import Same

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

FOLDER = "imports"
FIRST = "00000000-0000-0000-0000-000000000000"

_job = columns(ImportJob)
_error = columns(ImportError)
_chunk = columns(ImportChunk)
_JOB_NAMES = (
    "id", "created_at", "key", "target", "preset", "path", "source", "mapping", "options",
    "state", "actor_id", "total", "position", "good", "bad", "made", "problem", "finished_at",
)  # fmt: skip


class Job(msgspec.Struct, frozen=True):
    """An import as its books have it."""

    id: str
    created_at: str
    key: str
    target: str
    preset: bool
    path: str
    source: Mapping[str, Any]
    mapping: Mapping[str, str]
    options: Mapping[str, str]
    state: str
    actor_id: str | None
    total: int | None
    position: int
    good: int
    bad: int
    made: Mapping[str, int]
    problem: str | None
    finished_at: str | None

    @property
    def file(self) -> str:
        return Path(self.path).name

    @property
    def share(self) -> float | None:
        """Give how much of the file is through, from 0 to 1; None while nobody knows."""
        if self.state == DONE:
            return 1.0
        return min(self.position / self.total, 1.0) if self.total else None


class ErrorRow(msgspec.Struct, frozen=True):
    """A row that was refused, with its reason in both languages."""

    id: str
    line: int
    column: str
    value: str
    reason: Mapping[str, str]

    def why(self, locale: str) -> str:
        return self.reason.get(locale) or self.reason.get("de", "")


class ChunkRow(msgspec.Struct, frozen=True):
    """What a chunk made and changed: entity, whether facts told of it, ids; values before."""

    number: int
    packed: Sequence[tuple[str, bool, str]]
    changed: Sequence[tuple[str, str, int, Mapping[str, Any]]]

    def made(self) -> list[tuple[str, bool, list[str]]]:
        return [(entity, told, _unpacked(ids_)) for entity, told, ids_ in self.packed]


class _Number(msgspec.Struct):
    number: int | None


_JOBS = select(*(_job[name] for name in _JOB_NAMES)).order_by(_job.id.desc())
_BY_ID = _JOBS.where(_job.id == bindparam("job", type_=Id()))
_BY_KEY = _JOBS.where(_job.key == bindparam("key", type_=String()))
_NEWEST = _JOBS.limit(bindparam("most", type_=Whole()))
_OF_ACTOR = _NEWEST.where(_job.actor_id == bindparam("actor", type_=Id()))
_ERRORS = (
    select(_error.id, _error.line, _error.column_name, _error.value, _error.reason)
    .where(
        _error.job_id == bindparam("job", type_=Id()),
        _error.id > bindparam("after", type_=Id()),
    )
    .order_by(_error.id)
    .limit(bindparam("most", type_=Whole()))
)
_CHUNKS = (
    select(_chunk.number, _chunk.made, _chunk.changed)
    .where(
        _chunk.job_id == bindparam("job", type_=Id()),
        _chunk.number < bindparam("before", type_=Whole()),
    )
    .order_by(_chunk.number.desc())
    .limit(bindparam("most", type_=Whole()))
)
_LAST_CHUNK = select(func.max(_chunk.number)).where(_chunk.job_id == bindparam("job", type_=Id()))

_table = ImportJob.__table__  # type: ignore[attr-defined]  # mapped classes have one
_OPEN = Prepared(
    insert(_table).values(
        {name: bindparam(name, type_=_table.c[name].type) for name in (*_JOB_NAMES, "updated_at")}
        | {"version": 1}
    )
)
_MOVE = Prepared(
    update(_table)
    .where(
        _table.c.id == bindparam("job", type_=Id()),
        _table.c.position == bindparam("before", type_=Whole()),
        _table.c.state == RUNNING,
    )
    .values(
        position=bindparam("now_at", type_=Whole()),
        good=bindparam("now_good", type_=Whole()),
        bad=bindparam("now_bad", type_=Whole()),
        made=bindparam("now_made", type_=Json()),
        updated_at=bindparam("moment", type_=Moment()),
    )
)
_TURN = Prepared(
    update(_table)
    .where(_table.c.id == bindparam("job", type_=Id()))
    .values(
        state=bindparam("now_state", type_=String()),
        problem=bindparam("now_problem", type_=String()),
        finished_at=bindparam("finished", type_=Moment()),
        updated_at=bindparam("moment", type_=Moment()),
    )
)


_FORGET = Prepared(
    delete(ImportError.__table__).where(_error.job_id == bindparam("job", type_=Id()))  # type: ignore[attr-defined]  # as above
)


def job_key(file_hash: str, target: str, mapping: Mapping[str, str], options: Any) -> str:
    """Give what makes two imports the same: the file, what it becomes, and how."""
    said = msgspec.json.encode([file_hash, target, mapping, options], order="sorted")
    return hashlib.sha256(said).hexdigest()


def open_job(uow: UnitOfWork, values: Mapping[str, Any]) -> str:
    job_id = ids.new_id()
    now = clock.now()
    row = {
        **dict.fromkeys(_JOB_NAMES),
        "id": job_id,
        "created_at": now,
        "updated_at": now,
        "state": WAITING,
        "position": 0,
        "good": 0,
        "bad": 0,
        "made": {},
        **values,
    }
    uow.prepared(_OPEN, row)
    return job_id


def job_status(app: "KontorApp", job_id: str) -> Job:
    """Give an import as it stands; raises NotFound."""
    return read_job(app.storage, job_id)


def list_jobs(app: "KontorApp", limit: int = 50) -> list[Job]:
    """Give the newest imports first."""
    return app.storage.system_reader().read(_NEWEST, Job, {"most": limit})


def jobs_of(app: "KontorApp", actor_id: str | None, most: int = 50) -> list[Job]:
    """Give somebody's imports, the newest first."""
    return app.storage.system_reader().read(_OF_ACTOR, Job, {"actor": actor_id, "most": most})


def job_errors(
    app: "KontorApp", job_id: str, *, after: str = FIRST, limit: int = 100
) -> list[ErrorRow]:
    """Give the refused rows of an import in the order of the file, on after an error's id."""
    params = {"job": job_id, "after": after, "most": limit}
    return app.storage.system_reader().read(_ERRORS, ErrorRow, params)


def read_job(storage: Storage, job_id: str) -> Job:
    found = None
    if ids.is_id(job_id):
        found = storage.system_reader().one(_BY_ID, Job, {"job": job_id})
    if found is None:
        raise NotFound("import", job_id)
    return found


def jobs_of_key(storage: Storage, key: str) -> list[Job]:
    return storage.system_reader().read(_BY_KEY, Job, {"key": key})


def move_job(
    uow: UnitOfWork, before: Job, *, position: int, good: int, bad: int, made: Mapping[str, int]
) -> None:
    """Move the checkpoint with the chunk; raises Conflict when another process moved it first."""
    done = uow.prepared(
        _MOVE,
        {
            "job": before.id,
            "before": before.position,
            "now_at": position,
            "now_good": good,
            "now_bad": bad,
            "now_made": made,
            "moment": clock.now(),
        },
    )
    if done.rowcount != 1:
        raise Conflict(
            L(
                "Dieser Import läuft gerade in einem anderen Prozess weiter.",
                en="Another process is working on this import right now.",
            )
        )


def turn_job(uow: UnitOfWork, job_id: str, state: str, *, problem: str | None = None) -> None:
    finished: datetime | None = None if state in (WAITING, RUNNING) else clock.now()
    uow.prepared(
        _TURN,
        {
            "job": job_id,
            "now_state": state,
            "now_problem": problem,
            "finished": finished,
            "moment": clock.now(),
        },
    )


def keep_problems(uow: UnitOfWork, job_id: str, problems: Sequence[Problem]) -> None:
    """Write refused rows into the books."""
    now = Same(clock.as_text(clock.now()))
    problems = sorted(problems, key=lambda problem: problem.line)
    insert_columns(
        uow,
        ImportError.__table__,  # type: ignore[attr-defined]  # as above
        {
            "id": [ids.new_id() for _ in problems],
            "created_at": now,
            "updated_at": now,
            "version": Same(1),
            "job_id": Same(job_id),
            "line": [problem.line for problem in problems],
            "column_name": [problem.column for problem in problems],
            "value": [_storable(problem.value) for problem in problems],
            "reason": [
                {"de": text_of(p.reason, "de"), "en": text_of(p.reason, "en")} for p in problems
            ],
        },
        len(problems),
    )


def forget_errors(app: "KontorApp", job_id: str) -> int:
    """Delete the refused rows of an import; gives how many there were."""
    with app.unit(SYSTEM) as uow:
        done = uow.prepared(_FORGET, {"job": job_id})
    return int(done.rowcount)


def keep_chunk(
    uow: UnitOfWork,
    job_id: str,
    number: int,
    made: Sequence[tuple[str, bool, Sequence[str]]],
    changed: Sequence[tuple[str, str, int, Mapping[str, Any]]],
) -> None:
    """Write down what a chunk made and changed."""
    now = Same(clock.as_text(clock.now()))
    insert_columns(
        uow,
        ImportChunk.__table__,  # type: ignore[attr-defined]  # as above
        {
            "id": [ids.new_id()],
            "created_at": now,
            "updated_at": now,
            "version": Same(1),
            "job_id": Same(job_id),
            "number": Same(number),
            "made": [[(entity, told, _packed(ids_)) for entity, told, ids_ in made]],
            "changed": [changed],
        },
        1,
    )


def _packed(record_ids: Sequence[str]) -> str:
    return base64.b64encode(bytes.fromhex("".join(record_ids).replace("-", ""))).decode()


def _unpacked(text: str) -> list[str]:
    raw = base64.b64decode(text)
    return [ids.from_bytes(raw[start : start + 16]) for start in range(0, len(raw), 16)]


def last_chunk(storage: Storage, job_id: str) -> int:
    found = storage.system_reader().one(_LAST_CHUNK, _Number, {"job": job_id})
    return found.number if found and found.number is not None else 0


def chunks_before(storage: Storage, job_id: str, number: int, most: int) -> list[ChunkRow]:
    """Give a job's chunks, the last one first."""
    params = {"job": job_id, "before": number, "most": most}
    return storage.system_reader().read(_CHUNKS, ChunkRow, params)


def is_over(job: Job) -> bool:
    return job.state not in (WAITING, RUNNING, FAILED)


def folder(app: "KontorApp") -> Path:
    """Give the folder for uploads and error files."""
    path = app.home / FOLDER
    path.mkdir(exist_ok=True)
    return path


def _storable(text: str) -> str:
    # PostgreSQL takes neither NUL nor lone surrogates
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Report:
    """What a dry run found: nothing was written."""

    good: int
    bad: int
    made: Mapping[str, int]
    problems: Sequence[Problem]
    asked: Sequence[Asked] = ()  # organisations of which nobody has said what becomes of them
