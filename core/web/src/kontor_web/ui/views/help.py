"""The help: topics to choose from, what a search found, or one topic in its parts."""

from dataclasses import dataclass

from markupsafe import Markup

from kontor_web.ui.views.actions import Empty


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLink:
    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGroup:
    label: str
    links: tuple[HelpLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpHit:
    label: str
    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPart:
    """A part of a topic; ``html`` is made of our own Markdown."""

    anchor: str
    title: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    title: str
    groups: tuple[HelpGroup, ...]
    query: str = ""
    hits: tuple[HelpHit, ...] = ()
    parts: tuple[HelpPart, ...] = ()
    empty: Empty | None = None
