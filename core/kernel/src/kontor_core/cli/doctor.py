"""``kontor doctor``: check the installation and say what to mend."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import home_of, json_option, print_json
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.storage.migrate import status
from kontor_core.hooks.states import State

Verdict = Literal["ok", "warning", "problem"]
_MARKS = {"ok": "ok      ", "warning": "warning ", "problem": "PROBLEM "}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` says what to do about a bad one."""

    verdict: Verdict
    what: str
    remedy: str = ""


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check the installation; exit code 1 when there is a problem."""
    home = home_of(ctx)
    findings = list(_findings(home))
    if as_json:
        print_json([{"verdict": f.verdict, "what": f.what, "remedy": f.remedy} for f in findings])
    else:
        for found in findings:
            click.echo(_MARKS[found.verdict] + found.what)
            if found.remedy:
                click.echo(" " * 8 + found.remedy)
    if any(f.verdict == "problem" for f in findings):
        sys.exit(1)


def _findings(home: Path) -> Iterator[Finding]:
    yield _python()
    try:
        app = KontorApp.open(home)
    except KontorError as error:
        yield Finding("problem", error.text("en"), "Mend this first; nothing else was looked at.")
        return
    try:
        yield Finding("ok", f"kontor.toml of {app.definition.company.name} is fine")
        for look in (_migrations, _plugins, _database, _search, _files, _space):
            yield from look(app)
    finally:
        app.close()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("ok", f"Python {version}, SQLite {sqlite3.sqlite_version}")


def _migrations(app: KontorApp) -> Iterator[Finding]:
    pending = [s for s in status(app.database, app.migrations()) if s.pending]
    for found in pending:
        yield Finding(
            "problem",
            f"tables of {found.key} are behind by {len(found.pending)}",
            "Back up, then run 'kontor db migrate'.",
        )
    if not pending:
        yield Finding("ok", "all tables are up to date")


def _plugins(app: KontorApp) -> Iterator[Finding]:
    for state in app.loaded.states.values():
        if state.state in (State.FAILED, State.BLOCKED, State.INCOMPATIBLE, State.MISSING):
            problem = text_of(state.problem, "en") if state.problem else ""
            yield Finding("problem", f"plugin {state.key} is {state.state}", problem)
        elif state.state is State.ENABLED:
            version = f" {state.version}" if state.version else ""
            yield Finding("ok", f"plugin {state.key}{version} is on")


def _database(app: KontorApp) -> Iterator[Finding]:
    cursor = app.database.reading().cursor()
    ask: Callable[[str], object] = lambda sql: cursor.execute(sql).fetchone()[0]  # noqa: E731  # asked often below
    if not app.database.is_sqlite:
        yield Finding("ok", f"PostgreSQL {ask('SHOW server_version')}")
        if ask("SHOW fsync") != "on":
            yield Finding("problem", "fsync is off", "Set fsync = on: a crash would lose commits.")
        if ask("SHOW synchronous_commit") == "off":
            yield Finding(
                "warning", "synchronous_commit is off", "The last commits may be lost in a crash."
            )
        return
    broken = ask("PRAGMA quick_check")
    if broken != "ok":
        yield Finding("problem", f"the database is damaged: {broken}", "Restore a backup.")
    if ask("PRAGMA journal_mode") != "wal":
        yield Finding("problem", "the database is not in WAL mode", "Open it once with Kontor.")
    if app.database.durability != "full":
        yield Finding(
            "warning",
            "durability is normal",
            "The last commits may be lost at power failure; remove durability from [database].",
        )
    else:
        yield Finding("ok", "SQLite in WAL mode, every commit is on disk")


def _search(app: KontorApp) -> Iterator[Finding]:
    due = app.search.builder.due()
    if due:
        yield Finding(
            "warning",
            f"the search index does not know all of {', '.join(due)} yet",
            "The worker reads it by itself; 'kontor search rebuild' does it at once.",
        )
    else:
        yield Finding("ok", f"the search index knows {app.search.index.count():,} records")


def _files(app: KontorApp) -> Iterator[Finding]:
    path = app.database.path
    for file in (path, app.home / "kontor.toml"):
        if file is None or not file.exists():
            continue
        if file.stat().st_mode & (stat.S_IWOTH | stat.S_IROTH) and file == path:
            yield Finding(
                "warning",
                f"{file.name} can be read by every user of this machine",
                f"chmod 600 {file}",
            )
        if not os.access(file, os.W_OK):
            yield Finding("problem", f"{file} cannot be written", "Give this user the right.")


def _space(app: KontorApp) -> Iterator[Finding]:
    free = shutil.disk_usage(app.home).free
    text = f"{free / 1024**3:.1f} GiB are free"
    if free < 1024**3:
        yield Finding("warning", text, "Backups and imports need room; below 1 GiB it gets tight.")
    else:
        yield Finding("ok", text)
