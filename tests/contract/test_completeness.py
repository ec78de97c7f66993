"""No declaration of the SDK without somebody who holds it to its word."""

import ast
import dataclasses
import inspect
from pathlib import Path

import pytest

from kontor_core.hooks.declarations import actions, entities, exchange, flow, rights, routes, ui
from kontor_core.hooks.hookspecs import PluginInfo

ROOT = Path(__file__).parents[2]
SLOTS = [
    one
    for _, one in inspect.getmembers(ui, inspect.isclass)
    if issubclass(one, actions.Spec) and one is not actions.Spec
]
OTHERS = [
    PluginInfo,
    entities.Resource,
    flow.Job,
    flow.Subscription,
    rights.Permission,
    routes.Route,
    ui.CalendarEntry,
    ui.Card,
    ui.Crumb,
    ui.Hit,
    ui.Lane,
    ui.Size,
]
ELSEWHERE = {
    "HelpPage": "core/web/tests/help/test_help.py",
    "NoticeKind": "core/builtin/tests/test_inbox.py",
    "Watched": "core/builtin/tests/test_following.py",
    "Widget.period": "core/web/tests/test_home.py",
    "PluginInfo.requires": "core/kernel/tests/hooks/test_loader.py",
    "PluginInfo.bridges": "core/kernel/tests/hooks/test_register.py",
    "Resource.name": "core/kernel/tests/hooks/test_register.py",
    "Resource.search": "core/web/tests/resources/test_list_search.py",
    "Resource.create": "plugins/operative/transactions/tests",
    "Resource.change": "plugins/operative/transactions/tests",
    "Resource.delete": "plugins/operative/transactions/tests",
    "Resource.import_key": "core/kernel/tests/exchange/test_imports.py",
    "Resource.read_only": "core/web/tests/api/test_rights.py",
    "Resource.keeps": "core/builtin/tests/documents",
    "Resource.presets": "core/kernel/tests/exchange/test_command_line.py",
    "Resource.held_by": "core/web/tests/test_settings.py",
    "Subscription.id": "core/kernel/tests/events",
    "Subscription.batch": "core/kernel/tests/events",
    "Subscription.replay_from_start": "core/kernel/tests/events",
}
"""Where what ``kontor_every`` leaves out is held to its word."""


def said() -> dict[str, set[str]]:
    """Give the attributes that the plugin of these tests sets, by declaration."""
    tree = ast.parse((Path(__file__).parent / "kontor_every" / "plugin.py").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            named = found.setdefault(node.func.id, set())
            named |= {one.arg for one in node.keywords if one.arg}
            cls = next((c for c in (*SLOTS, *OTHERS) if c.__name__ == node.func.id), None)
            if cls is not None:
                fields = [one.name for one in dataclasses.fields(cls)]
                named |= set(fields[: len(node.args)])
    return found


@pytest.mark.parametrize("declaration", [*SLOTS, *OTHERS], ids=lambda cls: cls.__name__)
def test_every_attribute_is_declared_by_the_plugin_that_is_tested(declaration: type) -> None:
    name, known = declaration.__name__, said()
    if name in ELSEWHERE:
        assert (ROOT / ELSEWHERE[name]).exists()
        return
    common = {one.name for one in dataclasses.fields(actions.Spec)}
    fields = {one.name for one in dataclasses.fields(declaration)}
    if issubclass(declaration, actions.Spec):
        fields -= common - {"id"}  # some slot has each of them

    missing = fields - known.get(name, set())

    assert [one for one in sorted(missing) if f"{name}.{one}" not in ELSEWHERE] == []


def test_some_slot_has_each_of_what_every_slot_may_have() -> None:
    known = said()

    named = set().union(*(known.get(slot.__name__, set()) for slot in SLOTS))

    assert {"id", "order", "requires", "when"} <= named


@pytest.mark.parametrize("place", sorted(set(ELSEWHERE.values())))
def test_what_is_tested_elsewhere_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_every_kind_of_slot_is_known() -> None:
    assert {one.__name__ for one in SLOTS} >= {"Board", "CalendarSource", "Asset", "Column"}
    assert exchange.ImportPreset.__doc__
