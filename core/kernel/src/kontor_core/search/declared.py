"""What is indexed: the fields that say ``searched=True``, read from the rows as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import bindparam, case, null, select

from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, RowScope, Schema
from kontor_core.foundation.storage.search_index import Document
from kontor_core.foundation.storage.types import Id
from kontor_core.resources.catalogue import Catalogue, ResourceInfo
from kontor_core.resources.columns import Source
from kontor_core.search.vocabulary import FOLDING, indexed_words

OPEN = frozenset({Data.PUBLIC, Data.INTERNAL})
_LINKS = ("customer_id", "contact_id", "merged_into_id", SUBJECT_ID)
_BESIDE = ("id", "customer_id", "contact_id", SUBJECT, SUBJECT_ID)


@dataclass(frozen=True)
class Indexed:
    """A resource whose records are found by their words."""

    info: ResourceInfo
    fields: tuple[Field, ...]  # the title first, where it is searched

    @cached_property
    def declared(self) -> str:
        """Say what is indexed and how; when this changes, the entity is read anew."""
        return " ".join((FOLDING, *(f"{field.name}:{field.spec.data}" for field in self.fields)))

    @cached_property
    def watched(self) -> frozenset[str]:
        """Give the columns whose change concerns the index."""
        return frozenset({*(field.column for field in self.fields), *_LINKS})

    def long(self, field: Field) -> bool:
        return field.kind is Kind.LONGTEXT

    def select(self, schema: Schema, fields: Iterable[Field]) -> tuple[Any, Source]:
        """Make a SELECT of id, customer, contact, subject and these fields, and its source."""
        source = Source(schema, self.info.rule.table)
        columns = [source.column(field).label(f"f{n}") for n, field in enumerate(fields)]
        base = source.base.c
        links = [base.get(name, null()) for name in ("customer_id", "contact_id")]
        kept: list[Any] = [null(), null()]
        if self.info.rule.scope is RowScope.SUBJECT:
            kept = [base[SUBJECT], base[SUBJECT_ID]]
            links = [_if(base, entity) for entity in ("customer", "contact")]
        beside = [
            column.label(f"{name}_") for name, column in zip(_BESIDE[1:], links + kept, strict=True)
        ]
        return select(base.id, *beside, *columns), source

    def statement(self, schema: Schema) -> Any:
        """Make the SELECT that documents are made from; what was merged away has none."""
        statement, source = self.select(schema, self.fields)
        if (signpost := source.base.c.get("merged_into_id")) is not None:
            statement = statement.where(signpost.is_(None))
        wanted = bindparam("ids", expanding=True, type_=Id())
        return statement.where(source.base.c.id.in_(wanted)).select_from(source.joined())

    @cached_property
    def row(self) -> type[msgspec.Struct]:
        return row_of(len(self.fields))

    def document(self, row: Any) -> Document:
        values = row_values(row)
        open_: list[str] = []
        personal: list[str] = []
        for field, value in zip(self.fields, values, strict=True):
            if value is not None:
                (open_ if field.spec.data in OPEN else personal).extend(indexed_words(str(value)))
        entity = self.info.entity
        return Document(
            entity=entity,
            entity_id=row.id,
            customer_id=row.id if entity == "customer" else row.customer_id,
            contact_id=row.id if entity == "contact" else row.contact_id,
            open=open_,
            personal=personal,
        )


def row_of(count: int) -> type[msgspec.Struct]:
    names = (*_BESIDE, *(f"f{n}" for n in range(count)))
    return msgspec.defstruct("Found", [(name, Any) for name in names], gc=False)


def row_values(row: msgspec.Struct) -> Sequence[Any]:
    """Give the values of the fields a row was selected with."""
    return msgspec.structs.astuple(row)[len(_BESIDE) :]


def _if(base: Any, entity: str) -> Any:
    """Give the id of a row's record where that is one of an entity."""
    return case((base[SUBJECT] == entity, base[SUBJECT_ID]))


def indexed(catalogue: Catalogue) -> Mapping[str, Indexed]:
    """Give what is indexed, by entity, in the order of the resources."""
    found = {}
    for info in catalogue.all():
        fields = [field for field in info.fields.values() if field.spec.searched]
        if fields:
            fields.sort(key=lambda field: field.name != info.title)
            found[info.entity] = Indexed(info, tuple(fields))
    return found
