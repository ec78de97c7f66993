"""A list as a board: a lane for each value of a choice field, moved between by one request."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kontor_core.foundation.fields import Choice, Field
from kontor_core.foundation.filters import And, Ast, Comparison, Not, Op, Or
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import whole
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.cursor import Cursor
from kontor_core.resources.lanes import Lanes, LaneTotal
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import fragment, record_url
from kontor_web.resources.asked import Asked, Scope, beside, condition_of, sought_by, tree_of
from kontor_web.resources.avatars import avatar
from kontor_web.resources.list_columns import Shown, columns_of, fetched, sort_of
from kontor_web.resources.list_frame import frame
from kontor_web.resources.lists import inline
from kontor_web.resources.showing import Presenter
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.blocks import cell_value
from kontor_web.ui.slots import column_values
from kontor_web.ui.views import BoardCard, BoardLane, BoardView, CardValue, ListView, Tag, Value

CARDS = 20
_VALUES = 4
Extra = Mapping[str, Mapping[str, Any]]
Show = Callable[[Mapping[str, Any]], Value]
_STATES = ("phase", "state", "status", "stage")


@dataclass(frozen=True)
class _Lane:
    choice: Choice | None  # None for what has no value, or one that is no choice any more
    condition: Ast
    count: int = 0
    amounts: tuple[LaneTotal, ...] = ()
    rows: Sequence[Mapping[str, Any]] = ()
    next: Cursor | None = None

    @property
    def value(self) -> str:
        return self.choice.value if self.choice is not None else ""


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
    lanes = board.dealt()
    rows = [row for lane in lanes for row in lane.rows]
    wanted = refs_in(board.fields, rows) | chips.refs(tree_of(asked), info.filters)
    presenter = Presenter(call, call.titles(wanted))
    count = sum(lane.count for lane in lanes)
    extra = board.display_values(rows)
    view = BoardView(
        label=text_of(by.label, call.locale),
        by=by.name,
        lanes=tuple(board.shown(lane, presenter, extra) for lane in lanes),
        moves=board.moves,
        state=board.back,
        hint=text_of(phrases.BOARD_HINT if board.moves else phrases.BOARD_FIXED, call.locale),
    )
    listed = frame(
        call, scope, asked, tree_of(asked), presenter, count=count, notices=board.notices
    )
    return replace(listed, count=board.number(count), board=view if count else None)


def more_cards(call: Call, scope: Scope, asked: Asked, by: Field, value: str) -> BoardLane:
    """Read the next cards of one lane."""
    board = _Board(call, scope, asked, by)
    lane = board.further(board.lane(value), asked.cursor)
    presenter = Presenter(call, call.titles(refs_in(board.fields, lane.rows)))
    shown = board.shown(lane, presenter, board.display_values(lane.rows))
    return replace(shown, count="", amount="")  # those of the lane stand above it


def lane_counts(
    call: Call, scope: Scope, asked: Asked, by: Field, values: Sequence[str]
) -> list[dict[str, str]]:
    """Count lanes anew, as the scripts of the page take it."""
    board = _Board(call, scope, asked, by)
    lanes = {lane.value: lane for lane in map(board.lane, values)}
    return [
        {"id": lane_id(lane.value), "count": board.number(lane.count), "sum": board.sum_of(lane)}
        for lane in board.counted(list(lanes.values()))
    ]


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

    def dealt(self) -> list[_Lane]:
        """Read all lanes at once: what each comes to, then the first cards of those with any."""
        found = self.counted(list(self.lanes()))
        values = tuple(lane.value for lane in found if lane.choice is not None)
        rows = self.call.kontor.resources.deal(
            self.call.actor,
            self.info,
            Lanes(self.by, values),
            [place for place, lane in enumerate(found) if lane.count],
            filter=self.condition,
            sort=self.sort,
            fields=[field.name for field in self.fields],
            limit=CARDS,
            search=self.sought,
        )
        for place, one in rows.items():
            found[place] = replace(found[place], rows=self._rows(one.rows), next=one.next)
        return [lane for lane in found if lane.choice is not None or lane.count]

    def further(self, lane: _Lane, cursor: str) -> _Lane:
        page = self.call.kontor.resources.page(
            self.call.actor,
            self.info,
            filter=self._within([lane]),
            sort=self.sort,
            fields=[field.name for field in self.fields],
            cursor=cursor or None,
            limit=CARDS,
            search=self.sought,
        )
        return replace(lane, rows=self._rows(page.rows), next=page.next)

    def counted(self, lanes: Sequence[_Lane]) -> list[_Lane]:
        """Count all cards of these lanes and add up their amounts, however many there are."""
        known = {choice.value for choice in _choices(self.call, self.by)}
        some = len(lanes) <= len(known)  # there is one more: that of all other values
        totals = self.call.kontor.resources.lane_totals(
            self.call.actor,
            self.info,
            self.by.name,
            self.amount.key if self.amount is not None and self.amount.field is not None else None,
            filter=self._within(lanes) if some else self.condition,
            search=self.sought,
        )
        by_value: dict[str, list[LaneTotal]] = {}
        for one in totals:
            value = one.value if one.value in known else None
            by_value.setdefault(value or "", []).append(one)
        found = ((lane, by_value.get(lane.value, [])) for lane in lanes)
        return [
            replace(lane, count=sum(one.n for one in of), amounts=tuple(of)) for lane, of in found
        ]

    def number(self, count: int) -> str:
        return whole(count, self.call.locale)

    def sum_of(self, lane: _Lane) -> str:
        """Say what the cards of a lane come to: an amount for each currency, the largest first."""
        if self.amount is None or self.amount.field is None:
            return ""
        presenter, spec = Presenter(self.call), self.amount.field.spec
        by_currency: dict[str | None, int] = {}
        for one in lane.amounts:
            by_currency[one.currency] = by_currency.get(one.currency, 0) + (one.amount or 0)
        amounts = sorted(by_currency.items(), key=lambda one: -one[1])
        return " + ".join(
            presenter.plain(spec, amount, currency=currency).text
            for currency, amount in amounts
            if amount
        )

    def _rows(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        names = [*(field.name for field in self.fields), "id"]
        return [dict(zip(names, values_of(row), strict=False)) for row in rows]

    def shown(self, lane: _Lane, presenter: Presenter, extra: Extra) -> BoardLane:
        label = lane.choice.label if lane.choice is not None else phrases.NO_LANE
        color = lane.choice.color if lane.choice is not None else "c8"
        more = None
        if lane.next is not None:
            following = {"lane": lane.value, "cursor": lane.next.encode()}
            more = beside(self.info, self.asked, "lane", **following)
        return BoardLane(
            id=lane_id(lane.value),
            value=lane.value,
            tag=Tag(text=text_of(label, self.call.locale), color=color, dot=True),
            count=self.number(lane.count),
            amount=self.sum_of(lane),
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
        shows = [(one, self._show(one, presenter, extra)) for one in self.columns]
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
                values=tuple(self._values(row, shows)),
                move=move if self.moves else None,
                version=row["version"],
            )

    def _show(self, one: Shown, presenter: Presenter, extra: Extra) -> Show:
        """Decide once how a column is shown on every card."""
        if one.field is not None:
            return presenter.column(one.field, day=one.kind is Kind.DATETIME)
        values = extra[one.key]
        return lambda row: cell_value(self.call, presenter, values.get(row["id"]), one.kind)

    def _values(
        self, row: Mapping[str, Any], shows: Sequence[tuple[Shown, Show]]
    ) -> Iterator[CardValue]:
        """Give what a card says besides its title: the first columns that have a value here."""
        found = 0
        for one, show in shows:
            shown = show(row)
            if shown.text or shown.tags:
                yield CardValue(label=one.label, value=shown, strong=one is self.amount)
                found += 1
                if found == _VALUES:
                    return

    def display_values(self, rows: Sequence[Mapping[str, Any]]) -> Extra:
        """Ask the plugins' own columns for all cards at once."""
        ids = [row["id"] for row in rows]
        return {
            one.key: column_values(self.call, one.owned, ids)
            for one in self.columns
            if one.field is None and one.owned is not None
        }

    def _within(self, lanes: Sequence[_Lane]) -> Ast:
        conditions = [lane.condition for lane in lanes]
        fits = Or(tuple(conditions)) if len(conditions) > 1 else conditions[0]
        parts = chips.parts_of(self.condition)
        return And((*parts, fits)) if parts else fits


def _choices(call: Call, field: Field) -> tuple[Choice, ...]:
    return call.kontor.storage.conventions.choices(field.spec)
