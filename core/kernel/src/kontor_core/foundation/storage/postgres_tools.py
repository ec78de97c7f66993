"""PostgreSQL's own programs: pg_dump writes a copy, pg_restore brings it back."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, pool
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L

_EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP SEQUENCE IF EXISTS %%I CASCADE', found.sequencename);
  END LOOP;
END $$
"""


class ToolFailed(KontorError):
    """A program of PostgreSQL is missing or said no; what it said comes along."""

    code = "tool"


def dump(url: URL, file: Path) -> None:
    """Write a consistent copy of a database, in PostgreSQL's custom format."""
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={file}")


def load(url: URL, file: Path) -> None:
    """Make a database what the copy says, in one transaction; tables it does not know go."""
    _run("pg_restore", url, "--list", str(file))  # a file that is no copy is refused before
    _make_empty(url)
    _run("pg_restore", url, "--no-owner", "--single-transaction", *_to(url), str(file))


def _make_empty(url: URL) -> None:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=pool.NullPool)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            connection.exec_driver_sql(_EMPTY)
    except DBAPIError as error:
        told = str(error.orig).strip().splitlines()[0]
        raise ToolFailed(
            L(
                f"Die Datenbank lässt sich nicht leeren: {told}. Beenden Sie Server und Worker.",
                en=f"The database cannot be emptied: {told}. Stop servers and workers.",
            )
        ) from error


def _to(url: URL) -> list[str]:
    """Name the database without its password, which other users would see in the list of
    processes."""
    plain = url.set(drivername="postgresql", password=None)
    return ["--dbname", plain.render_as_string(hide_password=False)]


def _run(tool: str, url: URL, *arguments: str) -> None:
    name = f"KONTOR_{tool.upper()}"
    program = shutil.which(os.environ.get(name) or tool)
    if program is None:
        raise ToolFailed(
            L(
                f"{tool} fehlt. Installieren Sie die Werkzeuge von PostgreSQL "
                f"(Debian: postgresql-client) oder nennen Sie es in {name}.",
                en=f"{tool} is missing. Install PostgreSQL's client programs "
                f"(Debian: postgresql-client) or name it in {name}.",
            )
        )
    environment = dict(os.environ)
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    target = _to(url) if tool == "pg_dump" else []
    done = subprocess.run(  # a fixed program, arguments of our own
        [program, *arguments, *target], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in said if "error:" in line] or said or [str(done.returncode)]
        raise ToolFailed(f"{tool}: {errors[0].partition('error: ')[2] or errors[0]}")
