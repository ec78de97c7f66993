"""The raw rows of a company's tables, past every door: what really stands in the file."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontor_core.foundation.storage.engine import Database

Rows = Mapping[str, list[dict[str, object]]]

_BOOKS = (
    "core_event",
    "core_event_failure",
    "core_job",
    "core_meta",
    "core_plugin",
    "core_subscriber",
)
"""What the bus and the loader write down for themselves."""
_INDEX = "core_search"
"""The search index: rebuilt from the rows, its pages differ with every writing."""
_STAMPS = frozenset({"id", "created_at", "updated_at", "version"})


def rows_of(database: "Database", key: str) -> Rows:
    """Give all rows of a plugin's tables."""
    return {table: _rows(database, table) for table in names(database) if _of(table, key)}


def counts_of(database: "Database", key: str) -> dict[str, int]:
    """Give the number of rows in each of a plugin's tables."""
    return {table: len(rows) for table, rows in rows_of(database, key).items()}


def effects(database: "Database") -> dict[str, Counter[str]]:
    """Give what all rows say, stamps and the bus's own books left out."""
    return {
        table: Counter(
            repr([(name, value) for name, value in row.items() if name not in _STAMPS])
            for row in _rows(database, table)
        )
        for table in names(database)
        if table not in _BOOKS and not table.startswith(_INDEX)
        if not table.endswith("_alembic_version")
    }


def names(database: "Database") -> list[str]:
    """Give the names of all tables."""
    found = database.reading().execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(name for (name,) in found)


def _of(table: str, key: str) -> bool:
    return table.startswith(f"{key}_") and not table.endswith("_alembic_version")


def _rows(database: "Database", table: str) -> list[dict[str, object]]:
    cursor = database.reading().execute(f'SELECT * FROM "{table}"')  # noqa: S608  # a name it gave
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
