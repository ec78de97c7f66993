"""Start: what there is, in one sentence and a few figures; recent customers; widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from kontor_core.foundation.access.home_layouts import arrangement_of
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import Widget
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import list_url, record_url, with_query
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.terms import Surface
from kontor_web.ui import figures, phrases
from kontor_web.ui.answers import render
from kontor_web.ui.blocks import Blocks
from kontor_web.ui.changes import changes
from kontor_web.ui.shell import badge, may, seen, shell
from kontor_web.ui.slots import Answer, context, event_names, guarded, shown
from kontor_web.ui.views import Action, Block, Card, PageView, TableBlock

FIGURES, CHANGES, RECENT = "figures", "changes", "recent"
"""Ids of the tiles that the core itself puts on the start page."""

ARRANGE = "/home/arrange"
_COLUMNS = 12
_WIDTHS = (3, 4, 6, 8, 12)
_RECENT = 8
_MORNING, _EVENING = 11, 18


@dataclass(frozen=True)
class Tile:
    """Something the start page may show; ``make`` reads what it takes, unless told to wait."""

    id: str
    title: str
    make: Callable[[bool], Card | None]


def home(call: Call) -> Reply:
    chosen = arrangement_of(call.kontor.storage, call.actor.id)
    tiles = {tile.id: tile for tile in tiles_of(call)}
    shown = [tiles[one] for one in chosen.ordered(list(tiles)) if one not in chosen.hidden]
    ctx = context(call)
    period = figures.period(call, ctx)
    cards = figures.figures(call, period) if FIGURES not in chosen.hidden else []
    cards += [card for tile in shown if tile.id != FIGURES and (card := tile.make(False))]
    page = PageView(
        title=_greeting(call),
        cards=tuple(_filled(cards)),
        lead=_lead(call),
        switch=figures.switch(call, period),
    )
    arrange = Action(
        label=text_of(phrases.ARRANGE, call.locale), icon="layout-dashboard", href=ARRANGE
    )
    frame = shell(call, text_of(phrases.HOME, call.locale), actions=[arrange])
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def tiles_of(call: Call) -> list[Tile]:
    """Give what this reader may have on the start page, in the order everybody begins with."""
    ctx = context(call)
    found = [Tile(FIGURES, text_of(phrases.FIGURES, call.locale), lambda _: None)]
    found += [
        Tile(owned.id, text_of(owned.spec.title, call.locale), partial(_widget, call, owned, ctx))
        for owned in shown(call, Widget, None, ctx)
    ]
    info = call.kontor.resources.of_entity("customer")
    if info is not None and may(call, info, Verb.READ):
        news = Tile(CHANGES, text_of(phrases.CHANGES, call.locale), partial(_changes, call, ctx))
        found.insert(2, news)
        recent = text_of(phrases.RECENT, call.locale)
        found.append(Tile(RECENT, recent, partial(_recent, call, info)))
    return found


def _filled(cards: Sequence[Card]) -> list[Card]:
    """Widen what stands last in a row that is not full, so that the page has no holes."""
    found: list[Card] = []
    used = 0
    for card in cards:
        if used and used + card.span > _COLUMNS:
            found[-1] = _wider(found[-1], _COLUMNS - used)
            used = 0
        found.append(card)
        used = (used + card.span) % _COLUMNS
    if used:
        found[-1] = _wider(found[-1], _COLUMNS - used)
    return found


def _wider(card: Card, by: int) -> Card:
    span = card.span + by
    return replace(card, span=span) if span in _WIDTHS else card


def _greeting(call: Call) -> str:
    now: datetime = context(call).now().astimezone(context(call).tz)
    hello = L("Guten Tag, {name}", en="Good afternoon, {name}")
    if now.hour < _MORNING:
        hello = L("Guten Morgen, {name}", en="Good morning, {name}")
    elif now.hour >= _EVENING:
        hello = L("Guten Abend, {name}", en="Good evening, {name}")
    return hello.format(name=call.actor.name.split()[0] if call.actor.name else "").in_(call.locale)


def _lead(call: Call) -> str:
    return phrases.LEAD.format(company=call.kontor.definition.company.name).in_(call.locale)


def _recent(call: Call, info: ResourceInfo, now: bool = True) -> Card:
    fields = [info.fields[n] for n in ("name", "phase", "owner_id") if n in info.fields]
    page = call.kontor.resources.page(
        call.actor,
        info,
        sort="-number",  # handed out in the order of making, and there is an index
        fields=[field.name for field in fields],
        limit=_RECENT,
    )
    names = [field.name for field in page.fields]
    rows = [dict(zip([*names, "id"], values_of(row), strict=False)) for row in page.rows]
    presenter = Presenter(call, call.titles(refs_in(fields, rows)))
    shows = [presenter.column(field) for field in fields]
    table = TableBlock(
        columns=tuple((text_of(f.label, call.locale), f.kind.value) for f in fields),
        rows=tuple(tuple(show(row) for show in shows) for row in rows),
        links=tuple(record_url(info, row["id"]) for row in rows),
        empty=text_of(phrases.EMPTY_LIST, call.locale),
        more=(text_of(phrases.ALL, call.locale), list_url(info)),
    )
    title = text_of(phrases.RECENT, call.locale)
    return Card(id=RECENT, title=title, blocks=(table,), span=12, action=_new(call, info))


def _changes(call: Call, ctx: UiContext, now: bool = True) -> Card:
    return Card(
        id=CHANGES,
        title=text_of(phrases.CHANGES, call.locale),
        blocks=changes(call, ctx),
        span=6,
        url=f"/ui/widget/{CHANGES}",
        refresh_on=(STALE,),
    )


def _new(call: Call, info: ResourceInfo) -> Action | None:
    if not may(call, info, Verb.CREATE):
        return None
    label = text_of(info.label, call.locale)
    return Action(label=label, icon="plus", href=f"{list_url(info)}/new", key="n")


def _widget(call: Call, owned: Owned[Widget], ctx: UiContext, now: bool = True) -> Card:
    spec = owned.spec
    blocks = Blocks(call, owner=owned.owner)
    query: list[tuple[str, str]] = []
    if spec.period:
        period = figures.period(call, ctx)
        ctx = replace(ctx, period=period)
        query.append(("period", period.key))

    def made() -> tuple[Block, ...]:
        return blocks.of(spec.render(ctx))

    answer: Answer[tuple[Block, ...]] = Answer()
    if now or not spec.lazy:
        answer = guarded(call, owned, "widget", made, budget=spec.budget_ms / 1000)
    return Card(
        id=owned.id,
        title=text_of(spec.title, call.locale),
        blocks=answer.value,
        span=next(width for width in _WIDTHS if width >= min(spec.size.width, _COLUMNS)),
        height=min(max(spec.size.height, 1), 4),
        url=with_query(f"/ui/widget/{owned.id}", query),
        plugin=owned.owner,
        error=answer.failed.error_id if answer.failed else None,
        refresh_on=(STALE, *event_names(call, spec.refresh_on)),
    )


def show_widget(call: Call) -> Reply:
    """Show one tile anew, after something happened that it tells of."""
    wanted = call.param("slot")
    if wanted.startswith(figures.PREFIX):
        found = figures.figure(call, wanted, figures.period(call, context(call)))
        if found is not None:
            return render(call, "core/parts/card.html", card=found)
    for tile in tiles_of(call):
        card = tile.make(True) if tile.id == wanted else None
        if card is not None:
            return render(call, "core/parts/card.html", card=card)
    raise NotFound("widget", wanted)


def endpoints() -> list[Endpoint]:
    keeping = Endpoint(
        method="POST",
        path=figures.PERIOD,
        run=figures.keep_period,
        audience="staff",
        permission="",
        rate="write",
        surface="page",
        accepts=FORM_TYPES,
    )
    shown = [
        Endpoint(
            method="GET",
            path=path,
            run=run,
            audience="staff",
            permission="",
            rate="page",
            surface=surface,
        )
        for path, run, surface in _ADDRESSES
    ]
    return [keeping, *shown]


_ADDRESSES: tuple[tuple[str, Callable[[Call], Reply], Surface], ...] = (
    ("/", home, "page"),
    ("/ui/widget/{slot:str}", show_widget, "fragment"),
    ("/ui/badge/{slot:str}", badge, "fragment"),
)
