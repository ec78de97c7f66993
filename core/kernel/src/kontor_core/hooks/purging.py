"""Purge: the one verb that takes a plugin's data away. It works without the plugin's code.

Tables are found by the prefix that only this plugin can have, and dropped in one transaction with
every row that core keeps for it. Its events stay in the history without what told of persons.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    delete,
    func,
    inspect,
    select,
    update,
)

from kontor_core.events.tables import EVENT, FAILURE, JOB, SUBSCRIBER, TIMER
from kontor_core.foundation.access.models import Share
from kontor_core.foundation.errors import Conflict
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID
from kontor_core.foundation.storage.search_index import (
    DOCUMENTS,
    count_documents,
    drop_documents,
)
from kontor_core.hooks.class_check import check_key
from kontor_core.hooks.ledger import LEDGER
from kontor_core.resources.saved_views import SavedView, UsualView


@dataclass(frozen=True)
class PurgePlan:
    """What a purge would take: tables with their numbers of rows, in the order of dropping.

    ``kept`` counts what core and other plugins keep for it, by the table it stands in.
    """

    key: str
    tables: Mapping[str, int]
    kept: Mapping[str, int]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def plan_purge(database: Database, key: str) -> PurgePlan:
    """Look what there is to take; raises Conflict when other tables point at these."""
    check_key(key)
    with database.engine.connect() as connection:
        tables = _tables(connection, key)
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        }
        kept = {
            table.name: connection.execute(
                select(func.count()).select_from(table).where(mine)
            ).scalar_one()
            for table, mine in _kept_by_core(key)
        }
        for table, mine in _kept_with_records(connection, key):
            kept[table.name] = connection.execute(
                select(func.count()).select_from(table).where(mine)
            ).scalar_one()
        kept[DOCUMENTS] = count_documents(connection, key)
        connection.rollback()
    return PurgePlan(key, counts, {name: rows for name, rows in kept.items() if rows})


def purge(database: Database, key: str) -> PurgePlan:
    """Drop the plugin's tables and everything core keeps for it, all or nothing."""
    plan = plan_purge(database, key)
    with database.write_lock(), database.engine.begin() as connection:
        for table in _tables(connection, key):
            table.drop(connection)
        for table, mine in (*_kept_by_core(key), *_kept_with_records(connection, key)):
            connection.execute(delete(table).where(mine))
        connection.execute(update(EVENT).where(EVENT.c.plugin == key).values(personal=None))
        drop_documents(connection, key)
        connection.execute(delete(LEDGER).where(LEDGER.c.key == key))
    return plan


def _kept_by_core(key: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give the tables of core with rows that speak of a plugin, and which ones those are."""
    for column, whole in (
        (columns(Share).plugin, key),
        (TIMER.c.plugin, key),
        (SUBSCRIBER.c.id, None),
        (FAILURE.c.subscriber, None),
        (JOB.c.key, None),
    ):
        named = column == whole if whole else column.startswith(f"{key}.", autoescape=True)
        yield column.table, named
    for model in (SavedView, UsualView):
        place = columns(model).place
        yield table_of_model(model), place.startswith(f"/{key}.", autoescape=True)


def _kept_with_records(
    connection: Connection, key: str
) -> Sequence[tuple[Table, ColumnElement[bool]]]:
    """Give the tables with rows that any record may keep, files and tags, and those of a plugin's.

    They are known by their two columns: this works without the code of anybody.
    """
    found: list[tuple[Table, ColumnElement[bool]]] = []
    inspector = inspect(connection)
    for name in inspector.get_table_names():
        if name.startswith(("core_", f"{key}_")):
            continue
        if {SUBJECT, SUBJECT_ID} <= {column["name"] for column in inspector.get_columns(name)}:
            table = Table(name, MetaData(), Column(SUBJECT, String()))
            found.append((table, table.c[SUBJECT].startswith(f"{key}.", autoescape=True)))
    return found


def _tables(connection: Connection, key: str) -> Sequence[Table]:
    """Give the plugin's tables, those that point at others first."""
    inspector = inspect(connection)
    names = inspector.get_table_names()
    mine = {name for name in names if name.startswith(f"{key}_")}
    foreign = {
        f"{name}.{', '.join(found['constrained_columns'])}"
        for name in names
        if name not in mine
        for found in inspector.get_foreign_keys(name)
        if found["referred_table"] in mine
    }
    if foreign:
        listed = ", ".join(sorted(foreign))
        raise Conflict(
            L(
                f"Andere Tabellen verweisen auf die von {key}: {listed}. Entfernen Sie zuerst "
                "deren Plugin.",
                en=f"Other tables point at those of {key}: {listed}. Purge their plugin first.",
            )
        )
    needs = {
        name: {found["referred_table"] for found in inspector.get_foreign_keys(name)} & mine
        for name in mine
    }
    gone = MetaData()
    return [Table(name, gone) for name in _dependants_first(needs)]


def _dependants_first(needs: Mapping[str, set[str]]) -> list[str]:
    """Order tables so that each is dropped before those it points at."""
    order: list[str] = []
    left = {name: targets - {name} for name, targets in needs.items()}
    while left:
        pointed_at = set().union(*left.values())
        free = sorted(set(left) - pointed_at) or sorted(left)
        order += free
        left = {name: targets for name, targets in left.items() if name not in free}
    return order
