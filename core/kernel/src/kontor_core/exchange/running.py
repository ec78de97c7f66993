"""The engine: one short transaction for each chunk, with its rows, its facts and the checkpoint."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kontor_core.exchange import jobs
from kontor_core.exchange.cells import CheckedRows, Problem, Reader
from kontor_core.exchange.context import Imports, Made
from kontor_core.exchange.employers import Asked
from kontor_core.exchange.errors_file import write_errors
from kontor_core.exchange.jobs import Job, Report
from kontor_core.exchange.models import DONE, FAILED, RUNNING
from kontor_core.exchange.resource_rows import ResourceRows, importer_of
from kontor_core.exchange.sources import Source
from kontor_core.exchange.targets import Target
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import Busy, Conflict, KontorError
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.exchange import RowImporter

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

ON_SQLITE, ON_POSTGRESQL = 2_000, 20_000
_PAUSE = 0.25  # of a chunk's time: other processes wait for SQLite's one writer
_TRIES = 20

Progress = Callable[[Job], None]

_CLASH = L(
    "Einen solchen Eintrag gibt es schon, oder er verweist auf einen, den es nicht gibt.",
    en="Such an entry already exists, or it refers to one that does not exist.",
)


class _RolledBack(Exception):
    """Ends the unit of a dry run; nobody outside sees it."""


class Run:
    """One pass of an importer over a file."""

    def __init__(
        self,
        app: "KontorApp",
        actor: Actor,
        source: Source,
        target: Target,
        *,
        mapping: Mapping[str, str],
        options: Mapping[str, str],
        chunk_size: int | None = None,
    ) -> None:
        self.app = app
        self.actor = actor
        self.source = source
        self.target = target
        self.options = options
        sqlite = app.database.is_sqlite
        self.chunk_size = chunk_size or (ON_SQLITE if sqlite else ON_POSTGRESQL)
        self._pause = _PAUSE if sqlite else 0.0
        self._reader = Reader(target, mapping, app.storage.conventions, day_zero=source.day_zero)
        self._importer: RowImporter | ResourceRows | None = None
        self._asked: dict[str, Asked] = {}
        self._errors = _errors_of(app)

    def to_the_end(
        self, job: Job, progress: Progress | None, stop: Callable[[], bool] | None
    ) -> Job:
        """Go on from the job's checkpoint; gives the job as it stands then."""
        number = jobs.last_chunk(self.app.storage, job.id)
        chunks = self.source.chunks(self.chunk_size, skip=job.position)
        while True:
            started = time.monotonic()
            with _no_collection():
                chunk = next(chunks, None)
                if chunk is None:
                    break
                number += 1
                rows = self._reader.read(chunk)
                self._with_patience(job, number, rows, chunk.count)
                del chunk, rows
            self.app.bus.wake()
            job = jobs.read_job(self.app.storage, job.id)
            if progress is not None:
                progress(job)
            if stop is not None and stop():
                return job
            time.sleep((time.monotonic() - started) * self._pause)
        return job

    def rehearse(self, progress: Callable[[int], None] | None, most_problems: int) -> Report:
        """Do everything and keep nothing: each chunk's transaction is rolled back."""
        good = bad = 0
        made: dict[str, int] = {}
        problems: list[Problem] = []
        for chunk in self.source.chunks(self.chunk_size):
            rows = self._reader.read(chunk)
            self._importer = None  # what it would remember was never written
            kept = Made(rehearsed=True)
            try:
                with self.app.unit(self.actor) as uow:
                    self._take(uow, rows, kept)
                    raise _RolledBack
            except _RolledBack:
                pass
            bad += len(rows.problems)
            good += chunk.count - len(rows.problems)
            made = _added(made, kept.counts())
            problems += rows.problems[: max(0, most_problems - len(problems))]
            if progress is not None:
                progress(good + bad)
        return Report(good, bad, made, problems, list(self._asked.values()))

    # ---- one chunk

    def _write(self, job: Job, number: int, rows: CheckedRows, count: int) -> None:
        made = Made()
        before = len(rows.problems)
        try:
            with self.app.unit(self.actor) as uow:
                uow.correlation_id = job.id
                self._take(uow, rows, made)
                bad = len(rows.problems)
                jobs.move_job(
                    uow,
                    job,
                    position=job.position + count,
                    good=job.good + count - bad,
                    bad=job.bad + bad,
                    made=_added(job.made, made.counts()),
                )
                jobs.keep_problems(uow, job.id, rows.problems)
                jobs.keep_chunk(uow, job.id, number, made.rows, made.changed)
        except BaseException:
            self._importer = None
            del rows.problems[before:]
            raise

    def _take(self, uow: UnitOfWork, rows: CheckedRows, made: Made) -> None:
        """Let the importer write; rows it chokes on are found by halving and reported."""
        if not len(rows):
            return
        if self._importer is None:
            self._importer = importer_of(self.app, self.target, self.options, self._asked)
        mark, told = made.mark(), len(rows.problems)
        settled = len(uow.told())
        try:
            with uow.savepoint():
                self._importer.take(Imports(uow, self.options, made), rows)
            made.add_told(uow.told()[settled:])
            return
        except self._errors as error:
            made.back_to(mark)
            self._importer = None
            del rows.problems[told:]
            if isinstance(error, KontorError) and error.status >= 500:
                raise
            if len(rows) == 1:
                field, reason = _blamed(error)
                rows.refuse(0, field, reason)
                return
        half = len(rows) // 2
        for part in (rows.part(0, half), rows.part(half, len(rows))):
            self._take(uow, part, made)
            rows.problems += part.problems

    def _with_patience(self, job: Job, number: int, rows: CheckedRows, count: int) -> None:
        """Write a chunk; wait for the writer's place, an import is in no hurry."""
        for _ in range(_TRIES):
            try:
                return self._write(job, number, rows, count)
            except Busy:
                time.sleep(0.5)
        return self._write(job, number, rows, count)


def run_job(
    app: "KontorApp",
    job: Job,
    run: Run,
    progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> Job:
    """Run a job to its end and write its file of refused rows, whatever happens."""
    with app.unit(SYSTEM) as uow:
        jobs.turn_job(uow, job.id, RUNNING)
    app.bus.delivery()  # whoever reacts to the rows has a cursor before the first one is there
    try:
        job = run.to_the_end(jobs.read_job(app.storage, job.id), progress, stop)
    except Conflict:
        raise  # another process goes on with it
    except KontorError as error:
        with app.unit(SYSTEM) as uow:
            jobs.turn_job(uow, job.id, FAILED, problem=error.text()[:2000])
        raise
    finally:
        write_errors(app, job.id)
    if stop is None or not stop():
        with app.unit(SYSTEM) as uow:
            jobs.turn_job(uow, job.id, DONE)
    return jobs.read_job(app.storage, job.id)


def actor_of(app: "KontorApp", job: Job) -> Actor:
    """Give the one who started a job, with the rights of today."""
    return SYSTEM if job.actor_id is None else app.actor(job.actor_id)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let Python not look for cycles among rows that have none; that costs more than the rows."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _errors_of(app: "KontorApp") -> tuple[type[BaseException], ...]:
    """Give what may be wrong with single rows: refusals, and what the database refuses."""
    dbapi = app.database.engine.dialect.loaded_dbapi
    return (KontorError, dbapi.IntegrityError, dbapi.DataError, OverflowError)


def _blamed(error: BaseException) -> tuple[str, Label]:
    if isinstance(error, KontorError):
        problems = error.problems()
        if problems:
            return next(iter(problems.items()))
        return "", error.message
    return "", _CLASH


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}
