from datetime import UTC, datetime

import kontor_core
from kontor_core.foundation.clock import FixedClock, use_clock
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import Migrations, status
from kontor_core.hooks.ledger import Ledger
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.loader import load
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code


def core_migrations() -> list[Migrations]:
    found = Migrations.of("core", kontor_core.__name__)
    assert found is not None
    return [found]


def started(site: Site, ledger: Ledger, *keys: str) -> Loaded:
    return load(
        enabled=keys,
        builtin=(),
        sdk="1.0",
        candidates=site.candidates(),
        ledger=ledger.rows().values(),
    )


def test_ledger_is_empty_before_its_table_exists(database_url: str) -> None:
    empty = Database(database_url)

    assert Ledger(empty).rows() == {}
    empty.close()


def test_ledger_remembers_a_plugin_whose_code_is_gone(site: Site, database: Database) -> None:
    ledger = Ledger(database)
    site.install("sales", plugin_code("sales"))
    with use_clock(FixedClock(datetime(2026, 11, 21, tzinfo=UTC))):
        ledger.note(started(site, ledger, "sales"), status=status(database, core_migrations()))
    elsewhere = Site(site.folder / "empty")
    elsewhere.folder.mkdir()

    loaded = started(elsewhere, ledger)
    ledger.note(loaded)

    assert loaded.states["sales"].state is State.MISSING
    row = ledger.rows()["sales"]
    assert (row.state, row.version, row.distribution, row.enabled_at) == (
        "missing",
        "1.2",
        "kontor-sales",
        "2026-11-21T00:00:00.000000Z",
    )


def test_ledger_writes_only_what_differs(site: Site, database: Database) -> None:
    ledger = Ledger(database)
    site.install("sales", plugin_code("sales"))
    site.install("raises", target="kontor_raises:Plug")

    first = ledger.note(started(site, ledger, "sales", "raises", "typo"))
    second = ledger.note(started(site, ledger, "sales", "raises", "typo"))

    assert (sorted(first), second) == (["raises", "sales"], [])
    assert ledger.rows()["raises"].last_error == (
        "Plugin raises cannot be loaded: RuntimeError: no licence file (kontor_raises.py:3)"
    )


def test_removed_plugin_is_not_reported_missing(site: Site, database: Database) -> None:
    ledger = Ledger(database)
    site.install("sales", plugin_code("sales"))
    ledger.note(started(site, ledger, "sales"))

    ledger.mark("sales", State.REMOVED)
    elsewhere = Site(site.folder / "empty")
    elsewhere.folder.mkdir()

    assert started(elsewhere, ledger).states["sales"].state is State.REMOVED
