"""The JSON form of a filter, which the API, saved views and the UI's chips keep.

``{"and": [...]}``, ``{"or": [...]}``, ``{"not": ...}``, ``{"field": "phase", "op": "eq",
"value": "active"}``; ``in`` has a list, ``empty`` no value; relative dates are ``{"ago": "90d"}``
and, ahead of now, ``{"ago": "+7d"}``; functions are ``{"call": "me"}``.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kontor_core.foundation.filters.ast import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    Ago,
    And,
    Ast,
    Call,
    Comparison,
    Not,
    Op,
    Or,
    Value,
    check_size,
    too_deep,
)
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.filters.parser import parse
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest

_AGO = re.compile(r"\+?[0-9]{1,15}[hdwmy]", re.ASCII)
_SMALLEST, _LARGEST = 10**-MAX_DIGITS, 10**MAX_DIGITS
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def read(text: str) -> Ast:
    """Read a filter in either form: what stands in ``?filter=``. Raises FilterError."""
    if not text.lstrip().startswith("{"):
        return parse(text)
    try:
        return from_json(msgspec.json.decode(text))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise FilterError(
            L(f"Das ist kein JSON ({error}).", en=f"This is not JSON ({error}).")
        ) from None


def to_json(ast: Ast) -> dict[str, object]:
    if isinstance(ast, Not):
        return {"not": to_json(ast.part)}
    if isinstance(ast, And | Or):
        return {"and" if isinstance(ast, And) else "or": [to_json(part) for part in ast.parts]}
    made: dict[str, object] = {"field": ast.field, "op": ast.op.value}
    if ast.op is Op.IN:
        made["value"] = [_value_to_json(value) for value in ast.values]
    elif ast.op is not Op.EMPTY:
        made["value"] = _value_to_json(ast.values[0])
    return made


def _value_to_json(value: Value) -> object:
    if isinstance(value, Ago):
        return {"ago": str(value)}
    if isinstance(value, Call):
        return {"call": value.name}
    return float(value) if isinstance(value, Decimal) else value


def from_json(data: object) -> Ast:
    """Build the AST of decoded JSON. Raises FilterError that names the place: ``and[1].op``."""
    ast = _node(data, "", 1)
    check_size(ast)
    return ast


def _node(data: object, path: str, depth: int) -> Ast:
    if depth > MAX_DEPTH:
        raise too_deep()
    if not isinstance(data, Mapping) or not data:
        raise _wrong(path, "ein Objekt mit and, or, not oder field", "an object with and, or, not "
                     "or field")  # fmt: skip
    if "field" in data:
        return _comparison(data, path)
    word = next(iter(data))
    if word not in ("and", "or", "not"):
        raise _unknown_key(path, word, ("and", "or", "not", "field"))
    if len(data) > 1:
        raise _wrong(path, f"nur „{word}“ und kein zweiter Eintrag", f'"{word}" and nothing else')
    if word == "not":
        return Not(_node(data[word], _join(path, "not"), depth + 1))
    parts = data[word]
    if not isinstance(parts, list) or not parts:
        raise _wrong(_join(path, word), "eine Liste von Bedingungen", "a list of conditions")
    nodes = tuple(
        _node(part, f"{_join(path, word)}[{number}]", depth + 1)
        for number, part in enumerate(parts)
    )
    if len(nodes) == 1:
        return nodes[0]
    return And(nodes) if word == "and" else Or(nodes)


def _comparison(data: Mapping[str, object], path: str) -> Comparison:
    for key in data:
        if key not in ("field", "op", "value"):
            raise _unknown_key(path, key, ("field", "op", "value"))
    name, op_name, value = data["field"], data.get("op"), data.get("value")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _wrong(_join(path, "field"), "der Name eines Feldes", "the name of a field")
    if op_name not in list(Op):
        meant = nearest(op_name, list(Op)) if isinstance(op_name, str) else None
        allowed = ", ".join(Op)
        raise _wrong(_join(path, "op"), f"eins von {allowed}", f"one of {allowed}", meant)
    op = Op(str(op_name))
    place = _join(path, "value")
    if op is Op.EMPTY:
        if "value" in data:
            raise _wrong(place, "kein Wert bei empty", "no value with empty")
        return Comparison(name, op)
    if op is Op.IN:
        if not isinstance(value, list) or not 0 < len(value) <= MAX_VALUES:
            de = f"eine Liste von 1 bis {MAX_VALUES} Werten"
            raise _wrong(place, de, f"a list of 1 to {MAX_VALUES} values")
        return Comparison(name, op, tuple(_value(part, place) for part in value))
    found = _value(value, place)
    if op is Op.WITHIN and not isinstance(found, Ago):
        raise _wrong(place, 'eine Zeitspanne wie {"ago": "90d"}', 'a span such as {"ago": "90d"}')
    return Comparison(name, op, (found,))


def _value(data: object, path: str) -> Value:
    if isinstance(data, bool | str):
        return data
    if isinstance(data, int | float):
        size = abs(data)
        if size and not _SMALLEST <= size < _LARGEST:  # false for NaN and the infinities too
            raise _wrong(path, f"eine Zahl von höchstens {MAX_DIGITS} Ziffern",
                         f"a number of at most {MAX_DIGITS} digits")  # fmt: skip
        return data if isinstance(data, int) else Decimal(f"{data:.{MAX_DIGITS}g}")
    if isinstance(data, Mapping) and len(data) == 1:
        ago, call = data.get("ago"), data.get("call")
        if isinstance(ago, str) and _AGO.fullmatch(ago):
            return Ago.read(ago)
        if call in FUNCTIONS:
            return Call(str(call))
    raise _wrong(
        path,
        'ein Wert: Text, Zahl, true, false, {"ago": "90d"} oder {"call": "me"}',
        'a value: text, number, true, false, {"ago": "90d"} or {"call": "me"}',
    )


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _wrong(path: str, de: str, en: str, suggestion: str | None = None) -> FilterError:
    place_de, place_en = (f"Bei {path} wird", f"At {path}") if path else ("Hier wird", "Here")
    return FilterError(
        L(f"{place_de} erwartet: {de}.", en=f"{place_en} is expected: {en}."), suggestion=suggestion
    )


def _unknown_key(path: str, key: object, allowed: tuple[str, ...]) -> FilterError:
    shown = str(key)[:40]
    names = ", ".join(allowed)
    place = f" ({path})" if path else ""
    return FilterError(
        L(
            f"Den Eintrag „{shown}“ gibt es nicht{place}, nur: {names}.",
            en=f'There is no entry "{shown}"{place}, only: {names}.',
        ),
        suggestion=nearest(shown, allowed),
    )
