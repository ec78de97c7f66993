"""What one can ask about notices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from kontor_sdk.models import Id, Moment, Reader, UnitOfWork, bindparam, columns, func, select
from kontor_sdk.ui import UiContext

from .models import Choice, Notice


class Told(msgspec.Struct):
    """A notice as its recipient reads it."""

    id: str
    text: str | None
    text_en: str | None
    told_at: str
    read_at: str | None
    about: str | None
    about_id: str | None
    kind: str | None
    count: int
    group_key: str | None

    @property
    def group(self) -> tuple[str, str] | None:
        """Give entity and id of the record that it tells of with others of one day."""
        found = (self.group_key or "").split(":")
        return (found[0], found[1]) if len(found) == 3 else None


class Grouped(msgspec.Struct):
    """A notice that more of the same record and day can be added to."""

    id: str
    read_at: str | None
    count: int
    digest: str
    told: list[str] | None


class _Off(msgspec.Struct):
    user_id: str
    off: list[str] | None


class _Digest(msgspec.Struct):
    digest: str


class _Id(msgspec.Struct):
    id: str


class _Count(msgspec.Struct):
    count: int


_notice, _choice = columns(Notice), columns(Choice)
_MINE = _notice.recipient_id == bindparam("user", type_=Id())
_UNREAD = _notice.read_at.is_(None)
_TOLD = select(
    _notice.id,
    _notice.text,
    _notice.text_en,
    _notice.told_at,
    _notice.read_at,
    _notice.about,
    _notice.about_id,
    _notice.kind,
    _notice.count,
    _notice.group_key,
).order_by(_notice.told_at.desc(), _notice.id.desc())
_UNREAD_OF_ME = _TOLD.where(_MINE, _UNREAD).limit(100)
_READ_OF_ME = _TOLD.where(_MINE, _notice.read_at.is_not(None)).limit(50)
_UNREAD_COUNT = select(func.count(_notice.id)).where(_MINE, _UNREAD)
_UNREAD_IDS = select(_notice.id).where(_MINE, _UNREAD).limit(1000)
_DIGESTS = select(_notice.digest).where(_notice.digest.in_(bindparam("digests", expanding=True)))
_GROUP = select(_notice.id, _notice.read_at, _notice.count, _notice.digest, _notice.told).where(
    _MINE, _notice.group_key == bindparam("group")
)
_OFF = select(_choice.user_id, _choice.off).where(
    _choice.user_id.in_(bindparam("users", expanding=True, type_=Id()))
)
_OLD = (
    select(_notice.id)
    .where(_notice.read_at < bindparam("before", type_=Moment()))
    .order_by(_notice.id)
    .limit(200)
)


def unread(ctx: UiContext) -> list[Told]:
    """Give what the reader has not read, the newest first; at most 100."""
    return ctx.read(_UNREAD_OF_ME, Told, {"user": ctx.actor.id})


def read_before(ctx: UiContext) -> list[Told]:
    """Give what the reader has read; at most 50."""
    return ctx.read(_READ_OF_ME, Told, {"user": ctx.actor.id})


def count_unread(ctx: UiContext) -> int:
    return ctx.read(_UNREAD_COUNT, _Count, {"user": ctx.actor.id})[0].count


def unread_of(uow: UnitOfWork) -> list[str]:
    """Give the ids of what the acting user has not read; at most 1000."""
    return [row.id for row in uow.read(_UNREAD_IDS, _Id, {"user": uow.actor.id})]


def digests(uow: UnitOfWork, wanted: Sequence[str]) -> Collection[str]:
    """Give those of these digests that are there already."""
    if not wanted:
        return set()
    return {row.digest for row in uow.read(_DIGESTS, _Digest, {"digests": list(wanted)})}


def group_of(uow: UnitOfWork, user_id: str, group: str) -> list[Grouped]:
    """Give what a user was told of a record on a day."""
    return uow.read(_GROUP, Grouped, {"user": user_id, "group": group})


def switched_off(
    reader: Reader | UnitOfWork, users: Collection[str]
) -> Mapping[str, Collection[str]]:
    """Give the kinds of notices that these users do not want."""
    if not users:
        return {}
    return {row.user_id: row.off or () for row in reader.read(_OFF, _Off, {"users": list(users)})}


def read_long_ago(reader: Reader, before: datetime) -> list[str]:
    """Give some notices that were read before a moment."""
    return [row.id for row in reader.read(_OLD, _Id, {"before": before})]
