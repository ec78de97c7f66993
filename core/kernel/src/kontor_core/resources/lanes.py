"""A list dealt out by the values of a field: the first rows of each lane, and what they come to.

However many lanes and rows there are, it takes one statement for all counts and sums, and one for
the first rows of all lanes (one more where rows lack what they are sorted by). Every lane walks
its own way through the sort and stops at its limit, so that a long list is not sorted as a whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Integer, bindparam, cast, func, literal, or_, select, union_all

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.storage.fence import Fence, branches_of
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String
from kontor_core.resources.columns import Source, names_of, row_type, values_of
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.ordering import nullable
from kontor_core.resources.query import ListQuery, Result, Shapes, condition_of, search_params
from kontor_core.resources.walking import Walk, cursor_at, lead_of, without_cursor


class LaneTotal(msgspec.Struct, frozen=True):
    """How many rows have a value, in one currency, and what their amounts come to."""

    value: str | None
    currency: str | None
    n: int
    amount: int | None


@dataclass(slots=True)
class LaneRows:
    """The first rows of a lane, as those of a page are, and where the others begin."""

    rows: list[Any] = field(default_factory=list)
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Lanes:
    """The field that rows are dealt out by, and its values in order; others share a last lane."""

    by: Field
    values: Sequence[str]

    @property
    def rest(self) -> int:
        """Give the place of the lane of those that have none of the values."""
        return len(self.values)

    @property
    def params(self) -> dict[str, str]:
        return {f"lane_{n}": value for n, value in enumerate(self.values)}

    def clause(self, source: Source, place: int) -> Any:
        column = source.column(self.by)
        binds = [bindparam(name, type_=column.type) for name in self.params]
        if place < self.rest:
            return column == binds[place]
        return or_(column.is_(None), column.notin_(binds))


class Dealer:
    """Deals out the lists of one storage; keeps the statements it built."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._shapes = Shapes()

    def totals(
        self,
        actor: Actor,
        rule: TableRule,
        query: ListQuery,
        by: Field,
        amount: Field | None,
        currency: Field | None,
    ) -> list[LaneTotal]:
        """Count the rows of each value, and add up an amount by currency."""
        result = Result.of(self._storage, actor, rule, query)

        def wanted(source: Source) -> Any:
            fields = [one for one in (by, amount, currency) if one is not None]
            return select(*(source.column(one).label(f"f{n}") for n, one in enumerate(fields)))

        def build() -> tuple[Any, type[msgspec.Struct]]:
            value, *of = result.rows(wanted).subquery().c
            added = cast(func.sum(of[0]), BigInteger) if of else literal(None, BigInteger())
            # nothing but columns in GROUP BY: an index of the value is walked only so
            groups = [value, *of[1:]]
            in_currency = groups[1] if len(groups) > 1 else literal(None, String())
            return select(value, in_currency, func.count(), added).group_by(*groups), LaneTotal

        names = tuple(one.name if one is not None else None for one in (by, amount, currency))
        key = (rule.name, "lane totals", names, result.shape)
        built = self._shapes.get(key, build)
        reader = self._storage.reader(actor)
        return reader.read_once(built.statement, LaneTotal, result.params, key=key)

    def deal(
        self,
        actor: Actor,
        rule: TableRule,
        query: ListQuery,
        lanes: Lanes,
        places: Sequence[int],
    ) -> Mapping[int, LaneRows]:
        """Give the first rows of the lanes at these places."""
        found = {place: LaneRows() for place in places}
        lacking = query.sort is not None and nullable(rule, query.sort.field)
        for tail in (False, True) if lacking else (False,):
            short = [place for place in places if len(found[place].rows) <= query.limit]
            for place, row in self._part(actor, rule, query, lanes, short, tail):
                lane = found[place]
                if len(lane.rows) == query.limit and lane.next is None:
                    last, of_tail = lane.rows[-1]
                    lane.next = cursor_at(last, rule, query, tail=of_tail, back=False)
                lane.rows.append((row, tail))
        for lane in found.values():
            lane.rows = [without_cursor(row, query) for row, _ in lane.rows[: query.limit]]
        return found

    def _part(
        self,
        actor: Actor,
        rule: TableRule,
        query: ListQuery,
        lanes: Lanes,
        places: Sequence[int],
        tail: bool,
    ) -> list[tuple[int, Any]]:
        if not places:
            return []
        schema, sqlite = self._storage.schema, self._storage.database.is_sqlite
        lead = None if tail else lead_of(schema, rule, query.sort)
        branches = branches_of(actor, Fence(schema, actor.profile), lead or rule)
        clause, values, shape = condition_of(query, actor)

        def walk(place: int) -> Walk:
            def also(source: Source) -> Any:
                return lanes.clause(source, place)

            return Walk(rule, query, lead, branches, clause, tail=tail, also=also)

        def build() -> tuple[Any, type[msgspec.Struct]]:
            parts = []
            for place in places:
                rows = walk(place).statement(schema, is_sqlite=sqlite).subquery()
                parts.append(select(*rows.c, literal(place, Integer()).label("lane")))
            wide = row_type(tuple(f"_{n}" for n in range(len(parts[0].selected_columns))))
            return (union_all(*parts) if len(parts) > 1 else parts[0]), wide

        key = (
            rule.name,
            "lanes",
            (lanes.by.name, len(lanes.values), tuple(places)),
            names_of(query.fields),
            str(query.sort or ""),
            shape,
            None if branches is None else len(branches),
            tail,
            query.searched,
        )
        built = self._shapes.get(key, build)
        params = {**values, **search_params(query), **lanes.params, "page_limit": query.limit + 1}
        found = self._storage.reader(actor).read(built.statement, built.row, params, key=key)
        row = walk(0).row
        return [(place, row(*of)) for *of, place in map(values_of, found)]
