"""``kontor doctor``: check the installation and say what to mend."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from kontor_core.app import KontorApp
from kontor_core.cli.context import home_of, json_option, print_json
from kontor_core.cli.examination import LOOKS, python
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.health import Finding

_MARKS = {
    "ok": L("gut     ", en="ok      "),
    "warning": L("Warnung ", en="warning "),
    "problem": L("PROBLEM ", en="PROBLEM "),
}
_FIRST = L(
    "Beheben Sie das zuerst; mehr wurde nicht angesehen.",
    en="Fix this first; nothing else was checked.",
)
_RESTORE = L("Spielen Sie eine Sicherung ein.", en="Restore a backup.")


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check the installation; exit code 1 when there is a problem."""
    findings = list(_findings(home_of(ctx)))
    if as_json:
        print_json(
            [
                {"verdict": f.verdict, "what": text_of(f.what), "remedy": text_of(f.remedy)}
                for f in findings
            ]
        )
    else:
        for found in findings:
            click.echo(f"{_MARKS[found.verdict]}{text_of(found.what)}")
            if remedy := text_of(found.remedy):
                click.echo(" " * 8 + remedy)
    if any(f.verdict == "problem" for f in findings):
        sys.exit(1)


def _findings(home: Path) -> Iterator[Finding]:
    yield python()
    try:
        app = KontorApp.open(home)
    except KontorError as error:
        yield Finding("problem", error.message, _FIRST)
        return
    except (DBAPIError, sqlite3.DatabaseError) as error:
        yield _unreadable(error)
        return
    try:
        for look in LOOKS:
            try:
                yield from look(app)
            except (DBAPIError, sqlite3.DatabaseError) as error:
                yield _unreadable(error)
                return
    finally:
        app.close()


def _unreadable(error: Exception) -> Finding:
    why = (str(getattr(error, "orig", error)).splitlines() or [""])[0]
    damaged = L("Die Datenbank ist nicht lesbar: {why}", en="The database cannot be read: {why}")
    return Finding("problem", damaged.format(why=why), _RESTORE)
