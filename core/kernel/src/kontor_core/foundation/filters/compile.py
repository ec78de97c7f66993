"""From conditions to SQL: the expression has a shape, the values are bound beside it.

Statements are cached by shape, so every value is a bind parameter (``f0``, ``f1`` ...) and lists
are padded to the next power of two. Conditions know true and false only: what is not there is
unequal to everything, and ``not`` turns every answer around.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, not_, or_

from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters.ast import (
    UNITS,
    Ago,
    And,
    Bound,
    Call,
    Condition,
    DayStart,
    Filter,
    Not,
    Op,
)
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.filters.sql import Folded, fold, json_value
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.text import search_key

Columns = Callable[[Field], ColumnElement[Any]]
"""Gives the expression of a field: its column, joined or aliased as the query has it, or the
``json_value`` of a custom field."""

Among = Callable[[Field, Callable[[ColumnElement[Any]], ColumnElement[bool]]], ColumnElement[bool]]
"""Gives the condition that one row of many, of a table beside the record's own, fits."""

__all__ = ["Among", "Columns", "before", "bind_values", "json_value", "shape", "where"]

ESCAPE = "!"
_PATTERNS = (Op.CONTAINS, Op.STARTS)
_FIRST, _LAST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_TEXTS = (Kind.TEXT, Kind.LONGTEXT, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.CHOICE)


def shape(node: Filter) -> Hashable:
    """Give what is left of a filter without its values; equal shapes have equal SQL."""
    if isinstance(node, Condition):
        return (node.field.name, node.field.table, node.field.kind, node.op, _width(node))
    if isinstance(node, Not):
        return ("not", shape(node.part))
    return ("and" if isinstance(node, And) else "or", *(shape(part) for part in node.parts))


def where(node: Filter, columns: Columns, among: Among | None = None) -> ColumnElement[bool]:
    """Build the condition of a SELECT; ``bind_values`` gives what its parameters hold."""
    numbers = iter(range(100_000))
    return _expression(node, columns, among, numbers)


def bind_values(
    node: Filter, *, actor_id: str | None, now: datetime, tz: tzinfo = UTC
) -> dict[str, Any]:
    """Give the parameters of ``where``; relative dates and ``me()`` become values here."""
    values = [
        _bind(condition, value, actor_id, now, tz)
        for condition in _conditions(node)
        for value in _padded(condition)
    ]
    return {f"f{number}": value for number, value in enumerate(values)}


def _conditions(node: Filter) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, Not):
        yield from _conditions(node.part)
    else:
        for part in node.parts:
            yield from _conditions(part)


def _width(condition: Condition) -> int:
    """Give the number of parameters; a list has 1, 2, 4, 8 ... so that shapes repeat."""
    count = len(condition.values)
    return 1 << (count - 1).bit_length() if count else 0


def _padded(condition: Condition) -> tuple[Bound, ...]:
    values = condition.values
    return values + values[-1:] * (_width(condition) - len(values))


def _expression(
    node: Filter,
    columns: Columns,
    among: Among | None,
    numbers: Iterator[int],
    *,
    negated: bool = False,
) -> ColumnElement[bool]:
    if isinstance(node, Not):
        return _expression(node.part, columns, among, numbers, negated=not negated)
    if isinstance(node, Condition):
        if node.field.through is not None and among is not None:
            return _of_many(node, among, numbers, negated=negated)
        return _condition(node, _column(node, columns), numbers, negated=negated)
    parts = [_expression(part, columns, among, numbers, negated=negated) for part in node.parts]
    return and_(*parts) if isinstance(node, And) != negated else or_(*parts)


def _of_many(
    condition: Condition, among: Among, numbers: Iterator[int], *, negated: bool
) -> ColumnElement[bool]:
    """Ask whether a record has a row that fits; unequal and empty mean that it has none."""
    lacking = condition.op in (Op.NE, Op.EMPTY)

    def fits(column: ColumnElement[Any]) -> ColumnElement[bool]:
        if condition.op is Op.EMPTY:
            return column.isnot(None)
        asked = replace(condition, op=Op.EQ) if lacking else condition
        return _condition(asked, column, numbers, negated=False)

    found = among(condition.field, fits)
    return not_(found) if negated != lacking else found


def _condition(
    condition: Condition, column: ColumnElement[Any], numbers: Iterator[int], *, negated: bool
) -> ColumnElement[bool]:
    op = condition.op
    if op is Op.EMPTY:
        empty = _empty(condition.field, column)
        return not_(empty) if negated else empty
    names = [f"f{next(numbers)}" for _ in range(_width(condition))]
    type_ = Text() if op in _PATTERNS else column.type
    binds = [bindparam(name, type_=type_) for name in names]
    if op is Op.NE:
        return column == binds[0] if negated else or_(column.is_(None), column != binds[0])
    found = _COMPARE[op](column, binds)
    return or_(column.is_(None), not_(found)) if negated else found


_COMPARE: Mapping[Op, Callable[[ColumnElement[Any], list[Any]], ColumnElement[bool]]] = {
    Op.EQ: lambda column, binds: column == binds[0],
    Op.LT: lambda column, binds: column < binds[0],
    Op.LE: lambda column, binds: column <= binds[0],
    Op.GT: lambda column, binds: column > binds[0],
    Op.GE: lambda column, binds: column >= binds[0],
    Op.IN: lambda column, binds: column.in_(binds),
    Op.CONTAINS: lambda column, binds: column.like(binds[0], escape=ESCAPE),
    Op.STARTS: lambda column, binds: column.like(binds[0], escape=ESCAPE),
}


def _column(condition: Condition, columns: Columns) -> ColumnElement[Any]:
    field = condition.field
    if condition.op in _PATTERNS and field.spec.sort_key and field.json_key is None:
        return columns(replace(field, column=field.spec.sort_key))
    column = columns(field)
    if condition.op in _PATTERNS:
        return cast(column, Text()) if field.kind is Kind.CHOICES else Folded(column)
    return column


def _empty(field: Field, column: ColumnElement[Any]) -> ColumnElement[bool]:
    if field.kind in _TEXTS:
        return or_(column.is_(None), column == "")
    if field.kind in (Kind.CHOICES, Kind.JSON):
        text = cast(column, Text())
        return or_(column.is_(None), text == "[]", text == "{}", text == "")
    return column.is_(None)


def _bind(
    condition: Condition, value: Bound, actor_id: str | None, now: datetime, tz: tzinfo
) -> Any:
    if condition.op in _PATTERNS:
        return _pattern(condition, str(value))
    if isinstance(value, DayStart):
        day = value.day or now.astimezone(tz).date()
        if condition.field.kind is Kind.DATE:
            return day
        return _midnight(day, value.plus, tz)
    if isinstance(value, Ago) or (isinstance(value, Call) and value.name == "now"):
        moment = before(now.astimezone(tz), value) if isinstance(value, Ago) else now
        if condition.field.kind is Kind.DATE:
            return moment.astimezone(tz).date()
        return moment.astimezone(UTC)
    if isinstance(value, Call):
        if actor_id is None:
            raise FilterError(
                L("me() braucht jemanden, der angemeldet ist.", en="me() needs somebody signed in.")
            )
        return actor_id
    return value


def _midnight(day: date, plus: int, tz: tzinfo) -> datetime:
    try:
        local = datetime.combine(day + timedelta(days=plus), time.min)
        return local.replace(tzinfo=tz).astimezone(UTC)
    except OverflowError:  # the last day of the year 9999 has no next one
        return datetime.max.replace(tzinfo=UTC)


def _pattern(condition: Condition, text: str) -> str:
    if condition.field.kind is Kind.CHOICES:
        text = f'"{text}"'  # an entry of the JSON list
    elif condition.field.spec.sort_key and condition.field.json_key is None:
        text = search_key(text)
    else:
        text = fold(text)
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return f"{text}%" if condition.op is Op.STARTS else f"%{text}%"


def before(moment: datetime, ago: Ago) -> datetime:
    """Go back in time, or ahead; months and years keep the day where the month has it."""
    if ago.unit in "my":
        months = ago.amount * (12 if ago.unit == "y" else 1)
        total = moment.year * 12 + moment.month - 1 - months
        if total // 12 < _FIRST.year:
            return _FIRST
        if total // 12 > _LAST.year:
            return _LAST
        first = moment.replace(year=total // 12, month=total % 12 + 1, day=1)
        return first.replace(day=min(moment.day, _days_in_month(first)))
    try:
        return min(max(moment - timedelta(**{UNITS[ago.unit]: ago.amount}), _FIRST), _LAST)
    except OverflowError:
        return _FIRST if ago.amount > 0 else _LAST


def _days_in_month(first: date) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - first).days
