"""Filters as chips: each condition of the tree with its own way out, and a way to add one."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import (
    Ago,
    And,
    Ast,
    Comparison,
    FilterError,
    Op,
    operators,
    print_filter,
    read,
    to_json,
)
from kontor_core.foundation.filters import (
    Call as Function,
)
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.ids import is_id
from kontor_core.foundation.kinds import Kind
from kontor_web.resources.showing import Presenter
from kontor_web.ui import phrases
from kontor_web.ui.views import Chip

ICONS: Mapping[Kind, str] = {
    Kind.CHOICE: "tag",
    Kind.CHOICES: "tags",
    Kind.REF: "link",
    Kind.DATE: "calendar",
    Kind.DATETIME: "calendar-clock",
    Kind.MONEY: "banknote",
    Kind.UNIT_PRICE: "banknote",
    Kind.BOOL: "toggle-left",
    Kind.EMAIL: "mail",
    Kind.PHONE: "phone",
    Kind.URL: "globe",
    Kind.INT: "hash",
    Kind.NUMBER: "hash",
    Kind.QUANTITY: "hash",
}
_NUMBERS = (Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.UNIT_PRICE, Kind.QUANTITY)
_DATES = (Kind.DATE, Kind.DATETIME)


def icon_of(field: Field) -> str:
    return ICONS.get(field.kind, "text-cursor-input")


def parts_of(tree: Ast | None) -> tuple[Ast, ...]:
    """Give what stands side by side in a filter: one chip each."""
    if tree is None:
        return ()
    return tree.parts if isinstance(tree, And) else (tree,)


def joined(parts: tuple[Ast, ...]) -> Ast | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(parts)


def as_text(tree: Ast | None) -> str:
    """Give a filter as it stands in an address: its JSON form; empty for none."""
    return msgspec.json.encode(to_json(tree)).decode() if tree is not None else ""


def refs(tree: Ast | None, fields: Mapping[str, Field]) -> set[tuple[str, str]]:
    """Give the records that the conditions of a filter name."""
    found = set()
    for part in parts_of(tree):
        if isinstance(part, Comparison):
            field = field_of(part, fields)
            if field is not None and field.kind is Kind.REF and field.spec.ref:
                named = (str(value) for value in part.values)  # me() among them
                found |= {(field.spec.ref, value) for value in named if is_id(value)}
    return found


def chips(
    tree: Ast | None, fields: Mapping[str, Field], presenter: Presenter, address: Any
) -> Iterator[Chip]:
    """Make the chips of a filter; ``address`` gives the list's address with another filter."""
    parts = parts_of(tree)
    for index, part in enumerate(parts):
        without = address(as_text(joined(parts[:index] + parts[index + 1 :])))
        field = field_of(part, fields) if isinstance(part, Comparison) else None
        if isinstance(part, Comparison) and field is not None:
            yield Chip(
                field=text_of(field.label, presenter.locale),
                op=_operator(field, part).in_(presenter.locale),
                value=_values(part, field, presenter),
                remove=without,
                icon=icon_of(field),
            )
        else:
            label = text_of(phrases.FILTER_GROUP, presenter.locale)
            yield Chip(field=label, op="", value=print_filter(part), remove=without)


def field_of(comparison: Comparison, fields: Mapping[str, Field]) -> Field | None:
    return fields.get(comparison.field) or fields.get(f"{comparison.field}_id")


def operator_label(field: Field, op: Op) -> L:
    if field.kind in _DATES and op in phrases.DATE_OPERATORS:
        return phrases.DATE_OPERATORS[op]
    return phrases.OPERATORS[op]


def _operator(field: Field, comparison: Comparison) -> L:
    """Say how the values compare; a span that lies ahead is no past one."""
    if comparison.op is Op.WITHIN and any(_ahead(value) for value in comparison.values):
        return L("in den nächsten", en="in the next")
    return operator_label(field, comparison.op)


def _ahead(value: object) -> bool:
    return isinstance(value, Ago) and value.amount < 0


def _values(comparison: Comparison, field: Field, presenter: Presenter) -> str:
    return ", ".join(_value(value, field, presenter) for value in comparison.values)


def _value(value: object, field: Field, presenter: Presenter) -> str:
    locale = presenter.locale
    if isinstance(value, Ago):
        return phrases.SPANS[value.unit].format(n=abs(value.amount)).in_(locale)
    if isinstance(value, Function):
        words = {"me": phrases.ME, "today": phrases.TODAY_VALUE, "now": phrases.NOW}
        return words[value.name].in_(locale)
    if field.kind is Kind.REF and field.spec.ref:
        return presenter.reference(field.spec.ref, str(value)).text
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        shown = presenter.value(field, {field.name: value})
        return shown.tags[0].text if shown.tags else str(value)
    if field.kind is Kind.BOOL:
        return presenter.plain(field.spec, value).text
    if isinstance(value, Decimal | int):
        return presenter.number(value)
    if field.kind is Kind.DATE:
        return presenter.plain(field.spec, value).text
    return str(value)


def condition(field: Field, op: str, values: list[str]) -> Comparison:
    """Make a condition of what a filter form sent; raises FilterError."""
    if op not in {one.value for one in operators(field)}:
        raise FilterError(
            L(f"„{op}“ gibt es bei diesem Feld nicht.", en=f'This field has no "{op}".')
        )
    chosen = Op(op)
    if chosen is Op.EMPTY:
        return Comparison(field.name, chosen)
    given = [value.strip() for value in values if value.strip()]
    if not given:
        raise FilterError(L("Ein Wert fehlt.", en="A value is missing."))
    if chosen is Op.IN and len(given) == 1:
        given = [part.strip() for part in given[0].split(",") if part.strip()]
    if chosen is not Op.IN:
        given = given[:1]
    return Comparison(field.name, chosen, tuple(_typed(field, chosen, one) for one in given))


def _typed(field: Field, op: Op, text: str) -> Any:
    if op is Op.WITHIN or text.endswith("()"):
        tree = read(f"{field.name} {'within' if op is Op.WITHIN else '='} {text}")
        if isinstance(tree, Comparison):
            return tree.values[0]
    if field.kind is Kind.BOOL:
        return text in ("1", "true")
    if field.kind in _NUMBERS:
        try:
            number = Decimal(text.replace(" ", "").replace(",", "."))
        except ArithmeticError:
            raise Invalid(
                L("Das ist keine Zahl.", en="This is not a number."), field="filter"
            ) from None
        return int(number) if number == number.to_integral_value() else number
    return text
