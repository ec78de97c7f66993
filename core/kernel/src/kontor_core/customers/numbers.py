"""Customer numbers: ``K-10001`` and up, unique among parallel writers, with gaps allowed."""

import msgspec
from sqlalchemy import (
    Column,
    MetaData,
    Sequence,
    Table,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import sqlite

from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

PREFIX = "K-"
FIRST = 10001

# storage's own: in no metadata that plugins share, so no statement of theirs can name it
_COUNTER = Table("core_counter", MetaData(), Column("name", String), Column("value", Whole))
_more = bindparam("more", type_=Whole())
_insert = sqlite.insert(_COUNTER).values(name="customer", value=bindparam("last", type_=Whole()))
_NEXT_ON_SQLITE = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": _COUNTER.c.value + _more}
    ).returning(_COUNTER.c.value)
)
_drawn = (
    select(Sequence("core_customer_number").next_value().label("value"))
    .select_from(func.generate_series(literal(1), _more))
    .subquery()
)
_number = literal(PREFIX).concat(cast(_drawn.c.value, String()))


class _Number(msgspec.Struct):
    number: str


class _Id(msgspec.Struct):
    id: str


_customer = columns(Customer)
_NUMBERED = select(_customer.id).where(_customer.number == bindparam("number", type_=String()))


_TAKEN = select(_customer.number).where(
    _customer.number.in_(bindparam("numbers", type_=String(), expanding=True))
)
_FREE_ON_POSTGRESQL = Prepared(
    select(_number)
    .where(~exists(select(_customer.id).where(_customer.number == _number)))
    .order_by(_drawn.c.value)
)
_AT_ONCE = 500


def next_number(uow: UnitOfWork) -> str:
    """Give a number nobody has; numbers that an import brought along are passed over."""
    return next_numbers(uow, 1)[0]


def next_numbers(uow: UnitOfWork, count: int) -> list[str]:
    """Give several numbers nobody has, in order."""
    free = _free_on_sqlite if uow.storage.database.is_sqlite else _free_on_postgresql
    found: list[str] = []
    while missing := count - len(found):
        found += free(uow, missing)
    return found


def _free_on_sqlite(uow: UnitOfWork, count: int) -> list[str]:
    count = min(count, _AT_ONCE)
    row = {"last": FIRST - 1 + count, "more": count}
    last = uow.prepared(_NEXT_ON_SQLITE, row).fetchone()[0]
    fresh = [f"{PREFIX}{value}" for value in range(last - count + 1, last + 1)]
    others = {row.number for row in uow.system_read(_TAKEN, _Number, {"numbers": fresh})}
    return [number for number in fresh if number not in others]


def _free_on_postgresql(uow: UnitOfWork, count: int) -> list[str]:
    uow.session.flush()
    return [row[0] for row in uow.prepared(_FREE_ON_POSTGRESQL, {"more": count}).fetchall()]


def taken(uow: UnitOfWork, number: str) -> bool:
    """Tell whether a customer has this number, seen by the actor or not."""
    return bool(uow.system_read(_NUMBERED, _Id, {"number": number}))
