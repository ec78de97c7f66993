"""View objects: what ``render`` returns, one or a list. Data only; the web renders it.

Strings are always escaped. Links take a record, a path or http, https, mailto, tel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from kontor_core.foundation.i18n import Label
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import Action
from kontor_core.hooks.declarations.contexts import RecordRef, Target


class Color(StrEnum):
    """The eight colours of the design system; never the only carrier of a meaning."""

    C1 = "c1"
    C2 = "c2"
    C3 = "c3"
    C4 = "c4"
    C5 = "c5"
    C6 = "c6"
    C7 = "c7"
    C8 = "c8"


class Block:
    """Whatever a page, panel or tab may show."""


@dataclass(frozen=True)
class FieldValue:
    """A field of the record, shown through the registry with label, format and masking."""

    name: str  # such as "vet.species"


@dataclass(frozen=True)
class LabelValue:
    """A label with a value that is no field."""

    label: Label
    value: "CellValue"
    _: KW_ONLY
    kind: Kind = Kind.TEXT  # how it is shown
    currency: str | None = None  # of an amount


@dataclass(frozen=True, init=False)
class Facts(Block):
    """Labels with values: ``Facts(FieldValue("loyalty.tier"), LabelValue(L(...), 12))``."""

    items: tuple[FieldValue | LabelValue, ...]  # in their order

    def __init__(self, *items: FieldValue | LabelValue) -> None:
        object.__setattr__(self, "items", items)


@dataclass(frozen=True)
class Tag(Block):
    """A word in a colour."""

    text: Label
    color: Color = Color.C8  # one of the eight


@dataclass(frozen=True)
class Link(Block):
    """Words that lead somewhere."""

    text: Label
    to: Target  # a record, or an address


@dataclass(frozen=True)
class Button(Block):
    """Runs an action: one declared in ``kontor_ui`` by its full id, or the action itself.

    ``on`` is the record it works on, the one of the page when left out. ``compact`` shows the
    icon only; the label is read out.
    """

    action: str | Action
    label: Label | None = None
    _: KW_ONLY
    on: RecordRef | None = None
    compact: bool = False


@dataclass(frozen=True)
class Heading(Block):
    """A title above what follows on a page with several parts."""

    text: Label


@dataclass(frozen=True)
class Strong:
    """A piece of a text that stands out: who is mentioned."""

    text: Label


CellValue = (
    str | int | float | bool | Decimal | date | datetime | Label | Tag | Link | Button | None
)
"""A value in a table cell or fact; ``Kind`` says how to show numbers and dates."""


@dataclass(frozen=True)
class Head:
    """One column of a ``Table``; money is in minor units of ``currency``."""

    label: Label
    kind: Kind = Kind.TEXT  # how its cells are shown
    _: KW_ONLY
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """Rows of cells; at most 200 rows are shown, then ``more`` leads on."""

    columns: tuple[Head, ...]  # their heads
    rows: Sequence[Sequence[CellValue]]
    links: Sequence[Target | None] = ()  # where each row leads, same order
    caption: Label | None = None  # read out, not seen
    empty: Label | None = None  # said where there are no rows
    more: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Stat(Block):
    """One number that matters; None is shown as nothing known yet.

    ``delta`` is what changed in per cent, ``change`` the same in numbers, ``against`` says compared
    with what; ``better`` says which direction is good news, None that neither is.
    """

    label: Label
    value: CellValue
    kind: Kind = Kind.NUMBER  # how the value is shown
    unit: Label | None = None  # behind it
    currency: str | None = None  # of an amount
    delta: Decimal | None = None
    change: Decimal | int | None = None
    against: Label | None = None
    better: Literal["up", "down"] | None = "up"
    spark: tuple[float, ...] = ()  # a small line of past values
    to: Target | None = None  # where it leads


@dataclass(frozen=True)
class Empty(Block):
    """What stands where nothing is yet, and what to do about it."""

    text: Label
    _: KW_ONLY
    icon: str = "inbox"
    hint: Label | None = None  # what to do
    action: Button | Link | None = None  # a way to do it


@dataclass(frozen=True)
class Series:
    """One line, bar or slice of a chart."""

    name: Label
    values: Sequence[float | int | Decimal | None]  # one for each of ``x``
    color: Color | None = None


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A chart; ``summary`` states the finding in words and is read out instead of it.

    ``option`` is the way out: raw ECharts options, merged last and scrubbed.
    """

    kind: Literal[  # how it is drawn
        "bar",
        "line",
        "area",
        "pie",
        "donut",
        "funnel",
        "heatmap",
        "sankey",
        "treemap",
        "gauge",
        "scatter",
    ]
    summary: Label
    x: Sequence[str] = ()  # words of the axis
    series: Sequence[Series] = ()  # what is drawn
    stacked: bool = False  # one upon the other
    fmt: Literal["num", "money", "pct", "dur"] = "num"  # how numbers are written
    currency: str | None = None  # of amounts
    compare: str | None = None  # the name of the series drawn grey and dashed
    option: Mapping[str, object] | None = None


@dataclass(frozen=True, init=False)
class Template(Block):
    """A Jinja template of the plugin: ``Template("loyalty/panel.html", points=12)``."""

    name: str
    values: Mapping[str, object]  # what it is rendered with

    def __init__(self, name: str, /, **values: object) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline. ``title`` may be put together of texts, links and tags.

    A ``body`` in pieces has those stand out that are ``Strong``. ``people`` took part. ``about``
    is the record it shows, the subject of the event when left out.
    """

    title: Label | tuple[Label | Link | Tag, ...]
    body: Label | tuple[Label | Strong, ...] | None = None
    tags: tuple[Tag, ...] = ()  # below its text
    actor: str | None = None  # the id of a user; the event's own when left out
    at: datetime | None = None  # the event's own when left out
    inbound: bool | None = None  # for touches: from the customer, or to them
    people: tuple[Label | Link, ...] = ()
    about: RecordRef | None = None


@dataclass(frozen=True)
class Document:
    """HTML of strangers, already cleaned: a document of its own for a sandboxed frame.

    No script runs in it and it reaches nothing of ours. ``images`` lets it load pictures from
    where they lie, which tells their owner that it is read.
    """

    html: str  # cleaned already
    _: KW_ONLY
    images: bool = False
