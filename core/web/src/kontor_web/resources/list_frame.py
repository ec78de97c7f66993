"""What stands around the records of a list, however they are shown: tabs, toolbar, empty state."""

from collections.abc import Sequence

from kontor_core.foundation.filters import Ast, parse
from kontor_core.foundation.i18n import Label, small, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import whole
from kontor_core.hooks.declarations.ui import Board, Filter, View
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.listing import COUNTED_TO
from kontor_core.resources.saved_views import PRIVATE
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import board_url, with_query
from kontor_web.resources.asked import EVERYTHING, Asked, Scope, beside
from kontor_web.resources.export_button import export_action
from kontor_web.resources.nothing import nothing
from kontor_web.resources.showing import Presenter
from kontor_web.resources.view_menu import view_menu
from kontor_web.ui import list_phrases, phrases
from kontor_web.ui.slots import allowed
from kontor_web.ui.views import Action, FilterChoice, ListView, Search, TabLink

_NO_FILTER = (Kind.JSON, Kind.ID, Kind.LONGTEXT)


def frame(
    call: Call,
    scope: Scope,
    asked: Asked,
    tree: Ast | None,
    presenter: Presenter,
    *,
    count: int,
    notices: Sequence[Label] = (),
) -> ListView:
    """Make a list without its records."""
    info = scope.info
    title = text_of(scope.title, call.locale)
    return ListView(
        url=scope.path,
        label=title,
        count=counted(count, call),
        noun=_counted(call, scope, count),
        columns=(),
        rows=(),
        state=tuple((name, value) for name, value in asked.carried if name != "q"),
        notices=tuple(text_of(one, call.locale) for one in (*_missing(asked), *notices)),
        search=_search(call, info, asked),
        views=tuple(tabs(call, scope, asked)),
        chips=tuple(
            chips.chips(tree, info.filters, presenter, lambda text: asked.address(filter=text))
        ),
        clear=asked.address(filter=""),
        filters=tuple(_filters(call, info, presenter, asked)),
        tools=tuple(_tools(call, info, asked)),
        menu=view_menu(call, info, asked),
        empty=None if count else nothing(call, scope, asked),
        refresh_on=tuple(f"{info.entity}.{verb}" for verb in ("created", "changed", "deleted")),
        here=asked.address(cursor=asked.cursor),
    )


def _missing(asked: Asked) -> list[Label]:
    """Say that a view, or what a saved one is based on, is not there."""
    usual = asked.usual
    if not usual.missing:
        return []
    if usual.saved is not None:
        return [list_phrases.NO_BASE.format(name=usual.saved.name, base=usual.missing)]
    return [list_phrases.NO_VIEW]


def _tools(call: Call, info: ResourceInfo, asked: Asked) -> list[Action]:
    columns = text_of(list_phrases.COLUMNS, call.locale)
    picker = Action(label=columns, icon="columns-3", get=beside(info, asked, "columns"))
    export = export_action(call, info, asked)
    return [picker] if export is None else [picker, export]


def _counted(call: Call, scope: Scope, count: int) -> str:
    """Say what is counted, as it stands after the number."""
    info = scope.info
    one = count == 1 and scope.title == info.label_plural
    noun = text_of(info.label if one else scope.title, call.locale)
    return small(noun) if call.locale == "en" else noun


def _search(call: Call, info: ResourceInfo, asked: Asked) -> Search | None:
    if not call.kontor.resources.searchable(info):
        return None
    if call.kontor.search.knows(info):
        return Search(value=asked.search)
    label = info.fields[info.title].label
    by = phrases.SEARCH_BY.format(label=label).in_(call.locale)
    return Search(value=asked.search, placeholder=by)


def tabs(call: Call, scope: Scope, asked: Asked) -> list[TabLink]:
    """Give the views of a list: all, those that are declared, quick filters, and saved ones."""
    info = scope.info
    declared = [o for o in call.kontor.registries.specs(View, info.entity) if allowed(call, o)]
    quick = [o for o in call.kontor.registries.specs(Filter, info.entity) if allowed(call, o)]
    boards = [o for o in call.kontor.registries.specs(Board, info.entity) if allowed(call, o)]
    if not (declared or quick or boards or asked.views.saved):
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
                current=not asked.view and asked.state.filter == text,
            )
        )
    found += [
        TabLink(
            label=text_of(owned.spec.title, call.locale),
            href=board_url(owned.owner, owned.spec.id),
            icon="square-kanban",
        )
        for owned in boards
    ]
    found += [
        TabLink(
            label=view.name,
            href=with_query(scope.path, [("view", view.id)]),
            icon=None if view.visibility == PRIVATE else "users",
            current=asked.view == view.id,
        )
        for view in asked.views.saved
    ]
    every = TabLink(
        label=text_of(scope.title, call.locale),
        href=with_query(scope.path, [("view", EVERYTHING)]) if asked.views.usual else scope.path,
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
            href=beside(info, asked, "filter", field=field.name),
            icon=chips.icon_of(field),
        )
        for field in info.filters.values()
        if not field.spec.hidden and field.kind not in _NO_FILTER and not presenter.masked(field)
    ]


def counted(count: int, call: Call) -> str:
    more = count > COUNTED_TO
    text = whole(min(count, COUNTED_TO), call.locale)
    return f"{text}+" if more else text
