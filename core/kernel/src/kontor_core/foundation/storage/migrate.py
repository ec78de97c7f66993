"""Migrations: forward only, one folder and one version table per plugin, one run for all.

Each plugin migrates in a transaction of its own, with foreign keys off on SQLite (a batch rebuild
of a referenced table would otherwise delete the rows that point at it) and checked at its end.
Two processes migrating at once wait for each other: an advisory lock on PostgreSQL, the write
lock of the file on SQLite.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, event, pool, text
from sqlalchemy.exc import DBAPIError

from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.engine import Database, set_pragmas

_LOCK = 0x6B6F6E746F72  # "kontor"
_START = _LOCK + 1


@dataclass(frozen=True, slots=True)
class Migrations:
    """A plugin's migrations: its key and the folder ``migrations/`` of its package."""

    key: str
    folder: Path

    @classmethod
    def of(cls, key: str, package: str) -> "Migrations | None":
        """Find the folder beside a package's code; None when it has no tables."""
        file = import_module(package).__file__
        folder = Path(str(file)).parent / "migrations"
        return cls(key, folder) if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a plugin's tables stand; ``pending`` names the revisions still to run."""

    key: str
    current: str | None
    head: str | None
    pending: tuple[str, ...]


class MigrationFailed(KontorError):
    code = "migration"


def status(database: Database, plugins: Iterable[Migrations]) -> list[Status]:
    """Tell for each plugin which revisions its tables still need."""
    with _connection(database) as connection:
        return [_status(connection, plugin) for plugin in plugins]


def migrate(
    database: Database,
    plugins: Sequence[Migrations],
    *,
    done: Callable[[Status], None] | None = None,
) -> list[Status]:
    """Bring every plugin's tables to their newest form, in the order given.

    Raises MigrationFailed naming the plugin; what was migrated before it stays, its own
    transaction is rolled back.
    """
    finished = []
    with _connection(database) as connection, _alone(database, connection):
        for plugin in plugins:
            before = _status(connection, plugin)
            if before.pending:
                _upgrade(database, connection, plugin)
                if done is not None:
                    done(before)
            finished.append(before)
    return finished


def _upgrade(database: Database, connection: Connection, plugin: Migrations) -> None:
    script = _script(plugin)

    def upgrade(revision: Any, _context: MigrationContext) -> list[Any]:
        return script._upgrade_revs("head", revision)

    try:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # ignored inside a transaction
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()  # without one Alembic commits after every revision
        _run(connection, plugin, script, upgrade)
        if database.is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise MigrationFailed(
                    L(
                        f"Migration von {plugin.key}: {len(broken)} Verweise zeigen ins Leere.",
                        en=f"Migration of {plugin.key}: {len(broken)} references lead nowhere.",
                    )
                )
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
    except MigrationFailed:
        _roll_back(database, connection)
        raise
    except Exception as error:  # a migration is a plugin's code and may raise anything
        _roll_back(database, connection)
        why = _described(error)
        raise MigrationFailed(
            L(
                f"Die Migration von {plugin.key} ist gescheitert und wurde zurückgenommen: {why}",
                en=f"The migration of {plugin.key} failed and was rolled back: {why}",
            )
        ) from error
    finally:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _roll_back(database: Database, connection: Connection) -> None:
    if database.is_sqlite:
        if connection.connection.in_transaction:
            connection.exec_driver_sql("ROLLBACK")
    else:
        connection.rollback()


def _run(
    connection: Connection,
    plugin: Migrations,
    script: ScriptDirectory,
    upgrade: Callable[[Any, MigrationContext], Any],
) -> None:
    with EnvironmentContext(_config(plugin), script, fn=upgrade) as environment:
        environment.configure(
            connection=connection,
            version_table=f"{plugin.key}_alembic_version",
            transactional_ddl=False,  # the transaction is ours, around the whole plugin
            transaction_per_migration=False,
        )
        environment.run_migrations()


def _status(connection: Connection, plugin: Migrations) -> Status:
    context = MigrationContext.configure(
        connection, opts={"version_table": f"{plugin.key}_alembic_version"}
    )
    current = context.get_current_revision()
    if connection.dialect.name == "postgresql":
        connection.rollback()
    try:
        script = _script(plugin)
        head = script.get_current_head()
        known = current is None or any(r.revision == current for r in script.walk_revisions())
    except Exception as error:  # the files are imported, they may raise anything
        why = _described(error)
        raise MigrationFailed(
            L(
                f"Die Migrationen von {plugin.key} sind nicht lesbar: {why}",
                en=f"The migrations of {plugin.key} cannot be read: {why}",
            )
        ) from error
    if not known:
        raise MigrationFailed(
            L(
                f"Die Tabellen von {plugin.key} stehen auf {current}, das diese Version nicht "
                "kennt. Installieren Sie die neuere Version oder spielen Sie eine Sicherung ein.",
                en=f"The tables of {plugin.key} are at {current}, which this version does not "
                "know. Install the newer version or restore a backup.",
            )
        )
    pending = [r.revision for r in script.iterate_revisions(head, current)] if head else []
    return Status(plugin.key, current, head, tuple(reversed(pending)))


def _described(error: Exception) -> str:
    """Say in one line what a migration died of."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines() or [""]
    kind = "" if isinstance(error, DBAPIError) else f"{type(error).__name__}: "
    return f"{kind}{lines[0]}"


def _config(plugin: Migrations) -> Config:
    config = Config()
    config.set_main_option("script_location", str(plugin.folder).replace("%", "%%"))
    config.set_main_option("version_locations", str(plugin.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def _script(plugin: Migrations) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(plugin))


@contextmanager
def _connection(database: Database) -> Iterator[Connection]:
    """Open a connection of migration's own: transactions are begun by hand on SQLite."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = 0")  # a migration may wait its turn
            connection.commit()
            try:
                yield connection
            finally:
                connection.rollback()
                connection.exec_driver_sql("RESET lock_timeout")
                connection.commit()
        return
    engine = create_engine(
        database.url,
        poolclass=pool.NullPool,
        connect_args={"isolation_level": None, "timeout": 60},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        set_pragmas(connection, "full")

    with engine.connect() as connection:
        yield connection


@contextmanager
def one_at_a_time(database: Database) -> Iterator[None]:
    """Let one process bring a company up: migrate, seed, note what it found.

    On SQLite each of these steps takes the writer's place, so they follow each other anyway.
    """
    if database.is_sqlite:
        yield
        return
    with _connection(database) as connection, _alone(database, connection, _START):
        yield


@contextmanager
def _alone(database: Database, connection: Connection, lock: int = _LOCK) -> Iterator[None]:
    """Let one process migrate at a time."""
    if database.is_sqlite:
        yield  # BEGIN IMMEDIATE of each plugin is the lock; the status is read again inside
        return
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": lock})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": lock})
        connection.commit()


def autogenerate(database: Database, key: str, metadata: MetaData) -> tuple[str, str]:
    """Write the body of a migration from the difference between models and tables of one plugin.

    Gives ``(upgrade code, imports)``. Only tables with the plugin's prefix are looked at, by name
    and by object: either filter alone proposes to drop other plugins' tables.
    """
    prefix = f"{key}_"

    def mine(name: str | None, kind: str) -> bool:
        return kind != "table" or bool(name and name.startswith(prefix))

    with _connection(database) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": f"{key}_alembic_version",
                "include_name": lambda name, kind, _parents: mine(name, kind),
                "include_object": lambda _o, name, kind, _reflected, _to: mine(name, kind),
                "render_item": _render_type,
                "compare_type": False,
            },
        )
        upgrade = produce_migrations(context, metadata).upgrade_ops
        assert upgrade is not None  # noqa: S101  # produce_migrations fills it
        code = render_python_code(
            upgrade,
            migration_context=context,
            render_item=_render_type,
        )
    return code, "from kontor_core.foundation.storage import types"


def _render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and type(item).__module__ == "kontor_core.foundation.storage.types":
        scale = f"{item.scale}" if hasattr(item, "scale") else ""
        return f"types.{type(item).__name__}({scale})"
    return False
