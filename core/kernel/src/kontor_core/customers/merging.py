"""Merging two records of one kind: everything that points at one points at the other, and back.

What points where is read off the column declarations of every table, plugins' tables included.
A row that would say what a row of the survivor says already (a second facet, the same address)
stays with the merged record, which remains as a signpost; so nothing is lost and a merge can be
taken back exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    Index,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)

from kontor_core.contacts.models import Contact
from kontor_core.customers import phrases
from kontor_core.customers.models import Customer, Merge
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.errors import Conflict, Forbidden, Refused
from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.copies import spread
from kontor_core.foundation.storage.models import Table as Row
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import SUBJECT_ID, TableRule
from kontor_core.foundation.storage.types import Id, Moment
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Mergeable = Customer | Contact
Merged = TypeVar("Merged", Customer, Contact)
Moved = Mapping[str, Sequence[str]]
"""``table.column`` -> ids of the rows that were moved."""

_SIGNPOST = "merged_into_id"
_AT_ONCE = 256
_merge = columns(Merge)
_REMEMBER = Prepared(
    insert(table_of_model(Merge)).values({c: bindparam(c.name, type_=c.type) for c in _merge})
)
_UNDO = Prepared(
    update(table_of_model(Merge))
    .where(_merge.id == bindparam("merge_id", type_=Id()))
    .values(undone_at=bindparam("undone", type_=Moment()))
)
_MERGES = (
    select(_merge.id, _merge.survivor_id, _merge.moved, _merge.gained)
    .where(_merge.merged_id == bindparam("merged", type_=Id()), _merge.undone_at.is_(None))
    .order_by(_merge.id.desc())
)


class Done(msgspec.Struct):
    """A merge as it was remembered."""

    id: str
    survivor_id: str
    moved: dict[str, list[str]]
    gained: dict[str, Any]


def check_mergeable(uow: UnitOfWork, survivor: Row, merged: Sequence[Row], field: str) -> None:
    """Refuse what cannot be merged: itself, a signpost, a record the actor may not change."""
    if survivor.id in {row.id for row in merged}:
        raise Refused(phrases.MERGE_INTO_ITSELF, field=field)
    for row in (survivor, *merged):
        require_edit(uow, row)
        if getattr(row, _SIGNPOST) is not None:
            raise Refused(phrases.MERGED_ALREADY.format(name=title_of(row)), field=field)


def refuse_merged_away(row: Row) -> None:
    """Raise Conflict for a signpost: what is done to it would be lost, or undo nothing."""
    if getattr(row, _SIGNPOST) is not None:
        raise Conflict(phrases.MERGED_AWAY.format(name=title_of(row)))


def require_edit(uow: UnitOfWork, row: Row) -> None:
    if not uow.sees(uow.rule(type(row)), row.id, Action.EDIT):
        raise Forbidden(
            L("Sie dürfen {name} nicht ändern.", en="You may not change {name}.").format(
                name=title_of(row)
            )
        )


def title_of(row: Row) -> str:
    return str(getattr(row, "name", row.id))


def gain_custom(survivor: Mergeable, merged: Mergeable) -> list[str]:
    """Take over values of custom fields that the survivor lacks; gives their names."""
    mine = survivor.custom or {}
    names = [name for name in merged.custom or {} if name not in mine]
    if names:
        survivor.custom = {name: merged.custom[name] for name in names} | mine
    return names


def lose_custom(survivor: Mergeable, merged: Mergeable, names: Sequence[str]) -> None:
    """Give back what a merge took over, unless it was changed since."""
    survivor.custom = {
        name: value
        for name, value in survivor.custom.items()
        if name not in names or value != merged.custom.get(name)
    }


def merge_into(uow: UnitOfWork, survivor: Row, merged: Row, gained: Mapping[str, Any]) -> None:
    """Move what points at one record to the other, leave a signpost, remember what was done."""
    rule = uow.rule(type(survivor))
    moved = {
        f"{table.name}.{column.name}": found
        for table, column in _links(uow, rule)
        if (found := _repoint(uow, table, column, merged.id, survivor.id))
    }
    spread(uow, rule, survivor.id, survivor.owner_id, survivor.team_id)
    _set_signpost(uow, merged, survivor.id)
    now = clock.now()
    values = {"moved": moved, "gained": dict(gained), "entity": rule.entity, "version": 1}
    stamps = {"id": ids.new_id(), "created_at": now, "updated_at": now}
    pair = {"survivor_id": survivor.id, "merged_id": merged.id}
    uow.prepared(_REMEMBER, values | stamps | pair)


def merge_of(uow: UnitOfWork, model: type[Merged], merged_id: str) -> tuple[Merged, Merged, Done]:
    """Give the survivor, the record merged into it and what was remembered.

    Raises Refused when there is nothing to take back, Forbidden for who may not change both.
    """
    merged = uow.get(model, merged_id)
    found = uow.system_read(_MERGES, Done, {"merged": merged.id})
    if not found:
        raise Refused(phrases.NOT_MERGED.format(name=title_of(merged)), field="merged")
    survivor = uow.get(model, found[0].survivor_id)
    if survivor.merged_into_id is not None:
        raise Refused(phrases.SURVIVOR_MERGED.format(name=title_of(survivor)), field="merged")
    require_edit(uow, survivor)
    require_edit(uow, merged)
    return survivor, merged, found[0]


def take_back(uow: UnitOfWork, survivor: Row, merged: Row, done: Done) -> None:
    """Give the merged record back what was moved and is still where the merge left it."""
    rule = uow.rule(type(survivor))
    for table, column in _links(uow, rule):
        found = done.moved.get(f"{table.name}.{column.name}", ())
        _move(uow, table, column, found, survivor.id, merged.id)
    _set_signpost(uow, merged, None)
    spread(uow, rule, merged.id, merged.owner_id, merged.team_id)
    uow.prepared(_UNDO, {"merge_id": done.id, "undone": clock.now()})


def _links(uow: UnitOfWork, rule: TableRule) -> Iterator[tuple[Table, Column[Any]]]:
    """Give every column of every table that names a record of this kind, signposts left out."""
    for other in uow.schema:
        for column in other.table.columns:
            spec = spec_of(column)
            points = spec is not None and spec.ref == rule.entity
            if points and not (other.name == rule.name and column.name == _SIGNPOST):
                yield other.table, column
    for kept in uow.schema.kept if rule.keeps else ():
        yield kept.table, kept.table.c[SUBJECT_ID]


def _repoint(
    uow: UnitOfWork, table: Table, column: Column[Any], from_id: str, to_id: str
) -> list[str]:
    found = [row for row, *_ in _keys(uow, table, column, (), from_id)]
    staying: set[str] = set()
    for others in _said_once(table, column):
        there = {tuple(key) for _, *key in _keys(uow, table, column, others, to_id)}
        mine = _keys(uow, table, column, others, from_id)
        staying |= {row for row, *key in mine if tuple(key) in there}
    moving = [row for row in found if row not in staying]
    _move(uow, table, column, moving, from_id, to_id)
    return moving


def _move(
    uow: UnitOfWork,
    table: Table,
    column: Column[Any],
    rows: Sequence[str],
    from_id: str,
    to_id: str,
) -> None:
    if not rows:
        return
    statement = uow.storage.statement(("repoint", column), lambda: _move_statement(table, column))
    for start in range(0, len(rows), _AT_ONCE):
        part = list(rows[start : start + _AT_ONCE])
        part += part[-1:] * (_AT_ONCE - len(part))  # one text for every number of rows
        named = {f"row_{n}": row for n, row in enumerate(part)}
        uow.prepared(statement, {"from_id": from_id, "to_id": to_id, **named})


def _move_statement(table: Table, column: Column[Any]) -> Prepared:
    rows = [bindparam(f"row_{n}", type_=Id()) for n in range(_AT_ONCE)]
    # the old target too: a row that was moved on since stays where it is
    found = [column == bindparam("from_id", type_=Id()), table.c.id.in_(rows)]
    return Prepared(update(table).where(*found).values({column: bindparam("to_id", type_=Id())}))


def _said_once(table: Table, column: Column[Any]) -> Iterator[tuple[Column[Any], ...]]:
    """Give the columns that, together with this one, may stand in the table once."""
    keys: list[Sequence[Column[Any]]] = [
        list(item.columns)
        for item in (*table.constraints, *table.indexes)
        if isinstance(item, UniqueConstraint) or (isinstance(item, Index) and item.unique)
    ]
    if same := table.info.get("same"):
        keys.append([table.c[name] for name in same])
    for key in keys:
        if any(part is column for part in key):
            yield tuple(part for part in key if part is not column)


def _keys(
    uow: UnitOfWork,
    table: Table,
    column: Column[Any],
    others: Sequence[Column[Any]],
    record_id: str,
) -> list[tuple[Any, ...]]:
    """Give id and these columns of every row that points at a record."""
    statement, row = uow.storage.statement(
        ("said_once", column, tuple(others)),
        lambda: (
            select(table.c.id, *others).where(column == bindparam("record_id", type_=Id())),
            msgspec.defstruct("Key", [f"f{n}" for n in range(len(others) + 1)]),
        ),
    )
    found = uow.system_read(statement, row, {"record_id": record_id})
    return [msgspec.structs.astuple(key) for key in found]


def _set_signpost(uow: UnitOfWork, row: Row, target: str | None) -> None:
    """Set where a merged record leads to; the fact is the merge itself, no change of a field."""
    table = uow.rule(type(row)).table
    statement = uow.storage.statement(
        ("signpost", table.name),
        lambda: Prepared(
            update(table)
            .where(table.c.id == bindparam("record_id", type_=Id()))
            .values(
                {
                    table.c[_SIGNPOST]: bindparam("target", type_=Id()),
                    table.c.version: table.c.version + 1,
                }
            )
        ),
    )
    uow.session.flush()
    uow.prepared(statement, {"record_id": row.id, "target": target})
    uow.session.refresh(row)
