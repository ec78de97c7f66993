"""Plugins written by a test, installed for it alone."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kontor_core.foundation.storage.models import METADATA
from kontor_sdk.scaffold.migration import write_migration
from kontor_sdk.testing.site import Site

CODE = """
import msgspec
from kontor_sdk import *
from kontor_sdk.flow import *
from kontor_sdk.models import *
from kontor_sdk.ui import Facts, LabelValue, Panel

Base = plugin_base("{key}")


class Visit(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade")
    note: str = field(L("Notiz", en="Note"), Data.PERSONAL)
    stable: str = field(L("Kennung", en="Key"), nullable=True)
{columns}

class Row(msgspec.Struct):
    id: str
    note: str | None


VISITS = select(Visit.id, Visit.note).where(Visit.customer_id == bindparam("customer"))
ONE = select(Visit.id, Visit.note).where(Visit.id == bindparam("visit"))
{functions}

class Plug(Plugin):
    info = PluginInfo("{key}", L("Besuche", en="Visits"))

    @hookimpl
    def kontor_entities(self):
        others = [Entity(model) for model in Base.__subclasses__() if model is not Visit]
        return [Entity(Visit, title="note", scope_parent="customer_id"), *others]
{hooks}
"""

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that installs a plugin with these parts and gives its key."""
    site = Site(tmp_path / "site")
    site.folder.mkdir()
    monkeypatch.syspath_prepend(str(site.folder))
    keys: list[str] = []

    def put(key: str, *, functions: str = "", hooks: str = "", columns: str = "") -> str:
        code = CODE.format(key=key, functions=functions, hooks=hooks, columns=columns)
        keys.append(key)
        site.install(key, code)
        write_migration(key, "Visits")
        return key

    yield put
    for key in keys:
        for name in [name for name in sys.modules if name.partition(".")[0] == f"kontor_{key}"]:
            del sys.modules[name]
        for name in [name for name in METADATA.tables if name.startswith(f"{key}_")]:
            METADATA.remove(METADATA.tables[name])
