"""The statement of a page: the rows of a query in their order, from a place on.

Rows without a value of the sort column come last in both directions. They are a second query, the
*tail*, so that the first can walk the sort's index. Sorted by a facet's field, the first query is
led by the facet, and rows of equal value follow the facet's own id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import bindparam, literal, select, tuple_, union_all

from kontor_core.foundation.storage.schema import Schema, TableRule
from kontor_core.resources.columns import Source, names_of, row_type
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.ordering import Sort, Step, after, nullable
from kontor_core.resources.query import Clause, ListQuery, narrowed


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through the rows of a query; ``also`` narrows it further than its filter."""

    rule: TableRule
    query: ListQuery
    lead: TableRule | None
    branches: Sequence[str | int] | None
    clause: Clause | None
    cursor: Cursor | None = None
    tail: bool = False
    back: bool = False
    also: Clause | None = None

    @property
    def row(self) -> type[msgspec.Struct]:
        """Give the type of its rows: the wanted fields, the id, and what makes a cursor of it."""
        then = self.query.sort.then if self.query.sort else ()
        beside = [name for n in range(len(then)) for name in (f"_then{n}", f"_null{n}")]
        return row_type((*names_of(self.query.fields), *self._kept, *beside))

    @property
    def _kept(self) -> tuple[str, ...]:
        return ("id", "_key", *(["_tie"] if self.lead is not None else []))

    def statement(self, schema: Schema, *, is_sqlite: bool) -> Any:
        """Build it; ``page_limit`` says how many rows."""
        if self.branches is None:
            return self._walked(self._part(schema, None))
        parts = [self._part(schema, branch) for branch in self.branches]
        # each branch walks its own index, and the database merges them row by row: SQLite only
        # where they have no order of their own, PostgreSQL only where they have
        if not is_sqlite:
            parts = [self._walked(part) for part in parts]
        return self._walked(union_all(*parts))

    def _part(self, schema: Schema, branch: str | int | None) -> Any:
        query, lead, sort = self.query, self.lead, self.query.sort
        source = Source(schema, self.rule.table, branch, led_by=lead.table if lead else None)
        columns = [source.column(f).label(f"f{i}") for i, f in enumerate(query.fields)]
        tie = source.lead.c.id
        sort_column = source.sort_column(sort.field) if sort else tie
        columns.append(source.base.c.id.label(f"f{len(columns)}"))
        columns.append((literal(None) if self.tail else sort_column).label(f"f{len(columns)}"))
        if lead is not None:
            columns.append(tie.label(f"f{len(columns)}"))
        others = [source.sort_column(one.field) for one in (sort.then if sort else ())]
        for column in others:
            columns.append(column.label(f"f{len(columns)}"))
            columns.append(column.is_(None).label(f"f{len(columns)}"))
        statement = narrowed(select(*columns), source, self.clause, query.searched)
        if self.also is not None:
            statement = statement.where(self.also(source))
        if sort is not None and nullable(self.rule, sort.field):
            lacks = sort_column.is_(None) if self.tail else sort_column.isnot(None)
            statement = statement.where(lacks)
        if self.cursor is not None:
            statement = statement.where(self._behind(self.cursor, sort_column, others, tie))
        return statement.select_from(source.joined())

    def _behind(self, cursor: Cursor, sort_column: Any, others: Sequence[Any], tie: Any) -> Any:
        sort, descending = self.query.sort, self._descending
        first = [] if self.tail or sort is None else [(sort_column, "cursor_key")]
        if sort is None or not sort.then:
            order = [*first, (tie, "cursor_id")]
            here = tuple_(*(column for column, _ in order))
            there = tuple_(*(bindparam(bind, type_=column.type) for column, bind in order))
            return here < there if descending else here > there
        steps = [Step(column, descending, bind) for column, bind in first]
        steps += [
            Step(
                column,
                one.descending != self.back,
                f"cursor_{n}",
                nullable=nullable(self.rule, one.field),
                null=cursor.others[n] is None,
                last=not self.back,
            )
            for n, (one, column) in enumerate(zip(sort.then, others, strict=True))
        ]
        steps.append(Step(tie, descending, "cursor_id"))
        return after(steps)

    def _walked(self, statement: Any) -> Any:
        """Put a statement in order, and end it at the limit."""
        sort, shown, kept = self.query.sort, len(self.query.fields), len(self._kept)
        columns = list(statement.selected_columns)
        by_id = self.tail or sort is None
        order = [] if by_id else [(columns[shown + 1], self._descending)]
        for n, one in enumerate(sort.then if sort else ()):
            value, lacks = columns[shown + kept + 2 * n :][:2]
            if nullable(self.rule, one.field):
                order.append((lacks, self.back))
            order.append((value, one.descending != self.back))
        order.append((columns[shown if self.lead is None else shown + 2], self._descending))
        directed = [column.desc() if down else column.asc() for column, down in order]
        return statement.order_by(*directed).limit(bindparam("page_limit"))

    @property
    def _descending(self) -> bool:
        return bool(self.query.sort and self.query.sort.descending) != self.back


def lead_of(schema: Schema, rule: TableRule, sort: Sort | None) -> TableRule | None:
    """Give the facet that a sort walks; None when the sort is by the table's own columns."""
    if sort is None or sort.field.table == rule.name:
        return None
    return schema.rule(sort.field.table)


def cursor_at(row: Any, rule: TableRule, query: ListQuery, *, tail: bool, back: bool) -> Cursor:
    """Make the cursor of a row: its keys, and the id that rows of equal values follow."""
    shown = len(query.fields)
    led = query.sort is not None and query.sort.field.table != rule.name and not tail
    values = [getattr(row, name) for name in row.__struct_fields__[shown:]]
    tie = values[2] if led else values[0]
    others = tuple(values[3 if led else 2 :: 2])  # each has a flag beside it
    return Cursor(str(query.sort or ""), values[1], tie, tail, back, others)


def without_cursor(row: Any, query: ListQuery) -> Any:
    """Keep what only makes the cursor out of the row's JSON."""
    for name in row.__struct_fields__[len(query.fields) + 1 :]:
        setattr(row, name, msgspec.UNSET)
    return row
