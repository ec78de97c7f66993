"""The fixture ``kontor``: opens a company with the plugin under test, and no other.

The plugin under test is the one that the ``pyproject.toml`` around the test declares. A test that
needs others says so: ``@pytest.mark.plugins("sales", "service")``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kontor_sdk.testing.homes import Homes, plugins_beside
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon


@pytest.fixture(scope="session")
def kontor_homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Keep one migrated company for each set of plugins, to make copies of."""
    return Homes(tmp_path_factory.mktemp("kontor"))


@pytest.fixture
def kontor_toml() -> str:
    """Return what a test module adds to ``kontor.toml``; override it for roles and settings."""
    return ""


@pytest.fixture
def open_kontor(
    kontor_homes: Homes, kontor_toml: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Kontor]]:
    """Return a function that opens a company of its own: ``open_kontor("sales")``."""
    from kontor_core.app import KontorApp

    for name in ("KONTOR_HOME", "KONTOR_DATABASE_URL", "KONTOR_DATABASE_DURABILITY"):
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as stack:
        clock = stack.enter_context(living_at_noon())

        def open_company(*plugins: str) -> Kontor:
            number = len(list(tmp_path.glob("company*"))) + 1
            home = kontor_homes.copy(plugins, kontor_toml, tmp_path / f"company{number}")
            opened = Kontor(KontorApp.open(home, strict=True), plugins, clock)
            stack.callback(opened.close)
            return opened

        yield open_company


@pytest.fixture
def kontor(request: pytest.FixtureRequest, open_kontor: Callable[..., Kontor]) -> Kontor:
    """Open a CRM with the plugin under test."""
    marker = request.node.get_closest_marker("plugins")
    plugins = marker.args if marker is not None else plugins_beside(request.path)
    return open_kontor(*plugins)
