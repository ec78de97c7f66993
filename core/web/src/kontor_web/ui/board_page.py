"""Boards that plugins declare: their own lanes and cards, moved as on the board of any list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from kontor_core.app import KontorApp
from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import whole
from kontor_core.hooks.declarations.actions import Done
from kontor_core.hooks.declarations.ui import Board, Card, Lane
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, empty
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import address_of, board_url, list_url, with_query
from kontor_web.resources.board import lane_id
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.answers import done, render, tell, toast
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.slots import Answer, action_context, allowed, context, guarded
from kontor_web.ui.views import (
    BoardCard,
    BoardLane,
    BoardPage,
    BoardView,
    CardValue,
    Crumb,
    Tag,
    Value,
)

_MOST = 200
"""Cards of one lane that are shown; all of them are counted."""

_BUDGET = 2.0
_REFUSED = (403, 404, 409, 412, 422)
_NUMBER = FieldSpec(label="", kind=Kind.NUMBER)


@dataclass(frozen=True)
class _Dealt:
    """The lanes of a board with all of their cards."""

    lanes: Sequence[Lane]
    cards: Mapping[str, Sequence[Card]]

    def lane_of(self, record_id: str) -> str | None:
        found = (c.lane for cards in self.cards.values() for c in cards if c.record.id == record_id)
        return next(found, None)

    def card(self, record_id: str) -> Card | None:
        every = (card for cards in self.cards.values() for card in cards)
        return next((card for card in every if card.record.id == record_id), None)


def board_page(call: Call, owned: Owned[Board]) -> Reply:
    """Show a board: the page, or the board alone when it loads itself again."""
    if not allowed(call, owned):
        raise NotFound("board", owned.id)
    view = _page(call, owned)
    if call.request.partial:
        return render(call, "core/parts/board.html", page=view)
    title = text_of(owned.spec.title, call.locale)
    info = call.kontor.resources.of_entity(owned.spec.of)
    crumbs = [Crumb(label=title)]
    if info is not None:
        label = text_of(info.label_plural, call.locale)
        crumbs.insert(0, Crumb(label=label, href=list_url(info)))
    frame = shell(call, title, crumbs=crumbs)
    return seen(call, render(call, "core/board.html", shell=frame, page=view))


def move(call: Call) -> Reply:
    """Put a card into another lane; mouse, keys, menu and the undo of a toast send the same."""
    owned = call.kontor.registries.spec(Board, call.param("slot"))
    if owned is None or not allowed(call, owned):
        raise NotFound("board", call.param("slot"))
    record_id, wanted = call.param("record_id"), _given(call, "to")
    before = _dealt(call, owned).value
    was = before.lane_of(record_id) if before is not None else None
    try:
        if before is None or was is None or wanted not in before.cards:
            raise NotFound("lane", wanted)
        ctx = action_context(call, params={"version": _given(call, "version")})
        result = owned.spec.move(ctx, record_id, wanted)
        if isinstance(result, Invalid):
            raise result
    except KontorError as error:
        if error.status not in _REFUSED:
            raise
        problems = [text_of(one, call.locale) for one in error.problems().values()]
        reason = " ".join(problems) or error.text(call.locale)
        text = phrases.MOVE_REFUSED.format(reason=reason).in_(call.locale)
        return toast(empty(error.status), text, kind="error")
    if "undo" in call.request.query:
        return done(STALE, text=text_of(phrases.MOVED_BACK, call.locale))
    after = _dealt(call, owned).value or before
    card, lanes = after.card(record_id), {one.id: one for one in after.lanes}
    changed = [_lane(call, owned.spec, lanes[one], after.cards[one]) for one in {was, wanted}]
    version = card.version if card is not None else 0
    counts = [{"id": x.id, "count": x.count, "sum": x.amount, "over": x.over} for x in changed]
    reply = tell(empty(), {"k:moved": {"version": version, "lanes": counts}})
    if not isinstance(result, Done):
        return reply
    back = [("to", was), ("version", str(version)), ("undo", "1")]
    text = text_of(result.text, call.locale)
    if any(one.over and one.value == wanted for one in changed):
        over = phrases.LANE_FULL.format(lane=lanes[wanted].label, n=_limit(owned.spec, wanted))
        text = f"{text} {over.in_(call.locale)}"
    return toast(reply, text, undo_url=with_query(call.request.path, back))


def _limit(spec: Board, lane: str) -> int | None:
    return (spec.wip or {}).get(lane)


def _dealt(call: Call, owned: Owned[Board]) -> Answer[_Dealt]:
    spec, ctx = owned.spec, context(call)

    def deal() -> _Dealt:
        lanes = list(spec.lanes(ctx))
        cards: dict[str, list[Card]] = {one.id: [] for one in lanes}
        for card in spec.cards(ctx, list(cards)):
            if card.lane in cards:
                cards[card.lane].append(card)
        return _Dealt(lanes, cards)

    return guarded(call, owned, "board", deal, budget=_BUDGET)


def _page(call: Call, owned: Owned[Board]) -> BoardPage:
    spec, answer = owned.spec, _dealt(call, owned)
    title, url = text_of(spec.title, call.locale), board_url(owned.owner, spec.id)
    if answer.value is None:
        error = answer.failed.error_id if answer.failed is not None else ""
        return BoardPage(title=title, url=url, plugin=owned.owner, error=error)
    dealt = answer.value
    lanes = []
    for one in dealt.lanes:
        cards = dealt.cards[one.id]
        shown = tuple(_cards(call, owned, cards[:_MOST]))
        lanes.append(_lane(call, spec, one, cards, shown))
    cut = any(len(cards) > _MOST for cards in dealt.cards.values())
    notice = phrases.LANE_CUT.format(n=_MOST).in_(call.locale) if cut else ""
    board = BoardView(
        label=title, by=spec.id, lanes=tuple(lanes), hint=text_of(phrases.BOARD_HINT, call.locale)
    )
    changes = tuple(f"{spec.of}.{verb}" for verb in ("created", "changed", "deleted"))
    return BoardPage(title=title, url=url, board=board, notice=notice, refresh_on=(STALE, *changes))


def _lane(
    call: Call,
    spec: Board,
    lane: Lane,
    cards: Sequence[Card],
    shown: tuple[BoardCard, ...] = (),
) -> BoardLane:
    limit = _limit(spec, lane.id)
    number = whole(len(cards), call.locale)
    amounts = [card.amount for card in cards if card.amount is not None]
    total = ""
    if spec.lane_sum is not None and amounts:
        total = _amount(call, spec, sum(amounts, Decimal(0)))
    return BoardLane(
        id=lane_id(lane.id),
        value=lane.id,
        tag=Tag(text=text_of(lane.label, call.locale), color=lane.color.value, dot=True),
        cards=shown,
        count=number if limit is None else f"{number} / {limit}",
        amount=total,
        over=limit is not None and len(cards) > limit,
    )


def _cards(call: Call, owned: Owned[Board], cards: Sequence[Card]) -> Iterator[BoardCard]:
    for one in cards:
        yield BoardCard(
            id=one.record.id,
            title=text_of(one.title, call.locale),
            href=address_of(one.record, call.kontor.resources) or "#",
            values=tuple(_values(call, owned.spec, one)),
            move=f"/ui/board/{owned.id}/{one.record.id}/move",
            version=one.version,
        )


def _values(call: Call, spec: Board, card: Card) -> Iterator[CardValue]:
    title = text_of(spec.title, call.locale)
    if card.text is not None:
        yield CardValue(label=title, value=Value(text=text_of(card.text, call.locale)))
    if card.tags:
        tags = tuple(
            Tag(text=text_of(one.text, call.locale), color=one.color.value) for one in card.tags
        )
        yield CardValue(label=title, value=Value(kind="choice", tags=tags))
    if card.amount is not None:
        text = _amount(call, spec, card.amount)
        yield CardValue(label=title, value=Value(kind="money", text=text), strong=True)


def _amount(call: Call, spec: Board, amount: Decimal) -> str:
    """Write an amount as the field of ``lane_sum`` is written; money is in minor units."""
    field = call.kontor.registries.fields(spec.of).get(spec.lane_sum or "")
    given = _NUMBER if field is None else field.spec
    whole = int(amount) if given.kind in (Kind.MONEY, Kind.INT) else amount
    return Presenter(call).plain(given, whole).text


def _given(call: Call, name: str) -> str:
    return call.request.field(name) or call.request.query.get(name, "")


def endpoints(kontor: KontorApp) -> list[Endpoint]:
    pages = [
        Endpoint(
            method="GET",
            path=board_url(owned.owner, owned.spec.id),
            run=partial(board_page, owned=owned),
            audience="staff",
            permission=owned.spec.requires or "",
            rate="page",
            surface="page",
        )
        for owned in kontor.registries.specs(Board)
    ]
    moving = Endpoint(
        method="POST",
        path="/ui/board/{slot:str}/{record_id:str}/move",
        run=move,
        audience="staff",
        permission="",
        rate="write",
        surface="fragment",
        accepts=FORM_TYPES,
    )
    return [*pages, moving]
