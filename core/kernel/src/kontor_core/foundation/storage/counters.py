"""Running numbers that people read: ``K-10001``, ``A-10001``."""

from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, Table, bindparam
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import String, Whole

if TYPE_CHECKING:
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

FIRST = 10_001

# a table of its own metadata: no profile, and no plugin, has anything to do with it
_COUNTER = Table(
    "core_counter",
    MetaData(),
    Column("name", String(), primary_key=True),
    Column("value", Whole(), nullable=False),
)


def next_number(uow: "UnitOfWork", name: str, *, count: int = 1, first: int = FIRST) -> int:
    """Take ``count`` numbers and give the first of them; a rolled back unit gives them back.

    On PostgreSQL the next one who asks waits until this unit ends, so ask late.
    """
    made = _SQLITE if uow.storage.database.is_sqlite else _POSTGRES
    row = {"name": name, "fresh": first - 1 + count, "more": count}
    last: int = uow.prepared(made, row).fetchone()[0]
    return last - count + 1


def _statement(make: object) -> Prepared:
    insert = make(_COUNTER).values(  # type: ignore[operator]  # one of the two inserts
        name=bindparam("name", type_=String()), value=bindparam("fresh", type_=Whole())
    )
    grown = _COUNTER.c.value + bindparam("more", type_=Whole())
    return Prepared(
        insert.on_conflict_do_update(index_elements=["name"], set_={"value": grown}).returning(
            _COUNTER.c.value
        )
    )


_SQLITE = _statement(sqlite_insert)
_POSTGRES = _statement(postgres_insert)
