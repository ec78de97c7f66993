"""An import to be killed: ``python importing_process.py HOME FILE``."""

import sys
import time
from pathlib import Path

from kontor_core.app import KontorApp
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation.access.identities import SYSTEM

CHUNK = 50


def linger(job: Job) -> None:
    """Give a kill something to interrupt."""
    time.sleep(0.02)


if __name__ == "__main__":
    app = KontorApp.open(Path(sys.argv[1]))
    run_import(app, start_import(app, SYSTEM, sys.argv[2], "customers"), linger, chunk_size=CHUNK)
