"""One value on screen, formatted already, with what its kind needs beside the text.

Structs, since a page of a list makes hundreds: a frozen dataclass takes ten times as long.
"""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kontor_web.ui.views.actions import Action


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A word in one of the colours c1..c8; ``dot`` marks a state among plain categories."""

    text: str
    color: str = "c8"
    dot: bool = False


class Avatar(msgspec.Struct, frozen=True, kw_only=True):
    """Initials in a colour; square for organisations, round for people."""

    initials: str
    color: str = "c8"
    square: bool = False


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value of one of the kinds of ``kontor_core.foundation.fields.Kind``, or ``masked``.

    No ``text`` and no ``tags`` means that there is nothing. ``href`` makes ref, email, phone and
    url a link, ``iso`` is the machine's form of a date, ``on`` the state of a bool. An ``action``
    is a button in place of a value.
    """

    kind: str = "text"
    text: str = ""
    href: str | None = None
    avatar: Avatar | None = None
    tags: tuple[Tag, ...] = ()
    iso: str | None = None
    on: bool | None = None
    action: "Action | None" = None


EMPTY = Value()
MASKED = Value(kind="masked")
