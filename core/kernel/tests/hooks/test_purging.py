import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, inspect

from kontor_core.customers.domain import create_customer
from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.shares import Share
from kontor_core.foundation.errors import Conflict, PluginError
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, String
from kontor_core.hooks.purging import plan_purge, purge

LEFT = MetaData()
PLAN = Table("visits_plan", LEFT, Column("id", Id(), primary_key=True), Column("text", String()))
VISIT = Table(
    "visits_visit",
    LEFT,
    Column("id", Id(), primary_key=True),
    Column("plan_id", Id(), ForeignKey("visits_plan.id", ondelete="RESTRICT")),
)
VERSION = Table("visits_alembic_version", LEFT, Column("version_num", String()))
OTHER = MetaData()
FOLLOWER = Table(
    "tours_stop",
    OTHER,
    Column("id", Id(), primary_key=True),
    Column("visit_id", Id(), ForeignKey(VISIT.c.id, ondelete="RESTRICT")),
)


def left_behind(database: Database) -> None:
    """Leave tables of a plugin whose code is gone."""
    with database.write_lock(), database.engine.begin() as connection:
        LEFT.create_all(connection)


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
        connection.rollback()
    return found


def test_purge_takes_the_tables_of_a_plugin_whose_code_is_gone(database: Database) -> None:
    before = tables(database)
    left_behind(database)

    plan = purge(database, "visits")

    assert list(plan.tables) == ["visits_alembic_version", "visits_visit", "visits_plan"]
    assert tables(database) == before


def test_purge_refuses_while_other_tables_point_at_these(database: Database) -> None:
    left_behind(database)
    with database.write_lock(), database.engine.begin() as connection:
        FOLLOWER.create(connection)

    with pytest.raises(Conflict) as caught:
        plan_purge(database, "visits")

    assert str(caught.value) == (
        "Other tables point at those of visits: tours_stop.visit_id. Purge their plugin first."
    )


def test_purge_takes_what_core_keeps_for_the_plugin_and_nothing_of_others(
    storage: Storage,
) -> None:
    storage.sink = Bus(Log(storage), ())
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "organisation", "name": "Muster"})
        for key in ("visits", "sales"):
            uow.plugin = key
            uow.replace_shares([customer.id], [Share(customer.id, customer.id)])
            uow.publish(Fact(type=f"{key}.thing.done", plugin=key, personal={"who": "Ada"}))

    purge(storage.database, "visits")

    with storage.unit(SYSTEM) as uow:
        cursor = uow.cursor()
        shares = cursor.execute("SELECT plugin FROM core_share").fetchall()
        told = cursor.execute(
            "SELECT plugin, personal IS NULL FROM core_event WHERE type LIKE '%.thing.done' "
            "ORDER BY plugin"
        ).fetchall()
    assert [row[0] for row in shares] == ["sales"]
    assert [(row[0], bool(row[1])) for row in told] == [("sales", False), ("visits", True)]


@pytest.mark.parametrize("key", ["core", "visits_", "%"])
def test_purge_takes_a_key_only(database: Database, key: str) -> None:
    with pytest.raises(PluginError):
        plan_purge(database, key)
