"""Which events pages ask for: what lists show, what slots name, what a history tells."""

import hashlib
from typing import TYPE_CHECKING

from kontor_core.foundation.definition import FILE_NAME
from kontor_core.hooks.declarations.flow import covers
from kontor_core.hooks.declarations.ui import NavItem, Panel, Tab, Widget
from kontor_core.hooks.registries import Owned
from kontor_web.ui.assets import manifest

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

VERBS = ("created", "changed", "deleted")


def known_events(kontor: "KontorApp") -> list[str]:
    """Give the names of all events there are: those of every entity, and what was declared."""
    registries = kontor.registries
    own = [f"{entity}.{verb}" for entity in registries.entities for verb in VERBS]
    return [*own, *registries.events]


def names_of(kontor: "KontorApp") -> frozenset[str]:
    """Give the names that some list, slot or history shows anew."""
    registries = kontor.registries
    slots = [*map(_patterns, registries.specs(Panel)), *map(_patterns, registries.specs(Tab))]
    slots += map(_patterns, registries.specs(Widget))
    slots += map(_patterns, registries.specs(NavItem))
    patterns = {pattern for asked in slots for pattern in asked}
    listed = {info.entity for info in kontor.resources.all()}
    return frozenset(
        name
        for name in known_events(kontor)
        if name not in kontor.quiet_events
        or name.rpartition(".")[0] in listed
        or any(covers(pattern, name) for pattern in patterns)
    )


def _patterns(
    owned: Owned[Panel] | Owned[Tab] | Owned[Widget] | Owned[NavItem],
) -> tuple[str, ...]:
    return owned.spec.refresh_on


def build_of(kontor: "KontorApp") -> str:
    """Give a mark of what is served: another one means that open pages are of an older Kontor."""
    parts = [*sorted(manifest().items()), *sorted(kontor.registries.plugins)]
    made = hashlib.sha256(repr(parts).encode())
    made.update((kontor.home / FILE_NAME).read_bytes())
    return made.hexdigest()[:12]
