"""An import that is killed goes on where it stood: no line is lost, none comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kontor_core.app import KontorApp
from kontor_core.exchange import jobs
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.models import columns, func, select
from kontor_transactions.models import OrderLine

KILLS = 2

LinesFile = Callable[..., tuple[Path, Any]]

_line = columns(OrderLine)


class Sums(msgspec.Struct):
    lines: int
    amount: Decimal | None


ALL = select(func.count(_line.id), func.sum(_line.amount))


@pytest.fixture
def app(shop: Path) -> KontorApp:
    """Look on from outside, while other processes import."""
    return KontorApp.open(shop, strict=True)


def test_killed_import_is_gone_on_with_by_the_same_command(
    app: KontorApp, shop: Path, lines_file: LinesFile
) -> None:
    file, expected = lines_file(200)
    program = Path(sys.executable).with_name("kontor")
    command = [program, "-H", shop, "import", "--preset", "retail", file, "--chunk", "5", "--json"]
    stood = []
    for _ in range(KILLS):
        stood.append(_kill_on_the_way(app, command, beyond=stood[-1] if stood else 0))

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    (job,) = jobs.list_jobs(app)
    assert stood == sorted(set(stood))
    assert 0 < stood[-1] < job.position
    assert (job.state, job.good, job.bad) == ("done", expected.good, expected.bad.total())
    assert sums(app) == (expected.good, expected.all)
    assert count(app, "customers") == len(expected.customers)
    assert len(jobs.job_errors(app, job.id, limit=1000)) == expected.bad.total()
    placed = _facts(app, "transactions.order.placed") + _facts(app, "transactions.order.cancelled")
    assert placed == len(expected.orders)
    app.close()


def test_people_work_on_while_an_import_runs(
    app: KontorApp, shop: Path, lines_file: LinesFile
) -> None:
    file, expected = lines_file(120)
    program = Path(sys.executable).with_name("kontor")
    command = [program, "-H", shop, "import", "--preset", "retail", file, "--chunk", "20", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    made, waits = 0, []
    while running.poll() is None:
        started = time.monotonic()
        app.resources.create(SYSTEM, app.resources.named("customers"), {"name": f"K{made}"})
        waits.append(time.monotonic() - started)
        made += 1
        time.sleep(0.05)

    assert running.returncode == 0
    assert count(app, "customers") == len(expected.customers) + made
    assert sums(app) == (expected.good, Fraction(expected.all))
    assert max(waits) < 5  # nobody was turned away as busy
    app.close()


def _kill_on_the_way(app: KontorApp, command: list[object], beyond: int) -> int:
    """Start the import, kill it once it got further; gives the checkpoint it left."""
    running = subprocess.Popen(  # type: ignore[call-overload]  # paths and words
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        found = jobs.list_jobs(app)
        if found and found[0].position > beyond + 20:
            os.kill(running.pid, signal.SIGKILL)
            break
        time.sleep(0.01)
    assert running.wait() == -signal.SIGKILL, "the import was over before it could be killed"
    return jobs.list_jobs(app)[0].position


def _facts(app: KontorApp, kind: str) -> int:
    position, found = "", 0
    while (stretch := app.log.after(position)).facts:  # type: ignore[arg-type]  # the start
        found += sum(fact.type == kind for fact in stretch.facts)
        position = stretch.end
    return found


def sums(app: KontorApp) -> tuple[int, Fraction]:
    (found,) = app.reader(SYSTEM).read(ALL, Sums)
    return found.lines, Fraction(found.amount or 0)


def count(app: KontorApp, resource: str) -> int:
    return app.resources.count(SYSTEM, app.resources.named(resource))
