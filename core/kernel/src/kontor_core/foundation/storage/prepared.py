"""Core's own writes past the flush: prepared once, run on the unit's driver cursor.

Who uses it (the whole list): the event log, delivery cursors, jobs, shares and scope copies, the
import engine, sessions, the ledger. Each checks scope itself; plugins cannot reach it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Any, cast

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

from kontor_core.foundation.storage.slow import THRESHOLD, slow_statements


class Prepared:
    """A statement of core, compiled once per dialect and run with plain Python values."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._made: dict[str, tuple[str, list[str], list[Callable[[Any], Any] | None], list[Any]]]
        self._made = {}

    def _for(self, dialect: Dialect) -> Any:
        made = self._made.get(dialect.name)
        if made is None:
            compiled = cast(SQLCompiler, self._statement.compile(dialect=dialect))
            names = list(compiled.positiontup or ())
            processors = cast(Mapping[str, Any], compiled._bind_processors)
            defaults = [
                None if compiled.binds[name].required else compiled.binds[name].value
                for name in names
            ]
            made = (compiled.string, names, [processors.get(n) for n in names], defaults)
            self._made[dialect.name] = made
        return made

    def values(self, dialect: Dialect, row: Mapping[str, Any]) -> Sequence[Any]:
        _, names, processors, defaults = self._for(dialect)
        return [
            process(row.get(name, default)) if process is not None else row.get(name, default)
            for name, process, default in zip(names, processors, defaults, strict=True)
        ]

    def run(self, cursor: Any, dialect: Dialect, row: Mapping[str, Any]) -> Any:
        """Run once; gives the driver's cursor."""
        sql = self._for(dialect)[0]
        values = self.values(dialect, row)
        began = perf_counter()
        cursor.execute(sql, values)
        _watched(sql, began)
        return cursor

    def text(self, dialect: Dialect) -> str:
        """Give the SQL, for a form of execution that only one driver has."""
        return str(self._for(dialect)[0])

    def run_many(self, cursor: Any, dialect: Dialect, rows: Iterable[Mapping[str, Any]]) -> None:
        sql = self._for(dialect)[0]
        values = [self.values(dialect, row) for row in rows]
        began = perf_counter()
        cursor.executemany(sql, values)
        _watched(sql, began)


def _watched(sql: str, began: float) -> None:
    took = perf_counter() - began
    if took > THRESHOLD:
        slow_statements.note(sql, took)
