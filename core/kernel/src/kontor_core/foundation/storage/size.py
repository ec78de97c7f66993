"""How large the database is and how old its newest backup, for those who look after it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from kontor_core.foundation.storage.backups import NOTE
from kontor_core.foundation.storage.storage import Storage


@dataclass(frozen=True, slots=True)
class Backup:
    """The newest backup in the company's folder."""

    folder: str
    made_at: datetime


class _Size(msgspec.Struct):
    size: int


_POSTGRES = select(func.pg_database_size(func.current_database()))


def size_of(storage: Storage) -> int:
    """Give the bytes of the database, the write-ahead log of SQLite among them."""
    path = storage.database.path
    if path is None:
        row = storage.system_reader().one(_POSTGRES, _Size)
        return row.size if row else 0
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def newest_backup(home: Path) -> Backup | None:
    """Find the newest backup that is whole; one that lies elsewhere is not known here."""
    notes = [note for note in (home / "backups").glob(f"*/{NOTE}") if note.is_file()]
    if not notes:
        return None
    newest = max(notes, key=lambda note: note.stat().st_mtime)
    made_at = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    return Backup(newest.parent.name, made_at)
