"""Two workers share one database; the one that holds the job's lease is killed in the midst."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import bindparam, insert, select

from kontor_core.events.log import START
from kontor_core.events.tables import META
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String

HERE = Path(__file__).parent
TIMERS, EVENTS = 400, 600
_META = select(META.c.value).where(META.c.key == bindparam("name", type_=String()))


class _Value(msgspec.Struct):
    value: str


def noted(storage: Storage, name: str) -> str | None:
    found = storage.system_reader().one(_META, _Value, {"name": name})
    return found.value if found is not None else None


def wait_until(happened: Callable[[], object], timeout: float = 60) -> None:
    until = time.monotonic() + timeout
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)


def test_the_other_takes_over_and_no_effect_is_lost_or_doubled(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(HERE)
    from sharing_worker import Filled, make_bus

    bus = make_bus(storage)
    bus.enrol()
    with storage.unit(SYSTEM) as uow:
        uow.prepared(Prepared(insert(META).values(key="counter", value="0")), {})
        for number in range(EVENTS):
            uow.publish(Filled(n=number))
        for number in range(TIMERS):
            uow.later(Filled(n=number), at=timedelta(0))
    url = storage.database.url.render_as_string(hide_password=False)
    script = str(HERE / "sharing_worker.py")
    workers = {w.pid: w for w in (subprocess.Popen([sys.executable, script, url]) for _ in "ab")}
    try:
        wait_until(lambda: noted(storage, "holder") and int(noted(storage, "counter") or 0))
        holder = int(noted(storage, "holder") or 0)
        workers[holder].kill()
        at_the_kill = int(noted(storage, "counter") or 0)
        wait_until(lambda: noted(storage, "successor"))
        wait_until(lambda: noted(storage, "counter") == str(EVENTS + TIMERS))
        time.sleep(0.2)  # what comes twice needs a moment to show
    finally:
        for worker in workers.values():
            worker.kill()
            worker.wait()
        bus.close()

    assert 0 < at_the_kill < EVENTS + TIMERS  # else the kill came too late to prove anything
    assert int(noted(storage, "successor") or 0) in workers.keys() - {holder}
    assert noted(storage, "counter") == str(EVENTS + TIMERS)
    assert bus.log.count_after(START) == EVENTS + TIMERS
    assert bus.timers.waiting() == []
