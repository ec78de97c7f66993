"""Imports as jobs of the web: uploads in the company's folder, work in processes of their own.

A process can be ended at any time: the import has its checkpoints in the database, a check only
ever reads. What the page shows comes from there and from the small files beside the upload.
"""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from kontor_core.exchange import jobs
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.models import DONE, UNDOING
from kontor_core.exchange.starting import look_at, rehearse_import, run_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.i18n import as_locale, text_of, use_locale
from kontor_web import processes
from kontor_web.uploads import Upload

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

Work = Literal["check", "run", "undo"]

_MOST_PROBLEMS = 200
_EVERY = 1000
_KEPT_DAYS = 7
_MOST_JOBS = 200


class Plan(msgspec.Struct):
    """What somebody wants to make of an uploaded file."""

    file: str
    target: str
    preset: bool = False
    mapping: dict[str, str] = {}
    actor_id: str | None = None
    locale: str = "de"
    sheet: str | None = None  # of a workbook
    options: dict[str, str] = {}


class Unknown(msgspec.Struct):
    """An organisation that nobody knows, in so many rows; number and name of similar ones."""

    name: str
    rows: int
    near: list[tuple[str, str]] = []


class Check(msgspec.Struct):
    """How far a check is, and what it found."""

    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    total: int | None = None
    good: int = 0
    bad: int = 0
    made: dict[str, int] = {}
    problems: list[tuple[int, str, str, str]] = []  # line, column, value, reason
    message: str = ""
    unknown: list[Unknown] = []


def keep(app: "KontorApp", actor: Actor, upload: Upload, plan: Plan) -> str:
    """Store an upload in a folder only its owner's pages lead to; gives its id."""
    upload_id = ids.new_id()
    folder = _folder(app, actor, upload_id)
    folder.mkdir(parents=True)
    _forget_old(folder.parent)
    upload.save(folder / upload.name)
    save_plan(app, actor, upload_id, plan)
    return upload_id


def drop(app: "KontorApp", actor: Actor, upload_id: str) -> None:
    """Forget an upload that cannot be used."""
    shutil.rmtree(_folder(app, actor, upload_id), ignore_errors=True)


def _forget_old(folder: Path) -> None:
    """Delete uploads that nobody went on with: they may hold personal data."""
    oldest = clock.now().timestamp() - _KEPT_DAYS * 86_400
    for one in folder.iterdir():
        if one.is_dir() and one.stat().st_mtime < oldest:
            shutil.rmtree(one, ignore_errors=True)


def plan_of(app: "KontorApp", actor: Actor, upload_id: str) -> Plan:
    """Give the plan of one's own upload; raises NotFound for anybody else's."""
    path = _folder(app, actor, upload_id) / "plan.json"
    if not ids.is_id(upload_id) or not path.is_file():
        raise NotFound("upload", upload_id)
    return msgspec.json.decode(path.read_bytes(), type=Plan)


def save_plan(app: "KontorApp", actor: Actor, upload_id: str, plan: Plan) -> None:
    (_folder(app, actor, upload_id) / "plan.json").write_bytes(msgspec.json.encode(plan))


def file_of(app: "KontorApp", actor: Actor, upload_id: str, plan: Plan) -> Path:
    return _folder(app, actor, upload_id) / plan.file


def check_of(app: "KontorApp", actor: Actor, upload_id: str) -> Check | None:
    """Give how far a check is; one whose process died is over, whatever its file says."""
    folder = _folder(app, actor, upload_id)
    path = folder / "check.json"
    if not path.is_file():
        return None
    alive = processes.is_running(folder / "check.pid")
    found = msgspec.json.decode(path.read_bytes(), type=Check)
    if found.state == "running" and not alive:
        found.state = "failed"
    return found


def start_check(app: "KontorApp", actor: Actor, upload_id: str) -> None:
    """Check a whole file in the background; nothing is written."""
    folder = _folder(app, actor, upload_id)
    _write(folder / "check.json", Check())
    _start(app, "check", folder.relative_to(app.home).as_posix(), folder / "check.pid")


def start_job(app: "KontorApp", job_id: str, work: Work) -> None:
    """Run an import, or take it back, in the background."""
    if not is_running(app, job_id):
        _start(app, work, job_id, _pid_file(app, job_id))


def stop_job(app: "KontorApp", job_id: str) -> None:
    """End the process of an import; it goes on from its checkpoint when it is started again."""
    processes.stop(_pid_file(app, job_id))


def is_running(app: "KontorApp", job_id: str) -> bool:
    return processes.is_running(_pid_file(app, job_id))


def _folder(app: "KontorApp", actor: Actor, upload_id: str) -> Path:
    return jobs.folder(app) / (actor.id or "system") / upload_id


def _pid_file(app: "KontorApp", job_id: str) -> Path:
    return jobs.folder(app) / f"{job_id}.pid"


def _start(app: "KontorApp", work: Work, about: str, pid_file: Path) -> None:
    processes.start("kontor_web.imports", [str(app.home), work, about], pid_file)


def main(arguments: list[str]) -> None:
    """Do one piece of work in this process: ``HOME check|run|undo WHAT``."""
    from kontor_core.app import KontorApp

    home, work, about = Path(arguments[0]), arguments[1], arguments[2]
    app = KontorApp.open(home)
    try:
        if work == "check":
            _check(app, home / about)
        elif work == "undo":
            undo_import(app, about)
        else:
            job = run_import(app, about)
            if jobs.is_over(job):
                _forget_source(app, job)
    except KontorError:
        if work == "check":
            raise
        # the import's own books say what went wrong
    finally:
        app.close()


def sheets_left(app: "KontorApp", job: Job) -> list[str]:
    """Give the sheets of an uploaded workbook that have not come in yet."""
    sheets = job.source.get("sheets", ())
    if len(sheets) < 2 or not _is_upload(app, job) or not Path(job.path).is_file():
        return []
    same = [one for one in jobs.list_jobs(app, _MOST_JOBS) if one.path == job.path]
    through = {one.source.get("sheet") for one in same if one.state in (DONE, UNDOING)}
    return [sheet for sheet in sheets if sheet not in through]


def _is_upload(app: "KontorApp", job: Job) -> bool:
    return Path(job.path).parent.parent.parent == jobs.folder(app).resolve()


def _forget_source(app: "KontorApp", job: Job) -> None:
    """Delete the upload an import came from; files that lay elsewhere are not ours.

    A workbook whose other sheets may follow waits, as uploads do that nobody goes on with.
    """
    if _is_upload(app, job) and not sheets_left(app, job):
        shutil.rmtree(Path(job.path).parent, ignore_errors=True)


def _check(app: "KontorApp", folder: Path) -> None:
    plan = msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan)
    found = Check()
    path = folder / "check.json"

    def moved(done: int) -> None:
        if done - found.done >= _EVERY:
            found.done = done
            _write(path, found)

    with use_locale(as_locale(plan.locale)):
        try:
            actor = app.actor(plan.actor_id or "")
            preview = look_at(
                app, actor, folder / plan.file, plan.target, preset=plan.preset,
                mapping=plan.mapping, options=plan.options, sheet=plan.sheet,
            )  # fmt: skip
            found.total = preview.source.total
            report = rehearse_import(app, actor, preview, moved, most_problems=_MOST_PROBLEMS)
        except KontorError as error:
            found.state, found.message = "failed", error.text()
        else:
            found.state, found.good, found.bad = "done", report.good, report.bad
            found.made = dict(report.made)
            found.unknown = [
                Unknown(one.name, len(one.lines), [(n.number, n.name) for n in one.near])
                for one in report.asked
            ]
            found.problems = [
                (one.line, one.column, str(one.value), text_of(one.reason))
                for one in report.problems[:_MOST_PROBLEMS]
            ]
    _write(path, found)


def _write(path: Path, check: Check) -> None:
    """Write as a whole: whoever reads meanwhile sees the old one or the new one."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode(check))
    fresh.replace(path)


if __name__ == "__main__":
    main(sys.argv[1:])
