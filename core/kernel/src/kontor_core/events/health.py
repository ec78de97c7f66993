"""What holds delivery up on PostgreSQL: a writing transaction that stays open, in any database.

Nothing is read past the oldest open transaction of the whole server, so one that somebody forgot
stops every subscriber. It is named here for ``kontor doctor`` and the health page.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from kontor_core.foundation.storage.engine import Database

_OLDEST = text(
    "SELECT pid, datname, coalesce(application_name, ''), state, now() - xact_start "
    "FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() "
    "ORDER BY xact_start LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class OpenWriter:
    """A session that has written and not yet committed."""

    pid: int
    database: str
    application: str
    state: str
    age: timedelta


def oldest_writer(database: Database) -> OpenWriter | None:
    """Give the session that events wait for; None on SQLite or when nobody writes."""
    if database.is_sqlite:
        return None
    with database.engine.connect() as connection:
        row = connection.execute(_OLDEST).first()
    return OpenWriter(*row) if row else None
