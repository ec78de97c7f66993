"""Taking bulk work back: old values return, deleted records too where nothing hung on them.

A record that somebody changed since keeps what they made of it, and is named.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kontor_core.bulk import books
from kontor_core.bulk.books import Job, Line
from kontor_core.bulk.models import DELETE, DONE, EDIT, KEPT, UNDOING, UNDONE
from kontor_core.bulk.working import (
    CHUNK,
    GONE,
    Progress,
    actor_of,
    blamed,
    patiently,
    refused,
    seen,
)
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import KontorError, Refused
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.resources.catalogue import ResourceInfo

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_LATER = L("Wurde seither geändert.", en="Has been changed since.")
_WHOLE = L(
    "Lässt sich nicht zurückholen: daran hing anderes, das mit gelöscht wurde.",
    en="Cannot be restored: other things that belonged to it were deleted too.",
)


def may_undo(job: Job) -> bool:
    return job.is_over and job.state != UNDONE


def undo(app: "KontorApp", job_id: str, progress: Progress | None = None) -> Job:
    """Take a job back, with the rights that who started it has today; safe to call again."""
    job = books.read_job(app.storage, job_id)
    if job.state == UNDONE:
        raise Refused(L("Das ist schon zurückgenommen.", en="This has already been undone."))
    if not may_undo(job) and job.state != UNDOING:
        raise Refused(L("Das läuft noch.", en="This is still running."))
    info = app.resources.named(job.resource)
    actor = actor_of(app, job)
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job.id, UNDOING)
    while lines := books.lines_of(app.storage, job.id, [DONE], most=CHUNK):
        patiently(partial(_chunk, app, actor, info, job, lines))
        if progress is not None:
            progress(job)
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job.id, UNDONE)
    app.bus.wake()
    return books.read_job(app.storage, job.id)


def _chunk(
    app: "KontorApp", actor: Actor, info: ResourceInfo, job: Job, lines: Sequence[Line]
) -> None:
    touched = [line.record_id for line in lines]
    found = seen(app, actor, info, touched, ()) if job.kind == EDIT else {}
    settled: list[Mapping[str, Any]] = []
    with app.unit(actor) as uow:
        uow.correlation_id = job.id
        for line in lines:
            try:
                with uow.savepoint():
                    if job.kind == DELETE:
                        _bring_back(uow, info, line)
                    else:
                        row = found.get(line.record_id)
                        if row is None:
                            raise Refused(GONE)
                        if line.before is None or row.version != line.seen:
                            raise Refused(_LATER)
                        app.resources.change_in(uow, info, row.id, line.before, row.version)
            except KontorError as error:
                if error.status >= 500:
                    raise
                settled.append(refused(line, line.title, blamed(info, error), KEPT))
            else:
                settled.append({"line": line.id, "now_state": UNDONE, "now_title": line.title})
        books.settle(uow, settled, was=DONE)


def _bring_back(uow: UnitOfWork, info: ResourceInfo, line: Line) -> None:
    if line.before is None:
        raise Refused(_WHOLE)
    uow.create(info.model, line.before, row_id=line.record_id)
