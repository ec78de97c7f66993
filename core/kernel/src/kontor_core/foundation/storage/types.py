"""Column types: one Python value, one right form on SQLite (STRICT) and on PostgreSQL.

STRICT tables know INTEGER, REAL, TEXT and BLOB only, so every type here maps to one of them.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, UUID
from sqlalchemy.types import TypeDecorator, TypeEngine

from kontor_core.foundation import clock, ids
from kontor_core.foundation.money import round_amount

RowValue = Callable[[Any], Any]
"""Turns what the driver gives into what a row of the read door holds."""


class ColumnType(TypeDecorator[Any]):
    """A type that also knows the cheap form its values take in rows of the read door."""

    cache_ok = True
    impl: type[TypeEngine[Any]] = Text

    def row_value(self, dialect: str) -> RowValue | None:
        """Give the conversion for rows; None when the driver's value is right already."""
        return None


class Id(ColumnType):
    """UUIDv7, canonical text in Python; 16 bytes on SQLite, native on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID(as_uuid=False))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return ids.to_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return ids.from_bytes(value)

    def process_literal_param(self, value: Any, dialect: Dialect) -> str:
        if dialect.name == "postgresql":
            return f"'{value}'"
        return f"x'{ids.to_bytes(value).hex()}'"

    def row_value(self, dialect: str) -> RowValue | None:
        return None if dialect == "postgresql" else _id_text


@lru_cache(maxsize=8192)  # a page names the same few owners and teams in every row
def _id_text(value: Any) -> Any:
    if value is None:
        return None
    h = value.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class String(ColumnType):
    """Text without a length in the database; the length is checked on the way in.

    Ordered by code point on both databases, so that sorts and prefixes agree.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))


class Whole(ColumnType):
    """A whole number of up to 64 bits."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Integer())


class Flag(ColumnType):
    impl = Boolean
    coerce_to_is_types = (type(None), bool)  # PostgreSQL takes no parameter after IS
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Boolean())
        return dialect.type_descriptor(Integer())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else bool(value)

    def row_value(self, dialect: str) -> RowValue | None:
        return None if dialect == "postgresql" else _flag


def _flag(value: Any) -> Any:
    return None if value is None else bool(value)


class Moment(ColumnType):
    """A moment: aware UTC datetime on entities, RFC 3339 text in rows."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, str):
            value = clock.from_text(value)
        if value is None or dialect.name == "postgresql":
            return value
        return clock.as_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return clock.from_text(value) if isinstance(value, str) else value.astimezone(UTC)

    def row_value(self, dialect: str) -> RowValue | None:
        return _moment_text if dialect == "postgresql" else None


def _moment_text(value: Any) -> Any:
    return clock.as_text(value) if isinstance(value, datetime) else value


class Day(ColumnType):
    """A date without time; ISO text in rows."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Date())
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if value is None or dialect.name == "postgresql":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def row_value(self, dialect: str) -> RowValue | None:
        return _day_text if dialect == "postgresql" else None


def _day_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class Scaled(ColumnType):
    """An exact decimal kept as an integer of ``10 ** -scale``; Decimal in Python and in rows."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Integer())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return int(round_amount(Decimal(value), self.scale).scaleb(self.scale))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else Decimal(int(value)).scaleb(-self.scale)

    def row_value(self, dialect: str) -> RowValue | None:
        scale = -self.scale
        return lambda value: None if value is None else Decimal(int(value)).scaleb(scale)


_encode = msgspec.json.Encoder().encode


class Json(ColumnType):
    """A JSON document; decoded on entities and in rows alike."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB())
        return dialect.type_descriptor(Text())

    def bind_processor(self, dialect: Dialect) -> RowValue | None:
        # past JSONB's own processor, which would encode the text a second time
        if dialect.name == "postgresql":
            from psycopg.types.json import Jsonb  # the driver is absent on SQLite-only systems

            return lambda value: (
                None if value is None else Jsonb(value, dumps=lambda v: _encode(v).decode())
            )
        return lambda value: None if value is None else _encode(value).decode()

    def result_processor(self, dialect: Dialect, coltype: object) -> RowValue | None:
        return _json_value

    def row_value(self, dialect: str) -> RowValue | None:
        return _json_value


def _json_value(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


class Blob(ColumnType):
    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(BYTEA())
        return dialect.type_descriptor(LargeBinary())
