"""A backup is whole or not there; a restore keeps what was, or does not happen."""

import io
import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.events import cursors
from kontor_core.events.bus import Bus
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.backups import BackupFailed, backup, restore
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned
from kontor_sdk.testing.databases import PostgresServer

from .conftest import Kontor


def names(kontor: Kontor, at: Path | None = None) -> list[str]:
    listed = kontor("list", "customers", "--json", "--fields", "name", at=at)
    return [row["name"] for row in json.loads(listed.out)["items"]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company(
    request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Return a company folder whose data is in a SQLite file, or on PostgreSQL."""
    if request.param == "sqlite":
        yield home
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    for tool in ("pg_dump", "pg_restore"):
        monkeypatch.setenv(f"KONTOR_{tool.upper()}", str(server.programs / tool))
    (home / "kontor.db").unlink()
    text = (home / "kontor.toml").read_text()
    text = text.replace("[database]", f'[database]\nurl = "{url}"')
    (home / "kontor.toml").write_text(text)
    KontorApp.open(home, migrate=True).close()
    yield home
    server.drop_database(url)


def test_restore_brings_back_what_the_backup_holds(company: Path, kontor: Kontor) -> None:
    kontor("create", "customers", "name=Vorher")
    kept_file = Blobs(company / "blobs").put(io.BytesIO(b"letter"))
    made = kontor("backup")
    kontor("create", "customers", "name=Nachher")
    later_file = Blobs(company / "blobs").put(io.BytesIO(b"later"))
    folder = Path(made.out.split("  ")[0])

    said = kontor("restore", folder, "--yes")

    assert (made.code, said.code) == (0, 0), (made, said)
    assert names(kontor) == ["Vorher"]
    assert list(Blobs(company / "blobs").all()) == [kept_file]
    (kept,) = company.glob("before-restore-*")
    assert f"The former data stands in {kept}." in said.out
    assert list(Blobs(kept / "blobs").all()) != [kept_file]
    assert (kept / "blobs" / later_file[-2:] / later_file).read_bytes() == b"later"


def test_former_data_can_be_brought_back_by_hand(home: Path, kontor: Kontor) -> None:
    folder = backup(home)
    kontor("create", "customers", "name=Nachher")

    kept = restore(home, folder)

    assert kept is not None
    assert names(kontor) == []
    shutil.copy2(kept / "kontor.db", home / "kontor.db")
    assert names(kontor) == ["Nachher"]


def test_folder_that_was_lost_is_made_anew_from_a_backup(
    home: Path, tmp_path: Path, kontor: Kontor
) -> None:
    kontor("create", "customers", "name=Vorher")
    kontor("backup", tmp_path / "kept")
    shutil.rmtree(home)

    said = kontor("restore", tmp_path / "kept", "--yes")

    assert said.code == 0, said
    assert names(kontor) == ["Vorher"]
    assert sorted(path.name for path in home.iterdir()) == ["kontor.db", "kontor.toml"]


def test_backup_is_for_its_owner_alone(company: Path) -> None:
    Blobs(company / "blobs").put(io.BytesIO(b"letter"))

    folder = backup(company)

    assert folder.stat().st_mode & 0o077 == 0
    assert not list(folder.parent.glob("*.unfinished"))


def test_pairs_written_together_are_together_in_a_backup(home: Path) -> None:
    app = KontorApp.open(home)
    with app.unit(SYSTEM) as uow:
        pair = [create_customer(uow, {"name": "0"}).id for _ in range(2)]
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with app.unit(SYSTEM) as uow:
                for customer in pair:
                    uow.change(Customer, customer, {"name": str(number)})

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    folders = [backup(home, home / f"copy{n}") for n in range(4)]
    stop.set()
    for writer in writers:
        writer.join()
    app.close()

    found = []
    for folder in folders:
        with closing(sqlite3.connect(folder / "kontor.db")) as connection:
            found.append({row[0] for row in connection.execute("SELECT name FROM core_customer")})
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [len(values) for values in found] == [1] * 4
    assert len(set.union(*found)) > 1


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(BackupFailed) as caught:
        call()
    return caught.value.text("en")


def test_backup_never_overwrites_and_leaves_nothing_half_done(home: Path) -> None:
    assert "exists already" in refused(lambda: backup(home, home))
    (home / "kontor.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)

    assert "damaged" in refused(lambda: backup(home, home / "copy"))
    (home / "kontor.db").unlink()
    assert "no database" in refused(lambda: backup(home, home / "copy"))
    assert sorted(path.name for path in home.iterdir() if "copy" in path.name) == []


def test_restore_refuses_what_is_no_whole_backup_of_this_kind(home: Path, tmp_path: Path) -> None:
    good = backup(home)
    before = (home / "kontor.db").read_bytes()

    def spoiled(name: str, spoil: Callable[[Path], object]) -> Path:
        folder = Path(shutil.copytree(good, tmp_path / name))
        spoil(folder)
        return folder

    note = b'{"made_at": "", "database": "postgresql"}'
    cases = {
        "not a backup": spoiled("a", lambda f: (f / "backup.json").unlink()),
        "is not a backup": spoiled("b", lambda f: (f / "backup.json").write_text("{}")),
        "kontor.db is missing": spoiled("c", lambda f: (f / "kontor.db").unlink()),
        "damaged": spoiled(
            "d", lambda f: (f / "kontor.db").write_bytes(before[:8192] + b"\xff" * 20000)
        ),
        "kontor.dump is missing": spoiled("e", lambda f: (f / "backup.json").write_bytes(note)),
    }
    for part, folder in cases.items():
        assert part in refused(lambda folder=folder: restore(home, folder))  # type: ignore[misc]

    (tmp_path / "e" / "kontor.dump").write_bytes(b"x")
    assert "backup is of postgresql" in refused(lambda: restore(home, tmp_path / "e"))
    assert (home / "kontor.db").read_bytes() == before
    assert not list(home.glob("before-restore-*"))


def test_restore_waits_for_nobody_who_still_works(home: Path) -> None:
    folder = backup(home)
    app = KontorApp.open(home)

    told = refused(lambda: restore(home, folder))
    app.close()

    assert told == "Kontor is still running. Stop servers and workers first."


def test_damaged_database_is_replaced_and_kept(home: Path, kontor: Kontor) -> None:
    kontor("create", "customers", "name=Heil")
    folder = backup(home)
    (home / "kontor.db").write_bytes(b"gone" * 5000)

    kept = restore(home, folder)

    assert names(kontor) == ["Heil"]
    assert kept is not None
    assert (kept / "kontor.db").read_bytes() == b"gone" * 5000


@pytest.mark.postgres
@pytest.mark.parametrize("company", ["postgres"], indirect=True)
def test_dump_that_cannot_be_read_leaves_the_database_as_it_was(
    company: Path, kontor: Kontor
) -> None:
    kontor("create", "customers", "name=Bleibt")
    folder = Path(kontor("backup").out.split("  ")[0])
    dump = (folder / "kontor.dump").read_bytes()

    for broken in (b"no dump", dump[: len(dump) // 2]):
        (folder / "kontor.dump").write_bytes(broken)
        said = kontor("restore", folder, "--yes")

        assert (said.code, "pg_restore" in said.err) == (2, True), said
        assert names(kontor) == ["Bleibt"]


@pytest.mark.postgres
@pytest.mark.parametrize("company", ["postgres"], indirect=True)
def test_missing_program_is_named(
    company: Path, kontor: Kontor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KONTOR_PG_DUMP", "/nowhere/pg_dump")

    said = kontor("backup")

    assert (said.code, "name it in KONTOR_PG_DUMP" in said.err) == (2, True)


@pytest.mark.postgres
@pytest.mark.parametrize("company", ["postgres"], indirect=True)
def test_old_cursor_gets_new_events_after_a_restore(company: Path, kontor: Kontor) -> None:
    got: list[int] = []
    seen = Subscription(
        "shop.cart.*", lambda ctx, events: got.extend(e.payload["n"] for e in events), id="seen"
    )

    def publish(numbers: range) -> str:
        app = KontorApp.open(company)
        bus = Bus(app.log, [Owned("shop", "shop.seen", seen)])
        app.storage.sink = bus
        bus.enrol()
        for number in numbers:
            with app.unit(SYSTEM) as uow:
                uow.publish(Fact(type="shop.cart.filled", payload={"n": number}))
        bus.deliver()
        position = cursors.read_all(app.storage)["shop.seen"].position
        bus.close()
        app.close()
        return str(position)

    publish(range(5))
    folder = Path(kontor("backup").out.split("  ")[0])
    kontor("restore", folder, "--yes")
    after = publish(range(100, 200))

    assert got == [*range(5), *range(100, 200)]
    assert after.startswith("2.")
