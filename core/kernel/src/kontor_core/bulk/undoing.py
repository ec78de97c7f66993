"""Taking bulk work back: old values return, deleted records with what hung on them.

A record that somebody changed since keeps what they made of it, and is named.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from kontor_core.bulk import books, restoring
from kontor_core.bulk.books import Job, Line
from kontor_core.bulk.hanging import HUNG, Links, links_in
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
from kontor_core.foundation.storage.system_rows import change_rows
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.resources.catalogue import ResourceInfo

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_LATER = L("Wurde seither geändert.", en="Has been changed since.")
_LOST = L(
    "Lässt sich nicht zurückholen: daran hing, was sich nicht aufheben ließ.",
    en="Cannot be restored: what belonged to it could not be kept.",
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
    links = links_in(app.database)
    while patiently(partial(_chunk, app, actor, info, job, links)):
        if progress is not None:
            progress(job)
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job.id, UNDONE)
    app.bus.wake()
    return books.read_job(app.storage, job.id)


def _chunk(app: "KontorApp", actor: Actor, info: ResourceInfo, job: Job, links: Links) -> bool:
    """Take a few records back, the last ones first; tells whether there were any.

    So what hung on two of them comes back with the first, when the other one is there again.
    """
    settled: list[Mapping[str, Any]] = []
    with app.unit(actor) as uow:
        uow.correlation_id = job.id
        lines = books.last_lines(uow, job.id, DONE, most=CHUNK)
        touched = [line.record_id for line in lines]
        found = seen(app, actor, info, touched, ()) if job.kind == EDIT else {}
        for line in lines:
            try:
                with uow.savepoint():
                    if job.kind == DELETE:
                        _bring_back(uow, info, line, links)
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
    return bool(lines)


def _bring_back(uow: UnitOfWork, info: ResourceInfo, line: Line, links: Links) -> None:
    if line.before is None:
        raise Refused(_LOST)
    values = dict(line.before)
    hung = values.pop(HUNG, None)
    row = uow.create(info.model, values, row_id=line.record_id)
    if hung is None:
        return  # deleted by a version that took down nothing else
    # before anybody hears of the record, and makes what it had already
    restoring.bring_back(uow, links, hung)
    change_rows(uow, info.model, {"id": row.id}, {"created_at": hung["created_at"]})
    uow.session.expire(row)
