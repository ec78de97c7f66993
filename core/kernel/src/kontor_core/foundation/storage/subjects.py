"""What is kept with records of any kind (``Scope.SUBJECT``): it follows its record.

No foreign key can say so, because the record may stand in any table. So whatever deletes a record
takes along what is kept with it and with everything that the database deletes below it.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, delete, select

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, Schema, TableRule
from kontor_core.foundation.storage.transaction import Transaction
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.text import nearest

_RECORD = bindparam("record_id", type_=Id())


def named(schema: Schema, entity: str) -> TableRule:
    """Give the table of an entity that rows may be kept with; raises Invalid for any other."""
    rule = schema.subject(entity)
    if rule is not None:
        return rule
    known = [above.entity for above in schema.subjects]
    guess = nearest(entity, known)
    listed = ", ".join(known)
    raise Invalid(
        L(
            f"Bei „{entity}“ kann nichts liegen. "
            + (f"Meinten Sie „{guess}“?" if guess else f"Möglich: {listed}."),
            en=f'Nothing can be kept with "{entity}". '
            + (f'Did you mean "{guess}"?' if guess else f"Possible: {listed}."),
        ),
        field=SUBJECT,
    )


def forget(uow: Transaction, rule: TableRule, record_id: str) -> None:
    """Delete what is kept with a record that goes, and with what goes with it."""
    for statement in uow.storage.statement(
        ("forget kept", rule.name),
        lambda: [
            Prepared(delete(kept.table).where(*_kept_with(kept, above, ids)))
            for above, ids in _going(uow.schema, rule)
            for kept in uow.schema.kept
        ],
    ):
        uow.prepared(statement, {"record_id": record_id})


def sweep_orphans(uow: Transaction) -> int:
    """Delete what is kept with records that are gone, whoever deleted them; gives how many rows.

    Records of a plugin that is switched off are not gone: only tables that are known are asked.
    """
    swept = 0
    for kept in uow.schema.kept:
        for above in uow.schema.subjects:
            gone = kept.table.c[SUBJECT_ID].not_in(select(above.table.c.id))
            statement = uow.storage.statement(
                ("orphans", kept.name, above.name),
                lambda kept=kept, above=above, gone=gone: Prepared(  # type: ignore[misc]  # bound now
                    delete(kept.table).where(_of(kept, above), gone)
                ),
            )
            swept += uow.prepared(statement, {}).rowcount
    return swept


def _kept_with(kept: TableRule, above: TableRule, ids: Any) -> tuple[Any, ...]:
    return (_of(kept, above), kept.table.c[SUBJECT_ID].in_(ids))


def _of(kept: TableRule, above: TableRule) -> Any:
    named_ = bindparam(f"of_{above.name}", above.entity, type_=String())
    return kept.table.c[SUBJECT] == named_


def _going(schema: Schema, rule: TableRule) -> Iterator[tuple[TableRule, Any]]:
    """Give what the database deletes with a record: tables that rows may be kept with, and ids."""
    start = select(rule.table.c.id).where(rule.table.c.id == _RECORD)
    waiting: list[tuple[TableRule, Any, frozenset[str]]] = [(rule, start, frozenset({rule.name}))]
    while waiting:
        above, ids, path = waiting.pop()
        if above.keeps:
            yield above, ids
        for below, column in _cascading(schema, above.table):
            if below.name not in path:
                found = select(below.table.c.id).where(column.in_(ids))
                waiting.append((below, found, path | {below.name}))


def _cascading(schema: Schema, table: Table) -> Iterator[tuple[TableRule, Any]]:
    for rule in schema:
        for column in rule.table.columns:
            for foreign in column.foreign_keys:
                if foreign.column.table is table and foreign.ondelete == "CASCADE":
                    yield rule, column
