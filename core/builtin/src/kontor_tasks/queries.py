"""What one can ask about tasks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import msgspec

from kontor_sdk.models import (
    Customer,
    Day,
    Id,
    Reader,
    UnitOfWork,
    User,
    and_,
    bindparam,
    columns,
    func,
    or_,
    select,
)
from kontor_sdk.ui import UiContext

from .models import Feed, Task


class Due(msgspec.Struct):
    """A task as pages list it; what its reader may not see is None."""

    id: str
    title: str | None
    due_on: str | None
    due_at: str | None
    priority: str
    recurrence: str | None
    done_at: str | None
    assignee_id: str | None
    customer_id: str | None
    customer: str | None


class Held(msgspec.Struct):
    """Who has to do with a task."""

    id: str
    owner_id: str | None
    assignee_id: str | None
    customer_id: str | None
    title: str | None
    due_on: str | None


class Person(msgspec.Struct):
    """A user: what they are called, and in which language."""

    id: str
    name: str
    locale: str


class Home(msgspec.Struct):
    """Who looks after a customer."""

    id: str
    owner_id: str | None
    team_id: str | None


class _Count(msgspec.Struct):
    count: int


class DayCount(msgspec.Struct):
    due_on: str | None
    count: int


class _Id(msgspec.Struct):
    id: str


class Titled(msgspec.Struct):
    """What the history tells of a task."""

    id: str
    title: str | None
    due_on: str | None


class _Address(msgspec.Struct):
    token: str | None


_task, _customer, _user, _feed = columns(Task), columns(Customer), columns(User), columns(Feed)
_ids = bindparam("ids", expanding=True, type_=Id())
_WITH_CUSTOMER = (
    select(
        _task.id,
        _task.title,
        _task.due_on,
        _task.due_at,
        _task.priority,
        _task.recurrence,
        _task.done_at,
        _task.assignee_id,
        _task.customer_id,
        _customer.name,
    )
    .outerjoin(Customer, _customer.id == _task.customer_id)
    .order_by(_task.due_on, _task.due_at, _task.id)
)
_MINE = _task.assignee_id == bindparam("user", type_=Id())
_OPEN = _task.done_at.is_(None)
_OF_CUSTOMER = _task.customer_id == bindparam("customer", type_=Id())
_UNTIL = _task.due_on <= bindparam("until", type_=Day())

_OPEN_UNTIL = _WITH_CUSTOMER.where(_MINE, _OPEN, _UNTIL).limit(200)
_OPEN_OF_USER = _WITH_CUSTOMER.where(_MINE, _OPEN, _task.due_on.is_not(None)).limit(1000)
_OPEN_OF_CUSTOMER = _WITH_CUSTOMER.where(_OF_CUSTOMER, _OPEN).limit(100)
_DONE_OF_CUSTOMER = (
    _WITH_CUSTOMER.where(_OF_CUSTOMER, _task.done_at.is_not(None))
    .order_by(None)
    .order_by(_task.done_at.desc(), _task.id)
    .limit(10)
)
_COUNT_OF_CUSTOMER = select(func.count(_task.id)).where(_OF_CUSTOMER, _OPEN)
_COUNT_UNTIL = select(func.count(_task.id)).where(_MINE, _OPEN, _UNTIL)
_COUNT_BY_DAY = (
    select(_task.due_on, func.count(_task.id)).where(_MINE, _OPEN).group_by(_task.due_on)
)
_BY_ID = select(_task.id, _task.title, _task.due_on).where(_task.id.in_(_ids))
_HELD = select(
    _task.id, _task.owner_id, _task.assignee_id, _task.customer_id, _task.title, _task.due_on
)
_HELD_BY_ID = _HELD.where(_task.id.in_(_ids))
_HELD_BY_CUSTOMER = _HELD.where(_task.customer_id.in_(_ids), _OPEN)
_HOMES = select(_customer.id, _customer.owner_id, _customer.team_id).where(_customer.id.in_(_ids))
_PEOPLE = select(_user.id, _user.name, _user.locale).where(_user.id.in_(_ids))
_WAITING = (_OPEN, _task.reminded_at.is_(None), _task.assignee_id.is_not(None))
_TODAY = _task.due_on == bindparam("until", type_=Day())
_BEFORE_TODAY = _task.due_on < bindparam("until", type_=Day())
_ITS_TIME = or_(_task.due_at.is_(None), _task.due_at <= bindparam("time"))
_UNREMINDED = (
    select(_task.id)
    .where(*_WAITING, or_(_BEFORE_TODAY, and_(_TODAY, _ITS_TIME)))
    .order_by(_task.due_on, _task.id)
    .limit(100)
)
_ADDRESS = select(_feed.token).where(_feed.user_id == bindparam("user", type_=Id()))
_SUBSCRIBER = (
    select(_user.id, _user.name, _user.locale)
    .select_from(Feed)
    .join(User, _user.id == _feed.user_id)
    .where(_feed.token == bindparam("token"), _user.active.is_(True))
)


def open_until(ctx: UiContext, until: date) -> list[Due]:
    """Give the reader's own open tasks due by a day, the oldest first; at most 200."""
    return ctx.read(_OPEN_UNTIL, Due, {"user": ctx.actor.id, "until": until})


def count_until(ctx: UiContext, until: date) -> int:
    return ctx.read(_COUNT_UNTIL, _Count, {"user": ctx.actor.id, "until": until})[0].count


def count_by_day(ctx: UiContext) -> list[DayCount]:
    """Count the reader's own open tasks by the day they are due."""
    return ctx.read(_COUNT_BY_DAY, DayCount, {"user": ctx.actor.id})


def open_of_user(reader: Reader, user_id: str) -> list[Due]:
    """Give a user's open tasks that have a day."""
    return reader.read(_OPEN_OF_USER, Due, {"user": user_id})


def open_of_customer(ctx: UiContext, customer_id: str) -> list[Due]:
    return ctx.read(_OPEN_OF_CUSTOMER, Due, {"customer": customer_id})


def done_of_customer(ctx: UiContext, customer_id: str) -> list[Due]:
    """Give what was done last for a customer."""
    return ctx.read(_DONE_OF_CUSTOMER, Due, {"customer": customer_id})


def count_of_customer(ctx: UiContext, customer_id: str) -> int:
    return ctx.read(_COUNT_OF_CUSTOMER, _Count, {"customer": customer_id})[0].count


def titles(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Titled]:
    """Give what the reader may see of these tasks; at most 512 ids."""
    if not ids:
        return {}
    return {row.id: row for row in ctx.read(_BY_ID, Titled, {"ids": list(ids)})}


def held(uow: UnitOfWork, *, tasks: Collection[str], customers: Collection[str]) -> list[Held]:
    """Give these tasks, and the open ones of these customers."""
    found = uow.read(_HELD_BY_ID, Held, {"ids": list(tasks)}) if tasks else []
    if customers:
        known = {row.id for row in found}
        rows = uow.read(_HELD_BY_CUSTOMER, Held, {"ids": list(customers)})
        found += [row for row in rows if row.id not in known]
    return found


def homes_of(uow: UnitOfWork, customers: Collection[str]) -> Mapping[str, Home]:
    """Give who looks after each customer."""
    if not customers:
        return {}
    return {row.id: row for row in uow.read(_HOMES, Home, {"ids": list(customers)})}


def people(reader: Reader | UnitOfWork, ids: Collection[str]) -> Mapping[str, Person]:
    if not ids:
        return {}
    return {row.id: row for row in reader.read(_PEOPLE, Person, {"ids": list(ids)})}


def unreminded(reader: Reader, now: datetime) -> list[str]:
    """Give tasks that are due by a local time and nobody was reminded of; at most 100."""
    given = {"until": now.date(), "time": f"{now:%H:%M}"}
    return [row.id for row in reader.read(_UNREMINDED, _Id, given)]


def feed_token(ctx: UiContext) -> str | None:
    """Give the secret part of the reader's calendar address."""
    found = ctx.read(_ADDRESS, _Address, {"user": ctx.actor.id})
    return found[0].token if found else None


def subscriber(reader: Reader, token: str) -> Person | None:
    """Give whose calendar an address is; None for a wrong one and for who is switched off."""
    found = reader.read(_SUBSCRIBER, Person, {"token": token})
    return found[0] if found else None
