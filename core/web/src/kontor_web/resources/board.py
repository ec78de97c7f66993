"""A list as a board: a lane for each value of a choice field, moved between by one request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kontor_core.foundation.fields import Choice, Field
from kontor_core.foundation.filters import And, Ast, Comparison, Not, Op
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.listing import COUNTED_TO
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import fragment, record_url
from kontor_web.resources.asked import Asked, Scope, beside, condition_of, sought_by, tree_of
from kontor_web.resources.avatars import avatar
from kontor_web.resources.list_columns import columns_of, fetched, sort_of
from kontor_web.resources.list_frame import counted, frame
from kontor_web.resources.lists import inline
from kontor_web.resources.showing import Presenter
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.blocks import cell_value
from kontor_web.ui.slots import column_values
from kontor_web.ui.views import BoardCard, BoardLane, BoardView, CardValue, ListView, Tag

CARDS = 20
_VALUES = 4
Extra = Mapping[str, Mapping[str, Any]]
_STATES = ("phase", "state", "status", "stage")


@dataclass(frozen=True)
class _Lane:
    choice: Choice | None  # None for what has no value, or one that is no choice any more
    condition: Ast
    rows: Sequence[Mapping[str, Any]] = ()
    next: Cursor | None = None


def board_fields(call: Call, info: ResourceInfo) -> list[Field]:
    """Give the fields whose values can be lanes: those that tell a state first."""
    found = [f for f in info.readable(call.actor) if f.kind is Kind.CHOICE and _choices(call, f)]
    return sorted(found, key=lambda field: field.name.rpartition(".")[2] not in _STATES)


def board_field(call: Call, info: ResourceInfo, asked: Asked) -> Field | None:
    fields = board_fields(call, info)
    return next((f for f in fields if f.name == asked.state.by), fields[0] if fields else None)


def board_view(call: Call, scope: Scope, asked: Asked, by: Field) -> ListView:
    """Read and lay out the first cards of every lane."""
    info = scope.info
    board = _Board(call, scope, asked, by)
    lanes = [board.read(lane) for lane in board.lanes()]
    lanes = [lane for lane in lanes if lane.choice is not None or lane.rows]
    rows = [row for lane in lanes for row in lane.rows]
    wanted = refs_in(board.fields, rows) | chips.refs(tree_of(asked), info.filters)
    presenter = Presenter(call, call.titles(wanted))
    count = call.kontor.resources.count(
        call.actor, info, filter=board.condition, search=board.sought
    )
    extra = board.display_values(rows)
    shown = [board.shown(lane, presenter, extra) for lane in lanes]
    view = BoardView(
        label=text_of(by.label, call.locale),
        by=by.name,
        lanes=tuple(shown),
        moves=board.moves,
        state=board.back,
        hint=text_of(phrases.BOARD_HINT if board.moves else phrases.BOARD_FIXED, call.locale),
    )
    listed = frame(
        call, scope, asked, tree_of(asked), presenter, count=count, notices=board.notices
    )
    return replace(listed, board=view if count else None)


def more_cards(call: Call, scope: Scope, asked: Asked, by: Field, value: str) -> BoardLane:
    """Read the next cards of one lane."""
    board = _Board(call, scope, asked, by)
    lane = board.read(board.lane(value), asked.cursor)
    presenter = Presenter(call, call.titles(refs_in(board.fields, lane.rows)))
    return board.shown(lane, presenter, board.display_values(lane.rows), counts=False)


def lane_counts(
    call: Call, scope: Scope, asked: Asked, by: Field, values: Sequence[str]
) -> list[dict[str, str]]:
    """Count lanes anew, as the scripts of the page take it."""
    board = _Board(call, scope, asked, by)
    found = []
    for value in values:
        count, amount = board.counts(board.lane(value))
        found.append({"id": lane_id(value), "count": count, "sum": amount})
    return found


def lane_id(value: str) -> str:
    return f"lane-{value or 'none'}"


class _Board:
    """One board while it is made."""

    def __init__(self, call: Call, scope: Scope, asked: Asked, by: Field) -> None:
        self.call, self.scope, self.asked, self.by = call, scope, asked, by
        self.info = scope.info
        self.condition = condition_of(scope, asked)
        columns, said = columns_of(call, self.info, asked)
        self.sort, also = sort_of(call, self.info, asked)
        self.sought, found = sought_by(call, self.info, asked)
        self.notices = [*found, *said, *also]
        self.columns = [one for one in columns if one.key not in (by.name, self.info.title)]
        self.amount = next((one for one in self.columns if one.kind is Kind.MONEY), None)
        names = fetched(self.info, columns, by.name, "version")
        self.fields = [self.info.fields[name] for name in names]
        self.moves = inline(call, self.info, by)
        self.back = asked.back

    def lanes(self) -> Iterator[_Lane]:
        choices = _choices(self.call, self.by)
        for choice in choices:
            yield _Lane(choice, Comparison(self.by.name, Op.EQ, (choice.value,)))
        known = Comparison(self.by.name, Op.IN, tuple(choice.value for choice in choices))
        yield _Lane(None, Not(known))

    def lane(self, value: str) -> _Lane:
        """Give the lane of a value; the last one for a value that is no choice."""
        found = list(self.lanes())
        at = (one for one in found if one.choice is not None and one.choice.value == value)
        return next(at, found[-1])

    def read(self, lane: _Lane, cursor: str = "") -> _Lane:
        page = self.call.kontor.resources.page(
            self.call.actor,
            self.info,
            filter=self._within(lane),
            sort=self.sort,
            fields=[field.name for field in self.fields],
            cursor=cursor or None,
            limit=CARDS,
            search=self.sought,
        )
        names = [*(field.name for field in self.fields), "id"]
        rows = [dict(zip(names, values_of(row), strict=False)) for row in page.rows]
        return replace(lane, rows=rows, next=page.next)

    def counts(self, lane: _Lane) -> tuple[str, str]:
        """Give how many cards a lane has and what they come to, as people read it."""
        resources, search = self.call.kontor.resources, self.sought
        actor, condition = self.call.actor, self._within(lane)
        if self.amount is None or self.amount.field is None:
            count = resources.count(actor, self.info, filter=condition, search=search)
            return counted(count, self.call), ""
        name = self.amount.key
        totals = resources.totals(actor, self.info, name, filter=condition, search=search)
        count = sum(one.n for one in totals)
        if count > COUNTED_TO:  # a sum of some of them would be taken for that of all
            return counted(count, self.call), ""
        presenter, spec = Presenter(self.call), self.amount.field.spec
        amounts = [
            presenter.plain(spec, one.amount, currency=one.currency).text
            for one in sorted(totals, key=lambda one: -(one.amount or 0))
            if one.amount
        ]
        return counted(count, self.call), " + ".join(amounts)

    def shown(
        self,
        lane: _Lane,
        presenter: Presenter,
        extra: Extra,
        *,
        counts: bool = True,
    ) -> BoardLane:
        value = lane.choice.value if lane.choice is not None else ""
        label = lane.choice.label if lane.choice is not None else phrases.NO_LANE
        color = lane.choice.color if lane.choice is not None else "c8"
        count, amount = self.counts(lane) if counts else ("", "")
        more = None
        if lane.next is not None:
            following = {"lane": value, "cursor": lane.next.encode()}
            more = beside(self.info, self.asked, "lane", **following)
        return BoardLane(
            id=lane_id(value),
            value=value,
            tag=Tag(text=text_of(label, self.call.locale), color=color, dot=True),
            count=count,
            amount=amount,
            cards=tuple(self._cards(lane.rows, presenter, extra)),
            more=more,
            takes=lane.choice is not None or not self.by.spec.required,
        )

    def _cards(
        self,
        rows: Sequence[Mapping[str, Any]],
        presenter: Presenter,
        extra: Extra,
    ) -> Iterator[BoardCard]:
        faces = self.info.entity in ("customer", "contact")
        for row in rows:
            name = str(row.get(self.info.title) or "…")
            move = fragment(self.info, row["id"], "move")
            yield BoardCard(
                id=row["id"],
                title=name,
                href=record_url(self.info, row["id"]),
                avatar=avatar(name, row["id"], square=row.get("kind") == "organisation")
                if faces
                else None,
                values=tuple(self._values(row, presenter, extra)),
                move=move if self.moves else None,
                version=row["version"],
            )

    def _values(
        self, row: Mapping[str, Any], presenter: Presenter, extra: Extra
    ) -> Iterator[CardValue]:
        """Give what a card says besides its title: the first columns that have a value here."""
        found = 0
        for one in self.columns:
            if one.field is None:
                shown = cell_value(self.call, presenter, extra[one.key].get(row["id"]), one.kind)
            elif one.kind is Kind.DATETIME:
                shown = presenter.day(one.field, row)
            else:
                shown = presenter.value(one.field, row)
            if (shown.text or shown.tags) and found < _VALUES:
                found += 1
                strong = one is self.amount
                yield CardValue(label=one.label, value=shown, strong=strong)

    def display_values(self, rows: Sequence[Mapping[str, Any]]) -> Extra:
        """Ask the plugins' own columns for all cards at once."""
        ids = [row["id"] for row in rows]
        return {
            one.key: column_values(self.call, one.owned, ids)
            for one in self.columns
            if one.field is None and one.owned is not None
        }

    def _within(self, lane: _Lane) -> Ast:
        parts = chips.parts_of(self.condition)
        return And((*parts, lane.condition)) if parts else lane.condition


def _choices(call: Call, field: Field) -> tuple[Choice, ...]:
    return call.kontor.storage.conventions.choices(field.spec)
