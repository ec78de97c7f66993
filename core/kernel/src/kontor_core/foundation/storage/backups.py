"""Backup and restore: VACUUM INTO on SQLite, pg_dump on PostgreSQL, files and definition beside.

A backup is a folder: ``kontor.db`` or ``kontor.dump``, ``kontor.toml``, ``blobs/`` and
``backup.json``. It appears under its name only when it is whole and was checked. It holds what
the company knows of people, so it is readable for its owner alone.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from sqlalchemy.engine import URL, make_url

from kontor_core.foundation import clock
from kontor_core.foundation.definition import FILE_NAME
from kontor_core.foundation.definition import load as load_definition
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage import postgres_tools
from kontor_core.foundation.storage.blobs import BLOBS

_SQLITE, _POSTGRES = "kontor.db", "kontor.dump"
NOTE = "backup.json"


class BackupFailed(KontorError):
    code = "backup"


class _Note(msgspec.Struct):
    made_at: str
    database: str


def backup(home: Path, target: Path | None = None) -> Path:
    """Write a backup folder and give its path; raises BackupFailed and leaves nothing half done."""
    target = target or home / "backups" / _stamp()
    if target.exists():
        raise BackupFailed(
            L(
                f"{target} gibt es schon. Nennen Sie ein anderes Ziel.",
                en=f"{target} exists already. Name another target.",
            )
        )
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.mkdir(mode=0o700)
    try:
        url = _url(home)
        if url.get_backend_name() == "sqlite":
            _vacuum_into(Path(str(url.database)), unfinished / _SQLITE)
        else:
            postgres_tools.dump(url, unfinished / _POSTGRES)
        shutil.copy2(home / FILE_NAME, unfinished / FILE_NAME)
        _copy_blobs(home / BLOBS, unfinished / BLOBS)  # after the rows, which name what is there
        note = _Note(clock.as_text(clock.now()), url.get_backend_name())
        (unfinished / NOTE).write_bytes(msgspec.json.encode(note))
        _sync_all(unfinished)
        unfinished.rename(target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target


def check(home: Path, source: Path) -> None:
    """Refuse a restore that cannot succeed; raises BackupFailed and touches nothing.

    A folder without a definition gets that of the backup.
    """
    kind = _kind(source)
    file = source / (_SQLITE if kind == "sqlite" else _POSTGRES)
    if not file.is_file():
        raise BackupFailed(
            L(f"In {source} fehlt {file.name}.", en=f"{file.name} is missing in {source}.")
        )
    if kind == "sqlite":
        _check_whole(file)
    url = _url(home if (home / FILE_NAME).is_file() else source)
    if url.get_backend_name() != kind:
        raise BackupFailed(
            L(
                f"Die Sicherung ist von {kind}, kontor.toml nennt {url.get_backend_name()}. "
                "Ändern Sie zuerst [database] url.",
                en=f"The backup is of {kind}, kontor.toml names {url.get_backend_name()}. "
                "Change [database] url first.",
            )
        )


def restore(home: Path, source: Path) -> Path | None:
    """Bring a backup back; gives the folder where the former data was kept, None when none was.

    Nobody may work in the CRM meanwhile; the caller raises the event epoch afterwards.
    """
    check(home, source)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / FILE_NAME).is_file():
        shutil.copy2(source / FILE_NAME, home / FILE_NAME)
    kept = home / f"before-restore-{_stamp()}"
    kept.mkdir(mode=0o700)
    url = _url(home)
    if url.get_backend_name() == "sqlite":
        _replace_file(Path(str(url.database)), source / _SQLITE, kept)
    else:
        _replace_rows(url, source / _POSTGRES, kept / _POSTGRES)
    if (home / BLOBS).is_dir():
        (home / BLOBS).rename(kept / BLOBS)
    _copy_blobs(source / BLOBS, home / BLOBS)
    _sync_all(home / BLOBS)
    _sync(home)
    if any(kept.iterdir()):
        return kept
    kept.rmdir()
    return None


def _stamp() -> str:
    return clock.now().strftime("%Y%m%d-%H%M%S-%f")[:-3]


def _url(home: Path) -> URL:
    return make_url(load_definition(home / FILE_NAME).database.url)


def _kind(source: Path) -> str:
    try:
        return msgspec.json.decode((source / NOTE).read_bytes(), type=_Note).database
    except (OSError, msgspec.MsgspecError):
        raise BackupFailed(
            L(
                f"{source} ist keine Sicherung von Kontor.",
                en=f"{source} is not a backup of Kontor.",
            )
        ) from None


def _vacuum_into(database: Path, target: Path) -> None:
    if not database.is_file():
        raise BackupFailed(
            L(f"Es gibt keine Datenbank {database}.", en=f"There is no database {database}.")
        )
    try:
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        raise _damaged(database, str(error)) from error
    target.chmod(0o600)
    _check_whole(target)


def _check_whole(database: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as found:
            answer = found.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise _damaged(database, answer)


def _damaged(database: Path, why: str) -> BackupFailed:
    return BackupFailed(L(f"{database} ist beschädigt: {why}", en=f"{database} is damaged: {why}"))


def _replace_file(database: Path, source: Path, kept: Path) -> None:
    """Put the copy in place of a SQLite file, which moves to ``kept`` with what belongs to it."""
    if database.is_file():
        _close_journal(database)
    unfinished = database.with_name(database.name + ".restoring")
    shutil.copy2(source, unfinished)
    unfinished.chmod(0o600)
    _sync(unfinished)
    for suffix in ("", "-wal", "-shm"):
        file = database.with_name(database.name + suffix)
        if file.exists():
            file.rename(kept / file.name)
    unfinished.rename(database)


def _close_journal(database: Path) -> None:
    """Bring a file to rest; fails while anybody has it open, who would write into the old one."""
    try:
        with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BackupFailed(
                L(
                    "Kontor läuft noch. Beenden Sie Server und Worker zuerst.",
                    en="Kontor is still running. Stop servers and workers first.",
                )
            ) from error
    except sqlite3.DatabaseError:
        pass  # a damaged file is what restore is for


def _replace_rows(url: URL, source: Path, kept: Path) -> None:
    """Fill a PostgreSQL database from the copy; what was in it is kept, and comes back when the
    copy cannot be read in."""
    postgres_tools.dump(url, kept)
    try:
        postgres_tools.load(url, source)
    except KontorError:
        postgres_tools.load(url, kept)
        raise


def _copy_blobs(source: Path, target: Path) -> None:
    """Copy the files; one that is erased meanwhile is not in the copy."""
    for folder in sorted(source.glob("??")):
        (target / folder.name).mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in folder.iterdir():
            if not file.suffix:
                with suppress(FileNotFoundError):
                    shutil.copy2(file, target / folder.name / file.name)


def _sync_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.exists():
            _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
