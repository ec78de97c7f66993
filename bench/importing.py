"""The importer beside raw ``executemany``: the same file, table, indexes and durability.

The raw limit reads the file with csv.reader and inserts what it finds, with ids, in the same
chunks; it validates nothing, writes no events and keeps no checkpoint.
"""

import csv
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.harness import Hold, Measured, Work, compare
from kontor_core.app import KontorApp
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import write_default
from kontor_core.foundation.storage.engine import set_pragmas

ROWS = 30_000
CHUNK = 2_000
_AT = "2026-01-01T00:00:00.000000Z"
_INSERT = (
    "INSERT INTO core_customer (id, created_at, updated_at, version, number, kind, name, name_key,"
    " phase, roles, language, custom) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, '{}')"
)


def rows() -> list[Measured | str]:
    with tempfile.TemporaryDirectory() as folder:
        home, file = Path(folder), Path(folder) / "customers.csv"
        _write(file)
        empty = home / "empty"
        empty.mkdir()
        write_default(empty / "kontor.toml", name="Bench")
        KontorApp.open(empty, migrate=True).close()
        numbers = iter(range(10**6))

        def fresh() -> Path:
            target = home / f"run-{next(numbers)}"
            shutil.copytree(empty, target)
            return target

        def ours() -> object:
            app = KontorApp.open(fresh())
            try:
                job = start_import(app, SYSTEM, file, "customers")
                start = time.process_time()
                run_import(app, job, chunk_size=CHUNK)
                return time.process_time() - start
            finally:
                app.close()

        def raw() -> object:
            connection = sqlite3.connect(fresh() / "kontor.db", isolation_level=None)
            set_pragmas(connection, "full")
            start = time.process_time()
            with file.open(newline="") as source:
                lines = csv.reader(source)
                next(lines)
                for chunk in _chunks(_raw_rows(lines)):
                    connection.execute("BEGIN IMMEDIATE")
                    connection.executemany(_INSERT, chunk)
                    connection.execute("COMMIT")
            used = time.process_time() - start
            connection.close()
            return used

        return [
            compare(
                f"import of {ROWS:,} customers, share of raw executemany",
                Hold("least", 0.35),
                subject=ours,
                raw=raw,
                times=1,
                rounds=5,
                cost=_told,
            )
        ]


def _told(work: Work, times: int) -> float:
    """The work measures itself, so that making its database does not count."""
    told = work()
    assert isinstance(told, float)
    return told


def _raw_rows(lines: Iterator[list[str]]) -> Iterator[tuple[object, ...]]:
    for number, (name, kind, phase, language) in enumerate(lines):
        yield (
            ids.to_bytes(ids.new_id()), _AT, _AT, f"K-{10_001 + number}", kind, name,
            name.lower(), phase, '["customer"]', language,
        )  # fmt: skip


def _chunks(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _write(file: Path) -> None:
    chance = random.Random(3)  # noqa: S311  # a seed, no secret
    with file.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["name", "kind", "phase", "language"])
        for number in range(ROWS):
            phase = chance.choice(["active", "prospect", "lost"])
            if number % 1000 == 999:
                phase = "no such phase"  # 0.1 % of bad rows
            name = f"Bench {chance.randrange(10**6):06d} GmbH"
            writer.writerow([name, "organisation", phase, "de"])
