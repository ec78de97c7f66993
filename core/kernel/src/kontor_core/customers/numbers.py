"""Customer numbers: ``K-10001`` and up, unique among parallel writers, with gaps allowed."""

import msgspec
from sqlalchemy import Column, MetaData, Sequence, Table, bindparam, select
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
_insert = sqlite.insert(_COUNTER).values(name="customer", value=bindparam("first", type_=Whole()))
_NEXT_ON_SQLITE = Prepared(
    _insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": _COUNTER.c.value + 1}
    ).returning(_COUNTER.c.value)
)
_NEXT_ON_POSTGRESQL = Prepared(select(Sequence("core_customer_number").next_value()))


class _Id(msgspec.Struct):
    id: str


_customer = columns(Customer)
_NUMBERED = select(_customer.id).where(_customer.number == bindparam("number", type_=String()))


def next_number(uow: UnitOfWork) -> str:
    """Give a number nobody has; numbers that an import brought along are passed over."""
    sqlite_ = uow.storage.database.is_sqlite
    while True:
        statement = _NEXT_ON_SQLITE if sqlite_ else _NEXT_ON_POSTGRESQL
        number = f"{PREFIX}{uow.prepared(statement, {'first': FIRST}).fetchone()[0]}"
        if not taken(uow, number):
            return number


def taken(uow: UnitOfWork, number: str) -> bool:
    """Tell whether a customer has this number, seen by the actor or not."""
    return bool(uow.system_read(_NUMBERED, _Id, {"number": number}))
