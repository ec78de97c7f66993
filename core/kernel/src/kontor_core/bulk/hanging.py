"""What hangs on records: what the database deletes or empties along, written down before it does.

Nobody is shown any of it, so rows that the actor may not see are taken down too: an undo brings
back all that a deletion took, or nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import bindparam, column, inspect, select
from sqlalchemy import table as sql_table

from kontor_core.foundation.fields import BLOB, FieldSpec, spec_of
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.bulk import parts
from kontor_core.foundation.storage.checking import CUSTOM
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, TableRule
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.types import Id, String

MOST = 2_000
"""Rows that are taken down of one record; of what has more, nothing comes back."""

HUNG = "_hung"
"""Where they stand beside the values of a deleted record; no column is called so."""

_CLOSED = frozenset({Data.SPECIAL, Data.SECRET})


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: which table it stands in, and what a deletion does to its row."""

    table: str
    column: str
    target: str
    on_delete: str


@dataclass(frozen=True)
class Links:
    """The foreign keys of a database, those of plugins that are off included."""

    of: Mapping[str, Sequence[Link]]
    to: Mapping[str, Sequence[Link]]


@dataclass
class Hanging:
    """What hangs on one record: rows, links that are emptied, files; ``lost`` when it cannot be
    taken down: there is too much of it, nobody may copy it, or a plugin that is off knows it."""

    rows: list[Mapping[str, Any]] = field(default_factory=list)
    emptied: list[Sequence[str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lost: bool = False

    def as_json(self, created_at: str) -> Mapping[str, Any]:
        return {
            "rows": self.rows,
            "emptied": self.emptied,
            "files": self.files,
            "created_at": created_at,
        }


class _Pointing(msgspec.Struct):
    id: str
    target: str


def links_in(database: Database) -> Links:
    """Give the foreign keys as the database knows them.

    It asks on a connection of its own, so not inside a unit of work.
    """
    of: dict[str, list[Link]] = {}
    to: dict[str, list[Link]] = {}
    for (_, name), keys in inspect(database.engine).get_multi_foreign_keys().items():
        for key in keys if name is not None else ():
            rule = str(key.get("options", {}).get("ondelete") or "").upper()
            held, target = key["constrained_columns"][0], key["referred_table"]
            link = Link(str(name), str(held), str(target), rule)  # no quoted names
            of.setdefault(link.table, []).append(link)
            to.setdefault(link.target, []).append(link)
    return Links(of, to)


def lost_of(storage: Store, table: str, records: Sequence[str]) -> int:
    """Give how many of these rows cannot be brought back once they are deleted."""
    links = links_in(storage.database)
    found = hanging_on(storage, storage.database.reading().cursor(), links, table, records)
    return sum(one.lost for one in found.values())


def hanging_on(
    storage: Store, cursor: Any, links: Links, table: str, records: Sequence[str]
) -> Mapping[str, Hanging]:
    """Give what hangs on each of these rows, directly or below what does."""
    return _Search(storage, cursor, links).below(table, records)


class _Search:
    def __init__(self, storage: Store, cursor: Any, links: Links) -> None:
        self._storage = storage
        self._cursor = cursor
        self._links = links
        self._known = {rule.name: rule for rule in storage.schema}

    def below(self, table: str, records: Sequence[str]) -> Mapping[str, Hanging]:
        found = {record: Hanging() for record in records}
        seen = set(records)
        waiting: list[tuple[str, dict[str, str]]] = [(table, {one: one for one in records})]
        while waiting:
            above, roots = waiting.pop(0)
            roots = {row: root for row, root in roots.items() if not found[root].lost}
            for name, rows in self._taken(above, list(roots)):
                below: dict[str, str] = {}
                for target, row in rows:
                    hanging = found[roots[target]]
                    if row is None or self._closed(name, row) or len(hanging.rows) >= MOST:
                        hanging.lost = True
                    elif row["id"] not in seen:
                        seen.add(row["id"])
                        below[row["id"]] = roots[target]
                        self._note(hanging, name, row)
                if below:
                    waiting.append((name, below))
            for link, one in self._emptied(above, list(roots)):
                found[roots[one.target]].emptied.append(
                    [link.table, link.column, one.id, one.target]
                )
        return found

    def _taken(
        self, above: str, ids: Sequence[str]
    ) -> Iterator[tuple[str, list[tuple[str, Mapping[str, Any] | None]]]]:
        """Give the rows that go with these, and with which; None for those nobody can read."""
        for link in self._links.to.get(above, ()):
            if link.on_delete != "CASCADE":
                continue
            rule = self._known.get(link.table)
            if rule is None:
                yield link.table, [(one.target, None) for one in self._pointing(link, ids)]
            else:
                yield link.table, [(row[link.column], row) for row in self._rows(rule, link, ids)]
        rule = self._known.get(above)
        for kept in self._storage.schema.kept if rule is not None and rule.keeps else ():
            link = Link(kept.name, SUBJECT_ID, above, "CASCADE")
            rows = self._rows(kept, link, ids, of=rule.entity if rule else "")
            yield kept.name, [(row[SUBJECT_ID], row) for row in rows]

    def _emptied(self, above: str, ids: Sequence[str]) -> Iterator[tuple[Link, _Pointing]]:
        for link in self._links.to.get(above, ()):
            if link.on_delete == "SET NULL":
                yield from ((link, one) for one in self._pointing(link, ids))

    def _rows(
        self, rule: TableRule, link: Link, ids: Sequence[str], of: str = ""
    ) -> list[Mapping[str, Any]]:
        names = [str(column.name) for column in rule.table.columns]  # no quoted names in JSON
        statement, row = self._storage.statement(
            ("hanging", rule.name, link.column, of), partial(_all_of, rule, link.column, of)
        )
        return [
            dict(zip(names, map(_plain, msgspec.structs.astuple(one)), strict=True))
            for one in self._read(statement, row, ids)
        ]

    def _pointing(self, link: Link, ids: Sequence[str]) -> list[_Pointing]:
        statement = self._storage.statement(
            ("pointing", link.table, link.column), partial(_ids_of, link)
        )
        return self._read(statement, _Pointing, ids)

    def _read(self, statement: Any, row: type[Any], ids: Sequence[str]) -> list[Any]:
        plan = self._storage.system_plans.plan(statement)
        return [
            one
            for part in parts(ids)
            for one in fetch(self._cursor, plan, {"wanted": list(part)}, row)
        ]

    def _closed(self, table: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a row holds what is copied nowhere: special data, a secret, raw bytes."""
        rule = self._known[table]
        custom: Mapping[str, FieldSpec] = self._storage.custom_fields.get(rule.entity, {})
        own = row.get(CUSTOM) or {}
        return (
            any(row[name] is not None for name, data in rule.classes.items() if data in _CLOSED)
            or any(spec.data in _CLOSED and name in own for name, spec in custom.items())
            or any(isinstance(value, bytes) for value in row.values())
        )

    def _note(self, hanging: Hanging, table: str, row: Mapping[str, Any]) -> None:
        hanging.rows.append({"table": str(table), "values": row})
        hanging.files.extend(files_of(self._known[table], row))


def files_of(rule: TableRule, row: Mapping[str, Any]) -> list[str]:
    """Give the stored files that a row names."""
    named = (c.name for c in rule.table.columns if (s := spec_of(c)) is not None and s.ref == BLOB)
    return [row[name] for name in named if row.get(name)]


def _all_of(rule: TableRule, key: str, of: str) -> tuple[Any, type[Any]]:
    columns = rule.table.c
    wanted = columns[key].in_(bindparam("wanted", type_=Id(), expanding=True))
    statement = select(*columns).where(wanted).order_by(columns.id)
    if of:
        statement = statement.where(columns[SUBJECT] == bindparam("of", of, type_=String()))
    names = [(f"f{n}", Any) for n, _ in enumerate(columns)]
    return statement, msgspec.defstruct("Hung", names)


def _ids_of(link: Link) -> Any:
    held = column(link.column, Id())
    wanted = held.in_(bindparam("wanted", type_=Id(), expanding=True))
    return select(column("id", Id()), held).select_from(sql_table(link.table)).where(wanted)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool | list | dict | bytes):
        return value
    return str(value)
