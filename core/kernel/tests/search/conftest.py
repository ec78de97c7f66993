"""A company whose records are found: core alone, with a shop beside it that has a facet."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kontor_core.app import KontorApp
from kontor_core.core_plugin import Core
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.definition import load
from kontor_core.foundation.fields import field as column
from kontor_core.foundation.fields import link
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.models import plugin_base
from kontor_core.hooks.declarations.entities import Entity, Facet, Resource
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl
from kontor_core.hooks.loader import load as load_plugins
from kontor_core.hooks.register import register
from kontor_core.search.segments import plain

Base = plugin_base("shop")


class Badge(Base, table=True):
    """A facet: what it says is found with the customer."""

    customer_id: str = link("customer", on_delete="cascade", unique=True)
    motto: str | None = column("Motto", Data.INTERNAL, nullable=True, searched=True)


class Order(Base, table=True):
    customer_id: str = link("customer", on_delete="cascade")
    number: str = column("Number", Data.INTERNAL, searched=True)
    remark: str | None = column("Remark", Data.INTERNAL, nullable=True)


class Shop(Plugin):
    info = PluginInfo("shop", "Shop")

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Facet(Badge, title="motto"),
            Entity(Order, scope_parent="customer_id", title="number"),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [Resource(Order, label="Order")]


@pytest.fixture
def app(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KontorApp]:
    """Wire an application on the test's database, the shop in it."""
    for name in ("KONTOR_DATABASE_URL", "KONTOR_DATABASE_DURABILITY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "kontor.toml").write_text('[company]\nname = "Prüfstand"\n')
    definition = load(tmp_path)
    loaded = load_plugins(enabled=(), builtin=(), core=Core(), candidates=())
    loaded.add("shop", Shop())
    dispatcher = Dispatcher(loaded)
    registries = register(dispatcher, custom=definition.custom_fields, labels=definition.labels)
    with database.engine.begin() as connection:
        for model in (Badge, Order):
            model.__table__.create(connection)
    app = KontorApp(tmp_path, definition, loaded, dispatcher, registries, database)
    app.bus.enrol()
    yield app
    app.close()


@pytest.fixture
def found(app: KontorApp) -> Callable[..., dict[str, list[str]]]:
    """Deliver what waits, search, and give titles by resource."""

    def find(text: str, actor: Actor = SYSTEM, **options: Any) -> dict[str, list[str]]:
        app.bus.deliver()
        groups = app.search.find(actor, text, **options).groups
        return {group.info.name: [plain(hit.title) for hit in group.hits] for group in groups}

    return find
