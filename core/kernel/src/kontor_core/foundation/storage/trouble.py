"""What a database in trouble says, as errors of Kontor's own: busy, full, out of reach."""

import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kontor_core.foundation.errors import Busy, Full, KontorError, Unreachable
from kontor_core.foundation.i18n import L

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_POSTGRES_BUSY = ("55P03", "40P01", "40001", "53300", "57P03")
"""Lock not free in time, deadlock, serialisation, too many connections, still starting."""
_POSTGRES_FULL = ("53100",)


def told_by(error: Exception) -> KontorError | None:
    """Give the error that a driver's error means; None for one nobody foresaw."""
    if isinstance(error, PoolTimeout):
        return busy()
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    state = getattr(cause, "sqlstate", None)
    if (code is not None and code & 0xFF in _SQLITE_BUSY) or state in _POSTGRES_BUSY:
        return busy()
    if code == sqlite3.SQLITE_FULL or state in _POSTGRES_FULL:
        return full()
    return None


def busy() -> Busy:
    return Busy(
        L(
            "Gerade wird viel geschrieben. Bitte gleich noch einmal versuchen.",
            en="Many changes are being written right now. Please try again in a moment.",
        )
    )


def full() -> Full:
    return Full(
        L(
            "Der Platz für die Datenbank ist erschöpft; nichts wurde gespeichert. Lesen geht "
            "weiter. Schaffen Sie Platz auf dem Datenträger.",
            en="There is no room left for the database; nothing was saved. Reading goes on. "
            "Make room on the disk.",
        )
    )


def unreachable(url: URL, error: BaseException) -> Unreachable:
    """Say which database cannot be opened, without its password, and why."""
    shown = url.set(query={}).render_as_string(hide_password=True)
    cause = getattr(error, "orig", None) or error
    why = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    if isinstance(error, FileNotFoundError):
        folder = Path(str(url.database)).parent
        de, en = f"den Ordner {folder} gibt es nicht", f"there is no folder {folder}"
    elif isinstance(error, PermissionError):
        de, en = "dafür fehlt das Recht", "this user lacks the right"
    else:
        de = en = why
    return Unreachable(
        L(
            f"Die Datenbank {shown} kann nicht geöffnet werden: {de}. Prüfen Sie [database] url "
            "in kontor.toml oder KONTOR_DATABASE_URL.",
            en=f"The database {shown} cannot be opened: {en}. Check [database] url in kontor.toml "
            "or KONTOR_DATABASE_URL.",
        )
    )
