"""The tree of a filter, before its names are known (``Ast``) and after (``Filter``)."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Self, TypeAlias, TypeVar

from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.i18n import L

MAX_DEPTH = 32
MAX_CONDITIONS = 100
MAX_VALUES = 500
MAX_DIGITS = 15  # a JSON number of so many digits comes back as it was


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    CONTAINS = "contains"
    STARTS = "starts"
    EMPTY = "empty"
    WITHIN = "within"


UNITS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}
FUNCTIONS = ("me", "today", "now")


@dataclass(frozen=True, slots=True)
class Ago:
    """A moment relative to now: ``90d`` is ninety days ago, ``+7d`` in seven days.

    An amount below zero lies ahead.
    """

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{'+' if self.amount < 0 else ''}{abs(self.amount)}{self.unit}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what ``str`` wrote: digits and a unit, a plus before them for what lies ahead."""
        amount = int(text[:-1].removeprefix("+"))
        return cls(-amount if text.startswith("+") else amount, text[-1])


@dataclass(frozen=True, slots=True)
class Call:
    """``me()``, ``today()`` or ``now()``, known only when the filter is asked."""

    name: str

    def __str__(self) -> str:
        return f"{self.name}()"


@dataclass(frozen=True, slots=True)
class DayStart:
    """Local midnight of a day (None: today), or of the day ``plus`` days later."""

    day: date | None
    plus: int = 0


Value: TypeAlias = str | int | bool | Decimal | Ago | Call
"""A value as written."""
Bound: TypeAlias = str | int | bool | Decimal | date | datetime | Ago | Call | DayStart
"""A value of the right type for its field, or one that is computed when it is bound."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One condition as written; ``values`` is one value, a list for ``in``, none for ``empty``."""

    field: str
    op: Op
    values: tuple[Value, ...] = ()
    position: int | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition over a field that exists and may be read."""

    field: Field
    op: Op
    values: tuple[Bound, ...] = ()


Leaf = TypeVar("Leaf", Comparison, Condition)


@dataclass(frozen=True, slots=True)
class And(Generic[Leaf]):
    parts: "tuple[Tree[Leaf], ...]"


@dataclass(frozen=True, slots=True)
class Or(Generic[Leaf]):
    parts: "tuple[Tree[Leaf], ...]"


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    part: "Tree[Leaf]"


Tree: TypeAlias = Leaf | And[Leaf] | Or[Leaf] | Not[Leaf]
Ast: TypeAlias = Comparison | And[Comparison] | Or[Comparison] | Not[Comparison]
Filter: TypeAlias = Condition | And[Condition] | Or[Condition] | Not[Condition]


def comparisons(ast: Ast) -> Iterator[Comparison]:
    """Give the conditions of a filter from left to right: the chips of a list."""
    if isinstance(ast, Comparison):
        yield ast
    elif isinstance(ast, Not):
        yield from comparisons(ast.part)
    else:
        for part in ast.parts:
            yield from comparisons(part)


def too_deep(position: int | None = None) -> FilterError:
    return FilterError(
        L(
            f"Höchstens {MAX_DEPTH} Ebenen tief verschachtelt.",
            en=f"Nested at most {MAX_DEPTH} levels deep.",
        ),
        position=position,
    )


def check_size(ast: Ast) -> None:
    """Refuse a filter that is larger than anybody needs."""
    conditions = 0
    for comparison in comparisons(ast):
        conditions += 1
        if len(comparison.values) > MAX_VALUES:
            raise FilterError(
                L(
                    f"Höchstens {MAX_VALUES} Werte, es sind {len(comparison.values)}.",
                    en=f"At most {MAX_VALUES} values, there are {len(comparison.values)}.",
                ),
                position=comparison.position,
            )
    if conditions > MAX_CONDITIONS:
        raise FilterError(
            L(
                f"Höchstens {MAX_CONDITIONS} Bedingungen, es sind {conditions}.",
                en=f"At most {MAX_CONDITIONS} conditions, there are {conditions}.",
            )
        )
    if _depth(ast) > MAX_DEPTH:
        raise too_deep()


def _depth(ast: Ast) -> int:
    if isinstance(ast, Comparison):
        return 1
    if isinstance(ast, Not):
        return 1 + _depth(ast.part)
    return 1 + max(_depth(part) for part in ast.parts)
