"""An import that is killed goes on where it stood: every row once, told once, taken back whole."""

import subprocess
import sys
import time
from pathlib import Path

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.events.log import START
from kontor_core.exchange import jobs
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation.access.identities import SYSTEM

PROCESS = Path(__file__).with_name("importing_process.py")
ROWS = 2_000


def numbers(app: KontorApp) -> list[int]:
    with app.unit(SYSTEM) as uow:
        return sorted(int(customer.number) for customer in uow.find_all(Customer))


def told(app: KontorApp, type_: str) -> int:
    return sum(fact.type == type_ for fact in app.log.after(START, 3 * ROWS).facts)


def test_killed_import_goes_on_and_is_taken_back_whole(crm: KontorApp, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    lines = "".join(f"Kunde {n},{n}\n" for n in range(ROWS))
    file.write_text(f"name,number\n{lines}", encoding="utf-8")
    job = start_import(crm, SYSTEM, file, "customers")
    process = subprocess.Popen([sys.executable, str(PROCESS), str(crm.home), str(file)])
    try:
        until = time.monotonic() + 60
        while not jobs.read_job(crm.storage, job).position and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    stood_at = jobs.read_job(crm.storage, job).position

    done = run_import(crm, start_import(crm, SYSTEM, file, "customers"))

    assert 0 < stood_at < ROWS
    assert (done.id, done.good, done.bad) == (job, ROWS, 0)
    assert numbers(crm) == list(range(ROWS))
    assert told(crm, "customer.created") == ROWS
    assert undo_import(crm, job).deleted == {"customer": ROWS}
    assert numbers(crm) == []
