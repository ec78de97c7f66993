"""Bringing back what hung on a deleted record, as it was.

What was deleted for another reason meanwhile takes along here what it would have taken then: a
link to somebody who is gone does not come back, nor does what hung on them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import bindparam, column, insert, update
from sqlalchemy import table as sql_table

from kontor_core.bulk.hanging import Link, Links
from kontor_core.foundation import clock
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, RowScope, TableRule
from kontor_core.foundation.storage.types import Id, Moment, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

_Row = Mapping[str, Any]

_TAKEN = L(
    "Lässt sich nicht zurückholen: was daran hing, verträgt sich nicht mit dem, was inzwischen "
    "angelegt wurde.",
    en="Cannot be restored: what belonged to it does not go with what was created since.",
)


def bring_back(uow: UnitOfWork, links: Links, hung: Mapping[str, Any]) -> None:
    """Put rows and links back in this transaction; raises Refused where they do not fit."""
    try:
        _Restoring(uow, links).rows(hung["rows"])
        for one in hung["emptied"]:
            _fill(uow, links, *one)
    except uow.storage.database.engine.dialect.loaded_dbapi.IntegrityError as error:
        raise Refused(_TAKEN) from error


class _Restoring:
    def __init__(self, uow: UnitOfWork, links: Links) -> None:
        self._uow = uow
        self._links = links
        self._known = {rule.name: rule for rule in uow.schema}
        self._there: dict[tuple[str, str], bool] = {}

    def rows(self, rows: Iterable[_Row]) -> None:
        """Put each row back after those it points at."""
        waiting = {one["values"]["id"]: one for one in rows}
        while waiting:
            ready = [
                one
                for one in waiting.values()
                if not any(target in waiting for _, target in self._targets(one))
            ]
            if not ready:
                raise Refused(_TAKEN)  # they point at each other
            for one in ready:
                del waiting[one["values"]["id"]]
                self._put(one)

    def _targets(self, one: _Row) -> list[tuple[Link, str]]:
        values = one["values"]
        rule = self._known.get(one["table"])
        found = [
            (link, str(values[link.column]))
            for link in self._links.of.get(one["table"], ())
            if values.get(link.column) is not None
        ]
        if rule is not None and rule.scope is RowScope.SUBJECT:
            above = self._uow.schema.subject(values[SUBJECT])
            if above is not None:
                link = Link(rule.name, SUBJECT_ID, above.name, "CASCADE")
                found.append((link, values[SUBJECT_ID]))
        return found

    def _put(self, one: _Row) -> None:
        rule, values = self._known.get(one["table"]), dict(one["values"])
        if rule is None:
            raise Refused(_TAKEN)  # its plugin was switched off since
        if self._is_there(rule.name, values["id"]):
            return
        for link, target in self._targets(one):
            if not self._is_there(link.target, target):
                if link.on_delete == "CASCADE":
                    return
                values[link.column] = None
        given = {name: value for name, value in values.items() if name in rule.table.c}
        names = tuple(sorted(given))
        statement = self._uow.storage.statement(
            ("bring back", rule.name, names), partial(_insert, rule, names)
        )
        self._uow.prepared(statement, given)
        self._there[rule.name, values["id"]] = True
        self._tell(rule, values)

    def _is_there(self, table: str, row_id: str) -> bool:
        found = self._there.get((table, row_id))
        if found is None:
            found = self._there[table, row_id] = self._uow.exists(table, row_id)
        return found

    def _tell(self, rule: TableRule, values: _Row) -> None:
        if rule.scope is RowScope.SYSTEM:
            return
        self._uow.publish(  # of no customer: their history has all of it still
            Fact(
                type=f"{rule.entity}.restored",
                subject=rule.entity,
                subject_id=values["id"],
                plugin=rule.entity.rpartition(".")[0] or "core",
            )
        )


def _insert(rule: TableRule, names: Sequence[str]) -> Prepared:
    columns = rule.table.c
    values = {columns[name]: bindparam(name, type_=columns[name].type) for name in names}
    return Prepared(insert(rule.table).values(values))


def _fill(uow: UnitOfWork, links: Links, table: str, name: str, row_id: str, target: str) -> None:
    """Let a row point at a record again, unless it was deleted or points elsewhere by now."""
    if not any(link.column == name for link in links.of.get(table, ())):
        return
    statement = uow.storage.statement(("fill", table, name), partial(_update, table, name))
    uow.prepared(statement, {"row_id": row_id, "target": target, "now": clock.now()})


def _update(table: str, name: str) -> Prepared:
    held = (column("id", Id()), column("version", Whole()), column("updated_at", Moment()))
    of = sql_table(table, *held, column(name, Id()))
    return Prepared(
        update(of)
        .where(of.c.id == bindparam("row_id", type_=Id()), of.c[name].is_(None))
        .values(
            {
                of.c[name]: bindparam("target", type_=Id()),
                of.c.version: of.c.version + 1,
                of.c.updated_at: bindparam("now", type_=Moment()),
            }
        )
    )
