"""Long work of everybody: imports, exports and bulk actions in one list, the newest first.

Who manages users sees all of it; everybody else who may look here sees their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kontor_core.bulk import books
from kontor_core.bulk.models import CANCELLED, FAILED, REFUSED, RUNNING, UNDOING, WAITING
from kontor_core.bulk.models import STATES as BULK_STATES
from kontor_core.exchange import jobs
from kontor_core.exchange.export_store import ExportStore, Ticket
from kontor_core.exchange.models import STATES as IMPORT_STATES
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.fields import Choice
from kontor_core.foundation.i18n import Label, text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources import bulk_jobs, exports
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.settings import ops_words as words
from kontor_web.settings.parts import ROOT, back, button, moment, number, said, table
from kontor_web.ui.answers import render
from kontor_web.ui.views import EMPTY, Block, Card, Tag, Value

MOST = 40
EXPORTS = f"{ROOT}/jobs/exports"
_ASIDE = (FAILED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of long work; addresses are left out where there is nothing to press."""

    kind: Label
    title: str
    state: str
    owner_id: str | None
    done: int
    total: int | None
    bad: int
    began: str
    ended: str | None
    href: str | None = None
    cancel: str | None = None
    resume: str | None = None


def long_work(call: Call) -> list[Work]:
    """Give what the reader may see of the newest long work."""
    everything = call.actor.profile.may(MANAGE_USERS)
    found = [work for read in (_imports, _bulk, _exports) for work in read(call, everything)]
    return sorted(found, key=lambda one: one.began, reverse=True)[:MOST]


def work_card(call: Call) -> Card:
    """List long work; while some of it runs, the card asks how it goes."""
    found = long_work(call)
    return Card(
        id="work",
        title=said(call, words.WORK),
        blocks=(_table(call, found),),
        url=f"{ROOT}/jobs/work",
        active=any(one.state in (RUNNING, UNDOING) for one in found),
    )


def again(call: Call) -> Reply:
    return render(call, "core/parts/card.html", card=work_card(call))


def _table(call: Call, found: Sequence[Work]) -> Block:
    people = call.titles({("user", one.owner_id) for one in found if one.owner_id})
    rows = [
        (
            Value(text=one.title),
            _state(call, one.state),
            _ways(call, one),
            Value(text=people.get(("user", one.owner_id or ""), "")),
            Value(text=_progress(call, one)),
            Value(text=number(call, one.bad) if one.bad else ""),
            moment(call, one.began),
            Value(text=_took(call, one)),
            Value(text=said(call, one.kind)),
        )
        for one in found
    ]
    heads = (
        words.WHAT,
        words.STATE,
        words.WAYS,
        words.BY,
        (words.PROGRESS, "int"),
        (words.REFUSED, "int"),
        words.STARTED,
        words.TOOK,
        words.KIND,
    )
    links = [one.href for one in found]
    return table(call, heads, rows, links=links, caption=words.WORK, empty=words.NO_WORK)


def cancel_export(call: Call) -> Reply:
    """End an export of anybody; its file goes with it."""
    user_id = call.param("user_id")
    if not ids.is_id(user_id):  # it names a folder
        raise NotFound("export", user_id)
    ticket = ExportStore(call.kontor.home).get(user_id, call.param("ticket_id"))
    exports.cancel(call.kontor, ticket)
    return back(call, f"{ROOT}/jobs", words.CANCELLED)


def _imports(call: Call, everything: bool) -> Iterator[Work]:
    kontor, me = call.kontor, call.actor.id
    for job in jobs.list_jobs(kontor, MOST) if everything else jobs.jobs_of(kontor, me, MOST):
        running = imports.is_running(call.kontor, job.id)
        halted = not running and (not jobs.is_over(job) or job.state == UNDOING)
        state = CANCELLED if halted and job.state != FAILED else job.state
        url = f"/import/jobs/{job.id}"
        yield Work(
            kind=words.IMPORT,
            title=job.file,
            state=RUNNING if running and state == WAITING else state,
            owner_id=job.actor_id,
            done=job.position,
            total=job.total,
            bad=job.bad,
            began=job.created_at,
            ended=job.finished_at,
            href=url,
            cancel=f"{url}/stop" if running and job.state != UNDOING else None,
            resume=f"{url}/resume" if halted else None,
        )


def _bulk(call: Call, everything: bool) -> Iterator[Work]:
    kontor, me = call.kontor, call.actor.id
    found = books.newest(kontor, MOST) if everything else books.jobs_of(kontor, me, MOST)
    tallies = books.tallies(call.kontor.storage, [one.id for one in found])
    known = {info.name: info for info in call.kontor.resources.all()}
    for job in found:
        tally = tallies.get(job.id, {})
        state = bulk_jobs.state(call.kontor, job)
        info = known.get(job.resource)  # its plugin may be off
        label = info.label_plural if info else job.resource
        url = f"/ui/bulk/{job.id}"
        waiting = tally.get(WAITING, 0)
        yield Work(
            kind=words.BULK,
            title=phrases.TITLES[job.kind].format(label=label).in_(call.locale),
            state=state,
            owner_id=job.actor_id,
            done=job.total - waiting,
            total=job.total,
            bad=tally.get(REFUSED, 0),
            began=job.created_at,
            ended=job.finished_at,
            href=f"/bulk/{job.id}" if info else None,
            cancel=f"{url}/cancel" if state == RUNNING else None,
            resume=f"{url}/resume" if state in _ASIDE and waiting and info else None,
        )


def _exports(call: Call, everything: bool) -> Iterator[Work]:
    store = ExportStore(call.kontor.home)
    for ticket in store.newest(MOST) if everything else store.of(call.actor.id)[:MOST]:
        state = exports.state(call.kontor, ticket)
        own = ticket.actor_id == call.actor.id
        stop = f"{EXPORTS}/{ticket.actor_id}/{ticket.id}/cancel"
        yield Work(
            kind=words.EXPORT,
            title=ticket.name,
            state=state,
            owner_id=ticket.actor_id,
            done=ticket.done,
            total=_records(ticket, state),
            bad=0,
            began=ticket.started_at,
            ended=ticket.ended_at,
            href=f"/exports/{ticket.id}" if own else None,  # nobody fetches what others took
            cancel=stop if state == RUNNING and ticket.actor_id else None,
        )


def _records(ticket: Ticket, state: str) -> int | None:
    return ticket.total if state == RUNNING else ticket.done


def _labels() -> Mapping[str, Choice]:
    both: Iterable[Choice] = (*IMPORT_STATES, *BULK_STATES)
    return {choice.value: choice for choice in both}


def _state(call: Call, state: str) -> Value:
    choice = _labels()[state]
    label = text_of(choice.label, call.locale)
    return Value(kind="choice", tags=(Tag(text=label, color=choice.color, dot=True),))


def _ways(call: Call, one: Work) -> Value:
    if one.cancel:
        return button(call, words.CANCEL, "x", post=one.cancel)
    if one.resume:
        return button(call, words.RESUME, "play", post=one.resume)
    return EMPTY


def _progress(call: Call, one: Work) -> str:
    done = number(call, one.done)
    if not one.total or one.done == one.total:
        return done
    share = number(call, 100 * one.done // one.total)
    return f"{done} / {number(call, one.total)} ({share} %)"


def _took(call: Call, one: Work) -> str:
    if one.ended is None and one.state != RUNNING:
        return ""
    ended = clock.from_text(one.ended) if one.ended else clock.now()
    seconds = max(0, round((ended - clock.from_text(one.began)).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    parts: Sequence[str] = (f"{minutes} min", f"{rest} s") if minutes else (f"{rest} s",)
    return " ".join(parts)
