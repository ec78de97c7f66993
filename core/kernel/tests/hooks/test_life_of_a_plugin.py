"""A plugin comes, is left without its code, comes back, and is purged with all that was its own."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from kontor_core.app import KontorApp
from kontor_core.core_plugin import Core
from kontor_core.customers.domain import create_customer
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Conflict
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.system_rows import add_row
from kontor_core.hooks.lifecycle import check_off, disable
from kontor_core.hooks.purging import plan_purge, purge
from kontor_core.hooks.states import State
from kontor_core.resources.saved_views import SavedView
from kontor_sdk.testing.site import Site, plugin_code

MODELS = """
Base = plugin_base("visits")

class Visit(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade")
    topic: str = field(L("Thema", en="Topic"), searched=True)

class Recalled(Event):
    name = "visits.visit.recalled"

def set_timer(ctx, events):
    for event in events:
        ctx.uow.later(Recalled(customer_id=event.customer_id), at=timedelta(days=14))

def look(ctx): ...
"""
BODY = """
    @hookimpl
    def kontor_entities(self):
        return [Entity(Visit, title="topic", scope_parent="customer_id")]

    @hookimpl
    def kontor_resources(self):
        return [Resource(Visit, label="Visit", label_plural="Visits")]

    @hookimpl
    def kontor_events(self):
        return [Recalled]

    @hookimpl
    def kontor_subscriptions(self):
        return [Subscription("visits.visit.created", set_timer)]

    @hookimpl
    def kontor_jobs(self):
        return [Job(id="look", run=look, every=timedelta(hours=1))]
"""
MIGRATION = """
import sqlalchemy as sa
from alembic import op
from kontor_core.foundation.storage import types

revision = "visits_0001"
down_revision = None


def upgrade():
    op.create_table(
        "visits_visit",
        sa.Column("id", types.Id(), primary_key=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id()),
        sa.Column("team_id", types.Id()),
        sa.Column("customer_id", types.Id(), sa.ForeignKey("core_customer.id", ondelete="CASCADE")),
        sa.Column("topic", types.String(), nullable=False),
    )
"""


@pytest.fixture
def home(tmp_path: Path, database_url: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a company with the plugin ``visits``, which has made something of everything."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    site.install("visits", plugin_code("visits", BODY, models=MODELS))
    (site.folder / "kontor_visits" / "migrations").mkdir()
    (site.folder / "kontor_visits" / "migrations" / "visits_0001.py").write_text(MIGRATION)
    home = tmp_path / "home"
    home.mkdir()
    enabled = '[plugins]\nenabled = ["visits"]\n'
    (home / "kontor.toml").write_text(f'{enabled}\n[database]\nurl = "{database_url}"\n')
    app = KontorApp.open(home, strict=True, migrate=True)
    visits = app.resources.named("visits.visits")
    with app.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Müller"})
        view = dict.fromkeys(("view", "filter", "sort", "columns", "layout", "by"), "")
        for place in ("/visits.visits", "/customers"):
            add_row(uow, SavedView, {"place": place, "name": "x", "visibility": "all", **view})
    app.resources.create(SYSTEM, visits, {"customer_id": customer.id, "topic": "Messe"})
    app.bus.deliver()
    app.search.builder.run(stop=lambda: False)
    app.schedule().run_due(clock.now())
    app.close()
    return home


def lose_code(site: Site) -> None:
    """Take the package away, as ``pip uninstall`` does."""
    site.forget()
    for folder in site.folder.iterdir():
        folder.rename(site.folder.parent / folder.name)
    sys.path_importer_cache.clear()


def bring_back(site: Site) -> None:
    for name in ("kontor_visits", "kontor_visits-1.2.dist-info"):
        (site.folder.parent / name).rename(site.folder / name)
    sys.path_importer_cache.clear()


def topics(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        found = [row[0] for row in connection.execute(text("SELECT topic FROM visits_visit"))]
        connection.rollback()
    return found


def test_rows_outlive_the_code_and_are_there_when_it_is_back(home: Path, site: Site) -> None:
    lose_code(site)

    app = KontorApp.open(home, migrate=True)
    state = app.loaded.states["visits"]
    customers = app.resources.page(SYSTEM, app.resources.named("customers"), limit=5).rows
    kept = topics(app.database)
    (timer,) = app.bus.timers.waiting()
    parked = app.bus.timers.state_of(timer)
    told = [entry.type for entry in app.log.after("").facts if entry.plugin == "visits"]
    app.bus.deliver()
    app.close()
    bring_back(site)
    app = KontorApp.open(home, strict=True)
    back = app.resources.page(SYSTEM, app.resources.named("visits.visits"), limit=5).rows
    waiting = app.bus.timers.state_of(timer)
    app.close()

    assert state.state is State.MISSING
    assert isinstance(state.problem, L)
    assert "visits" in state.problem.en
    assert (len(customers), kept, told) == (1, ["Messe"], ["visits.visit.created"])
    assert (parked, waiting, len(back)) == ("parked", "waiting", 1)


def test_purge_counts_and_takes_all_that_was_its_own(home: Path, site: Site) -> None:
    lose_code(site)
    app = KontorApp.open(home)
    database = Database(app.database.url)
    app.close()

    plan = plan_purge(database, "visits")
    purge(database, "visits")
    nothing = plan_purge(database, "visits")
    database.close()
    app = KontorApp.open(home)
    customers = app.resources.page(SYSTEM, app.resources.named("customers"), limit=5).rows
    found = app.search.find(SYSTEM, "Messe").groups
    app.close()

    assert plan.tables == {"visits_alembic_version": 1, "visits_visit": 1}
    assert plan.kept == {
        "core_timer": 1,
        "core_subscriber": 1,
        "core_job": 1,
        "core_saved_view": 1,
        "core_search_document": 1,
    }
    assert (nothing.tables, nothing.kept) == ({}, {})
    assert (len(customers), found) == (1, ())


def test_nobody_is_left_without_what_they_require(home: Path, site: Site) -> None:
    site.install("tours", plugin_code("tours", requires='("visits",)'))
    file = home / "kontor.toml"
    file.write_text(file.read_text().replace('["visits"]', '["visits", "tours"]'))

    with pytest.raises(Conflict, match=r"visits is required by tours\. Disable that first"):
        disable(home, "visits", core=Core())
    with pytest.raises(Conflict, match="visits is on"):
        check_off(home, "visits")
    disable(home, "tours", core=Core())
    disable(home, "visits", core=Core())
    check_off(home, "visits")
