"""What an importer works with: fenced look-ups, whole columns in, facts and undo kept by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, select
from sqlalchemy.sql.selectable import SelectBase

from kontor_core.exchange.customers import insert_customers
from kontor_core.exchange.facts import write_facts
from kontor_core.foundation import clock
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.fields import FieldSpec, spec_of
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage import bulk
from kontor_core.foundation.storage.models import Table
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import RowScope, TableRule
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.exchange import Columns, Same

if TYPE_CHECKING:
    from kontor_core.events.types import Event

Row = TypeVar("Row", bound=msgspec.Struct)

_SYSTEM = ("id", "created_at", "updated_at", "version", "owner_id", "team_id")


class _Found(msgspec.Struct):
    key: Any
    id: str


@dataclass(slots=True)
class Made:
    """What a chunk wrote, for the books: ids by table in the order they came."""

    rows: list[tuple[str, bool, Sequence[str]]] = field(default_factory=list)
    changed: list[tuple[str, str, int, dict[str, Any]]] = field(default_factory=list)
    rehearsed: bool = False  # nothing of it will stay

    def mark(self) -> tuple[int, int]:
        return len(self.rows), len(self.changed)

    def back_to(self, mark: tuple[int, int]) -> None:
        del self.rows[mark[0] :]
        del self.changed[mark[1] :]

    def add_told(self, facts: Sequence[Fact]) -> None:
        """Note the rows that domain functions made: their facts say so."""
        known = {record for _, _, ids in self.rows for record in ids}
        for fact in facts:
            made = fact.subject is not None and fact.type == f"{fact.subject}.created"
            if made and fact.subject_id and fact.subject_id not in known:
                self.rows.append((str(fact.subject), True, [fact.subject_id]))

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for entity, _, ids in self.rows:
            found[entity] = found.get(entity, 0) + len(ids)
        return found


class Imports:
    """One chunk's transaction as an importer sees it; see ``declarations/exchange.Import``."""

    def __init__(self, uow: UnitOfWork, options: Mapping[str, str], made: Made) -> None:
        self.uow = uow
        self.options = options
        self.made = made

    # ---- reading

    def read(
        self, statement: SelectBase, row: type[Row], params: Mapping[str, object] | None = None
    ) -> list[Row]:
        return self.uow.read(statement, row, params)  # type: ignore[arg-type]  # any SELECT

    def find(self, model: type[Table], column: str, values: Sequence[str]) -> dict[str, str]:
        table = self.uow.rule(model).table
        statement = self.uow.storage.statement(
            ("find", table.name, column),
            lambda: select(table.c[column].label("key"), table.c.id).where(
                table.c[column].in_(bindparam("wanted", type_=table.c[column].type, expanding=True))
            ),
        )
        plan = self.uow.storage.plans(self.uow.actor.profile, Action.READ).plan(statement)
        found: dict[str, str] = {}
        for part in bulk.parts(values):
            rows = fetch(self.uow.cursor(), plan, {"wanted": list(part)}, _Found)
            found.update((row.key, row.id) for row in rows)
        return found

    def versions(self, rule: TableRule, record_ids: Sequence[str]) -> dict[str, int]:
        """Give the versions rows stand at."""
        table = rule.table
        statement = self.uow.storage.statement(
            ("versions", table.name),
            lambda: select(table.c.version.label("key"), table.c.id).where(
                table.c.id.in_(bindparam("wanted", type_=Id(), expanding=True))
            ),
        )
        plan = self.uow.storage.system_plans.plan(statement)
        found: dict[str, int] = {}
        for part in bulk.parts(record_ids):
            rows = fetch(self.uow.cursor(), plan, {"wanted": list(part)}, _Found)
            found.update((row.id, row.key) for row in rows)
        return found

    # ---- writing

    def insert(
        self, model: type[Table], columns: Columns, count: int, *, told: bool = True
    ) -> Sequence[str]:
        if not count:
            return []
        uow, rule = self.uow, self.uow.rule(model)
        refs = {
            name: spec.ref
            for name in columns
            if (spec := _spec(rule.table, name)) and spec.ref and name not in _SYSTEM
        }
        bulk.check_columns(uow, rule, columns)
        scope = bulk.scope_columns(uow, rule, columns, count)
        bulk.check_links(uow, rule, columns, refs)
        ids = bulk.new_row_ids(count)
        now = Same(clock.as_text(clock.now()))
        given = {
            "id": ids,
            "created_at": now,
            "updated_at": now,
            "version": Same(1),
            **_defaults(model, columns),
            **columns,
            **scope,
        }
        bulk.insert_columns(uow, rule.table, given, count)
        self.made.rows.append((rule.entity, told, ids))
        if told:
            write_facts(
                uow,
                type_=f"{rule.entity}.created",
                entity=rule.entity,
                record_ids=ids,
                customers=self._customers_of(rule, columns, ids),
                contacts=ids if rule.entity == "contact" else columns.get("contact_id"),
            )
        return ids

    def insert_customers(self, columns: Columns, count: int) -> Sequence[str]:
        return insert_customers(self, columns, count)

    def update(self, model: type[Table], record_ids: Sequence[str], columns: Columns) -> None:
        if not record_ids:
            return
        uow, rule = self.uow, self.uow.rule(model)
        bulk.check_columns(uow, rule, columns)
        bulk.require(uow, rule, set(record_ids), Action.EDIT)
        before = self.before(rule, record_ids, list(columns))
        versions = self.versions(rule, record_ids)
        bulk.update_columns(uow, rule.table, record_ids, columns)
        for record_id in record_ids:
            old = {name: before[record_id][name] for name in columns}
            self.made.changed.append((rule.entity, record_id, versions[record_id] + 1, old))
        customers = self._customers_of(rule, _customer_column(before, record_ids), record_ids)
        payloads = [
            {"changed": _told_changes(rule, before[record], columns, index)}
            for index, record in enumerate(record_ids)
        ]
        write_facts(
            uow,
            type_=f"{rule.entity}.changed",
            entity=rule.entity,
            record_ids=record_ids,
            customers=customers,
            payloads=payloads,
        )

    def tell(
        self,
        event: "type[Event]",
        *,
        entity: str,
        record_ids: Sequence[str],
        customers: Sequence[str | None],
        occurred_at: Sequence[str],
        values: Columns,
    ) -> None:
        names = list(values)
        cells = [[v.value] * len(record_ids) if isinstance(v, Same) else v for v in values.values()]
        payloads = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
        write_facts(
            self.uow,
            type_=event.name,
            version=event.version,
            entity=entity,
            record_ids=record_ids,
            customers=customers,
            occurred_at=occurred_at,
            payloads=payloads,
        )

    # ---- inside

    def before(
        self, rule: TableRule, record_ids: Sequence[str], names: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        """Read what a change replaces, in the form rows are stored in."""
        wanted = [*names, *(["customer_id"] if "customer_id" in rule.table.c else [])]
        wanted = ["id", *dict.fromkeys(wanted)]
        statement = self.uow.storage.statement(
            ("before", rule.name, tuple(wanted)),
            lambda: select(*(rule.table.c[name] for name in wanted)).where(
                rule.table.c.id.in_(bindparam("wanted", type_=Id(), expanding=True))
            ),
        )
        plan = self.uow.storage.system_plans.plan(statement)
        row = msgspec.defstruct("Before", [(name, Any) for name in wanted])
        found = {}
        for part in bulk.parts(record_ids):
            for old in fetch(self.uow.cursor(), plan, {"wanted": list(part)}, row):
                found[old.id] = {  # type: ignore[attr-defined]  # made a line above
                    name: _storable(rule.table, name, getattr(old, name)) for name in wanted[1:]
                }
        return found

    def _customers_of(
        self, rule: TableRule, columns: Columns, ids: Sequence[str]
    ) -> "Sequence[str | None] | Same | None":
        """Give the customer each row belongs to."""
        if rule.entity == "customer":
            return ids
        if "customer_id" in columns or rule.scope is not RowScope.CHILD:
            return columns.get("customer_id")
        parent = rule.parents[0]
        above = self.uow.schema.rule(parent.table)
        given = columns.get(parent.column)
        if given is None or isinstance(given, Same) or "customer_id" not in above.table.c:
            return None
        table = above.table
        statement = self.uow.storage.statement(
            ("customers of", above.name),
            lambda: select(table.c.customer_id.label("key"), table.c.id).where(
                table.c.id.in_(bindparam("wanted", type_=Id(), expanding=True))
            ),
        )
        plan = self.uow.storage.system_plans.plan(statement)
        found: dict[str, str | None] = {}
        for part in bulk.parts(list(set(given))):
            rows = fetch(self.uow.cursor(), plan, {"wanted": list(part)}, _Found)
            found.update((row.id, row.key) for row in rows)
        return [found.get(value) for value in given]


def _defaults(model: type[Table], given: Columns) -> dict[str, Same]:
    """Give what a declaration presets for columns that are not given."""
    found = {}
    for name, info in model.model_fields.items():
        if name in given or name in _SYSTEM:
            continue
        default = info.get_default(call_default_factory=True)
        if default is not None and not info.is_required():
            column = _table(model).c[name]
            found[name] = Same(_storable(_table(model), name, default, column.type))
    return found


def _table(model: type[Table]) -> SqlTable:
    table: SqlTable = model.__table__  # type: ignore[attr-defined]  # mapped classes have one
    return table


def _storable(table: SqlTable, name: str, value: Any, type_: object = None) -> Any:
    """Give a value of a row, or of Python, in the form rows are stored in."""
    if value is None or isinstance(value, str | int) or not isinstance(value, Decimal):
        return value
    return bulk.stored(type_ or table.c[name].type)(value)


def _spec(table: SqlTable, name: str) -> FieldSpec | None:
    return spec_of(table.c[name])


def _customer_column(before: Mapping[str, Mapping[str, Any]], ids: Sequence[str]) -> Columns:
    first = next(iter(before.values()), {})
    if "customer_id" not in first:
        return {}
    return {"customer_id": [before[record]["customer_id"] for record in ids]}


def _told_changes(
    rule: TableRule, before: Mapping[str, Any], columns: Columns, index: int
) -> dict[str, Any]:
    """Tell what changed; values only where they tell nothing about a person."""
    told: dict[str, Any] = {}
    for name, values in columns.items():
        if rule.classes.get(name) in (Data.PUBLIC, Data.INTERNAL) and name != "custom":
            new = values.value if isinstance(values, Same) else values[index]
            told[name] = [before[name], new]
        else:
            told[name] = None
    return told
