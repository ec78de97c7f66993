"""Writers at once: nothing is lost, nobody is told that the database is locked."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import bindparam, select

from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Busy, Full, Refused, Stale, Unreachable
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id

WRITERS, TIMES = 8, 12
SHORT = 0.3

_customer = columns(Customer)
_SCORE = select(_customer.version, _customer.custom).where(
    _customer.id == bindparam("id", type_=Id())
)
_NAMES = select(_customer.name).order_by(_customer.name)


class _Scored(msgspec.Struct):
    version: int
    custom: dict[str, int]

    @property
    def score(self) -> int:
        return self.custom.get("score", 0)


class _Named(msgspec.Struct):
    name: str


def read(storage: Storage, customer_id: str) -> _Scored:
    found = storage.reader(SYSTEM).one(_SCORE, _Scored, {"id": customer_id})
    assert found is not None
    return found


def names(storage: Storage) -> list[str]:
    return [row.name for row in storage.reader(SYSTEM).read(_NAMES, _Named)]


def named(storage: Storage, name: str) -> str:
    with storage.unit(SYSTEM) as uow:
        return create_customer(uow, {"name": name}).id


def reopened(storage: Storage, **options: float) -> Storage:
    """Open the same database as another process would, with another patience."""
    database = Database(storage.database.url, durability="normal", **options)  # type: ignore[arg-type]
    return Storage(database, storage.schema, conventions=storage.conventions)


def test_eight_writers_lose_no_update(storage: Storage) -> None:
    customer = named(storage, "Zähler")

    def count(_: int) -> list[type[Exception]]:
        troubles: list[type[Exception]] = []
        done = 0
        while done < TIMES:
            seen = read(storage, customer)
            try:
                with storage.unit(SYSTEM) as uow:
                    more = {"custom.score": seen.score + 1}
                    uow.change(Customer, customer, more, version=seen.version)
                done += 1
            except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
                troubles.append(type(error))
        return troubles

    with ThreadPoolExecutor(WRITERS) as pool:
        troubles = [kind for found in pool.map(count, range(WRITERS)) for kind in found]

    assert read(storage, customer).score == WRITERS * TIMES
    assert set(troubles) <= {Stale}


def test_version_seen_before_another_commit_is_stale(storage: Storage) -> None:
    customer = named(storage, "Alt")
    seen = read(storage, customer).version
    with storage.unit(SYSTEM) as uow:
        uow.change(Customer, customer, {"name": "Neu"})

    with pytest.raises(Stale), storage.unit(SYSTEM) as uow:
        uow.change(Customer, customer, {"name": "Anders"}, version=seen)

    assert names(storage) == ["Neu"]


def test_unit_that_fails_leaves_nothing_behind(storage: Storage) -> None:
    def half() -> None:
        with storage.unit(SYSTEM) as uow:
            create_customer(uow, {"name": "Halb"})
            raise Refused("not today")

    with pytest.raises(Refused):
        half()

    assert names(storage) == []


@contextmanager
def held_by_another_process(storage: Storage) -> Iterator[None]:
    """Let another process hold the writer's place of a SQLite file."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(storage.database.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        yield
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()


def test_foreign_writer_makes_a_unit_busy_while_reads_go_on(sqlite_storage: Storage) -> None:
    named(sqlite_storage, "Vorher")
    hasty = reopened(sqlite_storage, busy_seconds=SHORT)

    with held_by_another_process(sqlite_storage):
        with pytest.raises(Busy), hasty.unit(SYSTEM) as uow:
            create_customer(uow, {"name": "Halb"})
        meanwhile = names(hasty)
    named(hasty, "Nachher")

    assert meanwhile == ["Vorher"]
    assert names(hasty) == ["Nachher", "Vorher"]
    hasty.close()


def test_row_that_another_connection_holds_makes_a_unit_busy(
    storage: Storage, wait_on_row: Callable[[Storage, str], None]
) -> None:
    customer = named(storage, "Umkämpft")
    hasty = reopened(storage, busy_seconds=SHORT)

    with storage.unit(SYSTEM) as uow:
        uow.change(Customer, customer, {"name": "Gewonnen"})
        with pytest.raises(Busy):
            wait_on_row(hasty, customer)

    assert names(storage) == ["Gewonnen"]
    hasty.close()


@pytest.fixture
def wait_on_row() -> Callable[[Storage, str], None]:
    """Return a function that changes a row in a thread of its own and raises what it met."""

    def change(storage: Storage, customer: str) -> None:
        found: list[BaseException] = []

        def work() -> None:
            try:
                with storage.unit(SYSTEM) as uow:
                    uow.change(Customer, customer, {"name": "Verloren"})
            except BaseException as error:  # noqa: BLE001  # handed on to the test's thread
                found.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        for error in found:
            raise error

    return change


def test_thread_that_waits_too_long_for_the_writers_place_is_told_so(
    sqlite_storage: Storage,
) -> None:
    hasty = reopened(sqlite_storage, busy_seconds=SHORT)
    found: list[type[BaseException]] = []

    def wait() -> None:
        try:
            named(hasty, "Zu spät")
        except BaseException as error:  # noqa: BLE001  # handed on to the test's thread
            found.append(type(error))

    with hasty.unit(SYSTEM):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()

    assert found == [Busy]
    named(hasty, "Danach")
    hasty.close()


def test_full_disk_refuses_writes_and_lets_reads_go_on(sqlite_storage: Storage) -> None:
    named(sqlite_storage, "Da")
    connection = sqlite_storage.database.engine.raw_connection()
    pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
    connection.cursor().execute(f"PRAGMA max_page_count={pages}")  # for this connection alone
    connection.close()

    def fill() -> None:
        with sqlite_storage.unit(SYSTEM) as uow:
            for number in range(300):
                create_customer(uow, {"name": f"Zu viel {number}"})

    with pytest.raises(Full):
        fill()

    assert names(sqlite_storage) == ["Da"]


def test_every_connection_is_durable(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "durable.db"
    file.write_bytes(migrated_file.read_bytes())
    database = Database(f"sqlite:///{file}")
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
    wanted |= {"trusted_schema": 0, "busy_timeout": 5000}

    one, other = database.engine.raw_connection(), database.engine.raw_connection()
    reading = database.reading()
    found = [
        {name: c.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
        for c in (one, other, reading)
    ]
    one.close()
    other.close()

    assert found == [wanted] * 3
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.execute("DELETE FROM core_user")
    database.close()


def test_durability_of_the_definition_reaches_the_connection(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'normal.db'}", durability="normal")

    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1

    database.close()


def test_new_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'own.db'}").close()

    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


def test_database_that_cannot_be_opened_is_named_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, but it is long enough" * 50)
    (tmp_path / "folder.db").mkdir()
    for url, part in (
        (f"sqlite:///{tmp_path}/text.db", "not a database"),
        (f"sqlite:///{tmp_path}/folder.db", "unable to open"),
        (f"sqlite:///{tmp_path}/nowhere/kontor.db", "no folder"),
        (f"postgresql://kontor:geheim@/kontor?host={tmp_path}", "No such file"),
    ):
        with pytest.raises(Unreachable) as caught:
            Database(url)

        assert part in caught.value.text("en"), url
        assert "geheim" not in caught.value.text("en")
