"""From fields to columns: which tables a list joins and which expression a field is."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, FromClause, Table, select

from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import json_value
from kontor_core.foundation.storage.fence import BRANCH
from kontor_core.foundation.storage.schema import SUBJECT, RowScope, Schema


class Source:
    """A resource's table, one branch of its fence, and the facets joined to it on demand.

    With ``led_by`` a facet comes first and brings its record along: only so can a list walk an
    index of the facet. Records without a row there are not in such a list.
    """

    def __init__(
        self,
        schema: Schema,
        table: Table,
        branch: str | int | None = None,
        *,
        led_by: Table | None = None,
    ) -> None:
        self._schema = schema
        self._table = table
        first: Any = (table if led_by is None else led_by).alias()
        self.lead: FromClause = first if branch is None else first._annotate({BRANCH: branch})
        self.base: FromClause = self.lead if led_by is None else table.alias()
        self._facets = {} if led_by is None else {led_by.name: self.lead}

    def column(self, field: Field) -> ColumnElement[Any]:
        """Give the expression of a field; a facet's table is joined once it is asked for."""
        source = self._from(field.table)
        if field.json_key is not None:
            return json_value(source.c[field.column], field.json_key, field.kind)
        return source.c[field.column]

    def sort_column(self, field: Field) -> ColumnElement[Any]:
        if field.spec.sort_key is not None:
            return self._from(field.table).c[field.spec.sort_key]
        return self.column(field)

    def among(
        self, field: Field, fits: Callable[[ColumnElement[Any]], ColumnElement[bool]]
    ) -> ColumnElement[bool]:
        """Ask for records of which one row of many fits."""
        rows = self._schema.rule(field.table).table.alias()
        link = rows.c[field.through or ""]
        found = select(link).where(link.isnot(None), fits(rows.c[field.column]))
        if self._schema.rule(field.table).scope is RowScope.SUBJECT:
            found = found.where(rows.c[SUBJECT] == field.entity)
        return self.base.c.id.in_(found)

    def _from(self, table: str) -> FromClause:
        if table == self._table.name:
            return self.base
        facet = self._facets.get(table)
        if facet is None:
            facet = self._facets[table] = self._schema.rule(table).table.alias()
        return facet

    def joined(self) -> FromClause:
        """Give the FROM: the base with every facet that was asked for, at most one row each."""
        source = self.lead
        if self.lead is not self.base:
            source = source.join(self.base, self.lead.c.customer_id == self.base.c.id)
        for facet in self._facets.values():
            if facet is not self.lead:
                source = source.outerjoin(facet, facet.c.customer_id == self.base.c.id)
        return source


@lru_cache(maxsize=512)
def row_type(names: tuple[str, ...]) -> type[msgspec.Struct]:
    """Make the Struct of a row: attributes f0, f1 ..., in JSON the fields' own names."""
    attributes = [(f"f{index}", Any) for index in range(len(names))]
    rename = {f"f{index}": name for index, name in enumerate(names)}
    made: type[msgspec.Struct] = msgspec.defstruct("Row", attributes, rename=rename, gc=False)
    return made


def values_of(row: msgspec.Struct) -> tuple[Any, ...]:
    """Give a row's values in the order of its fields."""
    return msgspec.structs.astuple(row)


def names_of(fields: Iterable[Field]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)
