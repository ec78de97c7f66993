"""The nightly sweep: files that no row names any more are overwritten and removed.

A row may go in many ways (deleted with its customer, purged with its plugin); its file is not
asked then. A day's grace leaves alone what an upload has written and not yet named.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Select, inspect, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.fields import BLOB, spec_of
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.store import Store

GRACE_SECONDS = 24 * 3600
_CORE = ("core_", "alembic_", "sqlite_")
_VERSIONS = "_alembic_version"


class _Named(msgspec.Struct):
    id: str


def sweep(storage: Store, kept: Iterable[str] = ()) -> int:
    """Remove files without a row; gives how many; none while a plugin's tables are unknown.

    ``kept`` are files of rows that are gone and may come back.
    """
    if _has_strangers(storage):
        return 0  # a plugin that is switched off or broken still owns its files
    named = set(kept)
    reader = Reader(storage, SYSTEM, fenced=False)
    for rule in storage.schema:
        for column in rule.table.columns:
            spec = spec_of(column)
            if spec is not None and spec.ref == BLOB:
                statement: Select[Any] = select(column)
                named.update(row.id for row in reader.read(statement, _Named))
    before = clock.now().timestamp() - GRACE_SECONDS
    gone = [
        blob
        for blob in list(storage.blobs.all())
        if blob not in named and storage.blobs.path(blob).stat().st_mtime < before
    ]
    for blob in gone:
        storage.blobs.remove(blob)
    return len(gone)


def _has_strangers(storage: Store) -> bool:
    """Tell whether there are tables of a plugin that is not loaded now."""
    known = {rule.name for rule in storage.schema}
    tables = inspect(storage.database.engine).get_table_names()
    strangers = (name for name in tables if name not in known and not name.startswith(_CORE))
    return any(not name.endswith(_VERSIONS) for name in strangers)
