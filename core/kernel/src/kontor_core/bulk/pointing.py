"""Which rows something else points at: those cannot be brought back whole once they are gone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import bindparam, column, inspect, select
from sqlalchemy import table as sql_table

from kontor_core.foundation.storage.bulk import parts
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import SUBJECT_ID
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Pointers = Sequence[tuple[str, str]]
"""Tables and columns that hold ids of one table."""


class _Target(msgspec.Struct):
    target: str


def pointers_at(storage: Store, table: str) -> Pointers:
    """Give the tables and columns that hold ids of a table: as the database knows it, and kept.

    It asks on a connection of its own, so not inside a unit of work.
    """
    pointing = [
        (name, str(key["constrained_columns"][0]))
        for (_, name), keys in inspect(storage.database.engine).get_multi_foreign_keys().items()
        for key in keys
        if name is not None and key["referred_table"] == table
    ]
    return [*pointing, *((rule.name, SUBJECT_ID) for rule in storage.schema.kept)]


def pointed_at(uow: UnitOfWork, pointers: Pointers, records: Sequence[str]) -> set[str]:
    """Give those of these rows that others name, rows of plugins that are off included."""
    return _named(uow.storage, uow.cursor(), pointers, records)


def not_restorable(storage: Store, table: str, records: Sequence[str]) -> int:
    """Give how many of these rows cannot be brought back whole once they are deleted."""
    pointers = pointers_at(storage, table)
    return len(_named(storage, storage.database.reading().cursor(), pointers, records))


def _named(storage: Store, cursor: Any, pointers: Pointers, records: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name, key in pointers:
        statement = storage.statement(("pointing", name, key), partial(_rows, name, key))
        plan = storage.system_plans.plan(statement)
        for part in parts(records):
            rows = fetch(cursor, plan, {"wanted": list(part)}, _Target)
            found.update(row.target for row in rows)
    return found


def _rows(name: str, key: str) -> Any:
    held = column(key, Id())
    wanted = held.in_(bindparam("wanted", type_=Id(), expanding=True))
    return select(held.label("target")).select_from(sql_table(name)).where(wanted).distinct()
