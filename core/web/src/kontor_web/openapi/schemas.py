"""JSON schemas of resources, derived from their fields."""

from collections.abc import Mapping
from typing import Any

from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import Conventions
from kontor_core.resources.catalogue import ResourceInfo

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,6})?$"}

_BY_KIND: Mapping[Kind, Schema] = {
    Kind.TEXT: _TEXT,
    Kind.LONGTEXT: _TEXT,
    Kind.INT: {"type": "integer", "format": "int64"},
    Kind.MONEY: {"type": "integer", "format": "int64"},
    Kind.NUMBER: _DECIMAL,
    Kind.UNIT_PRICE: _DECIMAL,
    Kind.QUANTITY: _DECIMAL,
    Kind.BOOL: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.CHOICE: _TEXT,
    Kind.CHOICES: {"type": "array", "items": _TEXT},
    Kind.REF: {"type": "string", "format": "uuid"},
    Kind.ID: {"type": "string", "format": "uuid"},
    Kind.EMAIL: {"type": "string", "format": "email"},
    Kind.PHONE: {"type": "string", "examples": ["+49301234567"]},
    Kind.URL: {"type": "string", "format": "uri"},
    Kind.JSON: {},
}


_SHOWN = 4
_TEXT_EXAMPLE = "Alster GmbH"
_EXAMPLES: Mapping[Kind, Any] = {
    Kind.TEXT: _TEXT_EXAMPLE,
    Kind.LONGTEXT: "Asked for an offer.",
    Kind.INT: 12,
    Kind.MONEY: 1250,
    Kind.NUMBER: "12.5",
    Kind.UNIT_PRICE: "0.125",
    Kind.QUANTITY: "1.5",
    Kind.BOOL: True,
    Kind.DATE: "2026-11-21",
    Kind.DATETIME: "2026-11-21T18:00:00Z",
    Kind.REF: "0190b6f0-0000-7000-8000-000000000001",
    Kind.EMAIL: "office@alster.example",
    Kind.PHONE: "+49301234567",
    Kind.URL: "https://alster.example",
}


def field_schema(
    field: Field, locale: Locale, conventions: Conventions, *, written: bool = False
) -> Schema:
    """Describe one field; ``written`` as it is taken, otherwise as it is given."""
    spec = field.spec
    schema = dict(_BY_KIND[spec.kind])
    values = [choice.value for choice in conventions.choices(spec)]
    if values and spec.kind is Kind.CHOICE:
        schema["enum"] = [*values, None] if not spec.required or not written else values
    elif values and spec.kind is Kind.CHOICES:
        schema["items"] = {"type": "string", "enum": values}
    if spec.kind in (Kind.TEXT, Kind.LONGTEXT, Kind.EMAIL, Kind.URL):
        schema["maxLength"] = spec.max_length
    nullable = not (written and spec.required)  # what is masked reads null, whatever it is
    if nullable and "type" in schema:
        schema["type"] = [schema["type"], "null"]
    schema["title"] = text_of(spec.label, locale)
    told = _description(field, locale)
    if told:
        schema["description"] = told
    return schema


def _description(field: Field, locale: Locale) -> str:
    spec = field.spec
    parts = [text_of(spec.help, locale)] if spec.help else []
    if spec.kind is Kind.MONEY:
        parts.append(f"Minor units of the currency in `{spec.currency or 'currency'}`.")
    if spec.ref:
        parts.append(f"Id of a {spec.ref}.")
    parts.append(f"Data class: {spec.data.value}.")
    return " ".join(parts)


def read_schema(info: ResourceInfo, locale: Locale, conventions: Conventions) -> Schema:
    """Describe a record as the API gives it; hidden fields come when they are named."""
    shown = {
        name: field_schema(field, locale, conventions)
        for name, field in info.fields.items()
        if not field.spec.hidden
    }
    return {
        "type": "object",
        "title": text_of(info.label, locale),
        "properties": {"id": _BY_KIND[Kind.ID], **shown},
        "required": ["id"],
        "additionalProperties": False,
    }


def write_schema(
    info: ResourceInfo, locale: Locale, conventions: Conventions, *, partly: bool
) -> Schema:
    """Describe what is taken to create a record, or ``partly`` to change one."""
    taken = {name: field for name, field in info.fields.items() if _writable(info, field)}
    schema: Schema = {
        "type": "object",
        "properties": {
            name: field_schema(field, locale, conventions, written=True)
            for name, field in taken.items()
        },
        "additionalProperties": False,
    }
    required = [name for name, field in taken.items() if field.spec.required]
    if required and not partly:
        schema["required"] = required
    if not partly:
        schema["examples"] = [example(info, conventions)]
    return schema


def example(info: ResourceInfo, conventions: Conventions) -> dict[str, Any]:
    """Give a body that creates such a record: what is required, and what the form begins with."""
    form = info.declaration.form[:_SHOWN]
    names = [name for name, field in info.fields.items() if _writable(info, field)]
    return {
        name: value
        for name in names
        if (name in form or info.fields[name].spec.required)
        and (value := _example(info.fields[name].spec, conventions)) is not None
    }


def _example(spec: FieldSpec, conventions: Conventions) -> Any:
    choices = conventions.choices(spec)
    if spec.kind is Kind.CHOICE:
        return choices[0].value if choices else None
    if spec.kind is Kind.CHOICES:
        return [choices[0].value] if choices else None
    if spec.kind is Kind.TEXT and spec.max_length < len(_TEXT_EXAMPLE):
        return None
    return _EXAMPLES.get(spec.kind)


def _writable(info: ResourceInfo, field: Field) -> bool:
    if info.declaration.read_only or not field.spec.editable or field.spec.hidden:
        return False
    return field.table == info.rule.name or field.json_key is not None


def sorts(info: ResourceInfo) -> list[str]:
    """Give what a list may be sorted by."""
    return [name for name, field in info.fields.items() if field.sortable]
