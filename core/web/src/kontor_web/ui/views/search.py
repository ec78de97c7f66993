"""The search over everything: results by resource, the words that were found marked."""

from dataclasses import dataclass

from kontor_core.search.segments import Segment
from kontor_web.ui.views.actions import Empty
from kontor_web.ui.views.values import Avatar


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``text`` is the piece of the record that holds the words, ``label`` the field it is of."""

    title: tuple[Segment, ...]
    href: str
    text: tuple[Segment, ...] = ()
    label: str = ""
    about: str = ""
    avatar: Avatar | None = None
    icon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultGroup:
    label: str
    results: tuple[Result, ...]
    more: str | None = None  # where the others of this resource are


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """``resource`` is the one that is searched alone, ``everywhere`` leads back to all."""

    query: str
    groups: tuple[ResultGroup, ...] = ()
    note: str = ""
    empty: Empty | None = None
    resource: str = ""
    everywhere: str | None = None
    previous: str | None = None
    next: str | None = None
