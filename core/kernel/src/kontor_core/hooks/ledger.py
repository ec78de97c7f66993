"""The ledger: what actually became of each plugin here, beside what ``kontor.toml`` wants.

It outlives the plugin's code: a site whose package was taken away still knows the tables it left.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Column, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.foundation import clock
from kontor_core.foundation.fields import FieldSpec, Kind, column_type
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import Status
from kontor_core.foundation.storage.models import METADATA
from kontor_core.foundation.storage.read import Plans, fetch
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.registries import Registries
from kontor_core.hooks.states import PluginState, State


def _column(
    name: str, label: Label, kind: Kind = Kind.TEXT, *, key: bool = False, nullable: bool = True
) -> Column[object]:
    return Column(
        name,
        column_type(kind),
        primary_key=key,
        nullable=nullable and not key,
        info={"kontor": FieldSpec(label, kind, editable=False)},
    )


LEDGER = Table(
    "core_plugin",
    METADATA,
    _column("key", L("Schlüssel", en="Key"), key=True),
    _column("distribution", L("Distribution", en="Distribution")),
    _column("version", L("Version", en="Version")),
    _column("schema_head", L("Tabellenstand", en="Schema head")),
    _column("state", L("Zustand", en="State"), nullable=False),
    _column("last_error", L("Letzter Fehler", en="Last error")),
    _column("enabled_at", L("Eingeschaltet", en="Enabled"), Kind.DATETIME),
    _column("owned_tables", L("Tabellen", en="Tables"), Kind.JSON, nullable=False),
    _column("updated_at", L("Stand", en="Updated"), Kind.DATETIME, nullable=False),
    sqlite_strict=True,
)


class LedgerRow(msgspec.Struct, frozen=True):
    """One plugin; ``owned_tables`` are what a purge would drop."""

    key: str
    distribution: str | None
    version: str | None
    schema_head: str | None
    state: str
    last_error: str | None
    enabled_at: str | None
    owned_tables: list[str]


_ROWS = select(*(LEDGER.c[name] for name in LedgerRow.__struct_fields__)).order_by(LEDGER.c.key)


class Ledger:
    """Reads and writes the ledger of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._plans = Plans(database.engine.dialect)

    def rows(self) -> dict[str, LedgerRow]:
        """Give all rows by key; none before core's tables exist."""
        plan = self._plans.plan(_ROWS)
        try:
            found = fetch(self._database.reading().cursor(), plan, {}, LedgerRow)
        except Exception as error:  # two drivers, two exceptions, one meaning
            if LEDGER.name in str(error):
                return {}
            raise
        return {row.key: row for row in found}

    def note(
        self, loaded: Loaded, registries: Registries | None = None, status: Iterable[Status] = ()
    ) -> list[str]:
        """Write down what differs from what is known; gives the keys that did."""
        known = self.rows()
        heads = {found.key: found.head for found in status}
        changed = []
        for key, state in loaded.states.items():
            row = _row(state, known.get(key), registries, heads)
            if row is not None and row != known.get(key):
                changed.append(row)
        self._write(changed)
        return [row.key for row in changed]

    def mark(self, key: str, state: State) -> None:
        """Put a known plugin into a state by hand: disabled, removed."""
        row = self.rows().get(key)
        if row is not None:
            self._write([msgspec.structs.replace(row, state=state.value, last_error=None)])

    def forget(self, key: str) -> None:
        """Strike a purged plugin out."""
        with self._database.write_lock(), self._database.engine.begin() as connection:
            connection.execute(delete(LEDGER).where(LEDGER.c.key == key))

    def _write(self, rows: Iterable[LedgerRow]) -> None:
        rows = list(rows)
        if not rows:
            return
        now = clock.now()
        with self._database.write_lock(), self._database.engine.begin() as connection:
            # several processes may start at once and write the same
            put = _put(sqlite.insert if self._database.is_sqlite else postgresql.insert)
            for row in rows:
                connection.execute(put, {**_values(row), "updated_at": now})


def _put(insert: Any) -> Any:
    new = insert(LEDGER)
    values = {column.name: new.excluded[column.name] for column in LEDGER.c}
    return new.on_conflict_do_update(index_elements=[LEDGER.c.key], set_=values)


def _row(
    state: PluginState,
    known: LedgerRow | None,
    registries: Registries | None,
    heads: Mapping[str, str | None],
) -> LedgerRow | None:
    """Give the row a state asks for; None for a plugin that was never on here."""
    if known is None and state.state in (State.AVAILABLE, State.MISSING):
        return None
    running = state.state is State.ENABLED
    tables = registries.owned_tables(state.key) if registries is not None and running else ()
    since = known.enabled_at if known is not None else None
    return LedgerRow(
        key=state.key,
        distribution=state.distribution or (known.distribution if known else None),
        version=state.version or (known.version if known else None),
        schema_head=heads.get(state.key) or (known.schema_head if known else None),
        state=state.state.value,
        last_error=text_of(state.problem, "en") if state.problem is not None else None,
        enabled_at=since or (clock.as_text(clock.now()) if running else None),
        owned_tables=sorted({*tables, *(known.owned_tables if known else ())}),
    )


def _values(row: LedgerRow) -> dict[str, object]:
    values: dict[str, object] = msgspec.structs.asdict(row)
    at = row.enabled_at
    values["enabled_at"] = clock.from_text(at) if at is not None else None
    return values
