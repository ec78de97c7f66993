"""The generic list: filter, sort, keyset page, bounded count, fenced, for every resource.

A statement is built once per shape (resource, columns, sort, filter without values, branches of
the fence) and found again by it; values are bind parameters.

Rows without a value of the sort column come last in both directions. They are a second query, the
*tail*, so that the first can walk the sort's index. Sorted by a facet's field, the first query is
led by the facet, and rows of equal value follow the facet's own id.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import (
    BigInteger,
    and_,
    bindparam,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import Filter, bind_values, where
from kontor_core.foundation.filters import shape as shape_of
from kontor_core.foundation.storage.fence import Fence, branches_of
from kontor_core.foundation.storage.schema import Schema, TableRule
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String
from kontor_core.foundation.text import search_key
from kontor_core.resources.columns import Source, names_of, row_type
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.ordering import Sort, Step, after, nullable

MOST_ROWS = 500
COUNTED_TO = 10_000
_MOST_SHAPES = 1000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What somebody wants to see of a resource."""

    fields: tuple[Field, ...]
    sort: Sort | None = None
    filter: Filter | None = None
    search: str | None = None
    search_column: str | None = None
    cursor: Cursor | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the ways on and back.

    A row has the attributes f0, f1 ... in the order of ``fields``, then its id.
    """

    fields: tuple[Field, ...]
    rows: Sequence[Any]
    next: Cursor | None
    previous: Cursor | None


@dataclass(slots=True)
class _Built:
    statement: Any
    key: Any
    row: type[msgspec.Struct]


class _Count(msgspec.Struct):
    n: int


class Total(msgspec.Struct, frozen=True):
    """What the rows of one currency come to; ``currency`` is None where the amount has none."""

    currency: str | None
    n: int
    amount: int | None


class Lister:
    """Lists of one storage; keeps the statements it built."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._built: dict[Any, _Built] = {}

    def page(
        self, actor: Actor, rule: TableRule, query: ListQuery, *, most: int = MOST_ROWS
    ) -> Page:
        """Give one page; ``next`` and ``previous`` are None where there is nothing more."""
        limit = max(1, min(query.limit, most))
        cursor = query.cursor
        back = cursor is not None and cursor.back
        tail_first = cursor is not None and cursor.tail
        lacking = query.sort is not None and nullable(rule, query.sort.field)
        rows: list[Any] = []
        parts = [False, True] if lacking else [False]
        if back:
            parts.reverse()
        for tail in parts:
            if cursor is not None and lacking and (tail != tail_first) and not rows:
                passed = tail_first != back  # the part that lies behind the cursor
                if passed:
                    continue
            start = cursor if cursor is not None and tail == tail_first else None
            missing = limit + 1 - len(rows)
            if missing > 0:
                rows += [
                    (row, tail) for row in self._part(actor, rule, query, start, tail, missing)
                ]
        more = len(rows) > limit
        rows = rows[:limit]
        if back:
            rows.reverse()
        shown = len(query.fields)
        has_next = more if not back else True
        has_previous = cursor is not None if not back else more
        following = before = None
        if rows and has_next:
            following = _cursor_at(rows[-1], rule, query, back=False)
        if rows and has_previous:
            before = _cursor_at(rows[0], rule, query, back=True)
        for row, _ in rows:
            for name in row.__struct_fields__[shown + 1 :]:
                setattr(row, name, msgspec.UNSET)  # the cursor's part stays out of the JSON
        return Page(query.fields, [row for row, _ in rows], following, before)

    def _part(
        self,
        actor: Actor,
        rule: TableRule,
        query: ListQuery,
        cursor: Cursor | None,
        tail: bool,
        limit: int,
    ) -> list[Any]:
        fence = Fence(self._storage.schema, actor.profile)
        lead = None if tail else _lead(self._storage.schema, rule, query.sort)
        branches = branches_of(actor, fence, lead or rule)
        clause_of, values, shape = condition_of(query, actor)
        back = query.cursor is not None and query.cursor.back
        key = (
            rule.name,
            names_of(query.fields),
            str(query.sort or ""),
            shape,
            None if branches is None else len(branches),
            None if cursor is None else tuple(value is None for value in cursor.others),
            back,
            tail,
            query.search is not None and query.search_column,
        )
        built = self._built.get(key)
        if built is None:
            built = self._build(rule, lead, query, branches, clause_of, cursor, tail, back, key)
            self._keep(key, built)
        params: dict[str, Any] = {**values, **search_params(query), "page_limit": limit}
        if cursor is not None:
            params |= {"cursor_id": cursor.id}
            if not tail and query.sort is not None:
                params["cursor_key"] = cursor.key
            params |= {f"cursor_{n}": value for n, value in enumerate(cursor.others)}
        reader = self._storage.reader(actor)
        return reader.read(built.statement, built.row, params, key=built.key)

    def _build(  # all that makes the shape of a statement
        self,
        rule: TableRule,
        lead: TableRule | None,
        query: ListQuery,
        branches: Sequence[str | int] | None,
        clause_of: Callable[[Source], Any] | None,
        cursor: Cursor | None,
        tail: bool,
        back: bool,
        key: Any,
    ) -> _Built:
        sort = query.sort
        shown = len(query.fields)
        descending = bool(sort and sort.descending) != back
        by_id = tail or sort is None
        then = sort.then if sort else ()

        def one(branch: str | int | None) -> Any:
            source = Source(
                self._storage.schema, rule.table, branch, led_by=lead.table if lead else None
            )
            columns = [source.column(f).label(f"f{i}") for i, f in enumerate(query.fields)]
            tie = source.lead.c.id
            sort_column = source.sort_column(sort.field) if sort else tie
            columns.append(source.base.c.id.label(f"f{shown}"))
            columns.append((literal(None) if tail else sort_column).label(f"f{shown + 1}"))
            if lead is not None:
                columns.append(tie.label(f"f{shown + 2}"))
            others = [source.sort_column(one.field) for one in then]
            for column in others:
                columns.append(column.label(f"f{len(columns)}"))
                columns.append(column.is_(None).label(f"f{len(columns)}"))
            statement = without_signposts(select(*columns), source)
            if clause_of is not None:
                statement = statement.where(clause_of(source))
            if query.search is not None and query.search_column is not None:
                statement = statement.where(found_by(source.base.c[query.search_column]))
            if sort is not None and nullable(rule, sort.field):
                statement = statement.where(
                    sort_column.is_(None) if tail else sort_column.isnot(None)
                )
            if cursor is not None:
                first = [] if by_id else [(sort_column, "cursor_key")]
                if then:
                    steps = [Step(column, descending, bind) for column, bind in first]
                    steps += [
                        Step(
                            column,
                            one.descending != back,
                            f"cursor_{n}",
                            nullable=nullable(rule, one.field),
                            null=cursor.others[n] is None,
                            last=not back,
                        )
                        for n, (one, column) in enumerate(zip(then, others, strict=True))
                    ]
                    steps.append(Step(tie, descending, "cursor_id"))
                    statement = statement.where(after(steps))
                else:
                    order = [*first, (tie, "cursor_id")]
                    here = tuple_(*(column for column, _ in order))
                    there = tuple_(*(bindparam(b, type_=c.type) for c, b in order))
                    statement = statement.where(here < there if descending else here > there)
            return statement.select_from(source.joined())

        kept = ("id", "_key", *(["_tie"] if lead is not None else []))
        beside = [name for n in range(len(then)) for name in (f"_then{n}", f"_null{n}")]
        row = row_type((*names_of(query.fields), *kept, *beside))

        def walked(statement: Any) -> Any:
            columns = list(statement.selected_columns)
            order = [] if by_id else [(columns[shown + 1], descending)]
            for n, by in enumerate(then):
                value, lacks = columns[shown + len(kept) + 2 * n :][:2]
                if nullable(rule, by.field):
                    order.append((lacks, back))
                order.append((value, by.descending != back))
            order.append((columns[shown if lead is None else shown + 2], descending))
            directed = [column.desc() if down else column.asc() for column, down in order]
            return statement.order_by(*directed).limit(bindparam("page_limit"))

        if branches is None:
            return _Built(walked(one(None)), key, row)
        parts = [one(branch) for branch in branches]
        # each branch walks its own index, and the database merges them row by row: SQLite only
        # where they have no order of their own, PostgreSQL only where they have
        if not self._storage.database.is_sqlite:
            parts = [walked(part) for part in parts]
        return _Built(walked(union_all(*parts)), key, row)

    def _keep(self, key: Any, built: _Built) -> _Built:
        if len(self._built) >= _MOST_SHAPES:  # people can ask for as many shapes as they like
            self._built.clear()
        self._built[key] = built
        return built

    def count(self, actor: Actor, rule: TableRule, query: ListQuery) -> int:
        """Count the rows of a query, at most one more than ``COUNTED_TO``."""
        schema = self._storage.schema
        branches = branches_of(actor, Fence(schema, actor.profile), rule)
        clause_of, values, shape = condition_of(query, actor)
        searched = query.search_column if query.search is not None else None
        key = (rule.name, "count", shape, None if branches is None else len(branches), searched)
        built = self._built.get(key)
        if built is None:

            def one(branch: str | int | None) -> Any:
                source = Source(schema, rule.table, branch)
                inner = without_signposts(select(literal(1)), source)
                if clause_of is not None:
                    inner = inner.where(clause_of(source))
                if searched is not None:
                    inner = inner.where(found_by(source.base.c[searched]))
                return inner.select_from(source.joined())

            parts = [one(branch) for branch in branches or (None,)]
            rows: Any = union_all(*parts) if len(parts) > 1 else parts[0]
            counted = rows.limit(COUNTED_TO + 1).subquery()
            statement = select(func.count()).select_from(counted)
            built = self._keep(key, _Built(statement, key, _Count))
        params = {**values, **search_params(query)}
        found = self._storage.reader(actor).read_once(built.statement, _Count, params, key=key)
        return found[0].n

    def totals(
        self, actor: Actor, rule: TableRule, query: ListQuery, amount: Field, currency: Field | None
    ) -> list[Total]:
        """Add up an amount over the rows of a query, at most one more than ``COUNTED_TO``."""
        schema = self._storage.schema
        branches = branches_of(actor, Fence(schema, actor.profile), rule)
        clause_of, values, shape = condition_of(query, actor)
        searched = query.search_column if query.search is not None else None
        wide = None if branches is None else len(branches)
        of = (amount.name, currency.name if currency else None)
        key = (rule.name, "totals", of, shape, wide, searched)
        built = self._built.get(key)
        if built is None:

            def one(branch: str | int | None) -> Any:
                source = Source(schema, rule.table, branch)
                in_currency = source.column(currency) if currency else literal(None, String())
                inner = without_signposts(
                    select(in_currency.label("currency"), source.column(amount).label("amount")),
                    source,
                )
                if clause_of is not None:
                    inner = inner.where(clause_of(source))
                if searched is not None:
                    inner = inner.where(found_by(source.base.c[searched]))
                return inner.select_from(source.joined())

            parts = [one(branch) for branch in branches or (None,)]
            rows: Any = union_all(*parts) if len(parts) > 1 else parts[0]
            found = rows.limit(COUNTED_TO + 1).subquery()
            added = cast(func.sum(found.c.amount), BigInteger)
            statement = select(found.c.currency, func.count(), added).group_by(found.c.currency)
            built = self._keep(key, _Built(statement, key, Total))
        params = {**values, **search_params(query)}
        return self._storage.reader(actor).read_once(built.statement, Total, params, key=key)


def found_by(column: Any) -> Any:
    """A search is a range of keys, so an index of the column finds it."""
    return and_(column >= bindparam("search_low"), column < bindparam("search_high"))


def search_params(query: ListQuery) -> dict[str, str]:
    if query.search is None:
        return {}
    low = search_key(query.search)
    return {"search_low": low, "search_high": low + "\U0010ffff"}


def condition_of(
    query: ListQuery, actor: Actor
) -> tuple[Callable[[Source], Any] | None, Mapping[str, Any], Any]:
    """Give what a filter adds: a clause for any source, values, and the shape without values."""
    ast = query.filter
    if ast is None:
        return None, {}, None
    values = bind_values(ast, actor_id=actor.id, now=clock.now(), tz=ZoneInfo(actor.timezone))
    return (lambda source: where(ast, source.column, source.among)), values, shape_of(ast)


def without_signposts(statement: Any, source: Source) -> Any:
    """Leave out what was merged into something else; its page still leads there."""
    signpost = source.base.c.get("merged_into_id")
    return statement if signpost is None else statement.where(signpost.is_(None))


def _lead(schema: Schema, rule: TableRule, sort: Sort | None) -> TableRule | None:
    """Give the facet that a sort walks; None when the sort is by the table's own columns."""
    if sort is None or sort.field.table == rule.name:
        return None
    return schema.rule(sort.field.table)


def _cursor_at(entry: tuple[Any, bool], rule: TableRule, query: ListQuery, *, back: bool) -> Cursor:
    """Make the cursor of a row: its keys, and the id that rows of equal values follow."""
    row, tail = entry
    shown = len(query.fields)
    led = query.sort is not None and query.sort.field.table != rule.name and not tail
    values = [getattr(row, name) for name in row.__struct_fields__[shown:]]
    tie = values[2] if led else values[0]
    others = tuple(values[3 if led else 2 :: 2])  # each has a flag beside it
    return Cursor(str(query.sort or ""), values[1], tie, tail, back, others)
