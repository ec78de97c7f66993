"""Keyset cursors: where a page of a list ended, as an opaque token for URLs."""

import base64
import binascii
from typing import Any

import msgspec

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """The sort that was used and the last row's place in it.

    ``key`` is the row's value of the sort column in the form rows have it, None in the tail of
    rows without a value. ``back`` asks for the page before that place.
    """

    sort: str
    key: Any
    id: str
    tail: bool = False
    back: bool = False

    def encode(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def decode(text: str, *, sort: str) -> Cursor:
    """Read a cursor; raises Invalid when it is damaged or belongs to another sort."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        cursor = msgspec.json.decode(raw, type=Cursor)
    except (binascii.Error, msgspec.MsgspecError, ValueError, RecursionError):
        raise Invalid(
            L("Dieser Seitenzeiger ist beschädigt.", en="This cursor is damaged."), field="cursor"
        ) from None
    if cursor.sort != sort:
        raise Invalid(
            L(
                "Dieser Seitenzeiger gehört zu einer anderen Sortierung. Beginnen Sie vorn.",
                en="This cursor belongs to another sort. Start from the first page.",
            ),
            field="cursor",
        )
    return cursor
