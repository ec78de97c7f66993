"""What a list is sorted by: fields in turn, and which rows come after a cursor.

Rows without a value come last in both directions, for every field of a sort. The first field is
walked on its index; the others put in order what it leaves equal, and an id decides at last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.schema import TableRule

MOST_KEYS = 3


@dataclass(frozen=True, slots=True)
class Sort:
    """A field to sort by, and those that follow where its values are equal."""

    field: Field
    descending: bool = False
    then: tuple["Sort", ...] = ()

    @property
    def keys(self) -> tuple["Sort", ...]:
        return (self, *self.then)

    def __str__(self) -> str:
        return ",".join(f"{'-' * one.descending}{one.field.name}" for one in self.keys)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the values by which rows follow each other, at the place of a cursor.

    ``null`` says that the cursor's row has none; ``last`` that rows without one are still to come.
    """

    column: ColumnElement[Any]
    down: bool
    bind: str
    nullable: bool = False
    null: bool = False
    last: bool = True

    @property
    def value(self) -> Any:
        return bindparam(self.bind, type_=self.column.type)

    def behind(self) -> ColumnElement[bool] | None:
        """Ask for rows that come later by this value; None when there can be none."""
        if self.null:
            return None if self.last else self.column.isnot(None)
        later = self.column < self.value if self.down else self.column > self.value
        return or_(later, self.column.is_(None)) if self.nullable and self.last else later

    def same(self) -> ColumnElement[bool]:
        same: ColumnElement[bool]
        same = self.column.is_(None) if self.null else self.column == self.value
        return same

    def not_before(self) -> ColumnElement[bool]:
        reached: ColumnElement[bool]
        reached = self.column <= self.value if self.down else self.column >= self.value
        return reached


def after(steps: Sequence[Step]) -> ColumnElement[bool]:
    """Ask for the rows behind a cursor: later by one value, and equal by all before it."""
    ways = []
    for index, step in enumerate(steps):
        behind = step.behind()
        if behind is not None:
            ways.append(and_(*(one.same() for one in steps[:index]), behind))
    first = steps[0]
    # said once more for the index of the first value, which an OR does not walk
    walked = [] if first.null or first.nullable else [first.not_before()]
    condition: ColumnElement[bool] = and_(*walked, or_(*ways))
    return condition


def nullable(rule: TableRule, field: Field) -> bool:
    if field.table != rule.name or field.json_key is not None:
        return True
    column = rule.table.c[field.spec.sort_key or field.column]
    return bool(column.nullable)


def parse_sort(text: str | None, fields: Mapping[str, Field], actor: Actor) -> Sort | None:
    """Read ``name``, ``-name`` or ``phase,-name``; raises Invalid naming what one can sort by."""
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    if not names:
        return None
    if len(names) > MOST_KEYS:
        raise Invalid(
            L(
                f"Sortiert wird nach höchstens {MOST_KEYS} Feldern.",
                en=f"One can sort by {MOST_KEYS} fields at most.",
            ),
            field="sort",
        )
    first, *others = (_key(name, fields, actor) for name in names)
    seen = [one.field.name for one in (first, *others)]
    twice = next((name for name in seen if seen.count(name) > 1), None)
    if twice is not None:
        raise Invalid(
            L(
                f"Nach „{twice}“ wird schon sortiert. Nennen Sie jedes Feld einmal.",
                en=f'"{twice}" is sorted by already. Name each field once.',
            ),
            field="sort",
        )
    return Sort(first.field, first.descending, tuple(others))


def _key(text: str, fields: Mapping[str, Field], actor: Actor) -> Sort:
    name = text.removeprefix("-")
    found = fields.get(name)
    if found is None or not found.sortable or found.spec.data not in actor.profile.read_classes:
        allowed = ", ".join(
            sorted(
                f.name
                for f in fields.values()
                if f.sortable and f.spec.data in actor.profile.read_classes
            )
        )
        raise Invalid(
            L(
                f"Nach „{name}“ kann nicht sortiert werden. Möglich ist: {allowed}.",
                en=f'Cannot sort by "{name}". Possible are: {allowed}.',
            ),
            field="sort",
        )
    return Sort(found, text.startswith("-"))
