"""SQL that differs between the databases: keys of JSON documents and folded text."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Dialect, Float, Numeric, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine

from kontor_core.foundation import clock
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.types import ColumnType, Flag, RowValue, Whole

JSON_KEY = re.compile(r"[a-z][a-z0-9_]*")

_CAPITALS = "ÀÂÄÇÉÈÊËÎÏÑÔÖÙÛÜ"
_FOLD: dict[int, str] = {
    **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
    **{ord(capital): capital.lower() for capital in _CAPITALS},
}


def fold(text: str) -> str:
    """Do in Python what ``Folded`` does in both databases: small letters, also of umlauts."""
    return text.translate(_FOLD)


class Folded(FunctionElement[str]):
    """A text in small letters, the same on both databases.

    ``lower`` alone knows ASCII only on SQLite, and on PostgreSQL whatever the locale knows.
    """

    name = "kontor_folded"
    inherit_cache = True
    type = Text()


@compiles(Folded, "sqlite")
def _folded_on_sqlite(element: Folded, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    for capital in _CAPITALS:
        text = f"replace({text}, '{capital}', '{capital.lower()}')"
    return f"lower({text})"


@compiles(Folded, "postgresql")
def _folded_on_postgresql(element: Folded, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return f"lower(translate({text}, '{_CAPITALS}', '{_CAPITALS.lower()}') COLLATE \"C\")"


class _JsonNumber(TypeDecorator[Decimal]):
    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(Float())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else float(value)


class _JsonTime(TypeDecorator[str]):
    """Days and moments stand in JSON as texts that sort by time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, datetime):
            return clock.as_text(value)
        return value.isoformat() if isinstance(value, date) else value


class _JsonList(ColumnType):
    """A list in JSON comes out of the database as its text."""

    cache_ok = True

    def row_value(self, dialect: str) -> RowValue | None:
        return lambda value: msgspec.json.decode(value) if isinstance(value, str) else value


_TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    Kind.CHOICES: _JsonList,
    Kind.INT: Whole,
    Kind.MONEY: Whole,
    Kind.NUMBER: _JsonNumber,
    Kind.UNIT_PRICE: _JsonNumber,
    Kind.QUANTITY: _JsonNumber,
    Kind.BOOL: Flag,
    Kind.DATE: _JsonTime,
    Kind.DATETIME: _JsonTime,
}
_CASTS: dict[type[TypeEngine[Any]], str] = {
    Whole: "BIGINT",
    _JsonNumber: "NUMERIC",
    Flag: "BOOLEAN",
}


class JsonValue(FunctionElement[Any]):
    """A key of a JSON column. The path stands in the SQL as a literal: only so an expression
    index is used, since it must match the text of the query."""

    name = "kontor_json_value"
    inherit_cache = True
    _traverse_internals = [  # the key is part of what a cached statement is
        *FunctionElement._traverse_internals,
        ("key", InternalTraversal.dp_string),
        ("type", InternalTraversal.dp_type),
    ]

    def __init__(self, column: ColumnElement[Any], key: str, type_: TypeEngine[Any]) -> None:
        super().__init__(column)
        self.key = key
        self.type = type_


def json_value(column: ColumnElement[Any], key: str, kind: Kind) -> ColumnElement[Any]:
    """Give the value of a key of a JSON column, for queries and for indexes alike."""
    if not JSON_KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot be the name of a custom field: a-z, 0-9 and _ only")
    return JsonValue(column, key, _TYPES.get(kind, Text)())


@compiles(JsonValue, "sqlite")
def _json_on_sqlite(element: JsonValue, compiler: SQLCompiler, **kw: Any) -> str:
    value = f"json_extract({compiler.process(element.clauses, **kw)}, '$.{element.key}')"
    return f"CAST({value} AS REAL)" if isinstance(element.type, _JsonNumber) else value


@compiles(JsonValue, "postgresql")
def _json_on_postgresql(element: JsonValue, compiler: SQLCompiler, **kw: Any) -> str:
    value = f"({compiler.process(element.clauses, **kw)} ->> '{element.key}')"
    if isinstance(element.type, _JsonTime):
        return f'({value} COLLATE "C")'
    cast = _CASTS.get(type(element.type))
    return f"CAST({value} AS {cast})" if cast else value
