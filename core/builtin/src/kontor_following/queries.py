"""What one can ask about following."""

from collections.abc import Collection, Sequence

import msgspec

from kontor_sdk.flow import RecordRef
from kontor_sdk.models import (
    Id,
    Reader,
    UnitOfWork,
    User,
    bindparam,
    columns,
    func,
    or_,
    select,
)
from kontor_sdk.ui import UiContext

from .models import Follow, Habit

MOST = 200


class Followed(msgspec.Struct):
    """A record that somebody follows; one of the three ids names it."""

    id: str
    user_id: str
    entity: str
    customer_id: str | None
    contact_id: str | None
    record_id: str | None
    since: str

    @property
    def ref(self) -> RecordRef:
        return RecordRef(self.entity, self.customer_id or self.contact_id or self.record_id or "")


class Follower(msgspec.Struct):
    name: str
    since: str


class _Found(msgspec.Struct):
    id: str


_follow, _habit, _user = columns(Follow), columns(Habit), columns(User)
_ids = bindparam("ids", expanding=True, type_=Id())
_id = bindparam("id", type_=Id())
_MINE = _follow.user_id == bindparam("user", type_=Id())
_ALL = select(
    _follow.id,
    _follow.user_id,
    _follow.subject,
    _follow.customer_id,
    _follow.contact_id,
    _follow.subject_id,
    _follow.created_at,
)
_OF_USER = _ALL.where(_MINE).order_by(_follow.created_at.desc(), _follow.id.desc()).limit(MOST)
_AMONG = or_(
    _follow.customer_id.in_(_ids), _follow.contact_id.in_(_ids), _follow.subject_id.in_(_ids)
)
_OF_RECORDS = _ALL.where(_AMONG)
_MINE_AMONG = _ALL.where(_MINE, _AMONG)
_IS_MINE = (
    select(_follow.id)
    .where(
        _MINE,
        or_(_follow.customer_id == _id, _follow.contact_id == _id, _follow.subject_id == _id),
    )
    .limit(1)
)
_COUNT = select(func.count(_follow.id)).where(_MINE)
_FOLLOWERS = (
    select(_user.name, _follow.created_at)
    .join_from(_follow.id.table, _user.id.table, _user.id == _follow.user_id)
    .where(or_(_follow.customer_id == _id, _follow.contact_id == _id), _user.active.is_(True))
    .order_by(_follow.created_at, _follow.id)
    .limit(50)
)
_BY_THEMSELVES = select(_habit.user_id).where(_habit.user_id.in_(_ids), _habit.own_work.is_(True))


def followed_by(ctx: UiContext) -> list[Followed]:
    """Give what the reader follows, the newest first; at most 200."""
    return ctx.read(_OF_USER, Followed, {"user": ctx.actor.id})


def follows(ctx: UiContext, record_id: str) -> bool:
    """Tell whether the reader follows a record."""
    return bool(ctx.read(_IS_MINE, _Found, {"user": ctx.actor.id, "id": record_id}))


def followers(ctx: UiContext) -> list[Follower]:
    """Give who follows the customer or person of the page."""
    return ctx.read(_FOLLOWERS, Follower, {"id": ctx.record_id})


def mine_among(uow: UnitOfWork, user_id: str, ids: Collection[str]) -> list[Followed]:
    """Give which of these records a user follows."""
    if not ids:
        return []
    return uow.read(_MINE_AMONG, Followed, {"user": user_id, "ids": list(ids)})


def of_records(reader: Reader | UnitOfWork, ids: Collection[str]) -> list[Followed]:
    """Give who follows these records."""
    if not ids:
        return []
    return reader.read(_OF_RECORDS, Followed, {"ids": list(ids)})


def follow_by_themselves(uow: UnitOfWork, users: Sequence[str]) -> set[str]:
    """Give those of these users who follow what they work on without being asked."""
    if not users:
        return set()
    return {row.id for row in uow.read(_BY_THEMSELVES, _Found, {"ids": list(users)})}


def by_itself(ctx: UiContext) -> bool:
    """Tell whether the reader follows what they work on without being asked."""
    me = ctx.actor.id
    return me is not None and bool(ctx.read(_BY_THEMSELVES, _Found, {"ids": [me]}))
