"""Fill an empty CRM from real files by the command line, then reconcile it with the source.

``python -m examples.walkthrough [FILE]`` takes the retail file of the shared data, or any other
file of that shape. Exits with 1 when a single figure differs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from examples.walkthrough.figures import compare, figures_of_crm, figures_of_file

from kontor_core.app import KontorApp
from kontor_core.exchange import jobs
from kontor_core.foundation.access.identities import SYSTEM

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"
RETAIL = "online_retail_2009_2010.parquet"
# what this shop books as articles but does not sell: postage, fees, manual corrections
CHARGES = "POST,DOT,M,m,D,C2,BANK CHARGES,AMAZONFEE,ADJUST,ADJUST2,B,S,PADS"


def main(arguments: Sequence[str]) -> int:
    data = Path(arguments[0]) if arguments else SHARED / RETAIL
    if not data.is_file():
        _say(f"There is no file {data}. Name one: make walkthrough DATA=file.parquet")
        return 2
    with tempfile.TemporaryDirectory(prefix="kontor-walkthrough-") as folder:
        home = Path(os.environ.get("KONTOR_HOME") or folder)
        if (home / "kontor.toml").exists():
            _say(f"{home} is a company's folder already; the walk-through wants an empty one.")
            return 2
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "kontor.toml", home / "kontor.toml")
        return _walk(home, data)


def _walk(home: Path, data: Path) -> int:
    _say("An empty CRM")
    _kontor(home, "db", "migrate")
    if not _is_empty(home):
        _say("The database of KONTOR_DATABASE_URL has customers already; name an empty one.")
        return 2
    if (accounts := SHARED / "crm_accounts.csv").is_file():
        _say("\nAccounts become customers")
        _kontor(home, "import", "customers", str(accounts))
    if (staff := SHARED / "crm_sales_teams.csv").is_file():
        _say("\nSales teams become teams and users")
        _kontor(home, "import", "--preset", "staff", str(staff), "--set", "domain=example.org")
    _say("\nInvoice lines become products, customers, orders and lines")
    started = time.monotonic()
    options = ("--set", f"charges={CHARGES}", "--set", "phase=active")
    _kontor(home, "import", "--preset", "transactions.retail", str(data), *options)
    _say(f"  {time.monotonic() - started:.0f} seconds")
    return 0 if _reconcile(home, data) else 1


def _reconcile(home: Path, data: Path) -> bool:
    """Print every figure of the CRM beside the same figure of the file; True when all agree."""
    app = KontorApp.open(home)
    try:
        _say("\nCustomers' accounts are brought up to date by their events")
        started = time.monotonic()
        app.bus.deliver()
        _say(f"  {time.monotonic() - started:.0f} seconds")
        job = jobs.list_jobs(app, 1)[0]
        reasons = Counter(e.why("en") for e in jobs.job_errors(app, job.id, limit=10_000_000))
        crm = figures_of_crm(app.reader(SYSTEM), reasons)
        told = (job.mapping, job.source)
    finally:
        app.close()
    table = compare(crm, figures_of_file(data, *told))
    _say(f"\n{'':45}{'in the CRM':>18}{'in the file':>18}")
    for label, ours, theirs, same in table:
        _say(f"{label:45}{ours:>18}{theirs:>18}  {'=' if same else 'DIFFERS'}")
    wrong = sum(not same for *_, same in table)
    _say(f"\n{wrong} figures differ." if wrong else "\nEvery figure agrees with the source.")
    return not wrong


def _is_empty(home: Path) -> bool:
    app = KontorApp.open(home)
    try:
        return app.resources.count(SYSTEM, app.resources.named("customers")) == 0
    finally:
        app.close()


def _kontor(home: Path, *words: str) -> None:
    """Run the command line as an operator would; an error ends the walk-through."""
    shown = " ".join(Path(w).name if "/" in w else f"'{w}'" if " " in w else w for w in words)
    _say(f"$ kontor {shown}")
    program = Path(sys.executable).with_name("kontor")
    environment = {**os.environ, "KONTOR_LANG": "en"}
    done = subprocess.run([program, "--home", home, *words], check=False, env=environment)
    if done.returncode:
        sys.exit(done.returncode)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
