"""What runs in the background: recurring jobs, timers, long work; and starting a job by hand."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from babel.dates import format_timedelta

from kontor_core.events.administration import OPERATE, JobAskedFor
from kontor_core.events.schedules import JobState
from kontor_core.events.timers import TimerState
from kontor_core.foundation import clock
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import ops_words as words
from kontor_web.settings.long_work import again, cancel_export, work_card
from kontor_web.settings.parts import (
    ROOT,
    back,
    button,
    get,
    moment,
    number,
    page,
    post,
    said,
    table,
    tag,
)
from kontor_web.ui.answers import render
from kontor_web.ui.views import EMPTY, Block, Card, FactsBlock, Tag, Value

PATH = f"{ROOT}/jobs"
_TIMERS = 50
_HOUR = 3600


def jobs_page(call: Call) -> Reply:
    states = {state.key: state for state in call.kontor.schedule().states()}
    declared = sorted(call.kontor.jobs(), key=lambda job: job.id)
    cards = [
        _recurring(call, declared, states),
        *_errors(call, declared, states),
        Card(id="timers", title=said(call, words.TIMERS), blocks=(_timers(call),)),
        work_card(call),
    ]
    return page(call, words.JOBS, cards, lead=words.JOBS_LEAD)


def recurring_card(call: Call) -> Reply:
    """Show the recurring jobs again, as long as one of them runs."""
    states = {state.key: state for state in call.kontor.schedule().states()}
    declared = sorted(call.kontor.jobs(), key=lambda job: job.id)
    return render(call, "core/parts/card.html", card=_recurring(call, declared, states))


def _recurring(call: Call, declared: Sequence[Owned[Job]], states: Mapping[str, JobState]) -> Card:
    """List the jobs; while one runs or is about to, the card asks how it goes."""
    now = clock.now()
    busy = any(one.held(now) or clock.from_text(one.next_run) <= now for one in states.values())
    rows = [_row(call, job, states.get(job.id)) for job in declared]
    heads = (
        words.JOB,
        words.STATE,
        words.RUN_NOW,
        (words.LAST_RUN, "datetime"),
        (words.TOOK, "int"),
        (words.NEXT_RUN, "datetime"),
        words.EVERY,
        "Plugin",
    )
    return Card(
        id="recurring",
        title=said(call, words.RECURRING),
        blocks=(table(call, heads, rows, caption=words.RECURRING),),
        url=f"{PATH}/recurring",
        active=busy,
    )


def run_now(call: Call) -> Reply:
    """Let a job run as soon as a worker is free."""
    job = call.param("job")
    call.kontor.schedule().ask(job, clock.now())
    with call.kontor.unit(call.actor) as uow:
        uow.publish(JobAskedFor(job=job))
    return back(call, PATH, words.ASKED)


def failing(call: Call) -> int:
    """Count the jobs whose last run failed."""
    return sum(1 for state in call.kontor.schedule().states() if state.last_error)


def _row(call: Call, job: Owned[Job], state: JobState | None) -> tuple[Value, ...]:
    plugin = call.kontor.registries.plugins.get(job.owner)
    return (
        Value(text=said(call, job.spec.label or job.id)),
        _state(call, state),
        button(call, words.RUN_NOW, "play", post=f"{PATH}/{job.id}/run", icon_only=True),
        moment(call, state.last_run if state else None),
        Value(text=took(call, state.took_ms) if state else ""),
        moment(call, state.next_run if state else None),
        Value(text=_every(call, job.spec)),
        Value(text=said(call, plugin.title) if plugin else job.owner),
    )


def _state(call: Call, state: JobState | None) -> Value:
    if state is not None and state.held(clock.now()):
        label, color = words.RUNNING
        told = f"{said(call, label)}: {state.worker}"
        return Value(kind="choice", tags=(Tag(text=told, color=color, dot=True),))
    if state is None or state.last_run is None:
        return tag(call, *words.NEW)
    return tag(call, *(words.FAILED if state.last_error else words.FINE))


def _every(call: Call, job: Job) -> str:
    if isinstance(job.every, timedelta):
        seconds = job.every.total_seconds()
        whole = seconds % (60 if seconds < _HOUR else _HOUR) == 0  # 60 seconds are a minute
        told: str = format_timedelta(
            job.every,
            locale=babel_locale(call.locale),
            threshold=1 if whole else 1.5,
            granularity="second",
        )
        return told
    return said(call, words.DAILY.format(at=job.every))


def took(call: Call, ms: int | None) -> str:
    """Write a duration: milliseconds below a second, else seconds."""
    if ms is None:
        return ""
    return f"{number(call, ms)} ms" if ms < 1000 else f"{number(call, round(ms / 1000, 1))} s"


def _errors(call: Call, declared: list[Owned[Job]], states: dict[str, JobState]) -> list[Card]:
    items = tuple(
        (said(call, job.spec.label or job.id), Value(kind="longtext", text=state.last_error))
        for job in declared
        if (state := states.get(job.id)) is not None and state.last_error
    )
    if not items:
        return []
    return [Card(id="errors", title=said(call, words.ERRORS), blocks=(FactsBlock(items=items),))]


def _timers(call: Call) -> Block:
    """List what waits for its time, what failed first; a failed one may be tried again."""
    timers = call.kontor.bus.timers
    rows = []
    for timer in timers.waiting(_TIMERS):
        state = timers.state_of(timer)
        failed = state in (TimerState.DEAD, TimerState.FAILING)
        url = f"{PATH}/timers/{timer.id}"
        again = button(call, words.RETRY_TIMER, "rotate-cw", post=f"{url}/retry")
        rows.append(
            (
                Value(text=timer.type),
                tag(call, *words.TIMER_STATES[state]),
                moment(call, timer.due_at),
                Value(text=number(call, timer.attempts)),
                again if failed else EMPTY,
            )
        )
    heads = (
        words.EVENT,
        words.STATE,
        words.DUE,
        (words.ATTEMPTS, "int"),
        words.RETRY_TIMER,
    )
    return table(call, heads, rows, caption=words.TIMERS, empty=words.NO_TIMERS)


def retry_timer(call: Call) -> Reply:
    call.kontor.bus.timers.retry(call.param("timer"))
    return back(call, PATH, words.ASKED)


def endpoints() -> list[Endpoint]:
    return [
        get("/jobs", jobs_page, OPERATE),
        get("/jobs/recurring", recurring_card, OPERATE, surface="fragment"),
        get("/jobs/work", again, OPERATE, surface="fragment"),
        post("/jobs/timers/{timer:str}/retry", retry_timer, OPERATE),
        post("/jobs/exports/{user_id:str}/{ticket_id:str}/cancel", cancel_export, MANAGE_USERS),
        post("/jobs/{job:str}/run", run_now, OPERATE, rate="heavy"),
    ]
