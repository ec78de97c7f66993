"""From names to fields: what exists, what may be read, and values of the right type."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters.ast import (
    Ago,
    And,
    Ast,
    Bound,
    Call,
    Comparison,
    Condition,
    DayStart,
    Filter,
    Not,
    Op,
    Or,
    Value,
)
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.filters.printer import print_value
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.text import nearest
from kontor_core.foundation.values import Conventions
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.foundation.values.conventions import DEFAULT
from kontor_core.foundation.values.times import read_day

MAX_TEXT = 500

_SAME = (Op.EQ, Op.NE, Op.IN, Op.EMPTY)
_ORDER = (Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.EMPTY)
_TEXTS = (Kind.TEXT, Kind.LONGTEXT, Kind.EMAIL, Kind.PHONE, Kind.URL)
_OPERATORS: Mapping[Kind, tuple[Op, ...]] = {
    **dict.fromkeys(_TEXTS, (*_SAME, Op.CONTAINS, Op.STARTS)),
    **dict.fromkeys((Kind.CHOICE, Kind.REF, Kind.ID), _SAME),
    **dict.fromkeys(
        (Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.UNIT_PRICE, Kind.QUANTITY), (*_ORDER, Op.IN)
    ),
    Kind.DATE: (*_ORDER, Op.IN, Op.WITHIN),
    Kind.DATETIME: (*_ORDER, Op.WITHIN),
    Kind.BOOL: (Op.EQ, Op.NE, Op.EMPTY),
    Kind.CHOICES: (Op.CONTAINS, Op.IN, Op.EMPTY),
    Kind.JSON: (Op.EMPTY,),
}


def operators(field: Field) -> tuple[Op, ...]:
    """Give what a field can be compared by: the choices of a filter chip."""
    return _OPERATORS[field.kind]


def resolve(
    ast: Ast,
    fields: Mapping[str, Field],
    *,
    readable: Callable[[Field], bool] = lambda field: True,
    conventions: Conventions = DEFAULT,
) -> Filter:
    """Tie a filter to the fields of an entity. Raises FilterError.

    A field that the actor may not read answers exactly as one that does not exist. Amounts of
    money are written in major units (``revenue > 1000`` is a thousand euros); a day compared
    with a moment means the whole local day.
    """
    if isinstance(ast, Comparison):
        field = _field(ast, fields, readable)
        try:
            return _condition(ast, field, conventions)
        except Invalid as error:
            if isinstance(error, FilterError):
                raise
            problem = next(iter(error.problems().values()))
            raise FilterError(
                L(
                    f"{ast.field}: {text_of(problem, 'de')}",
                    en=f"{ast.field}: {text_of(problem, 'en')}",
                ),
                position=ast.position,
            ) from None

    def again(part: Ast) -> Filter:
        return resolve(part, fields, readable=readable, conventions=conventions)

    if isinstance(ast, Not):
        return Not(again(ast.part))
    parts = tuple(again(part) for part in ast.parts)
    return And(parts) if isinstance(ast, And) else Or(parts)


def _field(
    comparison: Comparison, fields: Mapping[str, Field], readable: Callable[[Field], bool]
) -> Field:
    name = comparison.field
    found = fields.get(name) or fields.get(f"{name}_id")  # "owner" for "owner_id"
    if found is not None and _filterable(found) and readable(found):
        return found
    names = [
        field.name
        for field in fields.values()
        if _filterable(field) and readable(field) and not field.spec.hidden
    ]
    raise FilterError(
        L(
            f"Das Feld „{name}“ gibt es nicht oder Sie dürfen es nicht sehen.",
            en=f'The field "{name}" does not exist or you may not see it.',
        ),
        position=comparison.position,
        suggestion=nearest(name, names),
    )


def _filterable(field: Field) -> bool:
    return field.spec.data not in (Data.SPECIAL, Data.SECRET)  # encrypted, or not even a value


def _condition(comparison: Comparison, field: Field, conventions: Conventions) -> Filter:
    op, values = comparison.op, comparison.values
    if op not in operators(field):
        raise _not_by(comparison, field)
    if op is Op.EMPTY:
        return Condition(field, op)
    if op is Op.WITHIN:
        ends: list[tuple[Bound, ...]] = [values, (Call("now"),)]
        if isinstance(values[0], Ago) and values[0].amount < 0:
            ends.reverse()
        return And((Condition(field, Op.GE, ends[0]), Condition(field, Op.LE, ends[1])))
    bound = tuple(dict.fromkeys(_value(comparison, field, v, conventions) for v in values))
    if field.kind is Kind.CHOICES:
        contains = tuple(Condition(field, Op.CONTAINS, (value,)) for value in bound)
        return contains[0] if len(contains) == 1 else Or(contains)
    if isinstance(bound[0], DayStart) and field.kind is Kind.DATETIME:
        return _whole_day(field, op, bound[0])
    return Condition(field, op, bound)


def _whole_day(field: Field, op: Op, day: DayStart) -> Filter:
    """Compare a moment with a day: on it, before it begins or after it has ended."""
    start, end = (day,), (replace(day, plus=1),)
    if op is Op.EQ:
        return And((Condition(field, Op.GE, start), Condition(field, Op.LT, end)))
    if op is Op.NE:
        return Not(_whole_day(field, Op.EQ, day))
    if op is Op.LE:
        return Condition(field, Op.LT, end)
    if op is Op.GT:
        return Condition(field, Op.GE, end)
    return Condition(field, op, start)


def _value(comparison: Comparison, field: Field, value: Value, conventions: Conventions) -> Bound:
    kind = field.kind
    if isinstance(value, Ago):
        if kind not in (Kind.DATE, Kind.DATETIME):
            raise _not_with(comparison, value)
        return value
    if isinstance(value, Call):
        return _call(comparison, field, value)
    if isinstance(value, str):
        return _from_text(comparison, field, value, conventions)
    if kind in _TEXTS and isinstance(value, int) and not isinstance(value, bool):
        return _from_text(comparison, field, str(value), conventions)
    if kind is Kind.BOOL and not isinstance(value, bool):
        raise _not_with(comparison, value)
    if kind is Kind.MONEY and not isinstance(value, bool):
        value = Decimal(value)  # major units, as people write them
    return _typed(field, value, conventions)


def _from_text(comparison: Comparison, field: Field, text: str, conventions: Conventions) -> Bound:
    if not text.strip():
        raise FilterError(
            L(
                f"Ein leerer Text ist kein Wert für {comparison.field}.",
                en=f"An empty text is no value for {comparison.field}.",
            ),
            position=comparison.position,
            suggestion=f"{comparison.field} is empty",
        )
    if field.kind in _TEXTS and comparison.op in (Op.CONTAINS, Op.STARTS):
        return _part_of(field, text, conventions)
    if field.kind is Kind.DATETIME:
        try:
            return DayStart(read_day(text.strip()))
        except ValueError:
            pass  # a moment then
    return _typed(field, text, conventions)


def _part_of(field: Field, text: str, conventions: Conventions) -> str:
    """Take a part of a text as it is; digits only of a phone number, kept in E.164."""
    if field.kind is Kind.PHONE:
        digits = re.sub(r"\D", "", text)
        text = f"+{digits}" if text.strip().startswith("+") else digits.lstrip("0") or text
    spec = replace(field.spec, kind=Kind.TEXT, max_length=MAX_TEXT)
    return str(clean_with(spec, text, field.name, conventions))


def _typed(field: Field, value: object, conventions: Conventions) -> Bound:
    spec = field.spec
    if spec.kind is Kind.CHOICES:
        spec = replace(spec, kind=Kind.CHOICE)
    if spec.max_length > MAX_TEXT:
        spec = replace(spec, max_length=MAX_TEXT)
    typed: Bound = clean_with(spec, value, field.name, conventions)
    return typed


def _call(comparison: Comparison, field: Field, call: Call) -> Bound:
    if call.name == "me" and field.kind is Kind.REF and field.spec.ref == "user":
        return call
    if call.name == "today" and field.kind in (Kind.DATE, Kind.DATETIME):
        return DayStart(None)
    if call.name == "now" and field.kind is Kind.DATETIME:
        return call
    raise _not_with(comparison, call, "today()" if field.kind is Kind.DATE else None)


def _not_with(comparison: Comparison, value: Value, suggestion: str | None = None) -> FilterError:
    written = print_value(value)
    return FilterError(
        L(
            f"{comparison.field} lässt sich nicht mit {written} vergleichen.",
            en=f"{comparison.field} cannot be compared with {written}.",
        ),
        position=comparison.position,
        suggestion=suggestion,
    )


def _not_by(comparison: Comparison, field: Field) -> FilterError:
    allowed = ", ".join(operators(field))
    return FilterError(
        L(
            f"{comparison.field} kennt „{comparison.op}“ nicht, nur: {allowed}.",
            en=f'{comparison.field} cannot be compared by "{comparison.op}", only by: {allowed}.',
        ),
        position=comparison.position,
    )
