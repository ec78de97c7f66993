"""The one read door: a prepared statement, the held connection, rows as msgspec Structs.

A statement is compiled once per profile and then runs on the driver's cursor; what it may see is
in its text already (``fence.py``). Statements should be module-level: they are the cache's key.
"""

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import CompoundSelect, SelectBase

from kontor_core.foundation.errors import FenceBreach
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.slow import THRESHOLD, slow_statements
from kontor_core.foundation.storage.types import ColumnType, RowValue

Row = TypeVar("Row", bound=msgspec.Struct)
Params = Mapping[str, object]

_MOST_PLANS = 2000
_MOST_LENGTHS = 200


@dataclass(frozen=True, slots=True)
class _Bind:
    name: str
    callable_: Callable[[], Any] | None
    default: Any
    process: Callable[[Any], Any] | None

    def given(self, params: Params) -> Any:
        if self.name in params:
            return params[self.name]
        return self.callable_() if self.callable_ is not None else self.default


@dataclass(frozen=True, slots=True)
class _Expanded:
    """A text with its lists written out, and where each of its parameters comes from."""

    sql: str
    places: Sequence[tuple[str, str, int | None, Callable[[Any], Any] | None]]


class Plan:
    """A compiled statement: its text, how its parameters are made and its columns converted."""

    __slots__ = (
        "_binds",
        "_compiled",
        "_expanded_texts",
        "_expanding",
        "_lists",
        "_named",
        "_places",
        "converters",
        "positional",
        "sql",
        "width",
    )

    def __init__(self, statement: SelectBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._compiled = compiled
        self._expanding = bool(compiled.post_compile_params or compiled.literal_execute_params)
        lists = {name: bind for bind, name in compiled.bind_names.items() if bind.expanding}
        plain = not any(bind.type._is_tuple_type for bind in lists.values())
        known = plain and not compiled.literal_execute_params  # else the values are in the text
        self._lists = list(lists) if known else []
        self._expanded_texts: dict[tuple[int, ...], _Expanded] = {}
        self.sql = compiled.string
        self.positional = bool(compiled.positional)
        names = list((compiled.positiontup if self.positional else compiled.binds) or ())
        once = list(dict.fromkeys(names))  # the actor's id stands in every branch of a list
        self._binds = [self._bind(name, compiled) for name in once]
        self._named = {bind.name: bind for bind in self._binds}
        self._places = [once.index(name) for name in names]
        self.converters = self._row_values(dialect.name)
        self.width = len(compiled._result_columns)
        if os.environ.get("KONTOR_TRACE_SQL") == "1":
            sys.stderr.write(f"kontor.sql {' '.join(self.sql.split())}\n")

    @staticmethod
    def _bind(name: str, compiled: SQLCompiler) -> _Bind:
        bind = compiled.binds[name]
        value = None if bind.required else bind.value
        return _Bind(name, bind.callable, value, compiled._bind_processors.get(name))  # type: ignore[arg-type]

    def _row_values(self, dialect: str) -> list[tuple[int, RowValue]]:
        found = []
        for index, entry in enumerate(self._compiled._result_columns):
            type_ = entry.type
            convert = type_.row_value(dialect) if isinstance(type_, ColumnType) else None
            if convert is not None:
                found.append((index, convert))
        return found

    def bound(self, params: Params) -> tuple[str, Any]:
        """Give the text to run and its parameters in the driver's form."""
        if self._expanding:
            return self._expanded(params)
        values: list[Any] = []
        for bind in self._binds:
            value = bind.given(params)
            values.append(bind.process(value) if bind.process is not None else value)
        if self.positional:
            return self.sql, [values[place] for place in self._places]
        return self.sql, dict(zip((bind.name for bind in self._binds), values, strict=True))

    def _expanded(self, params: Params) -> tuple[str, Any]:
        """Write lists out; the text is made once for lists of the same lengths."""
        if not self._lists:
            return self._spelled(params)
        lists = {name: list(self._named[name].given(params)) for name in self._lists}
        lengths = tuple(len(one) for one in lists.values())
        known = self._expanded_texts.get(lengths)
        if known is None:
            if len(self._expanded_texts) >= _MOST_LENGTHS:
                self._expanded_texts.clear()
            known = self._expanded_texts[lengths] = self._text_for(params)
        fixed = self._named
        values = []
        for _, source, at, process in known.places:
            value = fixed[source].given(params) if at is None else lists[source][at]
            values.append(process(value) if process is not None else value)
        if self.positional:
            return known.sql, values
        names = (name for name, *_ in known.places)
        return known.sql, dict(zip(names, values, strict=True))

    def _text_for(self, params: Params) -> _Expanded:
        state = self._compiled.construct_expanded_state(dict(params), escape_names=False)
        process: dict[str, Any] = {**self._compiled._bind_processors, **state.processors}
        of = {
            name: (source, at)
            for source, names in state.parameter_expansion.items()
            for at, name in enumerate(names)
        }
        names = (state.positiontup or ()) if self.positional else state.parameters
        places = [(name, *of.get(name, (name, None)), process.get(name)) for name in names]
        return _Expanded(state.statement, places)

    def _spelled(self, params: Params) -> tuple[str, Any]:
        state = self._compiled.construct_expanded_state(dict(params), escape_names=False)
        # the state knows the expanded ones alone; the fence's own ids stand beside them
        process: dict[str, Any] = {**self._compiled._bind_processors, **state.processors}
        values = {
            name: process[name](value) if name in process else value
            for name, value in state.parameters.items()
        }
        if self.positional:
            return state.statement, [values[name] for name in state.positiontup or ()]
        return state.statement, values


class Plans:
    """Compiled statements of one profile, the most recent ones kept."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._plans: OrderedDict[object, tuple[object, Plan]] = OrderedDict()
        self._lock = threading.Lock()

    def plan(self, statement: SelectBase, key: object = None) -> Plan:
        """Give the plan of a statement; ``key`` names its shape when it was built just now."""
        cache_key = id(statement) if key is None else key
        found = self._plans.get(cache_key)
        if found is not None:
            return found[1]
        if not isinstance(statement, Select | CompoundSelect):
            raise FenceBreach(
                L(
                    "Die Lesetür nimmt nur SELECT-Anweisungen.",
                    en="The read door takes SELECT statements only.",
                )
            )
        plan = Plan(statement, self.dialect)
        with self._lock:
            # the statement is kept beside its plan: a freed one's id would name another statement
            self._plans[cache_key] = (statement, plan)
            if len(self._plans) > _MOST_PLANS:
                self._plans.popitem(last=False)
        return plan


def fetch(
    cursor: Any, plan: Plan, params: Params, row: type[Row], limit: int | None = None
) -> list[Row]:
    """Run a plan on a driver cursor and make its rows."""
    sql, values = plan.bound(params)
    began = perf_counter()
    try:
        rows: Sequence[Any] = cursor.execute(sql, values).fetchall()
    finally:
        took = perf_counter() - began
        if took > THRESHOLD:  # one that was stopped counts most of all
            slow_statements.note(sql, took)
    if limit is not None:
        rows = rows[:limit]
    return make_rows(rows, plan, row)


def make_rows(rows: Sequence[Any], plan: Plan, row: type[Row]) -> list[Row]:
    if not rows:
        return []
    if not plan.converters:
        return [row(*values) for values in rows]
    columns: list[Any] = list(zip(*rows, strict=True))
    for index, convert in plan.converters:
        columns[index] = map(convert, columns[index])
    return list(map(row, *columns))
