"""The doctor names what is wrong and what to do, and says nothing else is."""

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.foundation.access import users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import SecondFactor
from kontor_core.foundation.ids import new_id, to_bytes
from kontor_core.foundation.storage.system_rows import add_row
from kontor_core.foundation.vault import FILE_NAME as KEY
from kontor_sdk.testing.databases import PostgresServer

from .conftest import Kontor


def ailments(kontor: Kontor) -> dict[str, str]:
    """Give what was found bad, by what it is, with the remedy."""
    found: list[dict[str, str]] = json.loads(kontor("doctor", "--json").out)
    return {f["what"]: f["remedy"] for f in found if f["verdict"] != "ok"}


@contextmanager
def rows(home: Path) -> Iterator[sqlite3.Connection]:
    """Write past Kontor, as somebody with another tool does."""
    with closing(sqlite3.connect(home / "kontor.db")) as connection:
        yield connection
        connection.commit()


@pytest.fixture
def sound(home: Path, kontor: Kontor) -> Path:
    """Return a company with nothing to find fault with but that nobody can sign in."""
    text = (home / "kontor.toml").read_text()
    (home / "kontor.toml").write_text(text.replace('durability = "normal"', ""))
    (home / "kontor.db").chmod(0o600)
    kontor("search", "rebuild")
    return home


@pytest.fixture
def signed_in(sound: Path, kontor: Kontor, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    kontor("user", "create", "a@kontor.example", "--role", "administrator", "--password-stdin")
    return sound


def test_sound_company_has_no_finding(signed_in: Path, kontor: Kontor) -> None:
    said = kontor("doctor")

    assert ailments(kontor) == {}
    assert said.code == 0, said
    assert all(line.startswith("ok ") for line in said.out.splitlines())
    assert "gut " in kontor("doctor", lang="de").out


def test_company_nobody_can_sign_in_to_is_told(sound: Path, kontor: Kontor) -> None:
    found = ailments(kontor)

    assert list(found) == ["Nobody can sign in"]
    assert kontor("doctor").code == 0  # a warning


def test_weak_durability_is_told(home: Path, kontor: Kontor) -> None:
    assert "Durability is normal" in ailments(kontor)


def test_file_that_everybody_reads_is_told(signed_in: Path, kontor: Kontor) -> None:
    (signed_in / "kontor.db").chmod(0o644)

    ((what, remedy),) = ailments(kontor).items()

    assert what == "Every user of this machine can read kontor.db"
    assert remedy == f"chmod -R go= {signed_in / 'kontor.db'}"


def test_owners_that_do_not_exist_are_counted(signed_in: Path, kontor: Kontor) -> None:
    for name in "ab":
        kontor("create", "customers", f"name={name}")
    with rows(signed_in) as connection:
        connection.execute("UPDATE core_customer SET owner_id = ?", (to_bytes(new_id()),))

    ((what, _),) = ailments(kontor).items()

    assert what == "Rows belong to somebody who does not exist: 2 x customer.owner_id"
    assert kontor("doctor").code == 1


def test_plugin_that_is_missing_is_told(signed_in: Path, kontor: Kontor) -> None:
    with (signed_in / "kontor.toml").open("a") as file:
        file.write('\n[plugins]\nenabled = ["nowhere"]\n')

    ((what, remedy),) = ailments(kontor).items()

    assert what == "Plugin nowhere: missing"
    assert "nowhere" in remedy


def test_plugin_whose_tables_are_behind_is_told(signed_in: Path, kontor: Kontor) -> None:
    with (signed_in / "kontor.toml").open("a") as file:
        file.write('\n[plugins]\nenabled = ["transactions"]\n')

    ((what, remedy),) = ailments(kontor).items()
    kontor("db", "migrate")
    kontor("search", "rebuild")

    assert what == "Plugin transactions: blocked"
    assert "kontor db migrate" in remedy
    assert ailments(kontor) == {}


def test_empty_database_is_told_with_both_ways_on(tmp_path: Path, kontor: Kontor) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "kontor.toml").write_text("[company]\nname = 'x'\n")

    ((what, remedy),) = ailments(kontor).items()

    assert "'kontor db migrate' begins anew" in what
    assert "'kontor restore BACKUP'" in what
    assert "nothing else was checked" in remedy


def test_damaged_file_is_told(signed_in: Path, kontor: Kontor) -> None:
    for n in range(3):
        kontor("create", "customers", f"name=Kunde {n}")
    with rows(signed_in) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name LIKE 'ix_core_customer_n%'"
        ).fetchall()
    with (signed_in / "kontor.db").open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)

    found = ailments(kontor)

    assert [what for what in found if "damaged" in what or "cannot be read" in what]
    assert "Restore a backup." in found.values()
    assert kontor("doctor").code == 1


def test_file_that_is_no_database_is_told(signed_in: Path, kontor: Kontor) -> None:
    (signed_in / "kontor.db").write_bytes(b"gone" * 5000)

    ((what, _),) = ailments(kontor).items()

    assert "not a database" in what


def test_dead_letters_are_counted(signed_in: Path, kontor: Kontor) -> None:
    with rows(signed_in) as connection:
        connection.execute(
            "INSERT INTO core_event_failure (subscriber, position, type, state, attempts)"
            " VALUES ('shop.seen', '1', 'shop.cart.filled', 'dead', 8)"
        )

    ((what, remedy),) = ailments(kontor).items()

    assert what == "1 event could not be delivered"
    assert "kontor events dead" in remedy
    assert kontor("events", "dead").code == 1


def test_subscriber_far_behind_is_told(signed_in: Path, kontor: Kontor) -> None:
    assert kontor("plugins", "enable", "transactions", "--no-backup").code == 0
    with closing(KontorApp.open(signed_in)) as app:
        late = [s.id for s in app.bus.standings() if s.id.startswith("transactions.")]
    if not late:
        pytest.skip("no bundled plugin subscribes durably")
    with rows(signed_in) as connection:
        for _ in range(1_200):
            connection.execute(
                "INSERT INTO core_event (id, type, version, subject, plugin, occurred_at,"
                " recorded_at, payload) VALUES (?, 'x.y', 1, 'x', 'core', ?, ?, '{}')",
                (to_bytes(new_id()), "2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.000000Z"),
            )

    found = ailments(kontor)

    assert f"{late[0]} is 1201 events behind" in found  # kontor.toml was changed, too


@pytest.mark.postgres
def test_server_that_would_lose_commits_is_told(
    home: Path, kontor: Kontor, postgres_server: PostgresServer, migrated_postgres: str
) -> None:
    url = postgres_server.create_database(template=migrated_postgres)
    text = (home / "kontor.toml").read_text()
    (home / "kontor.toml").write_text(text.replace("[database]", f'[database]\nurl = "{url}"'))
    kontor("db", "migrate", "--no-backup")

    found = ailments(kontor)

    assert found["fsync is off"] == "Set fsync = on: a crash would lose commits."
    postgres_server.drop_database(url)


def test_key_that_is_gone_is_told_until_its_factors_are_reset(
    signed_in: Path, kontor: Kontor
) -> None:
    app = KontorApp.open(signed_in)
    with app.unit(SYSTEM) as uow:
        user = users.all_users(app.storage)[0]
        sealed = app.vault.seal("secret", user.id)
        add_row(uow, SecondFactor, {"user_id": user.id, "secret": sealed, "last_step": 0})
    app.close()
    assert ailments(kontor) == {}
    (signed_in / KEY).unlink()

    found = ailments(kontor)

    assert list(found) == ["The key kontor.key is missing: 1 second factor cannot be opened"]
    assert "kontor user reset-factor --unreadable" in next(iter(found.values()))
    assert kontor("doctor").code == 1
    assert kontor("user", "reset-factor").code == 2
    assert kontor("user", "reset-factor", "--unreadable").out == "1 reset.\n"
    assert ailments(kontor) == {}
