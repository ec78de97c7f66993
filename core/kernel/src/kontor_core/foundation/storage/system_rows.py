"""Rows of core's own books (sessions, memberships, credentials), which no profile reaches.

Written past the flush by the functions of the core that own the table; each checks for itself
whether the actor may.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, update

from kontor_core.foundation import clock, ids
from kontor_core.foundation.storage.models import Table, columns, table_of_model
from kontor_core.foundation.storage.prepared import Prepared

if TYPE_CHECKING:
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork


def add_row(uow: "UnitOfWork", model: type[Table], values: Mapping[str, Any]) -> str:
    """Make a row and give its id; columns left out are null."""
    statement = uow.storage.statement(("add", model), lambda: _insert(model))
    now = clock.now()
    row_id = ids.new_id()
    stamps = {"id": row_id, "created_at": now, "updated_at": now, "version": 1}
    uow.prepared(statement, stamps | dict(values))
    return row_id


def change_rows(
    uow: "UnitOfWork", model: type[Table], where: Mapping[str, Any], values: Mapping[str, Any]
) -> int:
    """Change the rows whose columns have these values; gives how many there were."""
    names = (tuple(sorted(where)), tuple(sorted(values)))
    statement = uow.storage.statement(("change", model, *names), lambda: _update(model, *names))
    row = {f"where_{n}": v for n, v in where.items()} | {f"to_{n}": v for n, v in values.items()}
    return int(uow.prepared(statement, row | {"to_updated_at": clock.now()}).rowcount)


def remove_rows(uow: "UnitOfWork", model: type[Table], where: Mapping[str, Any]) -> int:
    """Delete the rows whose columns have these values; gives how many there were."""
    names = tuple(sorted(where))
    statement = uow.storage.statement(("remove", model, names), lambda: _delete(model, names))
    return int(uow.prepared(statement, {f"where_{n}": v for n, v in where.items()}).rowcount)


def _insert(model: type[Table]) -> Prepared:
    binds = {column: bindparam(column.name, type_=column.type) for column in columns(model)}
    return Prepared(insert(table_of_model(model)).values(binds))


def _update(model: type[Table], where: tuple[str, ...], names: tuple[str, ...]) -> Prepared:
    c = columns(model)
    values: dict[Any, Any] = {
        c[name]: bindparam(f"to_{name}", type_=c[name].type) for name in {*names, "updated_at"}
    }
    values[c.version] = c.version + 1
    found = [c[name] == bindparam(f"where_{name}", type_=c[name].type) for name in where]
    return Prepared(update(table_of_model(model)).where(*found).values(values))


def _delete(model: type[Table], where: tuple[str, ...]) -> Prepared:
    c = columns(model)
    found = [c[name] == bindparam(f"where_{name}", type_=c[name].type) for name in where]
    return Prepared(delete(table_of_model(model)).where(*found))
