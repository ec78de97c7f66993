"""One open transaction of one actor: what the fence shows in it, and core's own statements.

What a flush checks and what is kept beside a row needs no more than this; the unit of work adds
entities and facts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kontor_core.foundation.access.identities import Actor, acting_as
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.storage.models import Table
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.types import Id


class _Found(msgspec.Struct):
    id: str


class _Scope(msgspec.Struct):
    owner_id: str | None
    team_id: str | None


class Transaction:
    """What is true and allowed inside one transaction."""

    def __init__(self, storage: Store, actor: Actor, session: Session) -> None:
        self.storage = storage
        self.actor = actor
        self.session = session
        self.schema = storage.schema
        self.plugin = "core"
        self.made: set[str] = set()  # ids of rows that came through create
        self.moved: list[Table] = []  # rows whose owner or team a flush changes

    def cursor(self) -> Any:
        """Give a driver cursor of this transaction; for core's prepared statements only."""
        return self.session.connection().connection.cursor()

    def prepared(self, statement: Prepared, row: Mapping[str, Any]) -> Any:
        """Run one of core's own statements in this transaction; see ``prepared.py``."""
        return statement.run(self.cursor(), self.storage.database.engine.dialect, row)

    def prepared_many(self, statement: Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            statement.run_many(self.cursor(), self.storage.database.engine.dialect, rows)

    # ---- the fence, asked

    def rule(self, model: type[Table]) -> TableRule:
        return self.schema.rule(str(model.__tablename__))

    def level(self, rule: TableRule, action: Action) -> Level:
        return self.schema.level(self.actor.profile, rule, action)

    def sees(self, rule: TableRule, record_id: str, action: Action) -> bool:
        """Tell whether the fence shows this row for this action."""
        statement = self.storage.statement(
            ("visible", rule.name), lambda: _visibility_statement(rule)
        )
        plan = self.storage.plans(self.actor.profile, action).plan(statement)
        with acting_as(self.actor):
            return bool(fetch(self.cursor(), plan, {"record_id": record_id}, _Found))

    def exists(self, table: str, record_id: str) -> bool:
        """Tell whether a row is there, whatever the actor may see."""
        rule = self.schema.rule(table)
        statement = self.storage.statement(("visible", table), lambda: _visibility_statement(rule))
        plan = self.storage.system_plans.plan(statement)
        return bool(fetch(self.cursor(), plan, {"record_id": record_id}, _Found))

    def scope_of(self, table: str, record_id: str) -> tuple[str | None, str | None]:
        """Give owner and team of a row, whatever the actor may see; for copies only."""
        columns = self.schema.rule(table).table.c
        statement = self.storage.statement(
            ("scope", table),
            lambda: select(columns.owner_id, columns.team_id).where(
                columns.id == bindparam("record_id", type_=Id())
            ),
        )
        plan = self.storage.system_plans.plan(statement)
        found = fetch(self.cursor(), plan, {"record_id": record_id}, _Scope)
        return (found[0].owner_id, found[0].team_id) if found else (None, None)


def _visibility_statement(rule: TableRule) -> Any:
    """Make the query that finds a row only when the fence shows it."""
    table = rule.table
    return select(table.c.id).where(table.c.id == bindparam("record_id", type_=Id()))
