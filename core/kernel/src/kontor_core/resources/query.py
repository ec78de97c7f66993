"""What is asked of a list, and what every statement over its rows has in common.

A statement is built once per shape (resource, columns, sort, filter without values, branches of
the fence) and found again by it; values are bind parameters.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import and_, bindparam, union_all

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import Filter, bind_values, where
from kontor_core.foundation.filters import shape as shape_of
from kontor_core.foundation.storage.fence import Fence, branches_of
from kontor_core.foundation.storage.schema import Schema, TableRule
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.text import search_key
from kontor_core.resources.columns import Source
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.ordering import Sort

Clause = Callable[[Source], Any]

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

    @property
    def searched(self) -> str | None:
        """Give the column that is searched; None when nothing is."""
        return self.search_column if self.search is not None else None


@dataclass(slots=True)
class Built:
    statement: Any
    key: Any
    row: type[msgspec.Struct]


class Shapes:
    """Statements that were built, by their shape."""

    def __init__(self) -> None:
        self._built: dict[Any, Built] = {}

    def get(self, key: Any, build: Callable[[], tuple[Any, type[msgspec.Struct]]]) -> Built:
        found = self._built.get(key)
        if found is None:
            if len(self._built) >= _MOST_SHAPES:  # people can ask for as many as they like
                self._built.clear()
            statement, row = build()
            found = self._built[key] = Built(statement, key, row)
        return found


@dataclass(frozen=True, slots=True)
class Result:
    """All the rows of a query that its actor may see: what counts and sums go through."""

    schema: Schema
    rule: TableRule
    branches: Sequence[str | int] | None
    clause: Clause | None
    searched: str | None
    shape: Hashable
    params: Mapping[str, Any]

    @classmethod
    def of(cls, storage: Storage, actor: Actor, rule: TableRule, query: ListQuery) -> "Result":
        schema, searched = storage.schema, query.searched
        branches = branches_of(actor, Fence(schema, actor.profile), rule)
        clause, values, filtered = condition_of(query, actor)
        wide = None if branches is None else len(branches)
        params = {**values, **search_params(query)}
        return cls(schema, rule, branches, clause, searched, (filtered, wide, searched), params)

    def rows(self, wanted: Clause) -> Any:
        """Build the statement that gives what is wanted of each row."""
        parts = [self._part(wanted, branch) for branch in self.branches or (None,)]
        return union_all(*parts) if len(parts) > 1 else parts[0]

    def _part(self, wanted: Clause, branch: str | int | None) -> Any:
        source = Source(self.schema, self.rule.table, branch)
        found = narrowed(wanted(source), source, self.clause, self.searched)
        return found.select_from(source.joined())


def narrowed(statement: Any, source: Source, clause: Clause | None, searched: str | None) -> Any:
    """Leave the rows that a list is of: no signposts, what fits its filter and its search."""
    statement = without_signposts(statement, source)
    if clause is not None:
        statement = statement.where(clause(source))
    if searched is not None:
        statement = statement.where(_found_by(source.base.c[searched]))
    return statement


def without_signposts(statement: Any, source: Source) -> Any:
    """Leave out what was merged into something else; its page still leads there."""
    signpost = source.base.c.get("merged_into_id")
    return statement if signpost is None else statement.where(signpost.is_(None))


def condition_of(
    query: ListQuery, actor: Actor
) -> tuple[Clause | None, Mapping[str, Any], Hashable]:
    """Give what a filter adds: a clause for any source, values, and the shape without values."""
    ast = query.filter
    if ast is None:
        return None, {}, None
    values = bind_values(ast, actor_id=actor.id, now=clock.now(), tz=ZoneInfo(actor.timezone))
    return (lambda source: where(ast, source.column, source.among)), values, shape_of(ast)


def search_params(query: ListQuery) -> dict[str, str]:
    if query.search is None:
        return {}
    low = search_key(query.search)
    return {"search_low": low, "search_high": low + "\U0010ffff"}


def _found_by(column: Any) -> Any:
    """A search is a range of keys, so an index of the column finds it."""
    return and_(column >= bindparam("search_low"), column < bindparam("search_high"))
