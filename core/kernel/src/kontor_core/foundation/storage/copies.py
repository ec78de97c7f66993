"""What core keeps beside a row: copies of owner and team on its children, and Shares."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.access.shares import Share
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import RowScope, TableRule
from kontor_core.foundation.storage.transaction import Transaction
from kontor_core.foundation.storage.types import Id, String


class _Value(msgspec.Struct):
    value: str | None


def spread(
    uow: Transaction, rule: TableRule, record_id: str, owner_id: str | None, team_id: str | None
) -> None:
    """Copy a root's new owner and team to everything below it."""
    found = select(rule.table.c.id).where(rule.table.c.id == bindparam("root_id", type_=Id()))
    _spread_below(uow, rule, found, {"root_id": record_id, "owner": owner_id, "team": team_id})


def _spread_below(
    uow: Transaction, rule: TableRule, parents: object, values: dict[str, str | None]
) -> None:
    for child in uow.schema.children(rule.name):
        column = child.table.c[child.parents[0].column]
        statement = (
            update(child.table)
            .where(column.in_(parents))  # type: ignore[arg-type]  # a select of ids
            .values(owner_id=bindparam("owner", type_=Id()), team_id=bindparam("team", type_=Id()))
        )
        uow.prepared(Prepared(statement), values)
        below = select(child.table.c.id).where(column.in_(parents))  # type: ignore[arg-type]
        _spread_below(uow, child, below, values)


def customer_of(uow: Transaction, rule: TableRule, parent_id: str | None) -> str | None:
    """Climb from a child to the customer it belongs to."""
    while parent_id is not None and rule.scope is RowScope.CHILD:
        parent = uow.schema.rule(rule.parents[0].table)
        if parent.entity == "customer":
            return parent_id
        columns = parent.table.c
        wanted = (
            "customer_id"
            if "customer_id" in columns
            else (parent.parents[0].column if parent.parents else None)
        )
        if wanted is None:
            return None
        parent_id = _value(uow, columns, wanted, parent_id)
        if wanted == "customer_id":
            return parent_id
        rule = parent
    return None


def customer_with(uow: Transaction, rule: TableRule, record_id: str) -> str | None:
    """Give the customer that a record of any kind belongs to, if it belongs to one."""
    if rule.entity == "customer":
        return record_id
    columns = rule.table.c
    if "customer_id" in columns:
        return _value(uow, columns, "customer_id", record_id)
    if rule.scope is not RowScope.CHILD:
        return None
    return customer_of(uow, rule, _value(uow, columns, rule.parents[0].column, record_id))


def _value(uow: Transaction, columns: Any, wanted: str, record_id: str) -> str | None:
    # not uow.system_read, which flushes: facts are noted in the middle of a flush
    statement = uow.storage.statement(
        ("climb", columns[wanted]),
        lambda: select(columns[wanted]).where(columns.id == bindparam("record_id", type_=Id())),
    )
    plan = uow.storage.system_plans.plan(statement)
    found = fetch(uow.cursor(), plan, {"record_id": record_id}, _Value)
    return found[0].value if found else None


def replace_shares(uow: Transaction, records: Sequence[str], shares: Sequence[Share]) -> None:
    """Put these Shares in place of all that the acting plugin gave on these records.

    The actor must be allowed to edit each record; raises NotFound otherwise.
    """
    table = uow.schema.rule("core_share").table
    roots = [rule for rule in uow.schema if rule.scope is RowScope.ROOT]
    for record in records:
        if not any(uow.sees(root, record, Action.EDIT) for root in roots):
            raise NotFound("record", record)
    remove = Prepared(
        delete(table).where(
            table.c.record_id == bindparam("record", type_=Id()),
            table.c.plugin == bindparam("giver", type_=String()),
        )
    )
    uow.prepared_many(remove, [{"record": r, "giver": uow.plugin} for r in records])
    now = clock.now()
    rows = [
        {
            "id": ids.new_id(),
            "created_at": now,
            "updated_at": now,
            "version": 1,
            "record_id": share.record,
            "principal_id": share.principal,
            "level": share.level,
            "plugin": uow.plugin,
        }
        for share in shares
    ]
    uow.prepared_many(Prepared(insert(table).values(**_binds(table))), rows)


def _binds(table: object) -> dict[str, object]:
    columns = table.c  # type: ignore[attr-defined]  # a SQLAlchemy table
    scope = ("record_id", "principal_id", "level", "plugin")
    given = ("id", "created_at", "updated_at", "version", *scope)
    return {name: bindparam(name, type_=columns[name].type) for name in given}
