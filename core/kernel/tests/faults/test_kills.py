"""A worker killed at any moment: every effect exactly once."""

import random
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert, select

from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.events.tables import META
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned

WORKER = Path(__file__).with_name("counting_worker.py")
_COUNTER = select(META.c.value).where(META.c.key == "counter")


class _Value(msgspec.Struct):
    value: str


def counted(storage: Storage) -> int:
    found = storage.system_reader().one(_COUNTER, _Value)
    assert found is not None
    return int(found.value)


def prepare(storage: Storage, events: int) -> None:
    """Publish events to a subscriber that stands at the beginning, with its counter at zero."""
    counting = Subscription("shop.cart.*", print, id="count")
    storage.sink = bus = Bus(Log(storage), [Owned("shop", "shop.count", counting)])
    bus.enrol()
    with storage.unit(SYSTEM) as uow:
        uow.prepared(Prepared(insert(META).values(key="counter", value="0")), {})
        for number in range(events):
            uow.publish(Fact(type="shop.cart.filled", payload={"n": number}))
    bus.close()


def kill_in_delivery(storage: Storage, *, after: float) -> None:
    """Start a worker, wait until it has begun to deliver, and kill it a little later."""
    before = counted(storage)
    url = storage.database.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, str(WORKER), url])
    try:
        wait_for(storage, before + 1)
        time.sleep(after)
    finally:
        worker.kill()
        worker.wait()


def wait_for(storage: Storage, number: int, timeout: float = 60) -> None:
    until = time.monotonic() + timeout
    while counted(storage) < number and time.monotonic() < until:
        time.sleep(0.005)


def finish(storage: Storage, events: int) -> int:
    url = storage.database.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, str(WORKER), url])
    try:
        wait_for(storage, events)
        time.sleep(0.3)  # what is delivered twice needs a moment to show
    finally:
        worker.kill()
        worker.wait()
    return counted(storage)


def killed(storage: Storage, *, events: int, kills: int, seed: int) -> tuple[int, int]:
    """Kill workers in mid-delivery; gives the effects in the end, and those before the last."""
    chance = random.Random(seed)  # noqa: S311  # a test that can be repeated
    prepare(storage, events)
    for _ in range(kills):
        kill_in_delivery(storage, after=chance.uniform(0, 0.04))
    interrupted = counted(storage)
    return finish(storage, events), interrupted


def test_effect_is_exact_after_two_kills(storage: Storage) -> None:
    done, interrupted = killed(storage, events=3_000, kills=2, seed=1)

    assert done == 3_000
    assert 0 < interrupted < 3_000  # else the kills came too late to prove anything


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(3))
def test_effect_is_exact_after_five_kills_at_random_moments(storage: Storage, seed: int) -> None:
    done, interrupted = killed(storage, events=20_000, kills=5, seed=seed)

    assert done == 20_000
    assert 0 < interrupted < 20_000


@pytest.mark.faults
def test_two_workers_share_one_subscriber_and_double_nothing(storage: Storage) -> None:
    prepare(storage, 20_000)
    url = storage.database.url.render_as_string(hide_password=False)
    workers = [subprocess.Popen([sys.executable, str(WORKER), url]) for _ in range(2)]
    wait_for(storage, 2_000)
    workers[0].kill()
    wait_for(storage, 20_000)
    time.sleep(0.3)
    for worker in workers:
        worker.kill()
        worker.wait()

    assert counted(storage) == 20_000
