"""The list of any resource: what its address says, its rows, and every way on from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.numbers import format_decimal

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import And, Ast, parse, read
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.ui import Action as ActionSpec
from kontor_core.hooks.declarations.ui import ActionScope, Filter, View
from kontor_core.hooks.declarations.ui import Column as ColumnSpec
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.listing import COUNTED_TO
from kontor_core.resources.listing import Page as RowPage
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import fragment, list_url, record_url, with_query
from kontor_web.resources.avatars import avatar
from kontor_web.resources.showing import Presenter
from kontor_web.ui import phrases
from kontor_web.ui.blocks import action_button, cell_value
from kontor_web.ui.shell import may
from kontor_web.ui.slots import allowed, column_values
from kontor_web.ui.views import (
    Action,
    Cell,
    Column,
    Empty,
    FilterChoice,
    ListView,
    Pager,
    Row,
    Search,
    TabLink,
)

_NO_FILTER = (Kind.JSON, Kind.ID, Kind.LONGTEXT)


@dataclass(frozen=True)
class Scope:
    """A list under an address of its own: all records of a resource, or those of a filter."""

    info: ResourceInfo
    path: str
    title: Label
    base: str = ""  # a filter nobody sees as a chip

    @classmethod
    def of(cls, info: ResourceInfo) -> "Scope":
        return cls(info, list_url(info), info.label_plural)


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for."""

    path: str
    search: str = ""
    filter: str = ""
    sort: str = ""
    view: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, call: Call, scope: Scope) -> "Asked":
        query = call.request.query
        return cls(
            path=scope.path,
            search=query.get("q", "").strip(),
            filter=query.get("filter", ""),
            sort=query.get("sort", ""),
            view=query.get("view", ""),
            cursor=query.get("cursor", ""),
        )

    def address(self, **changes: str) -> str:
        """Give the address of this list with something changed; paging starts anew."""
        asked = replace(self, **{"cursor": "", **changes})
        return with_query(
            asked.path,
            [
                ("view", asked.view),
                ("q", asked.search),
                ("filter", asked.filter),
                ("sort", asked.sort),
                ("cursor", asked.cursor),
            ],
        )

    @property
    def state(self) -> tuple[tuple[str, str], ...]:
        items = (("view", self.view), ("filter", self.filter), ("sort", self.sort))
        return tuple((name, value) for name, value in items if value)


@dataclass(frozen=True)
class _Shown:
    """One column: a field of the registry, or a plugin's values for the ids of a page."""

    key: str
    label: str
    kind: Kind
    field: Field | None = None
    owned: Owned[ColumnSpec] | None = None
    mobile: int | None = None


def list_view(call: Call, scope: Scope, asked: Asked) -> ListView:
    """Read and lay out one page of a list; raises Invalid for a filter that makes no sense."""
    info = scope.info
    view = _view(call, info, asked.view)
    tree = read(asked.filter) if asked.filter else None
    condition = _together(view.filter if view else scope.base, tree)
    columns = _columns(call, info, view)
    fields = _fetched(info, columns)
    sort: str | None = asked.sort or (view.sort[0] if view and view.sort else "")
    sort = sort or info.usual_sort(call.actor)
    page = _page(call, info, asked, condition, sort, fields)
    names = [field.name for field in page.fields]
    rows = [dict(zip([*names, "id"], values_of(row), strict=False)) for row in page.rows]
    count = call.kontor.resources.count(
        call.actor, info, filter=condition, search=asked.search or None
    )
    titles = call.titles(refs_in(page.fields, rows) | chips.refs(tree, info.fields))
    presenter = Presenter(call, titles)
    return ListView(
        url=scope.path,
        label=text_of(scope.title, call.locale),
        count=_count(count, call),
        noun=text_of(scope.title, call.locale),
        columns=tuple(_heads(call, info, columns, asked, sort)),
        rows=tuple(_rows(call, info, columns, rows, presenter)),
        state=asked.state,
        search=_search(call, info, asked),
        views=tuple(_views(call, info, scope, asked)),
        chips=tuple(
            chips.chips(tree, info.fields, presenter, lambda text: asked.address(filter=text))
        ),
        clear=asked.address(filter=""),
        filters=tuple(_filters(call, info, presenter, asked)),
        pager=Pager(
            previous=asked.address(cursor=page.previous.encode()) if page.previous else None,
            next=asked.address(cursor=page.next.encode()) if page.next else None,
        ),
        bulk=tuple(
            action_button(call, owned.id, owned.spec)
            for owned in call.kontor.registries.specs(ActionSpec, info.entity)
            if owned.spec.scope is ActionScope.BULK and allowed(call, owned)
        ),
        empty=None if rows or tree or asked.search else _empty(call, info),
        refresh_on=tuple(f"{info.entity}.{verb}" for verb in ("created", "changed", "deleted")),
        here=asked.address(cursor=asked.cursor),
    )


def _page(
    call: Call,
    info: ResourceInfo,
    asked: Asked,
    condition: Ast | None,
    sort: str | None,
    fields: Sequence[str],
) -> RowPage:
    def page(cursor: str) -> RowPage:
        return call.kontor.resources.page(
            call.actor,
            info,
            filter=condition,
            sort=sort,
            fields=fields,
            cursor=cursor or None,
            limit=info.declaration.per_page,
            search=asked.search or None,
        )

    try:
        return page(asked.cursor)
    except Invalid as error:
        if "cursor" not in error.problems():
            raise
        return page("")  # an old link into the middle of a list: better its beginning than nothing


def _together(base: str, tree: Ast | None) -> Ast | None:
    parts = (*([parse(base)] if base else []), *chips.parts_of(tree))
    return And(parts) if len(parts) > 1 else (parts[0] if parts else None)


def _view(call: Call, info: ResourceInfo, view_id: str) -> View | None:
    found = call.kontor.registries.spec(View, view_id) if view_id else None
    usable = found is not None and found.spec.of == info.entity and allowed(call, found)
    return found.spec if found is not None and usable else None


def _columns(call: Call, info: ResourceInfo, view: View | None) -> list[_Shown]:
    """Give the columns: those of the view, or the resource's own and what plugins add."""
    names = list(view.columns) if view and view.columns else []
    fields = [info.fields[n] for n in names if n in info.fields] or info.list_fields(call.actor)
    found = [_Shown(f.name, text_of(f.label, call.locale), f.kind, field=f) for f in fields]
    present = {one.key for one in found}
    beside = _lead(info, found) + 1
    for owned in call.kontor.registries.specs(ColumnSpec, info.entity):
        spec = owned.spec
        key = spec.field or owned.id
        if key in present or not (spec.default or key in names) or not allowed(call, owned):
            continue
        field = info.fields.get(spec.field) if spec.field else None
        label = spec.label or (field.label if field else owned.id)
        kind = field.kind if field else spec.kind
        shown = _Shown(key, text_of(label, call.locale), kind, field, owned, spec.mobile)
        if spec.order < 0:
            found.insert(beside, shown)
            beside += 1
        else:
            found.append(shown)
    return found


def _fetched(info: ResourceInfo, columns: Sequence[_Shown]) -> list[str]:
    """Give the fields to read: what is shown, what names a row, and currencies of amounts."""
    names = dict.fromkeys(one.field.name for one in columns if one.field is not None)
    for name in (info.title, "kind"):
        if name in info.fields:
            names.setdefault(name)
    for one in columns:
        field = one.field
        if field is not None and field.kind is Kind.MONEY and field.spec.currency:
            prefix = field.name.rpartition(".")[0]
            sibling = f"{prefix}.{field.spec.currency}" if prefix else field.spec.currency
            if sibling in info.fields:
                names.setdefault(sibling)
    return list(names)


def _heads(
    call: Call, info: ResourceInfo, columns: Sequence[_Shown], asked: Asked, sort: str | None
) -> list[Column]:
    lead = _lead(info, columns)
    corners = _corners(columns, lead)
    heads = []
    for index, one in enumerate(columns):
        by = sort.removeprefix("-") if sort else ""
        up = by == one.key and not (sort or "").startswith("-")
        sortable = one.field is not None and one.field.sortable
        heads.append(
            Column(
                key=one.key,
                label=one.label,
                kind=one.kind.value,
                sort_href=asked.address(sort=f"-{one.key}" if up else one.key)
                if sortable
                else None,
                sorted=None if by != one.key else "ascending" if up else "descending",
                mobile=corners.get(index),
                lead=index == lead,
            )
        )
    return heads


def _lead(info: ResourceInfo, columns: Sequence[_Shown]) -> int:
    keys = [one.key for one in columns]
    return keys.index(info.title) if info.title in keys else 0


def _corners(columns: Sequence[_Shown], lead: int) -> dict[int, int]:
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
    return corners


def _rows(
    call: Call,
    info: ResourceInfo,
    columns: Sequence[_Shown],
    rows: Sequence[Mapping[str, Any]],
    presenter: Presenter,
) -> list[Row]:
    ids = [row["id"] for row in rows]
    extra = {
        one.key: column_values(call, one.owned, ids)
        for one in columns
        if one.field is None and one.owned is not None
    }
    lead = _lead(info, columns)
    faces = info.entity in ("customer", "contact")
    base = fragment(info, "")
    editable = {
        one.key: f"/cell/{one.key}/edit"
        for index, one in enumerate(columns)
        if one.field is not None and index != lead and inline(call, info, one.field)
    }
    # the hour matters where moments are typed or order the list; elsewhere the day says enough
    by = (info.declaration.sort or "").removeprefix("-")
    days = {
        one.key
        for one in columns
        if one.kind is Kind.DATETIME and one.key not in editable and one.key != by
    }
    found = []
    for row in rows:
        cells = tuple(
            Cell(
                value=cell_value(call, presenter, extra[one.key].get(row["id"]), one.kind)
                if one.field is None
                else presenter.day(one.field, row)
                if one.key in days
                else presenter.value(one.field, row),
                edit=f"{base}{row['id']}{editable[one.key]}" if one.key in editable else None,
            )
            for one in columns
        )
        name = str(row.get(info.title) or "…")
        found.append(
            Row(
                id=row["id"],
                label=name,
                cells=cells,
                href=record_url(info, row["id"]),
                avatar=avatar(name, row["id"], square=row.get("kind") == "organisation")
                if faces
                else None,
            )
        )
    return found


def inline(call: Call, info: ResourceInfo, field: Field) -> bool:
    """Tell whether a value may be edited where it stands."""
    return (
        field.table == info.rule.name
        and field.spec.editable
        and not info.declaration.read_only
        and info.may_write(field)
        and field.spec.data in call.actor.profile.edit_classes
        and field.kind not in (Kind.JSON, Kind.CHOICES)
        and may(call, info, Verb.EDIT)
    )


def _search(call: Call, info: ResourceInfo, asked: Asked) -> Search | None:
    if not info.declaration.search:
        return None
    label = info.fields[info.title].label
    by = phrases.SEARCH_BY.format(label=label).in_(call.locale)
    return Search(value=asked.search, placeholder=by)


def _views(call: Call, info: ResourceInfo, scope: Scope, asked: Asked) -> list[TabLink]:
    declared = [o for o in call.kontor.registries.specs(View, info.entity) if allowed(call, o)]
    quick = [o for o in call.kontor.registries.specs(Filter, info.entity) if allowed(call, o)]
    if not declared and not quick:
        return []
    found = [
        TabLink(
            label=text_of(owned.spec.label, call.locale),
            href=with_query(scope.path, [("view", owned.id)]),
            current=asked.view == owned.id,
        )
        for owned in declared
    ]
    for one in quick:
        text = chips.as_text(parse(one.spec.filter))
        found.append(
            TabLink(
                label=text_of(one.spec.label, call.locale),
                href=with_query(scope.path, [("filter", text)]),
                current=not asked.view and asked.filter == text,
            )
        )
    every = TabLink(
        label=text_of(scope.title, call.locale),
        href=scope.path,
        icon="table-2",
        current=not any(tab.current for tab in found),
    )
    return [every, *found]


def _filters(
    call: Call, info: ResourceInfo, presenter: Presenter, asked: Asked
) -> list[FilterChoice]:
    return [
        FilterChoice(
            label=text_of(field.label, call.locale),
            href=with_query(
                f"/ui/{info.name}/filter",
                [("field", field.name), ("list", asked.path), *asked.state, ("q", asked.search)],
            ),
            icon=chips.icon_of(field),
        )
        for field in info.fields.values()
        if not field.spec.hidden and field.kind not in _NO_FILTER and not presenter.masked(field)
    ]


def _empty(call: Call, info: ResourceInfo) -> Empty | None:
    if not may(call, info, Verb.CREATE):
        return None
    label = phrases.NEW.format(label=info.label).in_(call.locale)
    importable = info.declaration.import_key is not None
    hint = phrases.EMPTY_LIST_HINT if importable else phrases.EMPTY_LIST_NEW
    new = Action(label=label, icon="plus", href=f"{list_url(info)}/new", primary=True)
    return Empty(
        title=text_of(phrases.EMPTY_LIST, call.locale),
        text=text_of(hint, call.locale),
        icon=info.declaration.icon,
        actions=(new,),
    )


def _count(count: int, call: Call) -> str:
    more = count > COUNTED_TO
    text: str = format_decimal(min(count, COUNTED_TO), locale=babel_locale(call.locale))
    return f"{text}+" if more else text
