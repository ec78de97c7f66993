"""A plugin whose tables cannot be brought up to date is named; everything else goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.migrate import MigrationFailed
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code

FIRST = """
import sqlalchemy as sa
from alembic import op
from kontor_core.foundation.storage import types

revision = "visits_0001"
down_revision = None


def upgrade():
    op.create_table("visits_plan", sa.Column("id", types.Id(), primary_key=True))
"""
FAILING = FIRST + "    raise RuntimeError('no rain today')\n"


@pytest.fixture
def home(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a company with the plugin ``visits`` on."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    site.install("visits", plugin_code("visits"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "kontor.toml").write_text('[plugins]\nenabled = ["visits"]\n')
    return tmp_path / "home"


def write(site: Site, code: str | None) -> None:
    folder = site.folder / "kontor_visits" / "migrations"
    folder.mkdir(exist_ok=True)
    file = folder / "visits_0001.py"
    file.unlink(missing_ok=True)
    if code is not None:
        file.write_text(code)


@contextmanager
def opened(home: Path, *, migrate: bool = False) -> Iterator[KontorApp]:
    app = KontorApp.open(home, migrate=migrate)
    yield app
    app.close()


def problem(app: KontorApp) -> str:
    found = app.loaded.states["visits"]
    assert found.state is State.BLOCKED
    assert isinstance(found.problem, L)
    return found.problem.en


def works(app: KontorApp) -> bool:
    with app.unit(SYSTEM) as uow:
        uow.create(Customer, {"name": "Weiter", "number": "1", "phase": "prospect"})
    return True


def test_failing_migration_blocks_its_plugin_alone(home: Path, site: Site) -> None:
    write(site, FAILING)

    with opened(home, migrate=True) as app:
        assert "RuntimeError: no rain today" in problem(app)
        assert works(app)

    with pytest.raises(MigrationFailed, match="visits"):
        KontorApp.migrate(home)


def test_mended_migration_brings_its_plugin_back(home: Path, site: Site) -> None:
    write(site, FAILING)
    with opened(home, migrate=True):
        pass
    write(site, FIRST)

    KontorApp.migrate(home)

    with opened(home) as app:
        assert app.loaded.states["visits"].state is State.ENABLED


def test_pending_newer_and_unreadable_tables_block_their_plugin_alone(
    home: Path, site: Site
) -> None:
    write(site, None)
    with opened(home, migrate=True):
        pass
    write(site, FIRST)
    with opened(home) as app:
        pending = problem(app)
        assert works(app)
    with opened(home, migrate=True):
        pass

    write(site, None)
    with opened(home) as app:
        newer = problem(app)
    write(site, "def upgrade(:")
    with opened(home, migrate=True) as app:
        unreadable = problem(app)

    assert "Run 'kontor db migrate'" in pending
    assert "are at visits_0001, which this version does not know" in newer
    assert unreadable.startswith("The migrations of visits cannot be read: SyntaxError")
