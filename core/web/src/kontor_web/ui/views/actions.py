"""Buttons, tabs and empty states: what every other view holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button. Exactly one of the ways is set; none makes a disabled button.

    ``href`` goes to a page; ``get`` loads a fragment (``parts/dialog_form.html`` or
    ``parts/confirm.html``) into the shared dialog; ``post`` does it at once and answers 204 with
    ``HX-Trigger``; ``do`` names a client action (``theme``, ``compose``) with ``data``.
    """

    label: str
    icon: str | None = None
    href: str | None = None
    get: str | None = None
    post: str | None = None
    do: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    primary: bool = False
    danger: bool = False
    desk_only: bool = False
    icon_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TabLink:
    """A tab that is a page of its own: saved views of a list, tabs of a record."""

    label: str
    href: str
    icon: str | None = None
    count: str | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What stands where nothing is: icon, one bold sentence, what to do, one or two ways on."""

    title: str
    text: str = ""
    icon: str = "inbox"
    actions: tuple[Action, ...] = ()
