"""PostgreSQL: nothing is read past a transaction that is still open."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from kontor_core.events.health import oldest_writer
from kontor_core.events.log import START, Log
from kontor_core.events.worker import Worker
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.flow import Subscription

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["postgres"], indirect=True),
]


@pytest.fixture
def open_writer(storage: Storage) -> Iterator[Connection]:
    """Open a transaction that has written somewhere and does not commit."""
    with storage.database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_current_xact_id()")
        yield connection


def test_fact_waits_for_an_older_transaction(
    company, log: Log, make_bus, open_writer: Connection
) -> None:
    make_bus()

    company.publish([1])
    during = (log.after(START).facts, log.unfinished(START), log.head())
    open_writer.rollback()
    after = [fact.payload["n"] for fact in log.after(START).facts]

    assert during == ((), True, START)
    assert after == [1]


def test_new_subscriber_gets_what_was_waiting_when_it_came(
    company, make_bus, open_writer: Connection, seen
) -> None:
    make_bus()
    company.publish([1])

    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    open_writer.rollback()
    bus.deliver()

    assert seen.numbers == [1]


def test_worker_delivers_soon_after_the_older_transaction_ends(
    company, make_bus, open_writer: Connection, seen
) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    worker = Worker(bus)
    worker.start()
    company.publish([1])
    time.sleep(0.3)
    before = list(seen.numbers)

    open_writer.rollback()
    until = time.monotonic() + 10
    while not seen.numbers and time.monotonic() < until:
        time.sleep(0.01)
    worker.stop()

    assert (before, seen.numbers) == ([], [1])


def test_session_that_holds_delivery_up_is_named(storage: Storage, open_writer: Connection) -> None:
    pid = open_writer.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()

    found = oldest_writer(storage.database)

    assert found is not None
    assert (found.pid, found.database) == (pid, storage.database.url.database)
    assert found.state == "idle in transaction"
