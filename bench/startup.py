"""Start-up: ``kontor --help`` beside a process that imports click, pluggy and the entry points."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.harness import Hold, Measured, Work, compare

_BASE = """
import click, pluggy, importlib_metadata
list(importlib_metadata.entry_points(group="kontor.plugins"))
list(importlib_metadata.entry_points(group="kontor.commands"))
"""


def rows() -> list[Measured | str]:
    kontor = shutil.which("kontor", path=str(Path(sys.executable).parent))
    if kontor is None:
        return ["kontor --help: the command is not installed"]
    return [
        compare(
            "kontor --help / click + pluggy + entry points",
            Hold("most", 1.5),
            subject=lambda: _run([sys.executable, kontor, "--help"]),
            raw=lambda: _run([sys.executable, "-c", _BASE]),
            times=1,
            rounds=9,
            share_of_raw=False,
            cost=_children_cpu,
        )
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # our own


def _children_cpu(work: Work, times: int) -> float:
    before = os.times()
    for _ in range(times):
        work()
    after = os.times()
    used = after.children_user + after.children_system
    return (used - before.children_user - before.children_system) / times
