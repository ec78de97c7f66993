"""The columns of a list: the usual ones or those the address asks for, and what may be chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.ui import Column as ColumnSpec
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.currencies import currencies
from kontor_core.resources.ordering import MOST_KEYS
from kontor_web.calls import Call
from kontor_web.resources.asked import Asked, declared_view
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.slots import allowed
from kontor_web.ui.views import Column

_NO_COLUMN = (Kind.JSON, Kind.ID, Kind.LONGTEXT)


@dataclass(frozen=True)
class Shown:
    """One column: a field of the registry, or a plugin's values for the ids of a page."""

    key: str
    label: str
    kind: Kind
    field: Field | None = None
    owned: Owned[ColumnSpec] | None = None
    mobile: int | None = None


def columns_of(call: Call, info: ResourceInfo, asked: Asked) -> tuple[list[Shown], list[Label]]:
    """Give the columns of a list, and what to say about those asked for that cannot be shown."""
    if not asked.names:
        return usual_columns(call, info, asked.usual.declared), []
    known = {one.key: one for one in choosable(call, info)}
    found = {name: known[name] for name in asked.names if name in known}
    missing = [name for name in asked.names if name not in known]
    said: list[Label] = [phrases.NO_COLUMN.format(name=name) for name in missing]
    if not found:
        return usual_columns(call, info, asked.usual.declared), said
    title = known.get(info.title)
    # the title leads to the record, so no list is without it
    columns = list(found.values())
    return (columns if title is None or title.key in found else [title, *columns]), said


def usual_columns(call: Call, info: ResourceInfo, view_id: str = "") -> list[Shown]:
    """Give the columns of a declared view, or the resource's own and what plugins add."""
    view = declared_view(call, info, view_id)
    names = list(view.columns) if view else []
    fields = [info.fields[n] for n in names if n in info.fields] or info.list_fields(call.actor)
    found = [_of_field(call, field) for field in fields]
    present = {one.key for one in found}
    beside = lead_of(info, found) + 1
    for one in _of_plugins(call, info):
        spec = one.owned.spec if one.owned is not None else None
        if spec is None or one.key in present or not (spec.default or one.key in names):
            continue
        if spec.order < 0:
            found.insert(beside, one)
            beside += 1
        else:
            found.append(one)
    return found


def choosable(call: Call, info: ResourceInfo) -> list[Shown]:
    """Give every column this reader may have: the fields they may read, and plugins' own."""
    plugins = {one.key: one for one in _of_plugins(call, info)}
    found = [
        plugins.pop(field.name) if field.name in plugins else _of_field(call, field)
        for field in info.readable(call.actor)
        if field.kind not in _NO_COLUMN
    ]
    return [*found, *(one for one in plugins.values() if one.field is None)]


def _of_field(call: Call, field: Field) -> Shown:
    return Shown(field.name, text_of(field.label, call.locale), field.kind, field=field)


def _of_plugins(call: Call, info: ResourceInfo) -> Iterator[Shown]:
    for owned in call.kontor.registries.specs(ColumnSpec, info.entity):
        if not allowed(call, owned):
            continue
        spec = owned.spec
        field = info.fields.get(spec.field) if spec.field else None
        label = spec.label or (field.label if field else owned.id)
        kind = field.kind if field else spec.kind
        key = spec.field or owned.id
        yield Shown(key, text_of(label, call.locale), kind, field, owned, spec.mobile)


def fetched(info: ResourceInfo, columns: Sequence[Shown], *also: str) -> list[str]:
    """Give the fields to read: what is shown, what names a row, and currencies of amounts."""
    names = [one.field.name for one in columns if one.field is not None]
    names += [name for name in (info.title, "kind", *also) if name in info.fields]
    return list(dict.fromkeys([*names, *currencies(info, names)]))


def heads(
    info: ResourceInfo, columns: Sequence[Shown], asked: Asked, sort: str | None
) -> Iterator[Column]:
    """Make the heads of a table; each says by its address how to sort by it."""
    lead = lead_of(info, columns)
    corners = _corners(columns, lead)
    keys = _keys(sort)
    first = next(iter(keys), "")
    for index, one in enumerate(columns):
        up = one.key == first and not keys[first]
        sortable = one.field is not None and one.field.sortable
        yield Column(
            key=one.key,
            label=one.label,
            kind=one.kind.value,
            sort_href=asked.address(sort=f"-{one.key}" if up else one.key) if sortable else None,
            sort_add=asked.address(sort=_added(keys, one.key)) if sortable and keys else None,
            sorted=_DIRECTIONS[keys[one.key]] if one.key in keys else None,
            order=list(keys).index(one.key) + 1 if one.key in keys and len(keys) > 1 else 0,
            mobile=corners.get(index),
            lead=index == lead,
        )


_DIRECTIONS = {False: "ascending", True: "descending"}


def _keys(sort: str | None) -> dict[str, bool]:
    """Read what a list is sorted by: names in turn, with whether each goes down."""
    parts = [part for part in (sort or "").split(",") if part]
    return {part.removeprefix("-"): part.startswith("-") for part in parts}


def _added(keys: Mapping[str, bool], name: str) -> str:
    """Sort by a field besides; one that is there turns round, then goes."""
    changed = dict(keys)
    if not changed.get(name, False):
        while name not in changed and len(changed) >= MOST_KEYS:
            changed.popitem()
        changed[name] = name in changed
    elif len(changed) > 1:
        del changed[name]
    else:
        changed[name] = False
    return ",".join(f"{'-' * down}{one}" for one, down in changed.items())


def sort_of(call: Call, info: ResourceInfo, asked: Asked) -> tuple[str | None, list[Label]]:
    """Give what a list is sorted by: of what is asked for what can be, else the usual sort."""
    classes = call.actor.profile.read_classes
    kept, gone = {}, []
    for name, down in _keys(asked.state.sort).items():
        field = info.fields.get(name)
        if field is not None and field.sortable and field.spec.data in classes:
            kept[name] = down
        else:
            gone.append(name)
    said: list[Label] = [phrases.NO_SORT.format(name=name) for name in gone]
    if not kept:
        return info.usual_sort(call.actor), said
    return ",".join(f"{'-' * down}{one}" for one, down in [*kept.items()][:MOST_KEYS]), said


def lead_of(info: ResourceInfo, columns: Sequence[Shown]) -> int:
    keys = [one.key for one in columns]
    return keys.index(info.title) if info.title in keys else 0


def _corners(columns: Sequence[Shown], lead: int) -> dict[int, int]:
    """Give the corners of the narrow layout's card to columns: what says most about a row."""
    corners = {lead: 1}
    for index, one in enumerate(columns):
        if one.mobile is not None and one.mobile not in corners.values():
            corners.setdefault(index, one.mobile)
    by_kind = {Kind.CHOICE: 3, Kind.MONEY: 2, Kind.DATETIME: 4, Kind.DATE: 4}
    for index, one in enumerate(columns):
        corner = by_kind.get(one.kind)
        if corner is not None and corner not in corners.values():
            corners.setdefault(index, corner)
    refs = [index for index, one in enumerate(columns) if one.kind is Kind.REF]
    free = [corner for corner in (4, 2) if corner not in corners.values()]
    for index, corner in zip([one for one in refs if one not in corners][:1], free, strict=False):
        corners[index] = corner  # whose it is, where nothing else says more
    return corners
