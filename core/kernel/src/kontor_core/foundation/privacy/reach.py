"""Which rows tell of a person: found by what every column says it points at.

The start names the records that are the person (the contact, what was merged into it, a private
customer). From there: every row of every table that points at one of them, and every row below
such a row. Whoever is only mentioned beside the person is not reached.

What is kept with records of any kind is reached where the record is the person's own: their order's
file. The file of a company's order that only names them as the one to ask belongs to the company.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec
from sqlalchemy import Column, ColumnElement, bindparam, select
from sqlalchemy.sql import Select

from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.storage.read import Params, Row
from kontor_core.foundation.storage.schema import (
    SUBJECT,
    SUBJECT_ID,
    RowScope,
    Schema,
    TableRule,
)
from kontor_core.foundation.storage.types import Id

Start = Mapping[str, frozenset[str]]
"""Entity -> ids of the records that are the person: ``{"contact": {...}, "customer": {...}}``."""

Reach = Mapping[str, frozenset[str]]
"""Table -> ids of the rows that tell of the person."""

_AT_ONCE = 500


class SystemRead(Protocol):
    """Reads past the fence: a duty towards the person does not end at the reader's rights."""

    def __call__(
        self, statement: "Select[*tuple[object, ...]]", row: type[Row], params: Params | None = None
    ) -> list[Row]: ...


class _Found(msgspec.Struct):
    id: str


def reach(schema: Schema, read: SystemRead, start: Start) -> Reach:
    """Give every row that tells of the person, by table."""
    found: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    for entity, ids in start.items():
        rule = schema.entity(entity)
        if rule is not None:
            found.setdefault(rule.name, set()).update(ids)
            own.setdefault(rule.name, set()).update(ids)
        for other, column in pointing_at(schema, entity):
            rows = _rows(read, other, column, ids)
            found.setdefault(other.name, set()).update(rows)
            if any(parent.column == column.name for parent in other.parents):
                own.setdefault(other.name, set()).update(rows)
    _follow(schema, read, found)
    _follow(schema, read, own)
    for table, mine in own.items():
        above = schema.rule(table)
        for kept in schema.kept if above.keeps else ():
            found.setdefault(kept.name, set()).update(_kept(read, kept, above, mine))
    return {table: frozenset(ids) for table, ids in found.items() if ids}


def _follow(schema: Schema, read: SystemRead, found: dict[str, set[str]]) -> None:
    """Add every row below the rows that are found."""
    waiting = list(found)
    while waiting:
        parent = waiting.pop()
        for child in schema.children(parent):
            column = child.table.c[child.parents[0].column]
            rows = _rows(read, child, column, found[parent])
            known = found.setdefault(child.name, set())
            if not rows <= known:
                known |= rows
                waiting.append(child.name)


def _kept(read: SystemRead, kept: TableRule, above: TableRule, ids: Iterable[str]) -> set[str]:
    """Give the rows of a table that are kept with these records."""
    mine = kept.table.c[SUBJECT] == above.entity
    return _rows(read, kept, kept.table.c[SUBJECT_ID], ids, mine)


def pointing_at(schema: Schema, entity: str) -> Iterable[tuple[TableRule, Column[object]]]:
    """Give the columns of people's work that name a record of this kind."""
    for rule in schema:
        if rule.scope is RowScope.SYSTEM:
            continue  # books of the core hold ids of people's records, nothing they said
        for column in rule.table.columns:
            spec = spec_of(column)
            if spec is not None and spec.ref == entity:
                yield rule, column


def _rows(
    read: SystemRead,
    rule: TableRule,
    column: Column[object],
    ids: Iterable[str],
    *also: ColumnElement[bool],
) -> set[str]:
    wanted = bindparam("ids", expanding=True, type_=Id())
    statement = select(rule.table.c.id).where(column.in_(wanted), *also)
    given = sorted(ids)
    found: set[str] = set()
    for start in range(0, len(given), _AT_ONCE):
        rows = read(statement, _Found, {"ids": given[start : start + _AT_ONCE]})
        found |= {row.id for row in rows}
    return found
