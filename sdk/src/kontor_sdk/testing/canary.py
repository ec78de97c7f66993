"""Canaries: a marker in every text column, and a look for them in the raw bytes of the files.

    planted = plant(engine, METADATA)
    erase(planted.rows["core_contact"])
    assert scan([database_file, blobs], planted.markers_of("core_contact")) == []

Whether a value is gone is not asked of the database, which shows what it wants to show, but of
its files: main file, WAL and journal, free pages included. Knows SQLAlchemy, nothing of Kontor.
"""

import base64
import json
import secrets
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, MetaData, Table, insert, inspect
from sqlalchemy.types import TypeDecorator

Row = dict[str, Any]
Factory = Callable[[Connection, Row], None]
"""Writes a table's row in another way than by a plain INSERT."""

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Hit:
    """A marker found in a file, and the form it was found in."""

    path: Path
    offset: int
    marker: str
    form: str


@dataclass(frozen=True)
class Planted:
    """The rows that were made, one for each table, and the marker in each of their columns."""

    rows: dict[str, str] = field(default_factory=dict)  # table -> id
    markers: dict[tuple[str, str], str] = field(default_factory=dict)

    def markers_of(self, *tables: str) -> list[str]:
        """Give the markers of these tables, of all when none is named."""
        return [m for (table, _), m in self.markers.items() if not tables or table in tables]


def marker() -> str:
    """Make a text that occurs nowhere else and looks different once it is escaped."""
    return f'Kanarienvögel "{secrets.token_hex(12)}"'


def plant(
    engine: Engine,
    metadata: MetaData,
    *,
    rows: Mapping[str, Mapping[str, Any]] | None = None,
    factories: Mapping[str, Factory] | None = None,
    skip: Collection[str] = (),
) -> Planted:
    """Put one row with a marker in every text and JSON column into every table that is there.

    References point at the rows planted before. ``rows`` gives values by table that must not be
    made up, ``factories`` write tables that a plain INSERT cannot fill.
    """
    planted = Planted()
    there = set(inspect(engine).get_table_names()) - set(skip)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name not in there:
                continue
            row = _row(table, planted)
            row.update((rows or {}).get(table.name, {}))
            write = (factories or {}).get(table.name)
            if write is not None:
                write(connection, row)
            else:
                connection.execute(insert(table), row)
            if "id" in row:
                planted.rows[table.name] = str(row["id"])
    return planted


def scan(paths: Iterable[Path], markers: Iterable[str]) -> list[Hit]:
    """Look for markers in files, folders and whatever SQLite keeps beside a file."""
    wanted = [(m, form, raw) for m in markers for form, raw in forms(m).items()]
    hits = []
    for path in sorted(set(_files(paths))):
        content = path.read_bytes()
        for text, form, raw in wanted:
            offset = content.find(raw)
            if offset >= 0:
                hits.append(Hit(path, offset, text, form))
    return hits


def forms(text: str) -> dict[str, bytes]:
    """Give the byte forms in which a text may lie in a file."""
    raw = text.encode()
    found = {
        "raw": raw,
        "json": json.dumps(text, ensure_ascii=False)[1:-1].encode(),
        "json ascii": json.dumps(text)[1:-1].encode(),
        "utf-16": text.encode("utf-16-le"),
    }
    for shift in range(3):
        # the text begins at any byte of a group of three; the groups at its ends are not its own
        encoded = base64.b64encode(b"\0" * shift + raw)
        first, last = (4 if shift else 0), (len(raw) + shift) // 3 * 4
        found[f"base64+{shift}"] = encoded[first:last]
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file())
        elif path.exists():
            yield path
            beside = (path.with_name(path.name + end) for end in _BESIDE)
            yield from (p for p in beside if p.exists())


def _row(table: Table, planted: Planted) -> Row:
    row: Row = {}
    for column in table.columns:
        if column.primary_key and _python(column) is int:
            continue  # the database counts
        row[column.name] = _value(column, planted)
    return row


def _value(column: Column[Any], planted: Planted) -> Any:
    spec = column.info.get("kontor")
    kind = str(getattr(spec, "kind", ""))
    if kind in ("ref", "id") or column.foreign_keys:
        return _reference(column, str(getattr(spec, "ref", "") or ""), planted)
    python = _python(column)
    document = kind == "json" or isinstance(column.type, JSON)
    if document or kind == "choices" or python is str:
        text = planted.markers[column.table.name, column.name] = marker()
        if document:
            return {"canary": text}
        return [text] if kind == "choices" else text
    plain: dict[type, Any] = {
        bool: True,
        bytes: b"\0",
        date: date(2026, 1, 2),
        datetime: datetime(2026, 1, 2, tzinfo=UTC),
    }
    return plain.get(python, 1)


def _python(column: Column[Any]) -> type[Any]:
    type_ = column.type
    return (type_.impl_instance if isinstance(type_, TypeDecorator) else type_).python_type


def _reference(column: Column[Any], entity: str, planted: Planted) -> str | None:
    """Point at the row planted in the table that a column refers to."""
    key, _, noun = entity.rpartition(".")
    tables = [f.column.table.name for f in column.foreign_keys] or [f"{key or 'core'}_{noun}"]
    if column.name == "id":
        return str(uuid.uuid4())
    known = planted.rows.get(tables[0])
    return known if known is not None or column.nullable else str(uuid.uuid4())
