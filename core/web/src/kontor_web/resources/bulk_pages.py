"""Bulk work as a job in the browser: its progress, its result, what was refused, the way back."""

import csv
import io
from typing import Any

from kontor_core.bulk import books, working
from kontor_core.bulk.books import Job, Line
from kontor_core.bulk.models import (
    CANCELLED,
    DELETE,
    DONE,
    FAILED,
    KEPT,
    REFUSED,
    RUNNING,
    SAME,
    STATES,
    UNDOING,
    UNDONE,
    WAITING,
)
from kontor_core.exchange.formulas import guarded
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources import bulk_jobs
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.resources.acting import STALE, attachment
from kontor_web.resources.addresses import list_url, own_path, record_url
from kontor_web.resources.bulk_selection import number_of
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, go, render, toast
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import (
    Action,
    Card,
    Crumb,
    Empty,
    EmptyBlock,
    FactsBlock,
    JobView,
    PageView,
    TableBlock,
    Value,
)

PATH = "/bulk"
_SHOWN = 200
_MOMENT = FieldSpec(label="", kind=Kind.DATETIME)
_JOB_STATES = {RUNNING: "running", UNDOING: "running", WAITING: "queued"}
_STATE_LABELS = {choice.value: choice.label for choice in STATES}


def overview(call: Call) -> Reply:
    """List what oneself did to many records."""
    presenter = Presenter(call)
    found = books.jobs_of(call.kontor, call.actor.id)
    block: EmptyBlock | TableBlock = TableBlock(
        columns=tuple(
            (text_of(label, call.locale), kind)
            for label, kind in (
                (phrases.WHAT, "text"),
                (phrases.STATE, "text"),
                (phrases.RECORDS, "int"),
                (phrases.WHEN, "datetime"),
            )
        ),
        rows=tuple(
            (
                Value(text=_title(call, one)),
                Value(text=text_of(_STATE_LABELS[_state(call, one)], call.locale)),
                Value(kind="int", text=number_of(call, one.total)),
                presenter.plain(_MOMENT, one.created_at),
            )
            for one in found
        ),
        links=tuple(f"{PATH}/{one.id}" for one in found),
    )
    if not found:
        block = EmptyBlock(
            empty=Empty(
                title=text_of(phrases.NONE, call.locale),
                text=text_of(phrases.NONE_HOW, call.locale),
                icon="list-checks",
            )
        )
    title = text_of(phrases.JOBS, call.locale)
    page = PageView(
        title=title,
        lead=text_of(phrases.LEAD, call.locale),
        cards=(Card(id="bulk", blocks=(block,)),),
        narrow=True,
    )
    return seen(call, render(call, "core/page.html", shell=shell(call, title), page=page))


def job_page(call: Call) -> Reply:
    """Show the progress of a job, and what came of it when it is over."""
    job = _job(call)
    state = _state(call, job)
    title = _title(call, job)
    crumbs = (Crumb(label=text_of(phrases.JOBS, call.locale), href=PATH), Crumb(label=title))
    if state in _JOB_STATES:
        view = _progress(call, job, state)
        if call.request.partial:
            return render(call, "core/parts/job.html", job=view)
        frame = shell(call, title, crumbs=crumbs)
        return seen(call, render(call, "core/job.html", shell=frame, job=view))
    if call.request.partial:  # the page has more to show once it is over
        view = _progress(call, job, state)
        return render(call, "core/parts/job.html", job=view).header("hx-refresh", "true")
    frame = shell(call, title, crumbs=crumbs, actions=_ways_on(call, job, state))
    page = _result(call, job, state)
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def cancel(call: Call) -> Reply:
    job = _job(call)
    working.cancel(call.kontor, job.id)
    return go(call, f"{PATH}/{job.id}")


def resume(call: Call) -> Reply:
    job = _job(call)
    bulk_jobs.go_on(call.kontor, job, "undo" if job.state == UNDOING else "run")
    return go(call, f"{PATH}/{job.id}")


def undo(call: Call) -> Reply:
    """Take a job back; what has to stay is named on its page."""
    job = _job(call)
    job = bulk_jobs.go_on(call.kontor, job, "undo")
    tally = books.tally(call.kontor.storage, job.id)
    if job.state != UNDONE or tally.get(KEPT) or call.request.query.get("page"):
        return go(call, f"{PATH}/{job.id}")
    n = number_of(call, tally.get(UNDONE, 0))
    return toast(done(STALE), phrases.UNDONE.format(n=n).in_(call.locale))


def refused_file(call: Call) -> Reply:
    """Give the refused records as a file for a spreadsheet."""
    job = _job(call)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if call.locale == "de" else ",")
    writer.writerow(
        [text_of(label, call.locale) for label in (phrases.NAME, phrases.REASON)] + ["id"]
    )
    after = 0
    while lines := books.lines_of(
        call.kontor.storage, job.id, (REFUSED, KEPT), after=after, most=1000
    ):
        writer.writerows(
            [guarded(one.title or ""), guarded(one.why(call.locale)), one.record_id]
            for one in lines
        )
        after = lines[-1].number
    reply = Reply(file.getvalue().encode("utf-8-sig"), 200, "text/csv")
    return attachment(reply, f"{text_of(phrases.REFUSED, call.locale)} {job.id[:8]}.csv")


def _progress(call: Call, job: Job, state: str) -> JobView:
    tally = books.tally(call.kontor.storage, job.id)
    left = tally.get(WAITING, 0)
    if job.state == UNDOING:
        left = tally.get(DONE, 0)
    told = phrases.OF.format(n=number_of(call, job.total - left), total=number_of(call, job.total))
    return JobView(
        id=job.id,
        title=_title(call, job),
        state=_JOB_STATES.get(state, "done"),
        status=told.in_(call.locale),
        url=f"{PATH}/{job.id}",
        csrf=call.csrf,
        done=job.total - left,
        total=job.total,
        cancel=f"/ui/bulk/{job.id}/cancel" if job.state != UNDOING else None,
    )


def _result(call: Call, job: Job, state: str) -> PageView:
    tally = books.tally(call.kontor.storage, job.id)
    did = phrases.DELETED if job.kind == DELETE else phrases.CHANGED
    counts = (
        (did, tally.get(DONE, 0)),
        (phrases.SAME, tally.get(SAME, 0)),
        (phrases.REFUSED, tally.get(REFUSED, 0)),
        (phrases.TAKEN_BACK, tally.get(UNDONE, 0)),
        (phrases.KEPT, tally.get(KEPT, 0)),
        (phrases.WAITING, tally.get(WAITING, 0)),
    )
    facts = [
        (text_of(label, call.locale), Value(kind="int", text=number_of(call, n)))
        for label, n in counts
        if n or label is did
    ]
    cards = [Card(id="result", blocks=(FactsBlock(items=(*_new_values(call, job), *facts)),))]
    named = tally.get(REFUSED, 0) + tally.get(KEPT, 0)
    if named:
        cards.append(_refused_card(call, job, named))
    lead = text_of(_STATE_LABELS[state], call.locale)
    if state == FAILED:
        lead = job.problem or text_of(phrases.DIED, call.locale)
    return PageView(title=_title(call, job), lead=lead, cards=tuple(cards), narrow=True)


def _new_values(call: Call, job: Job) -> list[tuple[str, Value]]:
    info = call.kontor.resources.named(job.resource)
    fields = [info.fields[name] for name in job.changes if name in info.fields]
    refs = {(f.spec.ref, job.changes[f.name]) for f in fields if f.spec.ref and f.kind is Kind.REF}
    presenter = Presenter(call, call.titles({(r, v) for r, v in refs if r and v}))
    return [
        (text_of(field.label, call.locale), presenter.value(field, job.changes)) for field in fields
    ]


def _refused_card(call: Call, job: Job, named: int) -> Card:
    lines = books.lines_of(call.kontor.storage, job.id, (REFUSED, KEPT), most=_SHOWN)
    info = call.kontor.resources.named(job.resource)
    counts = {"n": number_of(call, len(lines)), "total": number_of(call, named)}
    caption = phrases.FIRST_OF.format(**counts).in_(call.locale) if named > len(lines) else ""
    table = TableBlock(
        columns=(
            (text_of(phrases.NAME, call.locale), "text"),
            (text_of(phrases.REASON, call.locale), "longtext"),
        ),
        rows=tuple(
            (Value(text=one.title or "…"), Value(kind="longtext", text=one.why(call.locale)))
            for one in lines
        ),
        links=tuple(_link(info, job, one) for one in lines),
        caption=caption,
    )
    return Card(id="refused", title=text_of(phrases.REFUSED, call.locale), blocks=(table,))


def _link(info: ResourceInfo, job: Job, line: Line) -> str | None:
    gone = job.kind == DELETE and line.state == KEPT
    return None if gone or line.title is None else record_url(info, line.record_id)


def _ways_on(call: Call, job: Job, state: str) -> list[Action]:
    tally = books.tally(call.kontor.storage, job.id)
    info = call.kontor.resources.named(job.resource)

    def way(label: Label, icon: str, **where: Any) -> Action:
        return Action(label=text_of(label, call.locale), icon=icon, **where)

    found = []
    if tally.get(REFUSED) or tally.get(KEPT):
        found.append(way(phrases.REFUSED_ROWS, "download", href=f"{PATH}/{job.id}/refused"))
    if state in (FAILED, CANCELLED) and tally.get(WAITING):
        found.append(way(phrases.GO_ON, "play", post=f"/ui/bulk/{job.id}/resume"))
    if state != UNDONE and tally.get(DONE):
        found.append(way(phrases.UNDO, "undo-2", post=f"/ui/bulk/{job.id}/undo?page=1"))
    back = own_path(job.back) if job.back else list_url(info)
    found.append(way(phrases.BACK, "arrow-left", href=back, primary=True))
    return found


def _job(call: Call) -> Job:
    """Give a job of one's own; those who manage users see all."""
    job = books.read_job(call.kontor.storage, call.param("job_id"))
    if job.actor_id != call.actor.id and not call.actor.profile.may(MANAGE_USERS):
        raise NotFound("bulk_job", job.id)
    return job


def _state(call: Call, job: Job) -> str:
    return bulk_jobs.state(call.kontor, job)


def _title(call: Call, job: Job) -> str:
    info = call.kontor.resources.named(job.resource)
    return phrases.TITLES[job.kind].format(label=info.label_plural).in_(call.locale)


def endpoints() -> list[Endpoint]:
    def page(path: str, run: Any) -> Endpoint:
        return Endpoint(
            method="GET",
            path=f"{PATH}{path}",
            run=run,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        )

    def post(what: str, run: Any) -> Endpoint:
        return Endpoint(
            method="POST",
            path=f"/ui/bulk/{{job_id:str}}/{what}",
            run=run,
            audience="staff",
            permission="",
            rate="write",
            surface="fragment",
            accepts=FORM_TYPES,
        )

    return [
        page("", overview),
        page("/{job_id:str}", job_page),
        page("/{job_id:str}/refused", refused_file),
        post("cancel", cancel),
        post("resume", resume),
        post("undo", undo),
    ]
