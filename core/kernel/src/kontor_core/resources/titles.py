"""What records are called: titles of many ids at once, one query for each entity."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.storage import Reader
from kontor_core.foundation.storage.types import Id
from kontor_core.hooks.declarations.entities import Entity

MOST_IDS = 500

Titles = Mapping[tuple[str, str], str]
"""Titles by entity and id; what may not be seen is not in it."""


class _Titled(msgspec.Struct):
    id: str
    title: Any


class Registered(Protocol):
    """An entity as the registries hold it."""

    @property
    def spec(self) -> Entity: ...


def titles_of(
    reader: Reader, entities: Mapping[str, Registered], wanted: Iterable[tuple[str, str]]
) -> Titles:
    """Look up what these records (entity, id) are called, through the fence."""
    by_entity: dict[str, set[str]] = {}
    for entity, record_id in wanted:
        by_entity.setdefault(entity, set()).add(record_id)
    found: dict[tuple[str, str], str] = {}
    for entity, ids in by_entity.items():
        statement = _statement(reader, entities, entity)
        if statement is None:
            continue
        listed = sorted(ids)
        for start in range(0, len(listed), MOST_IDS):
            rows = reader.read(statement, _Titled, {"ids": listed[start : start + MOST_IDS]})
            for row in rows:
                if row.title is not None:
                    found[entity, row.id] = str(row.title)
    return found


def refs_in(fields: Iterable[Field], values: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Give the records that these rows point at."""
    refs = [(f.name, f.spec.ref) for f in fields if f.kind is Kind.REF and f.spec.ref]
    return {(ref, row[name]) for row in values for name, ref in refs if row.get(name)}


def _statement(reader: Reader, entities: Mapping[str, Registered], entity: str) -> Any:
    storage = reader.storage
    rule = storage.schema.entity(entity)
    owned = entities.get(entity)
    if rule is None or owned is None or owned.spec.title not in rule.table.c:
        return None
    columns = rule.table.c
    return storage.statement(
        ("titles", entity),
        lambda: select(columns.id, columns[owned.spec.title]).where(
            columns.id.in_(bindparam("ids", expanding=True, type_=Id()))
        ),
    )
