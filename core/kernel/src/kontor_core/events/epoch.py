"""The epoch of a log on PostgreSQL: rises when its transaction ids start anew.

After a row-wise restore into another cluster new transaction ids are smaller than those the
cursors hold, and without a new epoch no subscriber would ever see another event.
"""

from sqlalchemy import Connection, text

from kontor_core.foundation.storage.engine import Database

_IDENTITY = text("SELECT system_identifier::text FROM pg_control_system()")
_KEPT = text("SELECT value FROM core_meta WHERE key = 'system_identifier'")
_KEEP = text(
    "INSERT INTO core_meta (key, value) VALUES ('system_identifier', :value) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_RAISE = text("UPDATE core_meta SET value = (value::int + 1)::text WHERE key = 'epoch'")
# waits for every transaction that has appended: an epoch that is over must have no stragglers
_ALONE = text("LOCK TABLE core_event IN EXCLUSIVE MODE")


def check_epoch(database: Database) -> bool:
    """Raise the epoch when this is another cluster than last time; tells whether it was.

    Called at start, before the first event is appended. Does nothing on SQLite.
    """
    if database.is_sqlite:
        return False
    with database.engine.begin() as connection:
        here, kept = connection.scalar(_IDENTITY), connection.scalar(_KEPT)
        if here == kept:
            return False
        connection.execute(_ALONE)
        if connection.scalar(_KEPT) == here:
            return False  # another process was faster
        _raise(connection)
        return True


def raise_epoch(database: Database) -> None:
    """Begin a new epoch; called by every restore."""
    if database.is_sqlite:
        return
    with database.engine.begin() as connection:
        connection.execute(_ALONE)
        _raise(connection)


def _raise(connection: Connection) -> None:
    connection.execute(_RAISE)
    connection.execute(_KEEP, {"value": connection.scalar(_IDENTITY)})
