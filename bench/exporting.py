"""The exporter beside the raw driver: the same rows and columns in the same order, as CSV.

The raw limit reads with sqlite3 and writes with csv.writer; it checks nobody's rights, marks no
formula and holds one long read.
"""

import csv
import io
import sqlite3
import tempfile
from pathlib import Path

from bench.harness import Hold, Measured, compare
from kontor_core.app import KontorApp
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import write_default

ROWS = 100_000
_FIELDS = ("number", "name", "kind", "phase", "language", "created_at")
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM core_customer ORDER BY name_key, id"


_INSERT = (
    "INSERT INTO core_customer (id, created_at, updated_at, version, number, kind, name, name_key,"
    " phase, roles, language, custom)"
    " VALUES (?, ?, ?, 1, ?, 'organisation', ?, ?, 'active', '[\"customer\"]', 'de', '{}')"
)
_AT = "2026-01-01T00:00:00.000000Z"


def rows() -> list[Measured | str]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_default(home / "kontor.toml", name="Bench")
        KontorApp.open(home, migrate=True).close()
        _fill(home / "kontor.db")
        app = KontorApp.open(home)
        connection = sqlite3.connect(home / "kontor.db")
        wanted = Wanted("customers", fields=_FIELDS, sort="name")

        def ours() -> object:
            file = io.BytesIO()
            assert Export(app, SYSTEM, wanted).write(file) == ROWS
            return file

        def raw() -> object:
            file = io.StringIO()
            writer = csv.writer(file)
            writer.writerow(_FIELDS)
            writer.writerows(connection.execute(_SELECT))
            return file

        try:
            return [
                compare(
                    f"export of {ROWS:,} customers as CSV, share of the raw driver",
                    Hold("least", 0.22),
                    subject=ours,
                    raw=raw,
                    times=1,
                    rounds=5,
                )
            ]
        finally:
            connection.close()
            app.close()


def _fill(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            _INSERT,
            (
                (ids.to_bytes(ids.new_id()), _AT, _AT, f"K-{n}", name, name.lower())
                for n in range(ROWS)
                if (name := f"Bench {n:06d} GmbH")
            ),
        )
    connection.close()
