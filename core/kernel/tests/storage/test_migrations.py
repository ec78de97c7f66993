"""Migrations: once, whole or not at all, one process at a time, and never an old code on new
tables."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import MigrationFailed, Migrations, migrate, status

HEAD = """
import time
import sqlalchemy as sa
from alembic import op
from kontor_core.foundation.storage import types

revision = "{revision}"
down_revision = {down}


def upgrade():
"""
PLANS = """\
    op.create_table(
        "visits_plan",
        sa.Column("id", types.Id(), primary_key=True),
        sa.Column("title", types.String(), nullable=False),
        sqlite_strict=True,
    )
"""
STOPS = """\
    time.sleep(0.2)
    op.create_table(
        "visits_stop",
        sa.Column("id", types.Id(), primary_key=True),
        sa.Column("plan_id", types.Id(), sa.ForeignKey("visits_plan.id", ondelete="CASCADE")),
        sqlite_strict=True,
    )
"""
FIRST, SECOND, THIRD = "visits_0001", "visits_0002", "visits_0003"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def add(folder: Path, revision: str, body: str, *, after: str | None = None) -> None:
    folder.mkdir(exist_ok=True)
    head = HEAD.format(revision=revision, down=repr(after))
    (folder / f"{revision}.py").write_text(head + body)


@pytest.fixture
def visits(tmp_path: Path) -> Migrations:
    folder = tmp_path / "migrations"
    add(folder, FIRST, PLANS)
    add(folder, SECOND, STOPS, after=FIRST)
    return Migrations("visits", folder)


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
        connection.rollback()
    return found


ALL = {"visits_alembic_version", "visits_plan", "visits_stop"}


def test_fresh_database_gets_all_tables_and_a_second_run_does_nothing(
    database: Database, visits: Migrations
) -> None:
    before = status(database, [visits])[0]
    told: list[tuple[str, ...]] = []
    for _ in range(2):
        migrate(database, [visits], done=lambda s: told.append(s.pending))
    after = status(database, [visits])[0]

    assert (before.current, before.head, before.pending) == (None, SECOND, (FIRST, SECOND))
    assert told == [(FIRST, SECOND)]
    assert (after.current, after.pending) == (SECOND, ())
    assert tables(database) == ALL


def test_only_what_is_missing_runs(database: Database, visits: Migrations) -> None:
    migrate(database, [visits])
    note = '    op.add_column("visits_plan", sa.Column("note", types.String()))\n'
    add(visits.folder, THIRD, note, after=SECOND)

    migrate(database, [visits])

    with database.engine.connect() as connection:
        names = {column["name"] for column in inspect(connection).get_columns("visits_plan")}
    assert names == {"id", "title", "note"}


FAILURES = {
    "the database": ('    op.create_index("ix", "visits_nowhere", ["id"])\n', "visits_nowhere"),
    "a sum": ("    1 / 0\n", "ZeroDivisionError"),
    "a name": ("    op.create_tabel()\n", "create_tabel"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_failing_migration_leaves_nothing_and_names_its_plugin(
    database: Database, visits: Migrations, kind: str
) -> None:
    body, told = FAILURES[kind]
    lake = '    op.create_table("visits_lake", sa.Column("id", types.Id(), primary_key=True))\n'
    add(visits.folder, THIRD, lake + body, after=SECOND)

    with pytest.raises(MigrationFailed) as caught:
        migrate(database, [visits])

    message = caught.value.text("en")
    assert message.startswith("The migration of visits failed and was rolled back: ")
    assert told in message
    assert len(message.splitlines()) == 1
    assert tables(database) <= {"visits_alembic_version"}
    assert status(database, [visits])[0].current is None


def test_plugins_before_the_failing_one_keep_their_tables(
    database: Database, visits: Migrations, tmp_path: Path
) -> None:
    add(tmp_path / "broken", "tours_0001", "    raise RuntimeError('no')\n")

    with pytest.raises(MigrationFailed, match="tours"):
        migrate(database, [visits, Migrations("tours", tmp_path / "broken")])

    assert tables(database) >= ALL


def test_lost_reference_is_refused_on_sqlite(sqlite_url: str, visits: Migrations) -> None:
    lost = "    op.execute(\"INSERT INTO visits_stop (id, plan_id) VALUES (x'01', x'02')\")\n"
    add(visits.folder, THIRD, lost, after=SECOND)
    database = Database(sqlite_url)

    with pytest.raises(MigrationFailed, match="1 references lead nowhere"):
        migrate(database, [visits])

    assert tables(database) == set()
    database.close()


def test_rebuilt_table_keeps_the_rows_that_point_at_it(
    database: Database, visits: Migrations
) -> None:
    migrate(database, [visits])
    key = {"key": b"\1" * 16 if database.is_sqlite else "01" * 16}
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO visits_plan (id, title) VALUES (:key, 'a')"), key)
        connection.execute(text("INSERT INTO visits_stop (id, plan_id) VALUES (:key, :key)"), key)
    rebuild = (
        '    with op.batch_alter_table("visits_plan") as batch:\n'
        '        batch.alter_column("title", new_column_name="name")\n'
    )
    add(visits.folder, THIRD, rebuild, after=SECOND)

    migrate(database, [visits])

    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM visits_stop")).scalar() == 1


def test_database_newer_than_the_code_is_refused_with_a_sentence(
    database: Database, visits: Migrations
) -> None:
    migrate(database, [visits])
    (visits.folder / f"{SECOND}.py").unlink()

    for call in (status, migrate):
        with pytest.raises(MigrationFailed) as caught:
            call(database, [visits])

        assert caught.value.text("en") == (
            "The tables of visits are at visits_0002, which this version does not know. "
            "Install the newer version or restore a backup."
        )


UNREADABLE = {
    "no python": "def upgrade(:",
    "an import": "import kontor_nowhere",
    "two heads": HEAD.format(revision=THIRD, down=repr(FIRST)) + "    pass\n",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_unreadable_migrations_are_named_with_their_plugin(
    sqlite_url: str, visits: Migrations, kind: str
) -> None:
    (visits.folder / f"{THIRD}.py").write_text(UNREADABLE[kind])
    database = Database(sqlite_url)

    with pytest.raises(MigrationFailed, match=r"^The migrations of visits cannot be read: .+$"):
        status(database, [visits])

    database.close()


def test_two_processes_at_once_migrate_once(database: Database, visits: Migrations) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from kontor_core.foundation.storage.engine import Database\n"
        "from kontor_core.foundation.storage.migrate import Migrations, migrate\n"
        "database = Database(sys.argv[1])\n"
        "migrate(database, [Migrations('visits', Path(sys.argv[2]))])\n"
        "database.close()\n"
    )
    url = database.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", code, url, str(visits.folder)]

    both = [subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=60)[1] for process in both]

    assert told == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    assert tables(database) == ALL
