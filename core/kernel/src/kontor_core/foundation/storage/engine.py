"""Engines and connections: SQLite with its pragmas, PostgreSQL with its time-outs.

One pool per database. The base engine is storage's own; everybody else works through an engine of
their profile on the same pool (``profile_engine``), whose compiler is the fence.
"""

import os
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from kontor_core.foundation.access.profiles import Action, Profile
from kontor_core.foundation.errors import FenceBreach
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.fence import Fence, fenced_dialect
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.trouble import busy, unreachable
from kontor_core.foundation.storage.unchanged import Unchanged

Durability = Literal["full", "normal"]

BUSY_SECONDS = 5.0
_STEPS = 20_000  # of SQLite between two looks at the clock: a few milliseconds
_MOST_PROFILES = 64
_SAVEPOINT = re.compile(r'(ROLLBACK TO |RELEASE )?SAVEPOINT "?[A-Za-z0-9_]+"?')
_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


class Database:
    """One database: its pool, its writer lock, its held read connections, its fenced engines."""

    def __init__(
        self,
        url: str | URL,
        *,
        durability: Durability = "full",
        pool_size: int = 8,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self.url = make_url(url)
        self.durability = durability
        self.busy_seconds = busy_seconds
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database in (None, "", ":memory:"):
            raise ValueError("Kontor keeps its data in a file; name one in [database] url")
        try:
            if self.path is not None and not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT, 0o600))  # nobody else reads customer data
            self.engine = self._make_engine(pool_size)
            with self.engine.connect():
                pass  # the dialect is not initialised before the first connection
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise unreachable(self.url, error) from error
        self.writer = threading.Lock() if self.is_sqlite else None
        self._profiles: OrderedDict[tuple[Profile, Action, int], Engine] = OrderedDict()
        self._guard = threading.Lock()
        self._held = threading.local()
        self._open: list[Any] = []

    @property
    def name(self) -> str:
        return "sqlite" if self.is_sqlite else "postgresql"

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    def _make_engine(self, pool_size: int) -> Engine:
        if not self.is_sqlite:
            engine = create_engine(
                self.url.set(drivername="postgresql+psycopg"),
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=self.busy_seconds,
                connect_args={
                    "options": "-c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC "
                    f"-c lock_timeout={int(self.busy_seconds * 1000)}",
                    "prepare_threshold": 0,
                },
                paramstyle="format",
                query_cache_size=1500,
            )

            @event.listens_for(engine, "connect")
            def _adapt(connection: Any, _record: object) -> None:
                load_ids_as_text(connection)

            return engine
        engine = create_engine(
            self.url,
            connect_args={
                "timeout": self.busy_seconds,
                "check_same_thread": False,
                "isolation_level": None,
                "cached_statements": 512,
            },
            pool_size=pool_size,
            max_overflow=pool_size,
            query_cache_size=1500,
        )

        @event.listens_for(engine, "connect")
        def _set_up(connection: sqlite3.Connection, _record: object) -> None:
            set_pragmas(connection, self.durability)

        event.listen(engine, "begin", _begin_immediate)
        return engine

    def profile_engine(self, schema: Schema, profile: Profile, action: Action) -> Engine:
        """Give the engine whose SELECTs are fenced for this profile and action."""
        key = (profile, action, id(schema))
        with self._guard:
            engine = self._profiles.get(key)
            if engine is not None:
                self._profiles.move_to_end(key)
                return engine
            dialect = fenced_dialect(self.engine.dialect, Fence(schema, profile, action))
            engine = Engine(self.engine.pool, dialect, self.url, query_cache_size=500)
            if self.is_sqlite:
                event.listen(engine, "begin", _begin_immediate)
            event.listen(engine, "before_execute", _refuse_foreign_writes)
            event.listen(engine, "before_cursor_execute", _refuse_driver_text)
            self._profiles[key] = engine
            while len(self._profiles) > _MOST_PROFILES:
                self._profiles.popitem(last=False)
            return engine

    def reading(self) -> Any:
        """Give this thread's held read connection (DBAPI, autocommit, read-only)."""
        held = getattr(self._held, "connection", None)
        if held is None or getattr(held, "closed", False):
            held = self._connect_reader()
            self._held.connection = held
            self._held.unchanged = Unchanged()
            with self._guard:
                self._open.append(held)
        return held

    def unchanged(self) -> Unchanged | None:
        """Give what this thread was answered since the last write; None where nobody can tell."""
        if not self.is_sqlite:
            return None
        self.reading()  # the answers are those of its connection
        found: Unchanged = self._held.unchanged
        return found

    def _connect_reader(self) -> Any:
        if self.is_sqlite:
            connection = sqlite3.connect(
                str(self.url.database),
                timeout=self.busy_seconds,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
            )
            set_pragmas(connection, self.durability)
            connection.execute("PRAGMA query_only=ON")
            return connection
        import psycopg  # the driver is absent on SQLite-only systems

        args, kwargs = self.engine.dialect.create_connect_args(
            self.url.set(drivername="postgresql+psycopg")
        )
        kwargs.pop("context", None)
        session = psycopg.connect(
            *args,
            **kwargs,
            autocommit=True,
            prepare_threshold=0,
            options="-c default_transaction_read_only=on -c TimeZone=UTC",
        )
        load_ids_as_text(session)
        return session

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Stop the reads of this thread that run when the time is up: they raise."""
        held = self.reading()
        if self.is_sqlite:
            end = monotonic() + seconds
            held.set_progress_handler(lambda: monotonic() > end, _STEPS)
        else:
            held.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        try:
            yield
        finally:
            if self.is_sqlite:
                held.set_progress_handler(None, 0)
            else:
                held.execute("SET statement_timeout = 0")

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the writer's place; raises Busy when it is not free within the busy time."""
        if self.writer is None:
            yield
            return
        if not self.writer.acquire(timeout=self.busy_seconds):
            raise busy()
        try:
            yield
        finally:
            self.writer.release()

    def close(self) -> None:
        """Close every connection; the database may be opened again by a new object."""
        with self._guard:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._held = threading.local()
        self.engine.dispose()


def set_pragmas(connection: sqlite3.Connection, durability: Durability) -> None:
    """Set what SQLite forgets at every new connection; WAL alone stays with the file."""
    for pragma in (*_PRAGMAS, f"synchronous={durability.upper()}"):
        connection.execute(f"PRAGMA {pragma}")


def load_ids_as_text(connection: Any) -> None:
    """Let psycopg give uuids as text: ids are text everywhere, and no object is made per row."""
    from psycopg.types.string import TextLoader  # the driver is absent on SQLite-only systems

    connection.adapters.register_loader("uuid", TextLoader)


def _begin_immediate(connection: Any) -> None:
    # before the first read: a deferred transaction that reads first fails or loses updates
    connection.exec_driver_sql("BEGIN IMMEDIATE")


_flushing = threading.local()


@contextmanager
def flush_allowed() -> Iterator[None]:
    """Let the unit of work's own flush write; nothing else may."""
    before = getattr(_flushing, "on", False)
    _flushing.on = True
    try:
        yield
    finally:
        _flushing.on = before


def _refuse_foreign_writes(
    _connection: Any, element: Any, _many: Any, _params: Any, _options: Any
) -> None:
    if getattr(element, "is_dml", False) and not getattr(_flushing, "on", False):
        raise FenceBreach(
            L(
                "Direkte Schreibbefehle sind gesperrt. Erlaubt: uow.create, uow.change, "
                "uow.change_many, uow.delete.",
                en="Direct write statements are refused. Allowed: uow.create, uow.change, "
                "uow.change_many, uow.delete.",
            )
        )
    for found in _with_dml(element):
        raise FenceBreach(
            L(
                f"Schreibbefehl in einem CTE ({found}): erlaubt ist uow.change_many.",
                en=f"A write inside a CTE ({found}): use uow.change_many instead.",
            )
        )


def _with_dml(element: Any) -> Iterator[str]:
    for cte in getattr(element, "_independent_ctes", ()):
        if getattr(cte.element, "is_dml", False):
            yield str(cte.name)


def _refuse_driver_text(
    _connection: Any, _cursor: Any, statement: str, _params: Any, context: Any, _many: bool
) -> None:
    if context is None or context.compiled is None or context.isddl:
        if statement == "BEGIN IMMEDIATE" or _SAVEPOINT.fullmatch(statement):
            return
        raise FenceBreach(
            L(
                "Roher SQL-Text ist gesperrt. Lesen Sie mit read(), schreiben Sie mit der "
                "Arbeitseinheit.",
                en="Raw SQL text is refused. Read with read(), write through the unit of work.",
            )
        )
