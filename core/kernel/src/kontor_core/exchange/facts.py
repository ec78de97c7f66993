"""Facts of a whole chunk, written as columns past the objects that one fact at a time needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from kontor_core.events.tables import EVENT, POSTGRES_EVENT
from kontor_core.foundation import clock
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.bulk import insert_columns, new_row_ids
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.exchange import Same

Ids = Sequence[str | None] | Same | None


def write_facts(
    uow: UnitOfWork,
    *,
    type_: str,
    entity: str,
    record_ids: Sequence[str],
    customers: Ids = None,
    contacts: Ids = None,
    occurred_at: Sequence[str] | None = None,
    payloads: Sequence[Mapping[str, Any]] | None = None,
    version: int = 1,
) -> None:
    """Append one fact for each record; whoever may refuse this kind of fact gets to see them."""
    count = len(record_ids)
    if uow.asks(type_):
        _publish(
            uow, type_, entity, record_ids, customers, contacts, occurred_at, payloads, version
        )
        return
    now = clock.as_text(clock.now())
    columns: dict[str, Any] = {
        "id": new_row_ids(count),
        "type": Same(type_),
        "version": Same(version),
        "customer_id": customers if customers is not None else Same(None),
        "contact_id": contacts if contacts is not None else Same(None),
        "subject": Same(entity),
        "subject_id": record_ids,
        "actor_id": Same(uow.actor.id),
        "plugin": Same(_plugin(type_)),
        "occurred_at": occurred_at if occurred_at is not None else Same(now),
        "recorded_at": Same(now),
        "correlation_id": Same(uow.correlation_id),
        "causation_id": Same(uow.causation_id),
        "payload": payloads if payloads is not None else Same({}),
    }
    if uow.storage.database.is_sqlite:
        insert_columns(uow, EVENT, columns, count)
    else:
        sql = "SELECT value::int FROM core_meta WHERE key = 'epoch'"
        columns["epoch"] = Same(uow.cursor().execute(sql).fetchone()[0])
        insert_columns(uow, POSTGRES_EVENT, columns, count)


def _publish(
    uow: UnitOfWork,
    type_: str,
    entity: str,
    record_ids: Sequence[str],
    customers: Ids,
    contacts: Ids,
    occurred_at: Sequence[str] | None,
    payloads: Sequence[Mapping[str, Any]] | None,
    version: int,
) -> None:
    for index, record_id in enumerate(record_ids):
        fact = Fact(
            type=type_,
            version=version,
            customer_id=_at(customers, index),
            contact_id=_at(contacts, index),
            subject=entity,
            subject_id=record_id,
            plugin=_plugin(type_),
            payload=payloads[index] if payloads is not None else {},
        )
        if occurred_at is not None:
            fact.occurred_at = occurred_at[index]
        uow.publish(fact)


def _at(values: Ids, index: int) -> str | None:
    if values is None or isinstance(values, Same):
        return None if values is None else values.value
    return values[index]


def _plugin(type_: str) -> str:
    return type_.split(".")[0] if type_.count(".") == 2 else "core"
