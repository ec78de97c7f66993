"""Keyset cursors: where a page of a list ended, as an opaque token for URLs."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kontor_core.foundation import clock, ids
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind

_LARGEST = 2**63 - 1


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """The sort that was used and the last row's place in it.

    ``key`` is the row's value of the sort column in the form rows have it, None in the tail of
    rows without a value. ``back`` asks for the page before that place. ``others`` are the row's
    values of the fields that are sorted by besides.
    """

    sort: str
    key: Any
    id: str
    tail: bool = False
    back: bool = False
    others: tuple[Any, ...] = ()

    def encode(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def decode(text: str, *, sort: str, fields: Sequence[Field]) -> Cursor:
    """Read a cursor; raises Invalid when it is damaged or belongs to another sort.

    ``fields`` are what the list is sorted by. Cursors come back through other people's hands, so
    nothing in them reaches the database unchecked.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        cursor = msgspec.json.decode(raw, type=Cursor)
    except (binascii.Error, msgspec.MsgspecError, ValueError, RecursionError):
        raise _damaged() from None
    if cursor.sort != sort:
        raise Invalid(
            L(
                "Dieser Seitenzeiger gehört zu einer anderen Sortierung. Beginnen Sie vorn.",
                en="This cursor belongs to another sort. Start from the first page.",
            ),
            field="cursor",
        )
    first, others = fields[:1], fields[1:]
    keyed = cursor.tail or all(_is_key(one.kind, cursor.key) for one in first)
    beside = len(others) == len(cursor.others) and all(
        value is None or _is_key(one.kind, value)
        for one, value in zip(others, cursor.others, strict=True)
    )
    if not (keyed and beside and ids.is_id(cursor.id)):
        raise _damaged()
    return cursor


def _is_key(kind: Kind, key: Any) -> bool:
    try:
        return _KEYS.get(kind, _is_text)(key)
    except (TypeError, ValueError, InvalidOperation):
        return False


def _is_whole(key: Any) -> bool:
    return type(key) is int and abs(key) <= _LARGEST


def _is_decimal(key: Any) -> bool:
    number = Decimal(key) if isinstance(key, str) else Decimal("NaN")
    return number.is_finite() and number.adjusted() < 12  # far below 64 bits at any scale


def _is_text(key: Any) -> bool:
    return isinstance(key, str) and "\0" not in key


_KEYS: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.INT: _is_whole,
    Kind.MONEY: _is_whole,
    Kind.BOOL: lambda key: isinstance(key, bool),
    Kind.NUMBER: _is_decimal,
    Kind.UNIT_PRICE: _is_decimal,
    Kind.QUANTITY: _is_decimal,
    Kind.DATE: lambda key: bool(date.fromisoformat(key)),
    Kind.DATETIME: lambda key: bool(clock.from_text(key)),
    Kind.REF: ids.is_id,
    Kind.ID: ids.is_id,
}
"""What a key looks like by the kind of the field; a text where nothing is said."""


def _damaged() -> Invalid:
    return Invalid(
        L("Dieser Seitenzeiger ist beschädigt.", en="This cursor is damaged."), field="cursor"
    )
