"""The fence: every SELECT is compiled with the row scope and the masks of the actor's profile.

A table in FROM is rendered as ``(SELECT a, b, NULL AS masked FROM t WHERE <scope>) AS t``. The
actor's ids are bind parameters read when the statement runs, so the text is constant per profile.
What is not known to be harmless is refused: tables nobody declared, raw text, hints, functions
and operators outside the allow lists. Writes are checked in ``writes.py``.
"""

import copy
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Dialect, TypeDecorator, bindparam
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import IdentifierPreparer, SQLCompiler, TypeCompiler

from kontor_core.foundation.access.identities import Actor, current_actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.errors import FenceBreach
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.schema import (
    SUBJECT,
    SUBJECT_ID,
    RowScope,
    Schema,
    TableRule,
    asked_of_subject,
)
from kontor_core.foundation.storage.types import Id

BRANCH = "kontor_branch"
"""Annotation of an alias that shows one branch of the scope only: ``own``, ``shared``, or the
index of a team. Lists merge such branches with UNION ALL, each on its own index."""

_FUNCTIONS = """
abs avg cast coalesce concat count current_date current_timestamp date dense_rank extract
first_value greatest json_extract lag last_value lead least length lower max min now ntile nullif
position rank replace round row_number strftime substr substring sum trim upper
"""
_ALLOWED_FUNCTIONS = frozenset(_FUNCTIONS.split())
_PARTS_OF_TIME = "year quarter month week day dow isodow doy hour minute second epoch"
_ALLOWED_PARTS = frozenset(_PARTS_OF_TIME.split())
_NEVER = "1=0"
_TYPES = """
string text unicode integer big_integer small_integer boolean float double numeric date time
datetime uuid large_binary null JSON JSONB UUID BYTEA BLOB TEXT VARCHAR INTEGER BIGINT SMALLINT
BOOLEAN FLOAT DOUBLE DOUBLE_PRECISION NUMERIC DATE TIME TIMESTAMP DATETIME
"""
_ALLOWED_TYPES = frozenset(_TYPES.split())
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Fence:
    """A profile looking at the schema for one action."""

    schema: Schema
    profile: Profile
    action: Action = Action.READ

    def level(self, rule: TableRule) -> Level:
        return self.schema.level(self.profile, rule, self.action)


def fenced_dialect(base: Dialect, fence: Fence) -> Dialect:
    """Give a dialect that compiles through the fence; the base must have connected once."""
    dialect = copy.copy(base)
    compiler = type("FencedCompiler", (_FenceMixin, base.statement_compiler), {"fence": fence})
    types = type("FencedTypes", (_TypeFence, type(base.type_compiler_instance)), {})
    names = type("FencedNames", (_NameFence, type(base.identifier_preparer)), {})
    dialect.statement_compiler = compiler
    dialect.type_compiler_instance = dialect.type_compiler = types(dialect)
    dialect.identifier_preparer = names(dialect)
    return dialect


class _NameFence(IdentifierPreparer):
    """Quotes every name by the rules: ``quoted_name(..., quote=False)`` would carry raw SQL."""

    def quote(self, ident: str, force: Any = None) -> str:
        return super().quote(str.__str__(ident))


class _TypeFence(TypeCompiler):
    """Renders plain types only: user-defined ones and odd arguments would carry raw SQL."""

    def process(self, type_: Any, **kwargs: Any) -> str:
        if not isinstance(type_, TypeDecorator):
            _check_type(type_)
        return super().process(type_, **kwargs)


def _check_type(type_: Any) -> None:
    name = str(getattr(type_, "__visit_name__", ""))
    module = type(type_).__module__
    numbers = (getattr(type_, part, None) for part in ("length", "precision", "scale"))
    plain = all(number is None or type(number) is int for number in numbers)
    collation = getattr(type_, "collation", None)
    if (
        not module.startswith("sqlalchemy.")
        or name not in _ALLOWED_TYPES
        or not plain
        or not (collation is None or _NAME.fullmatch(collation))
    ):
        raise _refusal(f"the type {type(type_).__name__}", "the types of kontor_sdk.models")


@cache
def _is_known(cls: type[Any]) -> bool:
    """Tell whether a class of statement parts is SQLAlchemy's or core's, with all it is made of.

    A class of anybody else's may render whatever it likes.
    """
    homes = ("sqlalchemy", "sqlmodel", "kontor_core", "builtins", "typing", "abc")
    return all(base.__module__.partition(".")[0] in homes for base in cls.__mro__)


def _check_parts(statement: Any) -> None:
    for part in visitors.iterate(statement):
        kind: Any = type(part)
        if not _is_known(kind):
            raise _refusal(f"the element {type(part).__name__}", "SQLAlchemy's own elements")


def _me() -> str | None:
    return current_actor().id


def _team(index: int) -> Any:
    def team() -> str | None:
        teams = current_actor().team_ids
        return teams[index] if index < len(teams) else None

    return team


_ME = bindparam("kontor_me", callable_=_me, type_=Id())
_TEAMS = [bindparam(f"kontor_team_{i}", callable_=_team(i), type_=Id()) for i in range(64)]


def branches_of(actor: Actor, fence: Fence, rule: TableRule) -> list[str | int] | None:
    """Give the branches a keyset list is merged from; None when one plain query is right."""
    level = fence.level(rule)
    if level in (Level.ALL, Level.NONE) or rule.scope not in (RowScope.ROOT, RowScope.CHILD):
        return None
    if rule.linked is not None or len(actor.team_ids) > len(_TEAMS):
        return None
    teams: list[str | int] = list(range(len(actor.team_ids))) if level is Level.TEAM else []
    return ["own", *teams, "shared"]


class _FenceMixin(SQLCompiler):
    fence: Fence

    def __init__(self, dialect: Dialect, statement: Any, *args: Any, **kwargs: Any) -> None:
        if statement is not None:
            _check_parts(statement)
        super().__init__(dialect, statement, *args, **kwargs)

    def visit_insert(self, insert_stmt: Any, *args: Any, **kwargs: Any) -> str:
        self._refuse_inner_write()
        return super().visit_insert(insert_stmt, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]

    def visit_update(self, update_stmt: Any, *args: Any, **kwargs: Any) -> str:
        self._refuse_inner_write()
        return super().visit_update(update_stmt, *args, **kwargs)

    def visit_delete(self, delete_stmt: Any, *args: Any, **kwargs: Any) -> str:
        self._refuse_inner_write()
        return super().visit_delete(delete_stmt, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]

    def _refuse_inner_write(self) -> None:
        if self.stack:
            raise _refusal("a write inside another statement", "uow.change_many")

    def visit_table(  # type: ignore[override]  # SQLAlchemy's own arguments, passed on
        self,
        table: Any,
        asfrom: bool = False,
        iscrud: bool = False,
        ashint: bool = False,
        fromhints: Any = None,
        use_schema: bool = True,
        from_linter: Any = None,
        ambiguous_table_name_map: Any = None,
        enclosing_alias: Any = None,
        **kwargs: Any,
    ) -> str:
        if iscrud or ashint or not asfrom:
            return super().visit_table(  # type: ignore[no-any-return, no-untyped-call]
                table,
                asfrom=asfrom,
                iscrud=iscrud,
                ashint=ashint,
                fromhints=fromhints,
                use_schema=use_schema,
                from_linter=from_linter,
                ambiguous_table_name_map=ambiguous_table_name_map,
                enclosing_alias=enclosing_alias,
                **kwargs,
            )
        if from_linter is not None:
            from_linter.froms[table] = table.fullname
        if fromhints:
            raise _refusal("hints", "a plain statement")
        if table.schema:
            raise _refusal(f"schema {table.schema}", "tables without a schema")
        rule = self.fence.schema.rule(table.name)
        named_by_alias = enclosing_alias is not None and enclosing_alias.element is table
        branch = (enclosing_alias if named_by_alias else table)._annotations.get(BRANCH)
        inner = self._fenced(rule, branch)
        return inner if named_by_alias else f"{inner} AS {self.preparer.quote(table.name)}"

    def _fenced(self, rule: TableRule, branch: str | int | None) -> str:
        quote = self.preparer.quote
        readable = self.fence.profile.read_classes
        masked = [name for name, data in rule.classes.items() if data not in readable]
        where = self._scope(rule, branch)
        table = quote(rule.name)
        if not where and not masked:
            return table if branch is None else f"(SELECT * FROM {table})"
        columns = ", ".join(
            f"{self._null(rule, name)} AS {quote(name)}" if name in masked else quote(name)
            for name in rule.classes
        )
        return f"(SELECT {columns} FROM {table}{' WHERE ' + where if where else ''})"

    def _null(self, rule: TableRule, column: str) -> str:
        if self.dialect.name != "postgresql":
            return "NULL"
        type_ = self.dialect.type_compiler_instance.process(rule.table.c[column].type)
        type_ = type_.partition(" COLLATE ")[0]  # no part of a type inside a CAST
        return f"CAST(NULL AS {type_})"

    def _scope(self, rule: TableRule, branch: str | int | None = None) -> str:
        """Give the WHERE of a table's row scope; an empty text when all rows are open."""
        if rule.scope is RowScope.SYSTEM:
            raise _refusal(rule.name, "the functions of the core that own this table")
        level = self.fence.level(rule)
        if level is Level.NONE:
            return _NEVER
        if rule.scope is RowScope.OPEN:
            # open to read; nobody owns such a row, so writing takes the right to all of them
            writes = self.fence.action is not Action.READ
            return _NEVER if writes and level is not Level.ALL else ""
        if rule.scope is RowScope.PRIVATE:
            return self._private(rule)
        if rule.scope is RowScope.VIA:
            return self._through_parents(rule, level)
        if rule.scope is RowScope.SUBJECT:
            return self._through_subject(rule)
        if level is Level.ALL:
            return ""
        if branch is not None:
            return self._branch(rule, branch)
        own = [self._own(), self._shared(rule)]
        if level is Level.TEAM:
            own.append(self._in_teams())
        if rule.linked is not None:
            linked = self.fence.schema.rule(rule.linked.table)
            column = self.preparer.quote(rule.linked.column)
            inner = self._scope(linked)
            where = f" WHERE {inner}" if inner else ""
            own.append(f"id IN (SELECT {column} FROM {linked.name}{where})")
        return "(" + " OR ".join(own) + ")"

    def _private(self, rule: TableRule) -> str:
        """Rows of the actor; Kontor itself has no id and works on those of everybody."""
        whose = self.preparer.quote(rule.whose)
        own = f"{whose} = COALESCE({self.process(_ME)}, {whose})"
        if self.fence.action is not Action.READ or not rule.parents:
            return own
        return f"({own} OR {' OR '.join(self._parents(rule))})"

    def _through_parents(self, rule: TableRule, level: Level) -> str:
        parts = self._parents(rule)
        if level is Level.ALL and all(part.endswith("IS NOT NULL") for part in parts):
            return ""
        return "(" + " OR ".join(parts) + ")"

    def _parents(self, rule: TableRule) -> list[str]:
        """Rows that belong to a visible one, a condition for each column that names it."""
        parts = []
        for parent in rule.parents:
            above = self.fence.schema.rule(parent.table)
            scope = self._scope(above)
            column = self.preparer.quote(parent.column)
            if scope:
                parts.append(f"{column} IN (SELECT id FROM {above.name} WHERE {scope})")
            else:
                parts.append(f"{column} IS NOT NULL")
        return parts

    def _through_subject(self, rule: TableRule) -> str:
        """Rows whose record is visible; that of an entity nobody declares any more never is.

        Each record is asked by its id: a set of all visible ones would cost what there are.
        """
        own = self.fence
        self.fence = replace(own, action=asked_of_subject(own.action))
        column, wanted = self.preparer.quote(SUBJECT), self.preparer.quote(SUBJECT_ID)
        named, open_ = [], []
        for above in self.fence.schema.subjects:
            scope = self._scope(above)
            if not scope:
                open_.append(f"'{above.entity}'")
            elif scope != _NEVER:
                table = self.preparer.quote(above.name)
                there = f"{table}.id = {self.preparer.quote(rule.name)}.{wanted}"
                named.append(
                    f"{column} = '{above.entity}' AND "
                    f"EXISTS (SELECT 1 FROM {table} WHERE {there} AND {scope})"
                )
        self.fence = own
        if open_:
            named.insert(0, f"{column} IN ({', '.join(open_)})")
        return "(" + " OR ".join(named) + ")" if named else _NEVER

    def _branch(self, rule: TableRule, branch: str | int) -> str:
        """One part of the scope; parts are disjoint, so that UNION ALL shows each row once."""
        if branch == "own":
            return self._own()
        if branch == "shared":
            # owner and team stand in the NOT, so that no row comes twice
            others = [f"owner_id IS NULL OR owner_id <> {self.process(_ME)}"]
            if self.fence.level(rule) is Level.TEAM:
                others.append(f"team_id IS NULL OR NOT {self._in_teams()}")
            rest = " AND ".join(f"({other})" for other in others)
            return f"{self._shared(rule)} AND {rest}"
        team = self.process(_TEAMS[int(branch)])
        return f"team_id = {team} AND (owner_id IS NULL OR owner_id <> {self.process(_ME)})"

    def _own(self) -> str:
        return f"owner_id = {self.process(_ME)}"

    def _in_teams(self) -> str:
        return (
            f"team_id IN (SELECT team_id FROM core_membership WHERE user_id = {self.process(_ME)})"
        )

    def _shared(self, rule: TableRule) -> str:
        """Rows that a Share opens; a child follows the Shares of its scope root."""
        column = "id"
        path = rule
        wrap = "{}"
        while path.scope is RowScope.CHILD:
            parent = path.parents[0]
            above = self.fence.schema.rule(parent.table)
            if above.scope is RowScope.CHILD:
                wrap = wrap.format(f"{parent.column} IN (SELECT id FROM {above.name} WHERE {{}})")
            else:
                column = parent.column
            path = above
        me = self.process(_ME)
        level = "" if self.fence.action is Action.READ else " AND level = 'edit'"
        shares = (
            f"SELECT record_id FROM core_share WHERE principal_id = {me}{level} UNION ALL "
            f"SELECT s.record_id FROM core_membership m JOIN core_share s "
            f"ON s.principal_id = m.team_id WHERE m.user_id = {me}{level}"
        )
        return wrap.format(f"{column} IN ({shares})")

    def visit_textclause(self, textclause: Any, *args: Any, **kwargs: Any) -> str:
        raise _refusal("raw SQL text", "a select() over the model's columns")

    def visit_tstring(self, tstring: Any, *args: Any, **kwargs: Any) -> str:
        raise _refusal("a template string", "a select() over the model's columns")

    def visit_column(self, column: Any, *args: Any, **kwargs: Any) -> str:
        if column.is_literal and column.name not in ("*", "1"):  # count(*), EXISTS (SELECT 1 ...)
            raise _refusal(f"literal column {column.name!r}", "a column of the model")
        return super().visit_column(column, *args, **kwargs)

    def visit_custom_op_binary(self, element: Any, operator: Any, **kwargs: Any) -> str:
        raise _refusal(f"operator {operator.opstring!r}", "the comparison methods of columns")

    def visit_custom_op_unary_operator(self, element: Any, operator: Any, **kwargs: Any) -> str:
        raise _refusal(f"operator {operator.opstring!r}", "the comparison methods of columns")

    def visit_custom_op_unary_modifier(self, element: Any, operator: Any, **kwargs: Any) -> str:
        raise _refusal(f"operator {operator.opstring!r}", "the comparison methods of columns")

    def visit_function(self, func: Any, add_to_result_map: Any = None, **kwargs: Any) -> str:
        name = func.name.lower()
        if name not in _ALLOWED_FUNCTIONS or getattr(func, "packagenames", None):
            raise _refusal(f"function {func.name}()", ", ".join(sorted(_ALLOWED_FUNCTIONS)))
        return super().visit_function(func, add_to_result_map, **kwargs)

    def visit_extract(self, extract: Any, **kwargs: Any) -> str:
        if extract.field not in _ALLOWED_PARTS:
            raise _refusal(f"extract({extract.field!r})", ", ".join(sorted(_ALLOWED_PARTS)))
        return super().visit_extract(extract, **kwargs)  # type: ignore[no-any-return, no-untyped-call]

    def visit_sequence(self, sequence: Any, **kwargs: Any) -> str:
        raise _refusal("a sequence", "the numbers of the core")

    def visit_next_value_func(self, next_value: Any, **kwargs: Any) -> str:
        raise _refusal("a sequence", "the numbers of the core")

    def format_from_hint_text(self, sqltext: Any, table: Any, hint: Any, iscrud: Any) -> str:
        raise _refusal("a table hint", "a plain statement")

    def get_statement_hint_text(self, hint_texts: Any) -> str:
        raise _refusal("a statement hint", "a plain statement")

    def get_select_hint_text(self, byfroms: Any) -> str:
        if byfroms:
            raise _refusal("a table hint", "a plain statement")
        return ""


def _refusal(what: str, instead: str) -> FenceBreach:
    return FenceBreach(
        L(
            f"Der Zaun lässt {what} nicht zu; erlaubt ist: {instead}.",
            en=f"The fence refuses {what}; allowed instead: {instead}.",
        )
    )
