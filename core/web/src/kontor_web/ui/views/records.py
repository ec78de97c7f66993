"""The page of one record: head and facts, tabs with composer and timeline, panels."""

from dataclasses import dataclass

from kontor_web.ui.views.actions import Action, Empty, TabLink
from kontor_web.ui.views.blocks import Block
from kontor_web.ui.views.forms import FormView
from kontor_web.ui.views.values import Avatar, Tag, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Title and actions. ``url`` answers ``parts/head.html``."""

    title: str
    subtitle: str = ""
    avatar: Avatar | None = None
    tags: tuple[Tag, ...] = ()
    actions: tuple[Action, ...] = ()
    url: str | None = None
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with a value; ``id`` names the element, ``edit`` the address of its form."""

    label: str
    value: Value
    id: str = ""
    icon: str | None = None
    edit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    title: str
    facts: tuple[Fact, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a box: a person with a role, a contact point, a consent."""

    title: str
    text: str = ""
    href: str | None = None
    icon: str | None = None
    avatar: Avatar | None = None
    tags: tuple[Tag, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A short list on the left: people, contact points. ``url`` answers ``parts/box.html``."""

    id: str
    title: str
    items: tuple[Item, ...] = ()
    count: str | None = None
    add: Action | None = None
    empty: str = ""
    more: TabLink | None = None
    url: str | None = None
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """A way to add something to the history; its first long text is the big field."""

    id: str
    label: str
    icon: str
    form: FormView
    placeholder: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a timeline title; the renderer owns the whole sentence."""

    text: str
    strong: bool = False
    href: str | None = None
    tag: str | None = None  # a colour makes the piece a tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: str
    icon: str
    title: tuple[Span, ...]
    time: str
    iso: str
    color: str = "c8"
    body: str | tuple[Span, ...] = ""
    tags: tuple[Tag, ...] = ()
    source: str = ""  # the plugin it came from, when that says something
    people: tuple[Span, ...] = ()  # who took part
    inbound: bool | None = None  # for touches: from the customer, or to them
    links: tuple[TabLink, ...] = ()  # what belongs to it: files
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """``url`` answers ``parts/timeline.html``; ``more`` the next page, put below this one."""

    days: tuple[Day, ...]
    url: str
    more: str | None = None
    empty: Empty | None = None
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """A box on the right. With ``blocks`` None it loads itself from ``url`` when it is seen.

    ``height`` 1 to 4 is the room kept while it loads. ``error`` is the id of a failure: the card
    names the plugin and offers to try again.
    """

    id: str
    title: str
    url: str
    blocks: tuple[Block, ...] | None = None
    height: int = 2
    plugin: str = ""
    error: str | None = None
    aside: str = ""  # right of the title: a sum, a count
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TabView:
    """What a plugin shows below its tab."""

    url: str
    blocks: tuple[Block, ...]
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """The history tab shows ``composers`` and ``timeline``, a plugin's its ``tab``.

    A record without history shows ``blocks`` in its place.
    """

    id: str
    head: Head
    facts: tuple[FactGroup, ...] = ()
    boxes: tuple[Box, ...] = ()
    tabs: tuple[TabLink, ...] = ()
    composers: tuple[Composer, ...] = ()
    timeline: TimelineView | None = None
    tab: TabView | None = None
    blocks: tuple[Block, ...] = ()
    panels: tuple[PanelView, ...] = ()
    left_panels: tuple[PanelView, ...] = ()
