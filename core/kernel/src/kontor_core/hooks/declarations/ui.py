"""Slots: what ``kontor_ui()`` returns. Core puts the plugin's key before every id.

Everything is called with one context and, where there are many, one batch; it returns data, never
HTML. ``on`` and ``of`` name an entity: ``customer``, ``vet.animal``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kontor_core.foundation.i18n import Label
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import ActionFn, ActionResult, Spec
from kontor_core.hooks.declarations.contexts import ActionContext, RecordRef, Target, UiContext
from kontor_core.hooks.declarations.flow import Events
from kontor_core.hooks.declarations.views import (
    Block,
    CellValue,
    Color,
    Empty,
    Entry,
    Link,
    Tag,
)

if TYPE_CHECKING:
    from pydantic import BaseModel


class Area(StrEnum):
    """Where on a record page a panel stands."""

    LEFT = "left"
    RIGHT = "right"


class Agg(StrEnum):
    """How the values of a column are put together below a list."""

    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


class Group(StrEnum):
    """Groups of the sidebar; a plugin's entry stands in the group of its form."""

    TOP = "top"
    CUSTOMERS = "customers"
    OPERATIVE = "operative"
    COMMUNICATIVE = "communicative"
    ANALYTICAL = "analytical"
    COLLABORATIVE = "collaborative"
    SOCIAL = "social"
    SYSTEM = "system"


class Layout(StrEnum):
    """How wide a page is."""

    FULL = "full"
    NARROW = "narrow"


class Show(StrEnum):
    """How a list shows its records."""

    TABLE = "table"
    BOARD = "board"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Size:
    """Columns of twelve, and rows."""

    width: int  # of twelve
    height: int  # one to four


@dataclass(frozen=True)
class Crumb:
    """A step on the way to a page, above its title."""

    label: Label
    to: Target | None = None  # none: words only


@dataclass(frozen=True)
class Lane:
    """A column of a board."""

    id: str  # what ``Card.lane`` names
    label: Label
    color: Color = Color.C8


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of a board; ``version`` is what its record has, so that a move meets no other.

    ``amount`` counts for its lane's sum.
    """

    record: RecordRef  # where it leads
    title: Label
    lane: str  # the id of its lane
    text: Label | None = None
    tags: tuple[Tag, ...] = ()  # below its text
    amount: Decimal | None = None
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """Something that happens at a time, or on whole days with ``all_day``: then hours say nothing.

    ``fixed`` is one that cannot be moved where its source lets others be.
    """

    id: str  # what ``move`` is handed
    title: Label
    start: datetime  # with a time zone
    end: datetime  # not part of it
    to: Target | None = None  # where it leads
    all_day: bool = False
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One result of a search."""

    title: Label
    to: Target  # where it leads
    text: Label | None = None  # a second line
    icon: str = "circle"


Rendered = Block | Sequence[Block]
RenderFn = Callable[[UiContext], Rendered]
CountFn = Callable[[UiContext], int | None]
ValuesFn = Callable[[UiContext, Sequence[str]], Mapping[str, CellValue]]
EntriesFn = Callable[[UiContext, Events], Sequence[Entry | None]]
LinksFn = Callable[[UiContext, Sequence[str]], Mapping[str, Sequence[Link]]]
SearchFn = Callable[[UiContext, str], Sequence[Hit]]
LanesFn = Callable[[UiContext], Sequence[Lane]]
CardsFn = Callable[[UiContext, Sequence[str]], Sequence[Card]]
MoveFn = Callable[[ActionContext, str, str], ActionResult]
"""``(ctx, record_id, lane)``: puts a card into a lane."""
CalendarFn = Callable[[UiContext, datetime, datetime], Sequence[CalendarEntry]]
ShiftFn = Callable[[ActionContext, str, date], ActionResult]
"""``(ctx, id, day)``: puts an entry of a calendar on another day."""


@dataclass(frozen=True, kw_only=True)
class NavItem(Spec):
    """An entry of the sidebar; ``to`` is one of the plugin's pages or a path.

    ``key``, one character, is pressed after ``g`` to go there; who wants one that another plugin
    has, or Kontor itself, is refused at start.
    """

    label: Label
    icon: str
    to: str
    group: Group | None = None  # that of the plugin's form when left out
    key: str | None = None
    badge: CountFn | None = None  # a number beside it
    refresh_on: tuple[str, ...] = ()  # full names of events after which it is counted anew


@dataclass(frozen=True, kw_only=True)
class Page(Spec):
    """A page at ``/x/<key>/<path>``."""

    path: str  # local
    title: Label
    render: RenderFn  # gives view objects
    layout: Layout = Layout.FULL  # narrow pages are read more easily
    crumbs: tuple[Crumb, ...] = ()  # what stands above its title


@dataclass(frozen=True, kw_only=True)
class Panel(Spec):
    """A box beside the record; it loads by itself and costs only itself when it fails."""

    on: str  # the entity, or every one
    title: Label
    render: RenderFn  # gives view objects
    area: Area = Area.RIGHT  # beside which side
    lazy: bool = True  # loads once it is seen
    refresh_on: tuple[str, ...] = ()  # events after which it loads anew
    budget_ms: int = 300  # milliseconds it may take
    empty: Empty | None = None  # shown where ``render`` gives nothing


@dataclass(frozen=True, kw_only=True)
class Tab(Spec):
    """A tab of the record page."""

    on: str  # the entity, or every one
    label: Label
    render: RenderFn  # gives view objects
    count: CountFn | None = None  # a number beside its name
    refresh_on: tuple[str, ...] = ()  # events after which it loads anew
    budget_ms: int = 2000  # milliseconds it may take


@dataclass(frozen=True, kw_only=True)
class Widget(Spec):
    """A tile of the start page; a ``lazy`` one loads by itself once the page is there.

    One with ``period`` tells of ``ctx.period``, which its reader chooses above all tiles.
    """

    title: Label
    render: RenderFn  # gives view objects
    size: Size = Size(4, 2)  # columns of twelve, and rows
    lazy: bool = False
    period: bool = False
    refresh_on: tuple[str, ...] = ()  # events after which it loads anew
    budget_ms: int = 300  # milliseconds it may take


@dataclass(frozen=True, kw_only=True)
class Column(Spec):
    """A list column: a ``field`` of the registry, or ``values`` for a whole page of ids.

    It stands after the resource's own columns; with an ``order`` below zero beside the name.
    """

    of: str  # the entity
    field: str | None = None
    label: Label | None = None  # that of the field when left out
    values: ValuesFn | None = None
    kind: Kind = Kind.TEXT  # how ``values`` are shown
    default: bool = False  # shown unless one chooses others
    mobile: int | None = None  # corner of the card on a phone, 1 to 4
    aggregate: Agg | None = None  # what stands below the list


@dataclass(frozen=True, kw_only=True)
class Filter(Spec):
    """A named quick filter, in the filter language."""

    of: str  # the entity, or every one
    label: Label
    filter: str  # such as ``due_on < today()``


@dataclass(frozen=True, kw_only=True)
class View(Spec):
    """A ready-made view of a list: filter, sort and columns.

    ``by`` is the choice field whose values are the lanes of a board, or the date field of a
    calendar; left out, the list takes the most likely one.
    """

    of: str  # the entity, or every one
    label: Label
    filter: str = ""  # which records
    sort: tuple[str, ...] = ()  # fields, ``-`` before one for descending
    columns: tuple[str, ...] = ()  # names of fields
    layout: Show = Show.TABLE  # table, board or calendar
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Board(Spec):
    """A board beyond the one a Resource with a choice field has by itself.

    It stands at ``/x/<key>/board/<id>`` and among the views of the list of ``of``. ``cards`` is
    asked for all lanes at once and gives every card of them. ``move(ctx, record_id, lane)`` puts a
    card into a lane, with the version it was seen at in ``ctx.params["version"]``. ``lane_sum`` is
    the field whose amounts the cards carry: their sum stands over each lane. ``wip`` says how many
    cards a lane should hold; one that has more is marked, and whoever moves one more there is told.
    """

    of: str
    title: Label
    lanes: LanesFn  # gives the lanes
    cards: CardsFn
    move: MoveFn  # puts a card into a lane
    lane_sum: str | None = None
    wip: Mapping[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class CalendarSource(Spec):
    """What stands in the calendar at ``/calendar``, where everybody switches sources on and off.

    ``events(ctx, start, end)`` gives what touches that time. ``move(ctx, id, day)`` puts an entry
    on another day, at its hour; without it the entries of this source cannot be moved.
    """

    label: Label
    color: Color  # of its entries
    events: CalendarFn
    move: ShiftFn | None = None


@dataclass(frozen=True, kw_only=True)
class TimelineRenderer(Spec):
    """Turns events into timeline entries: one for each event, in the same order.

    None leaves an event out: what people need not read, because another event says it.
    """

    events: tuple[str, ...]  # names, or patterns such as ``vet.*``
    icon: str  # a name of Lucide
    color: Color  # of the icon
    render: EntriesFn  # one entry for each event


@dataclass(frozen=True, kw_only=True)
class EntryLinks(Spec):
    """What belongs to records of others and stands below them on the timeline: their files.

    ``links`` is asked once for all records ``of`` an entity that a page of the timeline shows.
    """

    of: str
    links: LinksFn


@dataclass(frozen=True, kw_only=True)
class Composer(Spec):
    """A way to add something to the history right on the record page; ``key`` opens it."""

    label: Label
    icon: str
    input: "type[BaseModel]"  # its form
    submit: ActionFn  # is handed the record's id
    on: str = "customer"  # the entity
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class SearchProvider(Spec):
    """A source of hits for the palette; resources are searched anyway."""

    label: Label
    search: SearchFn  # is handed what was typed
    prefix: str | None = None  # a sign: asked only behind it


@dataclass(frozen=True, kw_only=True)
class HelpPage(Spec):
    """A page of the help at ``/help/<key>.<id>``, for those whose permission ``requires`` names.

    Its text is Markdown without HTML, in ``help/<id>.de.md`` and ``help/<id>.en.md`` of the
    plugin's package: first what it is about, then a ``##`` for each part. ``{customer}`` and
    ``{customers}`` become the company's own words. ``about`` names entities, own pages or paths
    whose "Help" leads here.
    """

    title: Label
    about: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Watched(Spec):
    """Records whose news the start page tells a reader, beside those of their own customers."""

    records: Callable[[UiContext], Sequence[RecordRef]]  # gives them


@dataclass(frozen=True, kw_only=True)
class NoticeKind(Spec):
    """A kind of notices, named by ``ctx.notify(kind=)``; everybody may switch it off.

    ``help`` says when such a notice comes.
    """

    label: Label
    help: Label | None = None


@dataclass(frozen=True, kw_only=True)
class Asset(Spec):
    """A script or style of the plugin's ``static/`` folder, on its own pages or everywhere.

    Scripts are modules and may import ``/assets/kontor.js`` and each other; styles belong into
    ``@layer plugins``. With the first asset the whole folder is served, each file at what
    ``plugin_asset("<key>", "<path>")`` gives in templates.
    """

    path: str  # below ``static/``
    everywhere: bool = False  # on every page, not only the plugin's
