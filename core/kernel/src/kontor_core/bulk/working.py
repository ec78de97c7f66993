"""The same thing done to many records: each by its own rules, a chunk in one transaction.

Which records it is about is written down first, so that a job goes on after a crash with what is
left, and never takes in what came later.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import inspect as inspect_row

from kontor_core.bulk import books
from kontor_core.bulk.books import Job, Line
from kontor_core.bulk.fields import assignable_fields, editable_fields
from kontor_core.bulk.hanging import HUNG, Hanging, Links, files_of, hanging_on, links_in
from kontor_core.bulk.models import (
    CANCELLED,
    DELETE,
    DONE,
    EDIT,
    FAILED,
    REFUSED,
    RUNNING,
    SAME,
    WAITING,
)
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import Busy, Conflict, Forbidden, Invalid, KontorError, Refused
from kontor_core.foundation.filters.ast import Comparison, Op
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.checking import SYSTEM_COLUMNS
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

T = TypeVar("T")

CHUNK = 50
_PAGE = 2_000
_TRIES = 20
_PAUSE = 0.25  # of a chunk's time: other processes wait for SQLite's one writer

Progress = Callable[[Job], None]

GONE = L(
    "Ist nicht mehr da oder für Sie nicht zu sehen.",
    en="No longer exists, or you may not see it.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as the actor sees it now."""

    id: str
    version: int
    title: str
    values: Mapping[str, Any]


def start(
    app: "KontorApp",
    actor: Actor,
    info: ResourceInfo,
    kind: str,
    *,
    changes: Mapping[str, Any] | None = None,
    records: Sequence[str] | None = None,
    filter: Any = None,
    search: str | None = None,
    back: str = "",
) -> str:
    """Open a job over some records, or over all that a filter finds; gives its id.

    Raises Forbidden or Invalid before anything is written.
    """
    changes = dict(changes or {})
    _check(app, actor, info, kind, changes)
    found: Iterator[Sequence[str]] = (
        iter([[one for one in dict.fromkeys(records) if ids.is_id(one)]])
        if records is not None
        else _found(app, actor, info, filter, search)
    )
    with app.unit(SYSTEM) as uow:
        values = {"kind": kind, "resource": info.name, "changes": changes, "back": back[:8000]}
        job_id = books.open_job(uow, {**values, "actor_id": actor.id})
    total = 0
    for part in found:
        with app.unit(SYSTEM) as uow:
            books.add_lines(uow, job_id, part, total)
        total += len(part)
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job_id, WAITING, total=total)
    return job_id


def run(app: "KontorApp", job_id: str, progress: Progress | None = None) -> Job:
    """Do what is left of a job, until it is done or somebody cancels it."""
    job = books.read_job(app.storage, job_id)
    if job.state not in (WAITING, RUNNING, FAILED, CANCELLED):
        return job
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job.id, RUNNING, problem=None)
    try:
        _work_through(app, job, progress)
    except Conflict:
        raise  # another process goes on with it
    except KontorError as error:
        with app.unit(SYSTEM) as uow:
            books.turn(uow, job.id, FAILED, problem=error.text()[:2000])
        raise
    with app.unit(SYSTEM) as uow:
        books.turn(uow, job.id, DONE, was=RUNNING)
    app.bus.wake()
    return books.read_job(app.storage, job.id)


def cancel(app: "KontorApp", job_id: str) -> None:
    """Let a job end after the chunk it is at; what was done stays done."""
    with app.unit(SYSTEM) as uow:
        for state in (WAITING, RUNNING):
            books.turn(uow, job_id, CANCELLED, was=state)


def _work_through(app: "KontorApp", job: Job, progress: Progress | None) -> None:
    info = app.resources.named(job.resource)
    actor = actor_of(app, job)
    links = links_in(app.database) if job.kind == DELETE else None
    while lines := books.lines_of(app.storage, job.id, [WAITING], most=CHUNK):
        now = books.read_job(app.storage, job.id)
        if now.state != RUNNING:
            return
        started = time.monotonic()
        patiently(partial(_chunk, app, actor, info, job, lines, links))
        if progress is not None:
            progress(now)
        if app.database.is_sqlite and len(lines) == CHUNK:
            time.sleep((time.monotonic() - started) * _PAUSE)


def _chunk(
    app: "KontorApp",
    actor: Actor,
    info: ResourceInfo,
    job: Job,
    lines: Sequence[Line],
    links: Links | None,
) -> None:
    names = list(job.changes)
    found = seen(app, actor, info, [line.record_id for line in lines], names)
    settled: list[Mapping[str, Any]] = []
    with app.unit(actor) as uow:
        uow.correlation_id = job.id
        hung: Mapping[str, Hanging] = {}
        if links is not None and all_open(actor, info.rule):
            hung = hanging_on(app.storage, uow.cursor(), links, info.rule.name, list(found))
        for line in lines:
            row = found.get(line.record_id)
            if row is None:
                settled.append(refused(line, None, GONE))
                continue
            try:
                with uow.savepoint():
                    told = (
                        _edit(app, uow, info, job, row)
                        if job.kind == EDIT
                        else _delete(app, uow, info, row, hung.get(row.id))
                    )
            except KontorError as error:
                if error.status >= 500:
                    raise
                settled.append(refused(line, row.title, blamed(info, error)))
            else:
                settled.append({"line": line.id, "now_title": row.title, **told})
        books.settle(uow, settled, was=WAITING)


def _edit(
    app: "KontorApp", uow: UnitOfWork, info: ResourceInfo, job: Job, row: Seen
) -> Mapping[str, Any]:
    app.resources.change_in(uow, info, row.id, job.changes, row.version)
    uow.settle()  # what others do about it counts as well
    version = uow.get(info.model, row.id).version
    if version == row.version:
        return {"now_state": SAME, "now_seen": version}
    return {"now_state": DONE, "now_seen": version, "now_before": dict(row.values)}


def _delete(
    app: "KontorApp", uow: UnitOfWork, info: ResourceInfo, row: Seen, hung: Hanging | None
) -> Mapping[str, Any]:
    before: dict[str, Any] | None = None
    if hung is not None and not hung.lost:
        entity = uow.get(info.model, row.id)
        before = {
            attribute.key: _plain(attribute.value)
            for attribute in inspect_row(entity).attrs
            if attribute.key not in SYSTEM_COLUMNS and attribute.value is not None
        }
        hung.files.extend(files_of(info.rule, before))
        before[HUNG] = hung.as_json(clock.as_text(entity.created_at))
    app.resources.delete_in(uow, info, row.id, row.version)
    return {"now_state": DONE, "now_before": before}


def all_open(actor: Actor, rule: TableRule) -> bool:
    """Tell whether a row can be written down whole: no masked column, no secret one."""
    classes = set(rule.classes.values())
    profile = actor.profile
    return Data.SECRET not in classes and classes <= profile.read_classes & profile.edit_classes


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | bool | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def seen(
    app: "KontorApp", actor: Actor, info: ResourceInfo, records: Sequence[str], names: Sequence[str]
) -> dict[str, Seen]:
    """Read records through the fence, in one query; what is missing is gone or hidden."""
    if not records:
        return {}
    fields = list(dict.fromkeys([*names, info.title, "version"]))
    page = app.resources.page(
        actor,
        info,
        filter=Comparison("id", Op.IN, tuple(records)),
        fields=fields,
        limit=len(records),
    )
    found = {}
    for row in page.rows:
        values = dict(zip([*fields, "id"], values_of(row), strict=False))
        title = str(values[info.title] or "…")[:200]
        kept = {name: values[name] for name in names}
        found[values["id"]] = Seen(values["id"], values["version"], title, kept)
    return found


def actor_of(app: "KontorApp", job: Job) -> Actor:
    """Give the one who started a job, with the rights of today."""
    return SYSTEM if job.actor_id is None else app.actor(job.actor_id)


def patiently(work: Callable[[], T]) -> T:
    """Wait for the writer's place: nobody stands behind a job."""
    for _ in range(_TRIES):
        try:
            return work()
        except Busy:
            time.sleep(0.5)
    return work()


def refused(line: Line, title: str | None, reason: Label, state: str = REFUSED) -> dict[str, Any]:
    told = {"de": text_of(reason, "de"), "en": text_of(reason, "en")}
    return {"line": line.id, "now_state": state, "now_title": title, "now_reason": told}


def blamed(info: ResourceInfo, error: KontorError) -> Label:
    """Give the reason as one sentence; a field is named where one is to blame."""
    problems = error.problems()
    if not problems:
        return error.message
    name, text = next(iter(problems.items()))
    field = info.fields.get(name)
    if field is None:
        return text
    return L("{label}: {text}", en="{label}: {text}").format(label=field.label, text=text)


def _found(
    app: "KontorApp", actor: Actor, info: ResourceInfo, filter: Any, search: str | None
) -> Iterator[Sequence[str]]:
    pages = app.resources.walk(actor, info, filter=filter, search=search, fields=[], size=_PAGE)
    for page in pages:
        yield [row.f0 for row in page.rows]


def _check(
    app: "KontorApp", actor: Actor, info: ResourceInfo, kind: str, changes: Mapping[str, Any]
) -> None:
    verb = Action.EDIT if kind == EDIT else Action.DELETE
    level = app.storage.schema.level(actor.profile, info.rule, verb)
    if info.declaration.read_only or level is Level.NONE:
        raise Forbidden(
            L(
                "Ihre Rolle erlaubt das bei {label} nicht.",
                en="Your role does not allow this for {label:small}.",
            ).format(label=info.label_plural)
        )
    if kind == DELETE:
        return
    allowed = {f.name: f for f in (*editable_fields(info, actor), *assignable_fields(info, actor))}
    if not changes:
        raise Refused(L("Es ist nichts zu ändern.", en="There is nothing to change."))
    for name, value in changes.items():
        if name not in allowed:
            raise Invalid(
                {
                    name: L(
                        "Das lässt sich nicht für viele auf einmal ändern.",
                        en="This cannot be changed on several records at once.",
                    )
                }
            )
        clean_with(allowed[name].spec, value, name, app.storage.conventions)
