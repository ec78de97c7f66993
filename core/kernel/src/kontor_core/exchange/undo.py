"""Taking an import back: its rows go, what it changed gets its old values, chunk by chunk.

A row that somebody changed since, or that something points at that the import did not make, stays;
it is reported with the reason, and so is every row it needs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, column, inspect, select
from sqlalchemy import table as sql_table

from kontor_core.exchange import jobs
from kontor_core.exchange.cells import Problem
from kontor_core.exchange.errors_file import write_errors
from kontor_core.exchange.facts import write_facts
from kontor_core.exchange.jobs import ChunkRow, Job
from kontor_core.exchange.models import UNDOING, UNDONE
from kontor_core.exchange.running import actor_of
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage import bulk
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import SUBJECT_ID
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_CHUNKS_AT_ONCE = 20

_CHANGED = L("Wurde seit dem Import geändert.", en="Has been changed since the import.")
_NEEDED = L("Wird von {entity} gebraucht.", en="Is used by {entity}.")


class _Version(msgspec.Struct):
    id: str
    version: int
    customer_id: str | None


class _Target(msgspec.Struct):
    target: str


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A column that holds ids of another table."""

    table: str
    column: str

    def statement(self) -> Any:
        """Make the query that says which of the wanted rows it points at."""
        held = column(self.column, Id())
        wanted = held.in_(bindparam("wanted", type_=Id(), expanding=True))
        return (
            select(held.label("target")).select_from(sql_table(self.table)).where(wanted).distinct()
        )


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: rows by entity that went, that got old values back, that stay."""

    deleted: Mapping[str, int]
    restored: int
    kept: int


@dataclass(slots=True)
class _Books:
    """Rows the import changed: the version it left them at, and their values before it."""

    versions: dict[str, int] = field(default_factory=dict)
    before: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)


def undo_import(
    app: "KontorApp",
    job_id: str,
    progress: Callable[[int, int], None] | None = None,
    *,
    actor: Actor | None = None,
) -> Undone:
    """Take a whole import back with the rights of ``actor``, else of who started it.

    Safe to call again after a crash; an import that is still running ends. Raises Refused for one
    that was undone already.
    """
    job = jobs.read_job(app.storage, job_id)
    if job.state == UNDONE:
        raise Refused(
            L(
                f"Import {job.id} ist schon zurückgenommen.",
                en=f"Import {job.id} has already been undone.",
            )
        )
    last = jobs.last_chunk(app.storage, job.id)
    books = _read_books(app, job, last)
    actor = actor or actor_of(app, job)
    with app.unit(actor) as uow:
        jobs.turn_job(uow, job.id, UNDOING)
    undo = _Undo(app, actor, job, books)
    number = last + 1
    while chunks := jobs.chunks_before(app.storage, job.id, number, _CHUNKS_AT_ONCE):
        for chunk in chunks:
            undo.chunk(chunk)
            number = chunk.number
            if progress is not None:
                progress(last - number + 1, last)
    undo.restore()
    with app.unit(actor) as uow:
        jobs.keep_problems(uow, job.id, undo.kept)
        jobs.turn_job(uow, job.id, UNDONE)
    write_errors(app, job.id)
    app.bus.wake()
    return Undone(undo.deleted, undo.restored, len(undo.kept))


class _Undo:
    def __init__(self, app: "KontorApp", actor: Actor, job: Job, books: _Books) -> None:
        self.app = app
        self.actor = actor
        self.job = job
        self.books = books
        self.deleted: dict[str, int] = {}
        self.restored = 0
        self.kept: list[Problem] = []
        facets = {o.spec.table for o in app.registries.facets}
        self._pointers = _pointers(app.database, facets)
        schema = app.storage.schema
        self._kept = [_Pointer(kept.name, SUBJECT_ID) for kept in schema.kept]

    def chunk(self, chunk: ChunkRow) -> None:
        """Delete what one chunk made, the last table first."""
        for entity, told, record_ids in reversed(chunk.made()):
            with self.app.unit(self.actor) as uow:
                uow.correlation_id = self.job.id
                self._delete(uow, entity, told, record_ids)

    def restore(self) -> None:
        """Give rows that were there before their old values back."""
        by_shape: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        kept = {problem.value for problem in self.kept}
        for record_id, (entity, values) in self.books.before.items():
            if record_id not in kept:
                by_shape.setdefault((entity, tuple(values)), []).append(record_id)
        for (entity, names), record_ids in by_shape.items():
            for part in bulk.parts(record_ids):
                with self.app.unit(self.actor) as uow:
                    uow.correlation_id = self.job.id
                    self._put_back(uow, entity, names, part)

    def _delete(self, uow: UnitOfWork, entity: str, told: bool, record_ids: Sequence[str]) -> None:
        rule = uow.schema.entity(entity)
        if rule is None:
            return  # its plugin is gone, and its rows with it
        found = self._found(uow, rule.table, record_ids)
        go = [i for i in found if found[i].version == self.books.versions.get(i, 1)]
        self._keep(entity, [i for i in found if i not in set(go)], _CHANGED)
        for target, blame in self._needed(uow, rule.table, go).items():
            self._keep(entity, [target], _NEEDED.format(entity=blame))
            go.remove(target)
        bulk.require(uow, rule, set(go), Action.DELETE)
        bulk.delete_ids(uow, rule.table, go)
        self.deleted[entity] = self.deleted.get(entity, 0) + len(go)
        if told:
            write_facts(
                uow,
                type_=f"{entity}.deleted",
                entity=entity,
                record_ids=go,
                customers=[i if entity == "customer" else found[i].customer_id for i in go],
            )

    def _put_back(
        self, uow: UnitOfWork, entity: str, names: Sequence[str], record_ids: Sequence[str]
    ) -> None:
        rule = uow.schema.entity(entity)
        if rule is None:
            return
        found = self._found(uow, rule.table, record_ids)
        go = [i for i in found if found[i].version == self.books.versions.get(i)]
        self._keep(entity, [i for i in found if i not in set(go)], _CHANGED)
        bulk.require(uow, rule, set(go), Action.EDIT)
        columns = {name: [self.books.before[i][1][name] for i in go] for name in names}
        bulk.update_columns(uow, rule.table, go, columns)
        self.restored += len(go)
        write_facts(
            uow,
            type_=f"{entity}.changed",
            entity=entity,
            record_ids=go,
            customers=[i if entity == "customer" else found[i].customer_id for i in go],
            payloads=[{"changed": dict.fromkeys(names)} for _ in go],
        )

    def _found(
        self, uow: UnitOfWork, table: SqlTable, record_ids: Sequence[str]
    ) -> dict[str, _Version]:
        customer = table.c.get("customer_id", table.c.id)
        statement = uow.storage.statement(
            ("undo", table.name),
            lambda: select(table.c.id, table.c.version, customer.label("customer")).where(
                table.c.id.in_(bindparam("wanted", type_=Id(), expanding=True))
            ),
        )
        plan = uow.storage.system_plans.plan(statement)
        found: dict[str, _Version] = {}
        for part in bulk.parts(record_ids):
            rows = fetch(uow.cursor(), plan, {"wanted": list(part)}, _Version)
            found.update((row.id, row) for row in rows)
        return found

    def _needed(
        self, uow: UnitOfWork, table: SqlTable, record_ids: Sequence[str]
    ) -> dict[str, str]:
        """Give the rows that something points at which is still there, and what it is."""
        found: dict[str, str] = {}
        for pointer in (*self._pointers.get(table.name, ()), *self._kept):
            statement = uow.storage.statement(("points", pointer), pointer.statement)
            plan = uow.storage.system_plans.plan(statement)
            for part in bulk.parts(record_ids):
                rows = fetch(uow.cursor(), plan, {"wanted": list(part)}, _Target)
                found.update((row.target, pointer.table) for row in rows)
        return found

    def _keep(self, entity: str, record_ids: Sequence[str], reason: L) -> None:
        self.kept += [Problem(0, entity, record_id, reason) for record_id in record_ids]


def _read_books(app: "KontorApp", job: Job, last: int) -> _Books:
    """Add up what several chunks did to the same rows: first values, last versions."""
    books = _Books()
    number = last + 1
    while chunks := jobs.chunks_before(app.storage, job.id, number, _CHUNKS_AT_ONCE):
        number = chunks[-1].number
        for chunk in chunks:  # the last one first
            for entity, record_id, version, values in reversed(chunk.changed):
                books.versions.setdefault(record_id, version)
                later = books.before.get(record_id, (entity, {}))[1]
                books.before[record_id] = (entity, {**later, **values})
    return books


def _pointers(database: Database, facets: set[str]) -> Mapping[str, Sequence[_Pointer]]:
    """Give, for each table, what points at its rows, as the database knows it.

    So rows of a plugin that is switched off count as well. Facets are left out: they belong to
    their row and go with it.
    """
    found: dict[str, list[_Pointer]] = {}
    for (_, name), keys in inspect(database.engine).get_multi_foreign_keys().items():
        if name is None or name in facets:
            continue
        for key in keys:
            pointer = _Pointer(name, str(key["constrained_columns"][0]))
            found.setdefault(str(key["referred_table"]), []).append(pointer)
    return found
