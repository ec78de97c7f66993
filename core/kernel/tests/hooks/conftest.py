import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_core.foundation.storage.models import METADATA
from kontor_sdk.testing.site import Site

BAD_PLUGINS = Path(__file__).parent / "bad_plugins"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.syspath_prepend(str(BAD_PLUGINS))
    modules, tables = set(sys.modules), set(METADATA.tables)
    yield Site(folder)
    for name in set(sys.modules) - modules:
        if name.startswith("kontor_") and not name.startswith(("kontor_core", "kontor_sdk")):
            del sys.modules[name]
    for name in set(METADATA.tables) - tables:
        if not name.startswith("core_"):
            METADATA.remove(METADATA.tables[name])
