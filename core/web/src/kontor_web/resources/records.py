"""The page of one record: head and facts, what plugins add, the history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import Action as ActionSpec
from kontor_core.hooks.declarations.actions import ActionScope
from kontor_core.hooks.declarations.contexts import Record, UiContext
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.ui import Area, Composer, Panel, Tab
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.currencies import currencies
from kontor_core.resources.titles import refs_in
from kontor_core.resources.verbs import RecordRow
from kontor_web.calls import Call
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import fragment, list_url, record_url, with_query
from kontor_web.resources.avatars import avatar
from kontor_web.resources.boxes import split
from kontor_web.resources.composing import composer_view
from kontor_web.resources.history import tells_of_all, timeline
from kontor_web.resources.lists import inline
from kontor_web.resources.showing import Presenter
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.blocks import Blocks, action_button
from kontor_web.ui.shell import may, seen, shell
from kontor_web.ui.slots import context, event_names, guarded, shown
from kontor_web.ui.views import (
    Action,
    Block,
    Crumb,
    Fact,
    FactGroup,
    Head,
    HeadingBlock,
    PanelView,
    RecordView,
    TableBlock,
    TabLink,
    TabView,
    Value,
)

_TIMES = ("created_at", "updated_at")
_RELATED = 20


def record_page(call: Call, info: ResourceInfo) -> Reply:
    """Show a record; one that was merged into another leads there."""
    record = load(call, info, call.param("record_id"))
    survivor = record.values.get("merged_into_id")
    if survivor:
        return redirect(record_url(info, survivor))
    about = as_record(call, info, record)
    ctx = context(call, about)
    view = _view(call, info, record, about, ctx)
    crumbs = (
        Crumb(label=text_of(info.label_plural, call.locale), href=list_url(info)),
        Crumb(label=about.title),
    )
    frame = shell(call, about.title, crumbs=crumbs, menu=_menu(call, info, record))
    return seen(call, render(call, "core/record.html", shell=frame, record=view))


def load(call: Call, info: ResourceInfo, record_id: str) -> RecordRow:
    """Read everything of a record that its reader may see."""
    names = [field.name for field in info.readable(call.actor)]
    names += [name for name in ("merged_into_id",) if name in info.fields]
    names += currencies(info, names)
    return call.kontor.resources.get(call.actor, info, record_id, fields=list(dict.fromkeys(names)))


def as_record(call: Call, info: ResourceInfo, record: RecordRow) -> Record:
    """Give the record as plugins see it."""
    title = record.values.get(info.title)
    return Record(
        entity=info.entity,
        id=record.id,
        title=str(title) if title else text_of(info.label, call.locale),
        version=record.version,
        values=record.values,
    )


def _view(
    call: Call, info: ResourceInfo, record: RecordRow, about: Record, ctx: UiContext
) -> RecordView:
    tabs = shown(call, Tab, info.entity, ctx)
    chosen = call.request.query.get("tab", "")
    current = next((tab for tab in tabs if tab.id == chosen), None)
    first = current is None
    panels = shown(call, Panel, info.entity, ctx)
    pointing = list(_pointing(call, info))
    blocks: tuple[Block, ...] = ()
    tab: TabView | None = None
    if current is not None:
        tab = tab_view(call, info, current, about, ctx)
    else:
        blocks = _related(call, pointing, about)
    boxes, left = split(
        panel_view(call, info, about, owned, ctx)
        for owned in panels
        if owned.spec.area is Area.LEFT
    )
    return RecordView(
        id=record.id,
        head=head_view(call, info, about, ctx),
        boxes=boxes,
        facts=tuple(_facts(call, info, record)),
        tabs=tuple(_tabs(call, info, about, tabs, current, ctx, overview=bool(pointing))),
        composers=tuple(
            composer_view(call, info, about, owned)
            for owned in shown(call, Composer, info.entity, ctx)
        )
        if first and may(call, info, Verb.EDIT)
        else (),
        timeline=timeline(call, info, record.id, ctx) if first else None,
        tab=tab,
        blocks=blocks,
        panels=tuple(
            panel_view(call, info, about, owned, ctx)
            for owned in panels
            if owned.spec.area is Area.RIGHT
        ),
        left_panels=left,
    )


def head_view(call: Call, info: ResourceInfo, about: Record, ctx: UiContext) -> Head:
    """Make title and actions; they load themselves again when they may be old."""
    values = about.values
    faces = info.entity in ("customer", "contact")
    actions = [
        action_button(call, owned.id, owned.spec, about)
        for owned in shown(call, ActionSpec, info.entity, ctx)
        if owned.spec.scope is ActionScope.RECORD and owned.spec.in_head
    ]
    if may(call, info, Verb.EDIT):
        edit = f"{record_url(info, about.id)}/edit"
        label = text_of(phrases.EDIT, call.locale)
        actions.append(Action(label=label, icon="pencil", href=edit, key="e"))
    number = str(values.get("number") or "")
    return Head(
        title=about.title,
        subtitle=number if number not in ("", about.title) else text_of(info.label, call.locale),
        avatar=avatar(about.title, about.id, square=values.get("kind") == "organisation")
        if faces
        else None,
        actions=tuple(actions),
        url=fragment(info, about.id, "head"),
        refresh_on=("stale", f"{info.entity}.changed"),
    )


def _menu(call: Call, info: ResourceInfo, record: RecordRow) -> list[Action]:
    if not may(call, info, Verb.DELETE):
        return []
    label = phrases.DELETE_ONE.format(label=info.label).in_(call.locale)
    url = f"{record_url(info, record.id)}/delete"
    return [Action(label=label, icon="trash-2", get=url, danger=True)]


def _facts(call: Call, info: ResourceInfo, record: RecordRow) -> list[FactGroup]:
    fields = [f for f in info.fields.values() if not f.spec.hidden and f.kind is not Kind.ID]
    titles = call.titles(refs_in(fields, [record.values]))
    presenter = Presenter(call, titles)
    named = [*info.declaration.form]
    own = [f for f in fields if f.table == info.rule.name and f.json_key is None]
    own.sort(key=lambda f: named.index(f.name) if f.name in named else len(named))
    groups = [
        (text_of(phrases.DETAILS, call.locale), False, [f for f in own if f.name not in _TIMES]),
        (
            text_of(phrases.CUSTOM, call.locale),
            False,
            [f for f in fields if f.json_key is not None],
        ),
    ]
    for owner in dict.fromkeys(f.owner for f in fields if f.table != info.rule.name):
        plugin = call.kontor.registries.plugins.get(owner)
        title = text_of(plugin.title, call.locale) if plugin else owner
        facet = [f for f in fields if f.owner == owner and f.table != info.rule.name]
        groups.append((title, True, [f for f in facet if not _bookkeeping(f)]))
    groups.append(
        (text_of(phrases.SYSTEM, call.locale), True, [f for f in own if f.name in _TIMES])
    )
    return [
        FactGroup(
            title=title,
            closed=closed,
            facts=tuple(_fact(call, info, record, presenter, field) for field in listed),
        )
        for title, closed, listed in groups
        if listed
    ]


def _bookkeeping(field: Field) -> bool:
    """Tell whether a facet's column is one that every table has."""
    return field.column in ("owner_id", "team_id", *_TIMES)


def _fact(
    call: Call, info: ResourceInfo, record: RecordRow, presenter: Presenter, field: Field
) -> Fact:
    edit = None
    if inline(call, info, field):
        edit = fragment(info, record.id, "cell", field.name, "edit")
    return Fact(
        id=field.name,
        label=text_of(field.label, call.locale),
        value=presenter.value(field, record.values),
        edit=edit,
    )


def _tabs(
    call: Call,
    info: ResourceInfo,
    about: Record,
    tabs: Sequence[Owned[Tab]],
    current: Owned[Tab] | None,
    ctx: UiContext,
    *,
    overview: bool,
) -> list[TabLink]:
    here = record_url(info, about.id)
    first = phrases.OVERVIEW if overview else phrases.HISTORY
    found = [TabLink(label=text_of(first, call.locale), href=here, current=current is None)]
    for owned in tabs:
        told = _count(call, owned, ctx)
        found.append(
            TabLink(
                label=text_of(owned.spec.label, call.locale),
                href=with_query(here, [("tab", owned.id)]),
                count=str(told) if told is not None else None,
                current=current is not None and owned.id == current.id,
            )
        )
    return found


def _count(call: Call, owned: Owned[Tab], ctx: UiContext) -> int | None:
    count = owned.spec.count
    return guarded(call, owned, "count", lambda: count(ctx)).value if count else None


def tab_view(
    call: Call, info: ResourceInfo, owned: Owned[Tab], about: Record, ctx: UiContext
) -> TabView:
    """Make what stands below a plugin's tab; it loads itself again when it may be old."""
    return TabView(
        url=fragment(info, about.id, "tab", owned.id),
        blocks=_tab_blocks(call, owned, about, ctx),
        refresh_on=("stale", *event_names(call, owned.spec.refresh_on)),
    )


def _tab_blocks(call: Call, owned: Owned[Tab], about: Record, ctx: UiContext) -> tuple[Block, ...]:
    blocks = Blocks(call, about, owner=owned.owner)
    answer = guarded(
        call,
        owned,
        "tab",
        lambda: blocks.of(owned.spec.render(ctx)),
        budget=owned.spec.budget_ms / 1000,
    )
    if answer.failed is not None:
        return (blocks.failure(answer.failed),)
    return answer.value or ()


def panel_view(
    call: Call,
    info: ResourceInfo,
    about: Record,
    owned: Owned[Panel],
    ctx: UiContext,
    *,
    now: bool = False,
) -> PanelView:
    """Make the box of a panel; a lazy one is empty until ``now``."""
    spec = owned.spec
    plugin = call.kontor.registries.plugins.get(owned.owner)
    blocks: tuple[Block, ...] | None = None
    error: str | None = None
    if now or not spec.lazy:
        made = Blocks(call, about, owner=owned.owner)
        answer = guarded(
            call,
            owned,
            "panel",
            lambda: made.of(spec.render(ctx)),
            budget=spec.budget_ms / 1000,
        )
        blocks = answer.value
        if blocks == () and spec.empty is not None:
            blocks = made.of(spec.empty)
        error = answer.failed.error_id if answer.failed else None
    return PanelView(
        id=owned.id,
        title=text_of(spec.title, call.locale),
        url=fragment(info, about.id, "panel", owned.id),
        blocks=blocks,
        plugin=text_of(plugin.title, call.locale) if plugin and owned.owner != CORE else "",
        error=error,
        refresh_on=event_names(call, spec.refresh_on),
    )


def _pointing(call: Call, info: ResourceInfo) -> Iterator[tuple[ResourceInfo, Field]]:
    """Give what may point at a record, with the field: the lines of an order.

    Nothing for customers and people, whose history tells of all that, and not what is kept with
    records of any kind: its plugin tells in a box where it is.
    """
    if tells_of_all(info):
        return
    kept = call.kontor.storage.schema.kept
    for other in call.kontor.resources.all():
        if other.rule in kept or not may(call, other, Verb.READ):
            continue
        for field in other.fields.values():
            points = field.spec.ref == info.entity and field.table == other.rule.name
            if points and not field.spec.hidden and field.name not in ("owner_id", "team_id"):
                yield other, field


def _related(
    call: Call, pointing: Sequence[tuple[ResourceInfo, Field]], about: Record
) -> tuple[Block, ...]:
    """Show what points at a record; what happened to it stands below."""
    found: list[Block] = []
    for other, field in pointing:
        title = text_of(other.label_plural, call.locale)
        found += [HeadingBlock(text=title), _related_table(call, other, field, about)]
    return tuple(found)


def _related_table(call: Call, other: ResourceInfo, field: Field, about: Record) -> TableBlock:
    columns = [f for f in other.list_fields(call.actor) if f.name != field.name]
    names = [f.name for f in columns]
    page = call.kontor.resources.page(
        call.actor,
        other,
        filter={"field": field.name, "op": "eq", "value": about.id},
        fields=list(dict.fromkeys([*names, *currencies(other, names)])),
        limit=_RELATED,
    )
    fetched = [f.name for f in page.fields]
    rows: list[Mapping[str, Any]] = [
        dict(zip([*fetched, "id"], values_of(row), strict=False)) for row in page.rows
    ]
    presenter = Presenter(call, call.titles(refs_in(columns, rows)))
    shows = [presenter.column(one) for one in columns]
    cells: list[tuple[Value, ...]] = [tuple(show(row) for show in shows) for row in rows]
    more = None
    if page.next is not None:
        condition = f'{{"field":"{field.name}","op":"eq","value":"{about.id}"}}'
        href = with_query(list_url(other), [("filter", condition)])
        more = (text_of(phrases.ALL, call.locale), href)
    return TableBlock(
        columns=tuple((text_of(f.label, call.locale), f.kind.value) for f in columns),
        rows=tuple(cells),
        links=tuple(record_url(other, row["id"]) for row in rows),
        caption=text_of(other.label_plural, call.locale),
        more=more,
    )
