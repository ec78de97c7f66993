"""Values on their way into a row: known names, cleaned values, custom fields in their JSON."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column

from kontor_core.foundation import clock
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import FieldSpec, spec_of
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.models import Table, columns
from kontor_core.foundation.text import nearest
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.foundation.values.conventions import Conventions

CUSTOM = "custom"
"""The column that holds the custom fields; people write ``custom.<name>``."""

SYSTEM_COLUMNS = frozenset({"id", "created_at", "updated_at", "version"})

CustomFields = Mapping[str, FieldSpec]


@cache
def columns_of(model: type[Table]) -> Mapping[str, Column[Any]]:
    """Give the columns of a table that a value may be given for."""
    declared = (column for column in columns(model) if spec_of(column) is not None)
    return {column.name: column for column in declared if column.name not in SYSTEM_COLUMNS}


def checked(
    model: type[Table],
    values: Mapping[str, Any],
    conventions: Conventions,
    custom: CustomFields,
    *,
    partly: bool,
) -> dict[str, Any]:
    """Give the values to store; raises Invalid with one message for each field that is wrong.

    Custom fields come back under ``custom`` as a mapping of the given ones only; a None in it
    takes a value away. With ``partly`` fields may be missing, as in a change.
    """
    known = columns_of(model)
    problems: dict[str, Label] = {}
    found: dict[str, Any] = {}
    own: dict[str, Any] = {}
    flat = _flat(values)

    def put(into: dict[str, Any], name: str, spec: FieldSpec, field: str, value: object) -> None:
        try:
            into[name] = clean_with(spec, value, field, _in_its_currency(spec, flat, conventions))
        except Invalid as error:
            problems.update(error.problems() or {field: error.message})

    for name, value in flat.items():
        key = name.removeprefix("custom.")
        column = known.get(name)
        if key != name and key in custom:
            put(own, key, custom[key], name, value)
        elif column is not None and name != CUSTOM:
            put(found, name, _spec(column), name, value)
        else:
            problems[name] = _unknown(name, [*known, *(f"custom.{key}" for key in custom)])
    if not partly:
        missing = [(n, _spec(c)) for n, c in known.items() if found.get(n) is None]
        missing += [(f"custom.{n}", s) for n, s in custom.items() if own.get(n) is None]
        for name, spec in missing:
            if spec.required and name not in problems:
                problems[name] = L("{label} fehlt.", en="{label} is missing.").format(
                    label=spec.label
                )
    for name in list(problems):
        column = known.get(name)
        if column is not None and (sorted_by := _spec(column).sort_key) is not None:
            problems.pop(sorted_by, None)  # made of this one, and nobody's own mistake
    if problems:
        raise Invalid(problems)
    for name, value in list(found.items()):
        if value is None and not known[name].nullable:
            found[name] = _default(model, name)
    if own:
        found[CUSTOM] = {name: _plain(value) for name, value in own.items()}
    return found


def refuse_fixed(model: type[Table], values: Mapping[str, Any]) -> None:
    """Refuse values for columns that only Kontor itself sets; raises Invalid.

    For everything that comes from outside: forms, the API, files.
    """
    known = columns_of(model)
    fixed = {n: c for n in values if (c := known.get(n)) is not None and n != CUSTOM}
    problems: dict[str, Label] = {
        name: L("Dieses Feld setzt Kontor selbst.", en="Kontor sets this field itself.")
        for name, column in fixed.items()
        if not _spec(column).editable
    }
    if problems:
        raise Invalid(problems)


def _in_its_currency(
    spec: FieldSpec, values: Mapping[str, Any], conventions: Conventions
) -> Conventions:
    """Let an amount that comes as a text have the decimals of the currency it comes with."""
    currency = values.get(spec.currency) if spec.currency else None
    if not isinstance(currency, str) or len(currency) != 3:
        return conventions
    return replace(conventions, currency=currency.upper())


def _flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take ``{"custom": {"size": 3}}`` as ``{"custom.size": 3}``."""
    inner = values.get(CUSTOM)
    if not isinstance(inner, Mapping):
        return values
    rest = {name: value for name, value in values.items() if name != CUSTOM}
    return rest | {f"custom.{name}": value for name, value in inner.items()}


def _spec(column: Column[Any]) -> FieldSpec:
    spec = spec_of(column)
    assert spec is not None  # noqa: S101  # columns_of leaves out those without
    return spec


def _unknown(name: str, known: list[str]) -> L:
    meant = nearest(name, known)
    text = L(f"Das Feld „{name}“ gibt es hier nicht.", en=f'There is no field "{name}" here.')
    if meant is None:
        return text
    return L(f"{text.de} Meinten Sie „{meant}“?", en=f'{text.en} Did you mean "{meant}"?')


def _default(model: type[Table], name: str) -> Any:
    info = model.model_fields[name]
    return info.get_default(call_default_factory=True)


_PLAIN: Mapping[type, Callable[[Any], object]] = {
    datetime: clock.as_text,
    date: date.isoformat,
    Decimal: str,
}


def _plain(value: Any) -> Any:
    """Give a value in the form it has inside JSON."""
    make = _PLAIN.get(type(value))
    return make(value) if make else value
