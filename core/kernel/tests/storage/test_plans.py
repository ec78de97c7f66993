"""Lists walk the index of their sort: no scan, no sort, at every level and on both databases."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import bindparam, select

from kontor_core.customers.models import Customer
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM, Actor, acting_as
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.storage.storage import Storage
from kontor_core.resources.columns import Source

INDEXES = {
    None: "ix_core_customer_name_key_all",
    "own": "ix_core_customer_name_key_own",
    0: "ix_core_customer_name_key_team",
}


class _Line(msgspec.Struct):
    text: str


def _page(storage: Storage, branch: str | int | None) -> Any:
    """Make the part of a keyset page that one branch of the fence answers."""
    source = Source(storage.schema, Customer.__table__, branch)  # type: ignore[attr-defined]  # mapped
    c = source.base.c
    return (
        select(c.id, c.name_key)
        .select_from(source.joined())
        .where(c.name_key > bindparam("after"))
        .order_by(c.name_key, c.id)
        .limit(50)
    )


def _explain(storage: Storage, actor: Actor, statement: Any) -> str:
    plan = storage.plans(actor.profile, Action.READ).plan(statement)
    with acting_as(actor):
        sql, values = plan.bound({"after": "kunde 01"})
    cursor = storage.database.reading().cursor()
    if storage.database.is_sqlite:
        return "\n".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    for way in ("seqscan", "bitmapscan", "sort"):  # for a few rows any of them wins by a hair
        cursor.execute(f"SET enable_{way} = off")
    return "\n".join(row[0] for row in cursor.execute(f"EXPLAIN {sql}", values).fetchall())


@pytest.fixture
def crowd(storage: Storage, staff: Any) -> tuple[Storage, dict[Any, Actor]]:
    """Two thousand customers of forty owners in twenty teams."""
    teams = [staff.team() for _ in range(20)]
    owners = [staff.user(Level.OWN, teams=[teams[n % 20]]) for n in range(40)]
    lead = staff.user(Level.TEAM, teams=[teams[0]])
    with storage.unit(SYSTEM) as uow:
        for n in range(2000):
            values = {
                "name": f"Kunde {n}",
                "name_key": f"kunde {n:04}",
                "number": f"K-{n}",
                "owner_id": owners[n % 40].id,
                "team_id": teams[n % 20],
            }
            row = Customer(**values, roles=[], custom={}, id=ids.new_id(), version=1)
            uow.made.add(row.id)
            row.created_at = row.updated_at = _NOW
            uow.session.add(row)
    return storage, {None: SYSTEM, "own": owners[0], 0: lead}


_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("analyzed", [False, True])
def test_list_by_name_walks_its_index_at_every_level(
    crowd: tuple[Storage, dict[Any, Actor]], analyzed: bool
) -> None:
    storage, actors = crowd
    if analyzed:
        with storage.database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    for branch, index in INDEXES.items():
        plan = _explain(storage, actors[branch], _page(storage, branch))

        assert index in plan, f"{branch}: {plan}"
        assert "SCAN" not in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
