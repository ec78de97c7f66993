"""What the address of a list says: its whole state, so that a link shows the same page."""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from urllib.parse import urlencode

from kontor_core.foundation.filters import And, Ast, parse, read
from kontor_core.foundation.i18n import Label
from kontor_core.hooks.declarations.ui import Show, View
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.saved_views import Saved, Views, views_of
from kontor_core.resources.sought import Sought
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import list_url
from kontor_web.ui import list_phrases, phrases
from kontor_web.ui.slots import allowed


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
class State:
    """How a list is shown: which records, in which order, with which columns, as what.

    ``columns`` are names with commas between; ``by`` is the field of a board or a calendar.
    """

    filter: str = ""
    sort: str = ""
    columns: str = ""
    layout: str = ""
    by: str = ""


PIECES = tuple(one.name for one in fields(State))
EVERYTHING = "all"
"""The view that is none: the whole list, where another one would open by itself."""

CARRIED = ("view", "q", *PIECES, "month")
"""What a form beside a list sends along, so that it comes back to the same list."""


@dataclass(frozen=True)
class Usual:
    """What a view shows where the address says nothing else; ``base`` lies under every filter."""

    state: State = State()
    base: str | None = None  # None: that of the list itself
    declared: str = ""  # the declared view whose columns these are
    saved: Saved | None = None
    missing: str = ""  # a view that is asked for and is not there


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for, with what its view says in between."""

    path: str
    view: str = ""
    search: str = ""
    state: State = State()
    month: str = ""
    cursor: str = ""
    usual: Usual = field(default=Usual(), compare=False)
    views: Views = field(default=Views(), compare=False)

    @classmethod
    def of(cls, call: Call, info: ResourceInfo, path: str) -> "Asked":
        query = call.request.query
        views = views_of(call.kontor.storage, call.actor, path)
        view = query.get("view", "")
        usual = usual_of(call, info, view, views)
        if views.usual and not any(name in query for name in _SAYING):
            opened = usual_of(call, info, views.usual, views)
            if not opened.missing:
                view, usual = views.usual, opened
        said = {name: query.get(name, getattr(usual.state, name)) for name in PIECES}
        return cls(
            path=path,
            view=view,
            search=query.get("q", "").strip(),
            state=State(**said),
            month=query.get("month", ""),
            cursor=query.get("cursor", ""),
            usual=usual,
            views=views,
        )

    def address(self, *, cursor: str = "", **changes: str) -> str:
        """Give the address of this list with pieces changed; paging starts anew."""
        items = self._carried(replace(self.state, **changes)) if changes else self.carried
        items = (*items, ("cursor", cursor)) if cursor else items
        return f"{self.path}?{urlencode(items)}" if items else self.path

    @cached_property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """Give what leads back here but for the page: only what differs from the view's own."""
        return self._carried(self.state)

    def _carried(self, said: State) -> tuple[tuple[str, str], ...]:
        found = [("view", self.view), ("q", self.search)]
        usual = self.usual.state
        found = [(name, value) for name, value in found if value]
        for name in PIECES:
            value = getattr(said, name)
            if value != getattr(usual, name):
                found.append((name, value))
        return (*found, ("month", self.month)) if self.month else tuple(found)

    @cached_property
    def back(self) -> str:
        """Give the query by which a form beside the list leads back to it."""
        return urlencode([("list", self.path), *self.carried])

    @property
    def changed(self) -> bool:
        """Tell whether something differs from what the view says."""
        return self.state != self.usual.state

    @property
    def names(self) -> list[str]:
        """Give the columns asked for; none for the usual ones."""
        return [name for name in self.state.columns.split(",") if name]


_SAYING = (*CARRIED, "cursor", "f.field", "c")
_NONE = Views()


def declared_view(call: Call, info: ResourceInfo, view_id: str) -> View | None:
    """Give a view that somebody declared for this resource, if this reader is shown it."""
    found = call.kontor.registries.spec(View, view_id) if view_id else None
    usable = (
        found is not None
        and call.kontor.registries.stands_on(found.spec, info.entity)
        and allowed(call, found)
    )
    return found.spec if found is not None and usable else None


def usual_of(call: Call, info: ResourceInfo, view_id: str, views: Views = _NONE) -> Usual:
    """Give what a view shows by itself: a saved one, or one that somebody declared."""
    saved = views.named(view_id)
    named = saved.view if saved is not None else view_id
    view = declared_view(call, info, named) if named != EVERYTHING else None
    missing = named if view is None and named not in ("", EVERYTHING) else ""
    if saved is not None:
        state = State(**{name: getattr(saved, name) for name in PIECES})
    elif view is not None:
        layout = "" if view.layout is Show.TABLE else view.layout.value
        sort = ",".join(view.sort)
        state = State(sort=sort, layout=layout, by=view.by)
    else:
        state = State()
    return Usual(
        state,
        base=view.filter if view is not None else None,
        declared=named if view is not None else "",
        saved=saved,
        missing=missing,
    )


def tree_of(asked: Asked) -> Ast | None:
    """Read the filter of the address: what stands in it as chips."""
    return read(asked.state.filter) if asked.state.filter else None


def sought_by(call: Call, info: ResourceInfo, asked: Asked) -> tuple[Sought | None, list[Label]]:
    """Understand the search of a list, and give what to say about it; raises Invalid."""
    if not asked.search:
        return None, []
    sought = call.kontor.resources.sought(call.actor, info, asked.search)
    if sought is None:
        return None, []
    nearly: list[Label] = [phrases.SEARCH_NEARLY] if sought.nearly else []
    return sought, [*nearly, *([list_phrases.FOUND_CUT] if sought.cut else [])]


def condition_of(scope: Scope, asked: Asked) -> Ast | None:
    """Give which records a list is of: those of its view and of every chip."""
    base = scope.base if asked.usual.base is None else asked.usual.base
    parts = (*([parse(base)] if base else []), *chips.parts_of(tree_of(asked)))
    return And(parts) if len(parts) > 1 else (parts[0] if parts else None)


def beside(info: ResourceInfo, asked: Asked, what: str, **more: str) -> str:
    """Give the address of a form that changes how this list is shown, and leads back to it."""
    address = f"/ui/{info.name}/{what}?{asked.back}"
    return f"{address}&{urlencode(more)}" if more else address
