"""Bulk work of the web: few records at once, many in a process of their own."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kontor_core.bulk import books, working
from kontor_core.bulk.books import Job
from kontor_core.bulk.models import FAILED, RUNNING, UNDOING
from kontor_core.bulk.undoing import undo as take_back
from kontor_core.events.notices import NotificationRequested
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import text_of
from kontor_web import processes
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.resources.bulk_selection import Chosen

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

AT_ONCE = 200
"""Records that are worked on while somebody waits; more are a job."""

_FOLDER = "bulk"

Work = Literal["run", "undo"]


def begin(
    app: "KontorApp", actor: Actor, picked: Chosen, kind: str, changes: Mapping[str, Any]
) -> Job:
    """Do it, or start the process that does; raises what is wrong with it."""
    everything = picked.ids is None
    job_id = working.start(
        app,
        actor,
        picked.info,
        kind,
        changes=changes,
        records=picked.ids,
        filter=picked.condition if everything else None,
        search=(picked.asked.search or None) if everything else None,
        back=picked.asked.address(),
    )
    return go_on(app, books.read_job(app.storage, job_id), "run")


def go_on(app: "KontorApp", job: Job, work: Work) -> Job:
    """Run a job, or take it back: here when it is small, else in the background."""
    if job.total > AT_ONCE:
        if not _is_running(app, job):
            arguments = [str(app.home), job.id, work]
            processes.start("kontor_web.resources.bulk_jobs", arguments, _pid_file(app, job))
        return job
    return working.run(app, job.id) if work == "run" else take_back(app, job.id)


def state(app: "KontorApp", job: Job) -> str:
    """Give how a job is; one whose process died has failed, whatever its books say."""
    if job.state in (RUNNING, UNDOING) and job.total > AT_ONCE and not _is_running(app, job):
        return FAILED
    return job.state


def _is_running(app: "KontorApp", job: Job) -> bool:
    return processes.is_running(_pid_file(app, job))


def _pid_file(app: "KontorApp", job: Job) -> Path:
    folder = app.home / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job.id}.pid"


def main(arguments: list[str]) -> None:
    """Do one job in this process: ``HOME JOB run|undo``."""
    from kontor_core.app import KontorApp

    home, job_id, work = Path(arguments[0]), arguments[1], arguments[2]
    app = KontorApp.open(home)
    try:
        with suppress(KontorError):  # the job's own books say what went wrong
            _notify(app, working.run(app, job_id) if work == "run" else take_back(app, job_id))
    finally:
        (home / _FOLDER / f"{job_id}.pid").unlink(missing_ok=True)
        app.close()


def _notify(app: "KontorApp", job: Job) -> None:
    """Tell whoever started it; they may have left the page long ago."""
    if job.actor_id is None or not job.is_over:
        return
    label = app.resources.named(job.resource).label_plural
    told = phrases.NOTICE.format(what=phrases.TITLES[job.kind].format(label=label))
    with app.unit(SYSTEM) as uow:
        uow.publish(
            NotificationRequested(
                recipient=job.actor_id,
                about=job.id,
                text=text_of(told, "de"),
                text_en=text_of(told, "en"),
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
