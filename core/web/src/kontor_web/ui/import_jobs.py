"""A running or ended import: its progress, its refused rows, and the way back."""

from kontor_core.exchange import jobs
from kontor_core.exchange.errors_file import errors_path
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.models import DONE, FAILED, UNDOING, UNDONE
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url
from kontor_web.ui import import_phrases, phrases
from kontor_web.ui.answers import go, render
from kontor_web.ui.import_parts import import_shell, number, state_of
from kontor_web.ui.shell import seen
from kontor_web.ui.views import (
    Action,
    ConfirmView,
    JobView,
)


def job_page(call: Call) -> Reply:
    job = own_job(call)
    view = _job_view(call, job)
    if call.request.partial:
        return render(call, "core/parts/job.html", job=view)
    return seen(call, render(call, "core/job.html", shell=import_shell(call, job.file), job=view))


def job_errors(call: Call) -> Reply:
    """Give the refused rows as a file for a spreadsheet."""
    job = own_job(call)
    path = errors_path(call.kontor, job.id)
    if not path.is_file():
        raise NotFound("file", job.id)
    reply = Reply(path.read_bytes(), 200, "text/csv")
    return reply.header("content-disposition", f'attachment; filename="{job.id}-errors.csv"')


def job_stop(call: Call) -> Reply:
    job = own_job(call)
    imports.stop_job(call.kontor, job.id)
    return go(call, f"/import/jobs/{job.id}")


def job_resume(call: Call) -> Reply:
    job = own_job(call)
    imports.start_job(call.kontor, job.id, "undo" if job.state == UNDOING else "run")
    return go(call, f"/import/jobs/{job.id}")


def ask_undo(call: Call) -> Reply:
    job = own_job(call)
    view = ConfirmView(
        title=text_of(phrases.UNDO_IMPORT, call.locale),
        text=phrases.UNDO_TEXT.format(n=number(call, job.good), file=job.file).in_(call.locale),
        submit=text_of(phrases.UNDO_IMPORT, call.locale),
        action=f"/import/jobs/{job.id}/undo",
        csrf=call.csrf,
    )
    return render(call, "core/parts/confirm.html", view=view)


def undo(call: Call) -> Reply:
    job = own_job(call)
    imports.start_job(call.kontor, job.id, "undo")
    return go(call, f"/import/jobs/{job.id}")


def own_job(call: Call) -> Job:
    """Give an import of one's own; those who manage users see all."""
    job = jobs.job_status(call.kontor, call.param("job_id"))
    if job.actor_id != call.actor.id and not call.actor.profile.may(MANAGE_USERS):
        raise NotFound("import", job.id)
    return job


def _job_view(call: Call, job: Job) -> JobView:
    working = imports.is_running(call.kontor, job.id)
    over = jobs.is_over(job) and job.state != UNDOING
    active = working  # a fresh process has not told the books yet
    halted = not working and not over
    state = "running" if active else "failed" if job.state == FAILED else "done"
    if halted and job.state != FAILED:
        state = "cancelled"
    links = list(_job_links(call, job, halted=halted, active=active))
    status = phrases.ROW_OF.format(
        n=number(call, job.position), total=number(call, job.total) if job.total else "…"
    )
    return JobView(
        id=job.id,
        title=phrases.IMPORT_OF.format(file=job.file).in_(call.locale),
        state=state,
        status=status.in_(call.locale) if not over else state_of(call, job),
        url=f"/import/jobs/{job.id}",
        csrf=call.csrf,
        done=job.position,
        total=job.total,
        counts=(
            (text_of(phrases.TAKEN, call.locale), number(call, job.good)),
            (text_of(phrases.REFUSED, call.locale), number(call, job.bad)),
        ),
        message=job.problem or (text_of(phrases.HALTED, call.locale) if halted else ""),
        cancel=f"/import/jobs/{job.id}/stop" if active and job.state != UNDOING else None,
        links=tuple(links),
    )


def _job_links(call: Call, job: Job, *, halted: bool, active: bool) -> list[Action]:
    found = []
    base = f"/import/jobs/{job.id}"
    if halted:
        label = text_of(phrases.GO_ON, call.locale)
        found.append(Action(label=label, icon="play", post=f"{base}/resume", primary=True))
    info = None
    if not job.preset:
        info = next((i for i in call.kontor.resources.all() if i.name == job.target), None)
    if info is not None and job.state == DONE:
        label = text_of(info.label_plural, call.locale)
        found.append(Action(label=label, icon=info.declaration.icon, href=list_url(info)))
    if job.state == DONE and imports.sheets_left(call.kontor, job):
        label = text_of(import_phrases.NEXT_SHEET, call.locale)
        found.append(Action(label=label, icon="sheet", href=f"{base}/sheets", primary=True))
    if job.bad and errors_path(call.kontor, job.id).is_file():
        label = text_of(phrases.REFUSED_ROWS, call.locale)
        found.append(Action(label=label, icon="download", href=f"{base}/errors"))
    if job.state not in (UNDONE, UNDOING) and not active and job.good:
        label = text_of(phrases.UNDO_IMPORT, call.locale)
        found.append(Action(label=label, icon="undo-2", get=f"{base}/undo"))
    return found
