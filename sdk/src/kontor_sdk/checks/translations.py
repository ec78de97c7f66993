"""Every text is there in German and in English."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.i18n import L
from kontor_core.hooks.tables import sql_table
from kontor_sdk.checks.finding import Examined, Finding


def check_translations(plugin: Examined) -> Iterator[Finding]:
    """Walk through everything the plugin declares, its columns too, and what its code says."""
    told = set()
    for place, declared in _declared(plugin):
        for text in _texts(declared):
            if not text.en:
                told.add(text.de)
                yield Finding(place, "translations", f'L("{text.de}") has no en=.')
    for place, german in _spoken(plugin):
        if german not in told:  # such as a refusal, or the heading of a panel
            yield Finding(place, "translations", f'L("{german}") has no en=.')


def _spoken(plugin: Examined) -> Iterator[tuple[str, str]]:
    """Give the texts that stand in the code with their German half alone."""
    for file in sorted(plugin.package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "L"
                and len(node.args) == 1
                and not node.keywords
                and isinstance(german := node.args[0], ast.Constant)
                and german.value
            ):
                yield plugin.place(file, node.lineno), str(german.value)


def _declared(plugin: Examined) -> Iterator[tuple[str, object]]:
    registries = plugin.registries
    yield "PluginInfo", registries.plugins[plugin.key]
    collections = (
        registries.entities,
        registries.resources,
        registries.permissions,
        registries.role_templates,
        registries.jobs,
    )
    for collection in collections:
        for owned in collection.values():
            if owned.owner == plugin.key:
                yield owned.id, owned.spec
    for owned in registries.entities.values():
        for column in sql_table(owned.spec).columns if owned.owner == plugin.key else ():
            yield f"{owned.id}.{column.name}", spec_of(column)
    for specs in registries.slots.values():
        for slot in specs:
            if slot.owner == plugin.key:
                yield f"{type(slot.spec).__name__} {slot.id}", slot.spec


def _texts(declared: object) -> Iterator[L]:
    if isinstance(declared, L):
        yield declared
    elif is_dataclass(declared) and not isinstance(declared, type):
        for field in fields(declared):
            yield from _texts(getattr(declared, field.name))
    elif isinstance(declared, Mapping):
        for value in declared.values():
            yield from _texts(value)
    elif isinstance(declared, Sequence) and not isinstance(declared, str):
        for value in declared:
            yield from _texts(value)
