"""Erasing a person: plan, carry out, clean the files.

Each column says what an erasure does with it (``Erase``); who must keep something for a while
refuses by a transactional subscription to ``contact.erased`` or ``customer.erased``.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Column, Table, bindparam, delete, select, update

from kontor_core.foundation import clock
from kontor_core.foundation.fields import BLOB, FieldSpec, Kind, spec_of
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.privacy.reach import Reach, Start, reach
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import RowScope, Schema, TableRule
from kontor_core.foundation.storage.search_index import clean_index, search_index
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.text import search_key

if TYPE_CHECKING:
    from kontor_core.foundation.storage.engine import Database
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

_AT_ONCE = 500
_TELLS = frozenset({Data.PERSONAL, Data.SPECIAL, Data.SECRET})
_EMPTY: Mapping[Kind, Any] = {Kind.JSON: {}, Kind.CHOICES: [], Kind.INT: 0, Kind.BOOL: False}


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to the rows of one table."""

    table: str
    entity: str
    rows: tuple[str, ...]
    delete: bool
    blank: tuple[str, ...]  # columns
    pseudonym: tuple[str, ...]
    keep: tuple[str, ...]  # columns that tell of a person and are kept by declaration


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would do, before it does it."""

    start: Start
    steps: tuple[Step, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(step.table for step in self.steps)

    @property
    def deleted(self) -> int:
        return sum(len(step.rows) for step in self.steps if step.delete)

    @property
    def blanked(self) -> int:
        touched = (
            step for step in self.steps if not step.delete and (step.blank or step.pseudonym)
        )
        return sum(len(step.rows) for step in touched)

    @property
    def kept(self) -> Mapping[str, tuple[str, ...]]:
        """Give the columns that stay although they tell of the person, by entity."""
        return {step.entity: step.keep for step in self.steps if step.keep and not step.delete}


def plan_erasure(schema: Schema, read: Any, start: Start) -> Plan:
    """Say what would be erased; ``read`` reads past the fence."""
    return Plan(start, tuple(_steps(schema, reach(schema, read, start))))


def carry_out(uow: "UnitOfWork", plan: Plan) -> None:
    """Do what the plan says, children before parents, in this transaction."""
    uow.session.flush()
    for step in plan.steps:
        table = uow.schema.rule(step.table).table
        if step.delete:
            _remove_files(uow, table, step)
            uow.prepared_many(_delete_statement(table), [{"row_id": row} for row in step.rows])
        elif step.blank or step.pseudonym:
            statement = _blank_statement(table, step)
            uow.prepared_many(statement, [_values(table, step, row) for row in step.rows])
    erased = frozenset(row for step in plan.steps for row in step.rows)
    for rule in uow.schema:
        if rule.scope is RowScope.SYSTEM:
            _forget_in_book(uow, rule, erased)
    search_index(uow.storage.database).blank(uow, sorted(erased))
    uow.session.expire_all()


class _File(msgspec.Struct):
    id: str


def _remove_files(uow: "UnitOfWork", table: Table, step: Step) -> None:
    """Take the files of deleted rows off the disk once the transaction stands."""
    for column in table.columns:
        spec = spec_of(column)
        if spec is None or spec.ref != BLOB:
            continue
        wanted = bindparam("rows", expanding=True, type_=Id())
        statement = select(column).where(table.c.id.in_(wanted))
        for start in range(0, len(step.rows), _AT_ONCE):
            rows = {"rows": step.rows[start : start + _AT_ONCE]}
            for found in uow.system_read(statement, _File, rows):
                uow.after_commit(partial(uow.storage.blobs.remove, found.id))


class _Page(msgspec.Struct):
    id: str
    entries: Any


def _forget_in_book(uow: "UnitOfWork", rule: TableRule, erased: frozenset[str]) -> None:
    """Strike entries about erased rows out of core's own lists, such as what an import replaced."""
    for column in rule.table.columns:
        spec = spec_of(column)
        if spec is None or spec.kind is not Kind.JSON or spec.data not in _TELLS:
            continue
        if "id" not in rule.table.c:
            continue
        pages = uow.system_read(select(rule.table.c.id, column), _Page)
        for page in pages:
            left = [one for one in page.entries or () if not _mentions(one, erased)]
            if isinstance(page.entries, list) and left != page.entries:
                change = (
                    update(rule.table)
                    .where(rule.table.c.id == bindparam("row_id", type_=Id()))
                    .values({column: bindparam("left", type_=column.type)})
                )
                uow.prepared(Prepared(change), {"row_id": page.id, "left": left})


def _mentions(value: object, ids: frozenset[str]) -> bool:
    if isinstance(value, str):
        return value in ids
    if isinstance(value, Mapping):
        return any(_mentions(part, ids) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_mentions(part, ids) for part in value)


def clean_files(database: "Database", tables: Sequence[str], *, seconds: float = 5.0) -> bool:
    """Take what was erased out of the files too; False while a reader still needs the old state.

    On SQLite deleted bytes are overwritten at once (``secure_delete``) in the file, but the
    write-ahead log keeps the former pages until it is cut. On PostgreSQL dead rows are removed;
    archives of its own log and replicas keep them as long as the operator lets them.
    """
    if not database.is_sqlite:
        with database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            for table in (*tables, "core_search_document"):
                quoted = database.engine.dialect.identifier_preparer.quote(table)
                connection.exec_driver_sql(f"VACUUM {quoted}")
        return True
    clean_index(database)
    end = time.monotonic() + seconds
    while True:
        row = database.reading().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if row[0] == 0:
            return True
        if time.monotonic() > end:
            return False
        time.sleep(0.05)


def _steps(schema: Schema, found: Reach) -> list[Step]:
    by_depth = sorted(found, key=lambda table: -_depth(schema, schema.rule(table)))
    steps = []
    for name in by_depth:
        rule = schema.rule(name)
        specs = {c.name: spec for c in rule.table.columns if (spec := spec_of(c)) is not None}
        modes = {n: spec.erase for n, spec in specs.items()}
        blank, keep = [], []
        for column, spec in specs.items():
            told = spec.data in _TELLS
            if modes[column] is Erase.BLANK and _can_be_blank(rule.table.c[column], spec):
                blank.append(column)
            elif told and modes[column] in (Erase.KEEP, Erase.BLANK):
                keep.append(column)
        steps.append(
            Step(
                table=name,
                entity=rule.entity,
                rows=tuple(sorted(found[name])),
                delete=Erase.DELETE in modes.values(),
                blank=tuple(blank),
                pseudonym=tuple(n for n, mode in modes.items() if mode is Erase.PSEUDONYM),
                keep=tuple(keep),
            )
        )
    return steps


def _depth(schema: Schema, rule: TableRule) -> int:
    return 1 + max((_depth(schema, schema.rule(p.table)) for p in rule.parents), default=0)


def _can_be_blank(column: Column[Any], spec: FieldSpec) -> bool:
    return bool(column.nullable) or spec.kind in _EMPTY or isinstance(column.type, String)


def _delete_statement(table: Table) -> Prepared:
    return Prepared(delete(table).where(table.c.id == bindparam("row_id", type_=Id())))


def _blank_statement(table: Table, step: Step) -> Prepared:
    values: dict[Any, Any] = {
        table.c[name]: bindparam(f"to_{name}", type_=table.c[name].type)
        for name in (*step.blank, *step.pseudonym)
    }
    if "version" in table.c and "updated_at" in table.c:
        values[table.c.version] = table.c.version + 1
        values[table.c.updated_at] = bindparam("now", type_=table.c.updated_at.type)
    found = table.c.id == bindparam("row_id", type_=Id())
    return Prepared(update(table).where(found).values(values))


def _values(table: Table, step: Step, row_id: str) -> dict[str, Any]:
    values: dict[str, Any] = {"row_id": row_id, "now": clock.now()}
    for name in step.blank:
        column = table.c[name]
        spec = spec_of(column)
        kind = spec.kind if spec is not None else Kind.TEXT
        values[f"to_{name}"] = None if column.nullable else _EMPTY.get(kind, "")
    for name in step.pseudonym:
        text = pseudonym(row_id)
        values[f"to_{name}"] = search_key(text) if name.endswith("_key") else text
    return values


def pseudonym(row_id: str) -> str:
    """Give the text that stands where a name stood; rows stay apart, nobody is told."""
    return f"Gelöscht {row_id[-6:].upper()}"
