"""What records are called: titles of many ids at once, one query for each entity."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation.storage.read import Params, Row
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.types import Id

MOST_IDS = 500

Titles = Mapping[tuple[str, str], str]
"""Titles by entity and id; what may not be seen is not in it."""


class _Titled(msgspec.Struct):
    id: str
    title: Any


class Reads(Protocol):
    """The read door, as far as titles need it."""

    @property
    def storage(self) -> Store: ...

    def read(self, statement: Any, row: type[Row], params: Params | None = None) -> list[Row]: ...


def seen_of(reader: Reads, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give those of these records (entity, id) that this reader sees."""
    return {(entity, row.id) for entity, row in _rows(reader, wanted)}


def titles_of(reader: Reads, wanted: Iterable[tuple[str, str]]) -> Titles:
    """Look up what these records (entity, id) are called, through the fence."""
    rows = _rows(reader, wanted)
    return {(entity, row.id): str(row.title) for entity, row in rows if row.title is not None}


def _rows(reader: Reads, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, _Titled]]:
    by_entity: dict[str, set[str]] = {}
    for entity, record_id in wanted:
        by_entity.setdefault(entity, set()).add(record_id)
    for entity, ids in by_entity.items():
        statement = _statement(reader, entity)
        if statement is None:
            continue
        listed = sorted(ids)
        for start in range(0, len(listed), MOST_IDS):
            for row in reader.read(statement, _Titled, {"ids": listed[start : start + MOST_IDS]}):
                yield entity, row


def _statement(reader: Reads, entity: str) -> Any:
    storage = reader.storage
    rule = storage.schema.entity(entity)
    if rule is None or rule.title not in rule.table.c:
        return None
    columns, title = rule.table.c, rule.title
    return storage.statement(
        ("titles", entity),
        lambda: select(columns.id, columns[title]).where(
            columns.id.in_(bindparam("ids", expanding=True, type_=Id()))
        ),
    )
