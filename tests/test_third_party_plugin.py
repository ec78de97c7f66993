"""A plugin from outside the tree joins like a bundled one; its broken twin stops nobody."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import FILE_NAME, set_plugins, write_default
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code

EXAMPLE = Path(__file__).parents[1] / "examples" / "welcome" / "src"
TWIN = """
    @hookimpl
    def kontor_subscriptions(self):
        raise RuntimeError("the licence server is down")
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.syspath_prepend(str(folder))
    site = Site(folder)
    site.install("welcome", target="kontor_welcome.plugin:Welcome")
    site.install("twin", plugin_code("twin", TWIN))
    yield site
    for name in list(sys.modules):
        if name.startswith(("kontor_welcome", "kontor_twin")):
            del sys.modules[name]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "company"
    home.mkdir()
    write_default(home / FILE_NAME, name="Muster GmbH")
    return home


def kontor(site: Site, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a user would, with the site's folder among the packages."""
    path = os.pathsep.join([str(site.folder), str(EXAMPLE)])
    return subprocess.run(
        [sys.executable, "-m", "kontor_core.cli.main", "--home", str(home), *arguments],
        env={**os.environ, "PYTHONPATH": path, "LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_example_is_a_short_file() -> None:
    code = (EXAMPLE / "kontor_welcome" / "plugin.py").read_text(encoding="utf-8")

    lines = [line for line in code.splitlines() if line.strip()]

    assert len(lines) <= 30


def test_third_party_plugin_reacts_durably_and_its_twin_is_named(site: Site, home: Path) -> None:
    set_plugins(home / FILE_NAME, ["twin", "welcome"])
    app = KontorApp.open(home, migrate=True)
    app.bus.deliver()  # new subscribers start at the head of the log
    info = app.resources.named("customers")

    for name in ("Ada", "Bertha", "Clara"):
        app.resources.create(SYSTEM, info, {"name": name})
    app.bus.deliver()
    planned = [fact for fact in _facts(app) if fact == "welcome.letter.planned"]
    states = {key: state.state for key, state in app.loaded.states.items()}
    app.close()

    assert len(planned) == 3
    assert (states["welcome"], states["twin"]) == (State.ENABLED, State.FAILED)


def test_plugins_list_names_the_broken_twin_while_everything_else_works(
    site: Site, home: Path
) -> None:
    KontorApp.open(home, migrate=True).close()
    set_plugins(home / FILE_NAME, ["twin", "welcome"])

    listed = kontor(site, home, "plugins", "list")
    created = kontor(site, home, "create", "customers", "name=Ada")
    customers = kontor(site, home, "list", "customers")

    assert [r.returncode for r in (listed, created, customers)] == [0, 0, 0]
    assert "Plugin twin: kontor_subscriptions: RuntimeError: the licence server is down " in (
        listed.stdout
    )
    lines = {line.split()[0]: line.split()[1] for line in listed.stdout.splitlines()[1:5] if line}
    assert (lines["twin"], lines["welcome"]) == ("failed", "enabled")
    assert "Ada" in customers.stdout


def test_enabling_a_broken_plugin_leaves_the_old_state(site: Site, home: Path) -> None:
    KontorApp.open(home, migrate=True).close()
    before = (home / FILE_NAME).read_bytes()

    refused = kontor(site, home, "plugins", "enable", "twin")
    enabled = kontor(site, home, "plugins", "enable", "welcome", "--no-backup")
    disabled = kontor(site, home, "plugins", "disable", "welcome")
    shown = kontor(site, home, "plugins", "show", "welcome")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "the licence server is down" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (enabled.returncode, disabled.returncode) == (0, 0)
    assert (home / FILE_NAME).read_bytes() == before
    assert "state: disabled" in shown.stdout


def test_uninstalled_plugin_is_missing_and_stops_nobody(site: Site, home: Path) -> None:
    set_plugins(home / FILE_NAME, ["welcome"])
    KontorApp.open(home, migrate=True).close()
    bare = Site(site.folder / "bare")
    bare.folder.mkdir()

    listed = kontor(bare, home, "plugins", "list", "--json")

    assert listed.returncode == 0
    assert '"state": "missing"' in listed.stdout


def _facts(app: KontorApp) -> list[str]:
    with app.unit(SYSTEM) as uow:
        cursor = uow.cursor()
        cursor.execute("SELECT type FROM core_event")
        return [row[0] for row in cursor.fetchall()]
