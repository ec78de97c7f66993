"""Backup and restore: VACUUM INTO on SQLite, pg_dump on PostgreSQL, files and definition beside.

A backup is a folder: ``kontor.db`` or ``kontor.dump``, ``kontor.toml``, ``blobs/`` and
``backup.json``. It appears under its name only when it is whole and was checked.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from kontor_core.foundation import clock
from kontor_core.foundation.definition import load
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.blobs import BLOBS

_SQLITE, _POSTGRES = "kontor.db", "kontor.dump"


class BackupFailed(KontorError):
    code = "backup"


def backup(home: Path, target: Path | None = None) -> Path:
    """Write a backup folder and give its path; raises BackupFailed and leaves nothing half done."""
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    target = target or home / "backups" / stamp
    if target.exists():
        raise BackupFailed(
            L(f"{target} gibt es schon.", en=f"{target} exists already. Name another target.")
        )
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        url = make_url(load(home / "kontor.toml").database.url)
        if url.get_backend_name() == "sqlite":
            _vacuum_into(Path(str(url.database)), unfinished / _SQLITE)
        else:
            _run_tool("pg_dump", url, "--format=custom", f"--file={unfinished / _POSTGRES}")
        shutil.copy2(home / "kontor.toml", unfinished / "kontor.toml")
        if (home / BLOBS).is_dir():
            shutil.copytree(home / BLOBS, unfinished / BLOBS)
        note = {"made_at": clock.as_text(clock.now()), "database": url.get_backend_name()}
        (unfinished / "backup.json").write_text(json.dumps(note))
        for file in unfinished.rglob("*"):
            if file.is_file():
                _sync(file)
        _sync(unfinished)
        unfinished.rename(target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return target


def restore(home: Path, source: Path) -> Path | None:
    """Bring a backup back; gives the folder where the former data was kept, None when none was.

    The CRM must not run meanwhile. On PostgreSQL the database named in kontor.toml is filled, and
    the event epoch is raised when it is opened next, since the cluster may be another one.
    """
    note = source / "backup.json"
    if not note.is_file():
        raise BackupFailed(
            L(f"{source} ist keine Sicherung von Kontor.", en=f"{source} is no backup of Kontor.")
        )
    kind = json.loads(note.read_text())["database"]
    url = make_url(load(home / "kontor.toml").database.url)
    if url.get_backend_name() != kind:
        raise BackupFailed(
            L(
                f"Die Sicherung ist von {kind}, kontor.toml nennt {url.get_backend_name()}.",
                en=f"The backup is of {kind}, kontor.toml names {url.get_backend_name()}. "
                "Change [database] url first.",
            )
        )
    kept = home / f"before-restore-{clock.now().strftime('%Y%m%d-%H%M%S')}"
    if kind == "sqlite":
        database = Path(str(url.database))
        _check(source / _SQLITE)
        for file in (database, *(database.with_name(database.name + s) for s in ("-wal", "-shm"))):
            if file.exists():
                kept.mkdir(exist_ok=True)
                file.rename(kept / file.name)
        shutil.copy2(source / _SQLITE, database)
        _sync(database)
    else:
        _run_tool(
            "pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction",
            "--dbname", url.database or "", str(source / _POSTGRES),
        )  # fmt: skip
    if (source / BLOBS).is_dir():
        if (home / BLOBS).is_dir():
            kept.mkdir(exist_ok=True)
            (home / BLOBS).rename(kept / BLOBS)
        shutil.copytree(source / BLOBS, home / BLOBS)
    return kept if kept.is_dir() else None


def _vacuum_into(database: Path, target: Path) -> None:
    if not database.is_file():
        raise BackupFailed(
            L(f"Es gibt keine Datenbank {database}.", en=f"There is no database {database}.")
        )
    connection = sqlite3.connect(database, timeout=30)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    _check(target)


def _check(database: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    finally:
        connection.close()
    if answer != "ok":
        raise BackupFailed(
            L(f"{database} ist beschädigt: {answer}", en=f"{database} is damaged: {answer}")
        )


def _run_tool(tool: str, url: URL, *args: str) -> None:
    """Run a client program of PostgreSQL against the database of the URL."""
    program = shutil.which(os.environ.get(f"KONTOR_{tool.upper()}", tool))
    if program is None:
        raise BackupFailed(
            L(
                f"{tool} fehlt. Installieren Sie die Werkzeuge von PostgreSQL "
                f"(Debian: postgresql-client) oder nennen Sie es in KONTOR_{tool.upper()}.",
                en=f"{tool} is missing. Install PostgreSQL's client programs "
                f"(Debian: postgresql-client) or name it in KONTOR_{tool.upper()}.",
            )
        )
    environment = {**os.environ, "PGDATABASE": url.database or ""}
    host = url.host or url.query.get("host")
    for name, value in (
        ("PGHOST", host),
        ("PGPORT", url.port),
        ("PGUSER", url.username),
        ("PGPASSWORD", url.password),
    ):
        if value:
            environment[name] = str(value)
    done = subprocess.run(  # a fixed program, arguments of our own
        [program, *args], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupFailed(f"{tool}: {done.stderr.strip().splitlines()[-1] if done.stderr else ''}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
