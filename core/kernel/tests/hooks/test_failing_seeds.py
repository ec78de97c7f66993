"""A plugin whose first rows cannot be made is named and stays off; everything else goes on."""

from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code

SEED = """
    @hookimpl
    def kontor_seed(self, ctx):
        from kontor_core.customers.models import Customer
        ctx.uow.create(Customer, {"name": ctx.uow.plugin, "number": "%s", "phase": "prospect"})
        if %r:
            raise ValueError("no seed today")
        assert ctx.first_run
"""


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a company with the plugins ``apples``, ``pears`` and ``plums`` on."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    enabled = '[plugins]\nenabled = ["apples", "pears", "plums"]\n'
    (home / "kontor.toml").write_text(f'{enabled}\n[database]\nurl = "{database_url}"\n')
    return home


def install(site: Site, *, failing: bool) -> None:
    site.install("apples", plugin_code("apples", SEED % ("1", failing)))
    site.install("pears", plugin_code("pears", SEED % ("2", False), requires='("apples",)'))
    site.install("plums", plugin_code("plums", SEED % ("3", False)))


def mend(site: Site) -> None:
    code = plugin_code("apples", SEED % ("1", False))
    (site.folder / "kontor_apples" / "plugin.py").write_text(code)
    site.forget()


def seeded(app: KontorApp) -> set[str]:
    with app.unit(SYSTEM) as uow:
        names = {customer.name for customer in uow.find_all(Customer)}
    return names & {"apples", "pears", "plums"}


def test_only_the_failing_plugin_and_what_requires_it_stay_off(home: Path, site: Site) -> None:
    install(site, failing=True)

    app = KontorApp.open(home, migrate=True)
    rows, states = seeded(app), {key: state.state for key, state in app.loaded.states.items()}
    problem = app.loaded.states["apples"].problem
    registered = "apples.use" in app.registries.permissions
    app.close()

    assert rows == {"plums"}
    assert (states["apples"], states["pears"]) == (State.FAILED, State.BLOCKED)
    assert states["plums"] is State.ENABLED
    assert isinstance(problem, L)
    assert problem.en.startswith("Plugin apples: ")
    assert "no seed today" in problem.en
    assert not registered


def test_it_stays_off_until_its_rows_are_made(home: Path, site: Site) -> None:
    install(site, failing=True)
    KontorApp.open(home, migrate=True).close()
    mend(site)

    app = KontorApp.open(home)
    state = app.loaded.states["apples"]
    app.close()
    app = KontorApp.open(home, migrate=True)
    rows, healed = seeded(app), app.loaded.states["apples"].state
    app.close()

    assert state.state is State.BLOCKED
    assert isinstance(state.problem, L)
    assert state.problem.en == "apples does not have its first rows yet. Run 'kontor db migrate'."
    assert (rows, healed) == ({"apples", "pears", "plums"}, State.ENABLED)


def test_strict_start_raises(home: Path, site: Site) -> None:
    install(site, failing=True)

    with pytest.raises(PluginError, match="no seed today"):
        KontorApp.open(home, strict=True, migrate=True)
