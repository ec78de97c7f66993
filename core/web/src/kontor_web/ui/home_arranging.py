"""Everybody arranges their start page: which tiles, in which order; by buttons, so by keyboard."""

from collections.abc import Callable

from kontor_core.foundation.access.home_layouts import (
    Arrangement,
    arrangement_of,
    forget_arrangement,
    keep_arrangement,
)
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.acting import STALE
from kontor_web.security.content import FORM_TYPES
from kontor_web.terms import Method, Surface
from kontor_web.ui import phrases
from kontor_web.ui.answers import done, render
from kontor_web.ui.home import ARRANGE, FIGURES, Tile, tiles_of
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import Action, Card, Crumb, PageView, TableBlock, Value

_CARD = "/ui/home/arrange"


def arrange_page(call: Call) -> Reply:
    title = text_of(phrases.ARRANGE_TITLE, call.locale)
    page = PageView(
        title=title,
        lead=text_of(phrases.ARRANGE_LEAD, call.locale),
        cards=(_card(call),),
        narrow=True,
    )
    crumbs = (Crumb(label=text_of(phrases.HOME, call.locale), href="/"), Crumb(label=title))
    back = Action(label=text_of(phrases.READY, call.locale), icon="check", href="/", primary=True)
    frame = shell(call, title, crumbs=crumbs, actions=[back])
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def arrange_card(call: Call) -> Reply:
    return render(call, "core/parts/card.html", card=_card(call))


def arrange(call: Call) -> Reply:
    """Move a tile, show or hide it, or put everything back."""
    ids = [tile.id for tile in tiles_of(call)]
    tile, how = call.param("tile"), call.param("how")
    user_id = call.actor.id or ""
    chosen = arrangement_of(call.kontor.storage, user_id)
    if tile not in ids or how not in _HOW:
        raise NotFound("tile", tile)
    with call.kontor.unit(SYSTEM) as uow:
        keep_arrangement(uow, user_id, _HOW[how](chosen, ids, tile))
    return done(STALE)


def reset(call: Call) -> Reply:
    with call.kontor.unit(SYSTEM) as uow:
        forget_arrangement(uow, call.actor.id or "")
    return done(STALE, text=text_of(phrases.ARRANGED_BACK, call.locale))


_HOW: dict[str, Callable[[Arrangement, list[str], str], Arrangement]] = {
    "up": lambda chosen, ids, tile: chosen.moved(ids, tile, -1),
    "down": lambda chosen, ids, tile: chosen.moved(ids, tile, 1),
    "show": lambda chosen, ids, tile: chosen.shown(ids, tile, show=True),
    "hide": lambda chosen, ids, tile: chosen.shown(ids, tile, show=False),
}


def _card(call: Call) -> Card:
    tiles = {tile.id: tile for tile in tiles_of(call)}
    chosen = arrangement_of(call.kontor.storage, call.actor.id)
    order = [tiles[one] for one in chosen.ordered(list(tiles)) if one != FIGURES]
    rows = [_row(call, tiles[FIGURES], chosen, first=True, last=True)]  # they stay at the top
    for place, tile in enumerate(order):
        first, last = place == 0, place == len(order) - 1
        rows.append(_row(call, tile, chosen, first=first, last=last))
    heads = (phrases.TILE, phrases.MOVE_UP, phrases.MOVE_DOWN, phrases.SHOW_OR_HIDE)
    table = TableBlock(
        columns=tuple((text_of(head, call.locale), "text") for head in heads),
        rows=tuple(rows),
        caption=text_of(phrases.ARRANGE_TITLE, call.locale),
    )
    back = Action(
        label=text_of(phrases.ARRANGE_RESET, call.locale), icon="rotate-ccw", post="/ui/home/reset"
    )
    return Card(
        id="arrange",
        title=text_of(phrases.TILES, call.locale),
        blocks=(table,),
        url=_CARD,
        refresh_on=(STALE,),
        action=back,
    )


def _row(
    call: Call, tile: Tile, chosen: Arrangement, *, first: bool, last: bool
) -> tuple[Value, ...]:
    hidden = tile.id in chosen.hidden
    name = phrases.TILE_HIDDEN.format(title=tile.title) if hidden else tile.title
    up = _button(call, tile, "up", phrases.TILE_UP, "arrow-up", can=not (first or hidden))
    down = _button(call, tile, "down", phrases.TILE_DOWN, "arrow-down", can=not (last or hidden))
    switch = (
        _button(call, tile, "show", phrases.TILE_SHOW, "eye")
        if hidden
        else _button(call, tile, "hide", phrases.TILE_HIDE, "eye-off")
    )
    return (
        Value(text=text_of(name, call.locale)),
        *(Value(action=one) for one in (up, down, switch)),
    )


def _button(call: Call, tile: Tile, how: str, label: L, icon: str, *, can: bool = True) -> Action:
    return Action(
        label=label.format(title=tile.title).in_(call.locale),
        icon=icon,
        icon_only=True,
        post=f"/ui/home/tiles/{tile.id}/{how}" if can else None,
    )


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method=method,
            path=path,
            run=run,
            audience="staff",
            permission="",
            rate="page" if method == "GET" else "write",
            surface=surface,
            accepts=() if method == "GET" else FORM_TYPES,
        )
        for method, path, run, surface in _ADDRESSES
    ]


_ADDRESSES: tuple[tuple[Method, str, Callable[[Call], Reply], Surface], ...] = (
    ("GET", ARRANGE, arrange_page, "page"),
    ("GET", _CARD, arrange_card, "fragment"),
    ("POST", "/ui/home/tiles/{tile:str}/{how:str}", arrange, "fragment"),
    ("POST", "/ui/home/reset", reset, "fragment"),
)
