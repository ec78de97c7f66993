"""The generic list: filter, sort, keyset page, bounded count, fenced, for every resource."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import func, literal, select

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.storage.fence import Fence, branches_of
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.storage import Storage
from kontor_core.resources.columns import names_of
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.ordering import nullable
from kontor_core.resources.query import ListQuery, Result, Shapes, condition_of, search_params
from kontor_core.resources.walking import Walk, cursor_at, lead_of, without_cursor

MOST_ROWS = 500
COUNTED_TO = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the ways on and back.

    A row has the attributes f0, f1 ... in the order of ``fields``, then its id.
    """

    fields: tuple[Field, ...]
    rows: Sequence[Any]
    next: Cursor | None
    previous: Cursor | None


class _Count(msgspec.Struct):
    n: int


class Lister:
    """Lists of one storage; keeps the statements it built."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._shapes = Shapes()

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
        has_next = more if not back else True
        has_previous = cursor is not None if not back else more
        following = before = None
        if rows and has_next:
            row, tail = rows[-1]
            following = cursor_at(row, rule, query, tail=tail, back=False)
        if rows and has_previous:
            row, tail = rows[0]
            before = cursor_at(row, rule, query, tail=tail, back=True)
        return Page(
            query.fields, [without_cursor(row, query) for row, _ in rows], following, before
        )

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
        lead = None if tail else lead_of(self._storage.schema, rule, query.sort)
        branches = branches_of(actor, fence, lead or rule)
        clause, values, shape = condition_of(query, actor)
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
            query.searched,
        )

        def build() -> tuple[Any, type[msgspec.Struct]]:
            walk = Walk(rule, query, lead, branches, clause, cursor, tail, back)
            sqlite = self._storage.database.is_sqlite
            return walk.statement(self._storage.schema, is_sqlite=sqlite), walk.row

        built = self._shapes.get(key, build)
        params: dict[str, Any] = {**values, **search_params(query), "page_limit": limit}
        if cursor is not None:
            params |= {"cursor_id": cursor.id}
            if not tail and query.sort is not None:
                params["cursor_key"] = cursor.key
            params |= {f"cursor_{n}": value for n, value in enumerate(cursor.others)}
        reader = self._storage.reader(actor)
        return reader.read(built.statement, built.row, params, key=built.key)

    def count(self, actor: Actor, rule: TableRule, query: ListQuery) -> int:
        """Count the rows of a query, at most one more than ``COUNTED_TO``."""
        result = Result.of(self._storage, actor, rule, query)

        def build() -> tuple[Any, type[msgspec.Struct]]:
            counted = result.rows(lambda _: select(literal(1))).limit(COUNTED_TO + 1).subquery()
            return select(func.count()).select_from(counted), _Count

        key = (rule.name, "count", result.shape)
        built = self._shapes.get(key, build)
        found: list[_Count] = self._storage.reader(actor).read_once(
            built.statement, _Count, result.params, key=key
        )
        return found[0].n
