"""A company that an older version filled comes up to this one, whole and ready for work."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import autogenerate
from kontor_core.foundation.storage.models import METADATA

HERE = Path(__file__).parent
DEFINITION = """\
[company]
name = "Alster Maschinenbau"

[plugins]
enabled = ["transactions"]

[database]
url = "{url}"
durability = "normal"
"""
BOOKS = re.compile(
    r"core_(event|event_failure|job|meta|plugin|subscriber|search_\w+)|\w+_alembic_version"
)
"""What the bus, the loader and the index write down for themselves when they start."""


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out the company as the older version left it."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "kontor.toml").write_text(DEFINITION.format(url=database_url), encoding="utf-8")
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        connection.executescript((HERE / "sqlite.sql").read_text(encoding="utf-8"))
        connection.close()
    else:
        with psycopg.connect(database_url) as server:
            server.execute((HERE / "postgres.sql").read_bytes())
    return folder


def counts(url: str) -> dict[str, int]:
    """Count the rows of every table, the books left out."""
    database = Database(url)
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if database.is_sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    reading = database.reading()
    names = [name for (name,) in reading.execute(sql).fetchall() if not BOOKS.fullmatch(name)]
    found = {
        name: reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # its own names
        for name in names
    }
    database.close()
    return found


def test_every_row_is_there_and_work_goes_on(home: Path, database_url: str) -> None:
    before = counts(database_url)

    app = KontorApp.open(home, strict=True, migrate=True)
    after = counts(database_url)
    keys = [key for key in app.registries.plugins if key != "core"]
    code = "".join(autogenerate(app.database, key, METADATA)[0] for key in keys)
    app.search.builder.run(stop=lambda: False)
    found = app.search.find(SYSTEM, "Müller")
    for info in app.resources.all():
        page = app.resources.page(SYSTEM, info, limit=1)
        for row in page.rows:
            app.resources.get(SYSTEM, info, getattr(row, f"f{len(page.fields)}"))
    with app.unit(SYSTEM) as uow:
        customer = uow.find(Customer, name="Müller & Söhne")
        assert customer is not None
        uow.change(Customer, customer.id, {"name": "Müller AG"})
    app.bus.deliver()
    troubled = [*app.bus.dead_letters(), *app.bus.parked_letters()]
    app.close()

    assert {name: after.get(name) for name in before} == before
    assert [status.pending for status in KontorApp.migration_status(home) if status.pending] == []
    assert re.findall(r"op\.\w+.*", code) == []
    assert set(keys) >= {name.partition("_")[0] for name in before} - {"core"}
    assert (bool(found.groups), troubled) == (True, [])


def test_two_processes_bring_it_up_at_once(home: Path, database_url: str) -> None:
    before = counts(database_url)
    code = (
        "import sys; from pathlib import Path; from kontor_core.app import KontorApp\n"
        "KontorApp.migrate(Path(sys.argv[1]))"
    )
    arguments = [sys.executable, "-c", code, str(home)]

    both = [subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in both]

    assert told == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    assert {name: counts(database_url).get(name) for name in before} == before
    KontorApp.open(home, strict=True).close()
