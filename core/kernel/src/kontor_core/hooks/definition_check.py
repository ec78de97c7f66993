"""Names in kontor.toml that only the installed plugins can judge: of plugins, entities, rights.

A name that nobody knows does no harm when Kontor starts: the plugin may come later. It is a
mistake all the same, so ``kontor definition check`` names it with its line, and what the settings
of plugins refuse as well.
"""

from collections.abc import Collection, Iterator, Mapping

from kontor_core.foundation.access.profiles import ANY
from kontor_core.foundation.definition import Definition, DefinitionErrors
from kontor_core.foundation.errors import DefinitionError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.settings import load_settings
from kontor_core.foundation.text import nearest
from kontor_core.hooks import discovery
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import Plugin
from kontor_core.hooks.loader import load
from kontor_core.hooks.register import register
from kontor_core.hooks.registries import Registries

_PLUGIN = L(
    "Das Plugin „{name}“ ist nicht installiert.", en='The plugin "{name}" is not installed.'
)
_ENTITY = L("Das Objekt „{name}“ gibt es nicht.", en='There is no entity "{name}".')
_RIGHT = L("Die Berechtigung „{name}“ gibt es nicht.", en='There is no permission "{name}".')
_WORD = L(
    "Das Objekt oder Feld „{name}“ gibt es nicht.", en='There is no entity or field "{name}".'
)
_UNSET = L(
    "Das Plugin „{name}“ hat keine Einstellungen.", en='The plugin "{name}" has no settings.'
)


def unknown_names(definition: Definition, *, core: Plugin) -> list[DefinitionError]:
    """Give every name nobody knows, with its line and the nearest one; touches no data."""
    return list(_found(definition, core))


def _found(definition: Definition, core: Plugin) -> Iterator[DefinitionError]:
    installed = {candidate.key for candidate in discovery.scan()}
    line = definition.lines.of("plugins", "enabled")
    for key in definition.plugins:
        if key not in installed:
            yield _error(_PLUGIN, key, installed, line)
    loaded = load(enabled=definition.plugins, core=core)
    registries = register(
        Dispatcher(loaded), custom=definition.custom_fields, labels=definition.labels
    )
    yield from _settings(definition, registries, installed)
    off = tuple(f"{key}." for key in installed | {*definition.plugins} if key not in loaded)
    for name, role in definition.roles.items():
        for entity in role.grants:
            known = entity == ANY or entity in registries.entities
            if not known and not entity.startswith(off):
                at = definition.lines.of("roles", name, "grants", entity)
                yield _error(_ENTITY, entity, registries.entities, at)
        for permission in role.permissions:
            known = permission == ANY or permission in registries.permissions
            if not known and not permission.startswith(off):
                at = definition.lines.of("roles", name, "permissions")
                yield _error(_RIGHT, permission, registries.permissions, at)
    words = _words(registries)
    for name in definition.labels:
        if name not in words and not name.startswith(off):
            yield _error(_WORD, name, words, definition.lines.of("labels", name))


def _settings(
    definition: Definition, registries: Registries, installed: Collection[str]
) -> Iterator[DefinitionError]:
    """Judge ``[plugin.<key>]``; those of a plugin that is off or gone are kept unread."""
    for key in definition.plugin_settings:
        line = definition.lines.of("plugin", key)
        if key not in installed and nearest(key, list(installed)):
            yield _error(_PLUGIN, key, installed, line)
        elif key in registries.plugins and key not in registries.settings:
            yield _error(_UNSET, key, (), line)
    for key, settings in registries.settings.items():
        try:
            load_settings(settings.model, key, definition)
        except DefinitionErrors as errors:
            yield from errors.errors


def _words(registries: Registries) -> Collection[str]:
    """Give what ``[labels]`` may name: entities, resources, and their fields."""
    fields: Mapping[str, Collection[str]] = registries.all_fields
    return {
        *registries.entities,
        *registries.resources,
        *(f"{entity}.{name}" for entity, names in fields.items() for name in names),
    }


def _error(text: L, name: str, known: Collection[str], line: int | None) -> DefinitionError:
    told = text.format(name=name)
    guess = nearest(name, list(known))
    if guess:
        told = L(
            f"{told.de} Meinten Sie „{guess}“?", en=f'{told.in_("en")} Did you mean "{guess}"?'
        )
    return DefinitionError(told, line=line)
