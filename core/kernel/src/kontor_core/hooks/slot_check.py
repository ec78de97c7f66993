"""Checks of ``kontor_ui``: every name a slot refers to exists, every slot can be shown."""

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters.parser import parse
from kontor_core.foundation.filters.resolve import resolve
from kontor_core.foundation.i18n import LOCALES, text_of
from kontor_core.foundation.inputs import input_specs
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import EVERY, Action, ActionScope, Spec
from kontor_core.hooks.declarations.ui import (
    Agg,
    Asset,
    Board,
    Column,
    Composer,
    EntryLinks,
    Filter,
    HelpPage,
    NavItem,
    Page,
    Panel,
    Tab,
    TimelineRenderer,
    View,
)
from kontor_core.hooks.event_names import check_patterns
from kontor_core.hooks.names import ENTITY, FIELD, PAGE, PERMISSION, Names

_AMOUNTS = (Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.UNIT_PRICE, Kind.QUANTITY)
_ORDERED = (*_AMOUNTS, Kind.DATE, Kind.DATETIME)
_AGGREGATED: Mapping[Agg, Collection[Kind]] = {
    Agg.SUM: _AMOUNTS,
    Agg.AVG: _AMOUNTS,
    Agg.MIN: _ORDERED,
    Agg.MAX: _ORDERED,
    Agg.COUNT: tuple(Kind),
}
"""What kinds of fields can be put together how."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What there is to refer to."""

    running: Collection[str]
    entities: Collection[str]
    fields: Mapping[str, Mapping[str, Field]]
    permissions: Collection[str]
    events: Collection[str]
    pages: Mapping[str, Collection[str]]  # plugin -> local paths
    packages: Mapping[str, str]


def check_slot(spec: Spec, names: Names, world: World) -> None:
    """Raises PluginError naming slot, field and remedy; Absent when an optional plugin is off."""
    where = f"{type(spec).__name__} {spec.id}"
    if spec.requires is not None:
        names.known_or_absent(PERMISSION, spec.requires, world.permissions, where=where)
    if isinstance(spec, Action | Composer) and spec.input is not None:
        _check_input(spec.input, names, where)
    refresh = getattr(spec, "refresh_on", ())
    check_patterns(names, refresh, world.events, world.running, where=where)
    match spec:
        case Tab():
            names.known_or_absent(ENTITY, spec.on, [*world.entities, EVERY], where=where)
        case Panel() if spec.on == EVERY:
            pass
        case Panel() | Composer():
            names.known_or_absent(ENTITY, spec.on, world.entities, where=where)
        case Column():
            _check_column(spec, names, world, where)
        case Filter() | View():
            _check_view(spec, names, world, where)
        case Action():
            _check_action(spec, names, world, where)
        case EntryLinks():
            names.known_or_absent(ENTITY, spec.of, world.entities, where=where)
        case Board():
            names.known_or_absent(ENTITY, spec.of, world.entities, where=where)
            if spec.lane_sum is not None:
                names.known_or_absent(FIELD, spec.lane_sum, world.fields[spec.of], where=where)
        case TimelineRenderer():
            check_patterns(names, spec.events, world.events, world.running, where=where)
        case NavItem() if not spec.to.startswith("/"):
            names.known_or_absent(PAGE, spec.to, world.pages[names.info.key], where=where)
        case Asset():
            _check_asset(spec, names, world, where)
        case HelpPage():
            _check_help(spec, names, world, where)
        case Page() if spec.path.startswith("/"):
            raise names.refusal(
                f"{where}: path beginnt ohne „/“; die Seite steht unter /x/{names.info.key}/.",
                f'{where}: path begins without "/"; the page stands below /x/{names.info.key}/.',
            )
        case _:
            pass


def _check_column(spec: Column, names: Names, world: World, where: str) -> None:
    names.known_or_absent(ENTITY, spec.of, [*world.entities, EVERY], where=where)
    if (spec.field is None) == (spec.values is None):
        raise names.refusal(
            f"{where}: nennen Sie entweder field= oder values=.",
            f"{where}: give either field= or values=.",
        )
    if spec.field is not None:
        names.known_or_absent(FIELD, spec.field, world.fields.get(spec.of, {}), where=where)
    elif spec.label is None:
        raise names.refusal(
            f"{where}: eine Spalte mit values= braucht label=.",
            f"{where}: a column with values= needs label=.",
        )
    if spec.aggregate is not None:
        field = world.fields.get(spec.of, {}).get(spec.field or "")
        if field is None or field.kind not in _AGGREGATED[spec.aggregate]:
            raise names.refusal(
                f"{where}: aggregate={spec.aggregate.name} geht nur mit field= eines Feldes, das "
                "sich so zusammenfassen lässt.",
                f"{where}: aggregate={spec.aggregate.name} takes field= with a field that can be "
                "put together so.",
            )


def _check_view(spec: Filter | View, names: Names, world: World, where: str) -> None:
    names.known_or_absent(ENTITY, spec.of, [*world.entities, EVERY], where=where)
    fields = world.fields.get(spec.of, {})
    if isinstance(spec, View):
        for name in (*spec.columns, *(sort.removeprefix("-") for sort in spec.sort)):
            names.known_or_absent(FIELD, name, fields, where=where)
    # the fields of every list differ from list to list
    check_filter(spec.filter, fields if spec.of != EVERY else None, names, where)


def check_filter(text: str, fields: Mapping[str, Field] | None, names: Names, where: str) -> None:
    """Raise PluginError for a filter that cannot be read, or not of these fields."""
    if not text:
        return
    try:
        tree = parse(text)
        if fields is not None:
            resolve(tree, fields)
    except Invalid as error:
        raise names.refusal(
            f"{where}: {text_of(error.message, 'de')}",
            f"{where}: {text_of(error.message, 'en')}",
        ) from error


def _check_action(spec: Action, names: Names, world: World, where: str) -> None:
    if spec.on is not None:
        names.known_or_absent(ENTITY, spec.on, [*world.entities, EVERY], where=where)
    elif spec.scope is not ActionScope.GLOBAL:
        raise names.refusal(
            f"{where}: scope={spec.scope.name} braucht on= mit einer Entität.",
            f"{where}: scope={spec.scope.name} needs on= with an entity.",
        )
    if (spec.run is None) == (spec.href is None):
        raise names.refusal(
            f"{where}: nennen Sie entweder run= oder href=.",
            f"{where}: give either run= or href=.",
        )


def _check_input(model: type[BaseModel], names: Names, where: str) -> None:
    for name, found in input_specs(model).items():
        if found is None:
            raise names.refusal(
                f"{where}: {model.__name__}.{name} ist ohne field(...) deklariert; daraus wird "
                "kein Formular.",
                f"{where}: {model.__name__}.{name} is declared without field(...); no form can be "
                "made of it.",
            )


def _check_help(spec: HelpPage, names: Names, world: World, where: str) -> None:
    key = names.info.key
    for name in spec.about:
        if not name.startswith("/") and name not in world.pages[key]:
            names.known_or_absent(ENTITY, name, world.entities, where=where)
    for locale in LOCALES:
        _check_file(f"help/{spec.id}.{locale}.md", names, world, where)


def _check_asset(spec: Asset, names: Names, world: World, where: str) -> None:
    _check_file(f"static/{spec.path}", names, world, where)


def _check_file(path: str, names: Names, world: World, where: str) -> None:
    package = sys.modules.get(world.packages[names.info.key])
    file = getattr(package, "__file__", None)
    if file is None or not (Path(file).parent / path).is_file():
        raise names.refusal(
            f"{where}: die Datei {path} fehlt im Paket.",
            f"{where}: the file {path} is missing from the package.",
        )
