"""Identities: UUIDv7 as canonical lower-case text; storage keeps 16 bytes."""

from typing import NewType
from uuid import UUID

from uuid_utils import uuid7

RecordId = NewType("RecordId", str)
UserId = NewType("UserId", str)
TeamId = NewType("TeamId", str)
RoleId = NewType("RoleId", str)
CustomerId = NewType("CustomerId", str)
ContactId = NewType("ContactId", str)
EventId = NewType("EventId", str)


def new_id() -> str:
    """Make an id that sorts by the time of its making (RFC 9562, version 7)."""
    return str(uuid7())


def to_bytes(text: str) -> bytes:
    """Give the 16 bytes of an id; raises ValueError for anything else."""
    if len(text) == 36:
        raw = bytes.fromhex(text.replace("-", ""))
        if len(raw) == 16:
            return raw
    return UUID(text).bytes


def from_bytes(raw: bytes) -> str:
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except (ValueError, AttributeError):
        return False
