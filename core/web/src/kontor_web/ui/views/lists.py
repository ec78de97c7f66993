"""A list of any resource: toolbar, chips, table, pager. One region, ``#list``, swapped as one."""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kontor_web.ui.views.actions import Action, Empty, TabLink
from kontor_web.ui.views.values import Avatar, Tag, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``sorted`` is "ascending", "descending" or None.

    ``mobile`` is the corner of the two-line card below 860 px: 1 top left, 2 top right, 3 bottom
    left, 4 bottom right; without one the column is left out there. The ``lead`` column carries
    the avatar and the link to the record.
    """

    key: str
    label: str
    kind: str = "text"
    sort_href: str | None = None
    sort_add: str | None = None  # the list sorted by this one besides
    sorted: str | None = None
    order: int = 0  # which one it is of the columns that are sorted by, where there are several
    mobile: int | None = None
    lead: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC


class Head(NamedTuple):
    """What each cell of a column has from it, made once for all rows."""

    id: str
    label: str
    lead: bool
    css: str

    @classmethod
    def of(cls, column: Column) -> "Head":
        corner = f"m{column.mobile}" if column.mobile else ""
        parts = ("lead" if column.lead else "", "r" if column.numeric else "", corner)
        css = " ".join(part for part in parts if part)
        return cls(column.key.replace(".", "-"), column.label, column.lead, css)


NUMERIC = frozenset({"int", "number", "money", "unit_price", "quantity"})


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A value in a row; ``edit`` is the address of its form (``parts/cell_edit.html``)."""

    value: Value
    edit: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    label: str  # what the row is called: the name of its checkbox
    cells: tuple[Cell, ...]  # in the order of the columns
    href: str | None = None
    avatar: Avatar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One condition of the filter: field, operator, value; ``remove`` is the list without it."""

    field: str
    op: str
    value: str
    remove: str
    icon: str | None = None
    bad: bool = False  # a condition that could not be understood


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """A field one may filter by; ``href`` answers ``parts/filter_form.html``."""

    label: str
    href: str
    icon: str = "list-filter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    value: str = ""
    label: str = ""
    placeholder: str = ""
    name: str = "q"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset pages: the addresses hold cursors, so there is no page number to show."""

    previous: str | None = None
    next: str | None = None
    position: str = ""  # "1-50"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewMenu:
    """What can be done with the view on screen; ``changed`` when it shows something else now."""

    label: str
    actions: tuple[Action, ...]
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMenu:
    """The field of a board or a calendar, and the others it could be."""

    label: str
    fields: tuple[TabLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardValue:
    label: str
    value: Value
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """A record on a board. ``move`` takes by, to and version; 204 with ``k:moved``, or refused."""

    id: str
    title: str
    href: str
    avatar: Avatar | None = None
    values: tuple[CardValue, ...] = ()
    move: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLane:
    """The cards of one value; ``more`` answers ``parts/board_more.html``."""

    id: str
    value: str
    tag: Tag
    cards: tuple[BoardCard, ...] = ()
    count: str = ""
    amount: str = ""
    more: str | None = None
    takes: bool = True  # cards may be moved here
    over: bool = False  # it holds more cards than it should


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """``state`` is what every request of the board carries of the list's address."""

    label: str
    by: str
    lanes: tuple[BoardLane, ...]
    state: str = ""
    hint: str = ""
    moves: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """A board of a plugin; ``url`` gives it anew. Without ``board`` it failed."""

    title: str
    url: str
    board: BoardView | None = None
    notice: str = ""
    plugin: str = ""
    error: str = ""
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """``move`` takes id, from and to, days of the calendar; 204 with ``k:refresh``, or refused."""

    id: str
    title: str
    href: str | None
    color: str = "c1"
    hint: str = ""  # what the colour says
    time: str = ""
    move: str | None = None
    key: str = ""  # the id that ``move`` is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of a month, or of a week that it shares; ``href`` is the list of the whole day."""

    iso: str
    number: str
    label: str
    inside: bool = True
    today: bool = False
    entries: tuple[CalendarEntry, ...] = ()
    more: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Whole weeks of a month; a narrow screen shows its days with entries one below the other.

    ``kind`` is month, week, or agenda: days with entries one below the other on any screen.
    """

    label: str
    title: str
    previous: str
    next: str
    weekdays: tuple[str, ...]
    days: tuple[CalendarDay, ...]
    today: str | None = None
    empty: str = ""
    kind: str = "month"
    moves: bool = False  # entries may be put on another day
    steps: tuple[str, str] | None = None  # what lies before and after, where it is no month


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSwitch:
    """A source of the calendar in its legend; ``off`` is what is sent to switch it."""

    label: str
    color: str
    shown: bool
    off: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """The calendar of all sources; ``state`` is what its forms carry."""

    calendar: CalendarView
    url: str
    modes: tuple[TabLink, ...]
    switches: tuple[CalendarSwitch, ...]
    state: tuple[tuple[str, str], ...]
    csrf: str
    keep: str = ""  # where a switch is sent
    notices: tuple[str, ...] = ()
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """``url`` is the list itself; ``state`` what its address carries besides search and cursor.

    A request for the region alone has ``HX-Request-Type: partial`` and gets ``parts/list.html``;
    everything else, a restored history entry too, gets the page.
    """

    url: str
    label: str  # the name of the region: "Kunden"
    count: str  # "1.000" or "10.000+"
    noun: str  # what is counted: "Kunden"
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    state: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()  # what of the address could not be followed
    tools: tuple[Action, ...] = ()  # how the list is shown: small buttons at the toolbar's end
    menu: ViewMenu | None = None
    layouts: tuple[TabLink, ...] = ()
    by: ByMenu | None = None
    board: BoardView | None = None  # instead of rows
    calendar: CalendarView | None = None  # the same
    search: Search | None = None
    views: tuple[TabLink, ...] = ()
    chips: tuple[Chip, ...] = ()
    clear: str | None = None  # the list without any condition
    filters: tuple[FilterChoice, ...] = ()
    pager: Pager = Pager()
    aggregates: tuple[Aggregate, ...] = ()
    totals: str | None = None  # answers ``parts/totals.html``: where there is much to add up
    bulk: tuple[Action, ...] = ()  # posts get the ids of the selected rows as "id", or "all"
    bulk_fields: tuple[Action, ...] = ()  # the menu of fields to change on the selected rows
    every: str = ""  # "Alle 1.234 auswählen", where a page does not show all
    empty: Empty | None = None
    refresh_on: tuple[str, ...] = ()
    here: str | None = None  # this very page, for refreshing; ``url`` when left out

    @property
    def heads(self) -> list[Head]:
        return [Head.of(column) for column in self.columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """A column one may have; ``fixed`` ones stay: without them no row would lead to its record."""

    name: str
    label: str
    hint: str = ""  # the plugin that brings it
    shown: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPicker:
    """The form of the columns: sent to the list as ``c``, once for each ticked one, in order."""

    url: str
    title: str
    lead: str
    columns: tuple[ColumnChoice, ...]
    others: tuple[ColumnChoice, ...] = ()
    state: tuple[tuple[str, str], ...] = ()
    usual: str = ""  # the list with the columns it has by itself
