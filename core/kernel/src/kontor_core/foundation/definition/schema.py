"""The JSON Schema of ``kontor.toml``, for editors; made from what the reader itself goes by."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
from babel.numbers import list_currencies

from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.definition.company import COLORS, DURABILITIES, HEX, LABEL_NAME
from kontor_core.foundation.definition.custom import ENTITIES, GROUNDS, KINDS
from kontor_core.foundation.definition.defaults import ADMINISTRATOR
from kontor_core.foundation.definition.problems import KEY, MAX_TEXT
from kontor_core.foundation.definition.rights import ENTITY, PERMISSION
from kontor_core.foundation.definition.securing import CONFIRM_MINUTES, EXPORT_FREELY
from kontor_core.foundation.i18n import LOCALES
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data

FILE_NAME = "kontor.schema.json"
"""Stands beside ``kontor.toml``, whose first line names it."""

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "maxLength": MAX_TEXT}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_FLAG: Schema = {"type": "boolean"}
_OPEN = [data.value for data in Data if data is not Data.SECRET]  # nobody reads a secret
_READABLE: Schema = {"type": "array", "items": {"enum": _OPEN}}
_EDITABLE: Schema = {"type": "array", "items": {"enum": [data.value for data in Data]}}


def schema() -> Schema:
    """Give the schema; it says less than ``kontor definition check``, which also knows plugins."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kontor.toml",
        "description": "The CRM definition: which CRM a company runs.",
        **_table(
            company=_table(
                name=_TEXT,
                currency=_one_of(sorted(list_currencies())),
                language=_one_of(LOCALES),
                region=_one_of(sorted(phonenumbers.SUPPORTED_REGIONS)),
                timezone=_one_of(sorted(available_timezones())),
            ),
            database=_table(url=_TEXT, durability=_one_of(DURABILITIES)),
            branding=_table(accent=_matching(HEX.pattern), accent_dark=_matching(HEX.pattern)),
            security=_table(
                confirm_minutes=_between(*CONFIRM_MINUTES),
                export_freely=_between(*EXPORT_FREELY),
                second_factor={**_list(_matching(rf"{KEY.pattern}|\*")), "uniqueItems": True},
            ),
            plugins=_table(enabled={**_list(_matching(KEY.pattern)), "uniqueItems": True}),
            plugin={"type": "object", "additionalProperties": {"type": "object"}},
            phases=_list(_phase()),
            roles=_named(KEY.pattern, _role(), but=ADMINISTRATOR.name),
            fields=_table(**{entity: _list(_field()) for entity in ENTITIES}),
            labels=_named(LABEL_NAME.pattern, _label()),
        ),
    }


def write_schema(folder: Path) -> Path:
    """Write the schema into a company's folder."""
    path = folder / FILE_NAME
    path.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _phase() -> Schema:
    table = _table(
        key=_matching(KEY.pattern),
        label=_TEXT,
        label_en=_TEXT,
        color=_one_of(COLORS),
        default=_FLAG,
    )
    return {**table, "required": ["key"]}


def _role() -> Schema:
    levels = {action.value: _one_of([level.name.lower() for level in Level]) for action in Action}
    return _table(
        label=_TEXT,
        label_en=_TEXT,
        read=_READABLE,
        edit=_EDITABLE,
        permissions=_list({"anyOf": [{"const": "*"}, _matching(PERMISSION.pattern)]}),
        grants=_named(rf"\*|{ENTITY.pattern}", _table(**levels)),
    )


def _field() -> Schema:
    choice = _table(value=_TEXT, label=_TEXT, label_en=_TEXT, color=_one_of(COLORS))
    options = _list({"anyOf": [_TEXT, {**choice, "required": ["value"]}]})
    choosing = {"properties": {"kind": {"enum": [Kind.CHOICE.value, Kind.CHOICES.value]}}}
    special = {"properties": {"data": {"const": Data.SPECIAL.value}}}
    table = _table(
        name=_matching(KEY.pattern),
        label=_TEXT,
        label_en=_TEXT,
        help=_TEXT,
        help_en=_TEXT,
        kind=_one_of([kind.value for kind in KINDS]),
        data=_one_of(_OPEN),
        options={**options, "minItems": 1},
        required=_FLAG,
        max_length={"type": "integer", "minimum": 1, "maximum": 20_000},
        roles=_TEXTS,
        **dict.fromkeys(GROUNDS, _TEXT),
    )
    return {
        **table,
        "required": ["name"],
        "allOf": [
            _when({**choosing, "required": ["kind"]}, "options"),
            _when({**special, "required": ["data"]}, *GROUNDS, "roles"),
        ],
    }


def _label() -> Schema:
    return {"anyOf": [_TEXT, {**_table(**dict.fromkeys(LOCALES, _TEXT)), "required": ["de"]}]}


def _table(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _named(pattern: str, value: Schema, *, but: str = "") -> Schema:
    names = {"propertyNames": {"not": {"const": but}}} if but else {}
    found = {"type": "object", "patternProperties": {f"^({pattern})$": value}}
    return {**found, "additionalProperties": False, **names}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(values: Any) -> Schema:
    return {"enum": list(values)}


def _between(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$"}


def _when(condition: Schema, *needs: str) -> Schema:
    """Ask for ``needs`` where the condition holds, and forbid them elsewhere."""
    absent = {"not": {"anyOf": [{"required": [name]} for name in needs]}}
    return {"if": condition, "then": {"required": list(needs)}, "else": absent}
