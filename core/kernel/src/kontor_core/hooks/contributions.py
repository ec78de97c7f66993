"""What one plugin brings, read off the registries: for its card and for a preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.registries import Registries

_SLOTS = {
    "NavItem": L("Navigation", en="Navigation"),
    "Page": L("Seite", en="Page"),
    "Panel": L("Bereich", en="Panel"),
    "Tab": L("Reiter", en="Tab"),
    "Widget": L("Kachel", en="Widget"),
    "Column": L("Spalte", en="Column"),
    "Filter": L("Filter", en="Filter"),
    "View": L("Ansicht", en="View"),
    "Action": L("Aktion", en="Action"),
    "Board": L("Tafel", en="Board"),
    "CalendarSource": L("Kalender", en="Calendar"),
    "TimelineRenderer": L("Verlauf", en="History"),
    "EntryLinks": L("Verweise im Verlauf", en="Links in the history"),
    "Composer": L("Eingabe", en="Composer"),
    "SearchProvider": L("Suche", en="Search"),
    "CardPart": L("Teil von vCards", en="Part of vCards"),
    "Asset": L("Datei der Oberfläche", en="Asset"),
}
"""What people call the places a plugin fills; ``contributions`` knows every kind."""
_TABLE = L("Tabelle", en="Table")
_FIELD = L("Feld an {entity}", en="Field of {entity}")
_REACTION = L("Reaktion", en="Reaction")
_JOB = L("Auftrag", en="Job")
_CHECK = L("Prüfung", en="Check")
_RIGHT = L("Berechtigung", en="Permission")
_EVENT = L("Ereignis", en="Event")
_ADDRESS = L("Adresse", en="Address")


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing a plugin brings: what it is, what people call it, its full name."""

    kind: Label
    label: Label
    id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A field about people that a plugin keeps, and what becomes of it at an erasure."""

    table: str
    field: Field


def contributions(registries: Registries, key: str) -> Sequence[Brought]:
    """Name everything that is there because of this plugin."""
    found: list[Brought] = []
    for name, entity in registries.entities.items():
        if entity.owner == key:
            found.append(Brought(_TABLE, registries.label_of(name), name))
    for name in registries.entities:
        for field in registries.fields(name).values():
            own = registries.entities[name].owner == key
            if field.owner == key and not own and not field.spec.hidden:
                kind = _FIELD.format(entity=registries.label_of(name))
                found.append(Brought(kind, field.label, field.name))
    for cls, specs in registries.slots.items():
        for owned in specs:
            if owned.owner == key:
                label = getattr(owned.spec, "label", None) or getattr(owned.spec, "title", None)
                kind = _SLOTS.get(cls.__name__) or L(cls.__name__)
                found.append(Brought(kind, label or owned.id, owned.id))
    found += [
        Brought(_REACTION, ", ".join(one.spec.patterns), one.id)
        for one in registries.subscriptions
        if one.owner == key
    ]
    found += [
        Brought(_JOB, one.spec.label or one.id, one.id)
        for one in registries.jobs.values()
        if one.owner == key
    ]
    found += [
        Brought(_CHECK, one.spec.label or one.id, one.id)
        for one in registries.checks
        if one.owner == key
    ]
    found += [
        Brought(_RIGHT, one.spec.label, one.id)
        for one in registries.permissions.values()
        if one.owner == key
    ]
    found += [
        Brought(_EVENT, one.id, one.id) for one in registries.events.values() if one.owner == key
    ]
    found += [
        Brought(_ADDRESS, one.spec.path, one.id) for one in registries.routes if one.owner == key
    ]
    return found


def kept_of_people(registries: Registries, key: str) -> Sequence[Kept]:
    """Name the fields about people in the tables of this plugin."""
    about = (Data.PERSONAL, Data.SPECIAL, Data.SECRET)
    mine = set(registries.owned_tables(key))
    return [
        Kept(field.table, field)
        for name in registries.entities
        for field in registries.fields(name).values()
        if field.table in mine and field.spec.data in about and field.json_key is None
    ]


def dependants(registries: Registries, key: str) -> Sequence[str]:
    """Name the running plugins that cannot run without this one."""
    return [
        other for other, info in registries.plugins.items() if key in info.requires and other != key
    ]


def enriched(registries: Registries, key: str) -> Sequence[str]:
    """Name the running plugins that do more while this one runs."""
    return [
        other
        for other, info in registries.plugins.items()
        if key in (*info.optional, *info.bridges) and other != key
    ]
