import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_sdk.testing.site import Site

BAD_PLUGINS = Path(__file__).parent / "bad_plugins"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.syspath_prepend(str(BAD_PLUGINS))
    before = set(sys.modules)
    site = Site(folder)
    yield site
    site.forget()
    for name in set(sys.modules) - before:
        if name.startswith("kontor_") and getattr(sys.modules[name], "__file__", "").startswith(
            str(BAD_PLUGINS)
        ):
            del sys.modules[name]
