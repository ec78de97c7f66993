"""Ratios, not times: a subject beside its raw limit, in one process and one run, round by round.

Each round runs both in turn (the order changes every round), the median of the rounds' ratios
counts, its spread is printed. CPU is judged: ``process_time`` in process, utime + stime of the
server's process over HTTP.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
RESULTS = HERE / "results.jsonl"


@dataclass(frozen=True)
class Hold:
    """What a ratio must keep: at least or at most ``bound``."""

    at: Literal["least", "most"]
    bound: float

    def kept(self, value: float) -> bool:
        return value >= self.bound if self.at == "least" else value <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.at == 'least' else '<='} {self.bound:g}"


@dataclass(frozen=True)
class Measured:
    """One row of the table: the median ratio of the rounds, its lowest and highest."""

    name: str
    hold: Hold
    median: float
    low: float
    high: float
    note: str = ""

    @property
    def ok(self) -> bool:
        return self.hold.kept(self.median)


Work = Callable[[], object]


def cpu(work: Work, times: int) -> float:
    """Give the CPU seconds of one call, over ``times`` calls."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def compare(
    name: str,
    hold: Hold,
    *,
    subject: Work,
    raw: Work,
    times: int = 400,
    rounds: int = 7,
    share_of_raw: bool = True,
    cost: Callable[[Work, int], float] = cpu,
) -> Measured:
    """Run subject and raw limit in turn.

    ``share_of_raw`` gives raw / subject, the share of the raw speed that is reached; otherwise
    subject / raw, how many times the raw cost is paid.
    """
    cost(subject, max(1, times // 10)), cost(raw, max(1, times // 10))  # warm up
    ratios, ours, theirs = [], [], []
    for turn in range(rounds):
        if turn % 2:
            second, first = cost(raw, times), cost(subject, times)
        else:
            first, second = cost(subject, times), cost(raw, times)
        ours.append(first)
        theirs.append(second)
        ratios.append(second / first if share_of_raw else first / second)
    note = f"{_shown(statistics.median(ours))} beside {_shown(statistics.median(theirs))}"
    return Measured(name, hold, statistics.median(ratios), min(ratios), max(ratios), note)


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} us" if seconds < 0.01 else f"{seconds:.2f} s"


def report(rows: Sequence[Measured | str], *, save: bool, commit: str = "") -> int:
    """Print the table, keep the results; gives 1 when a row breaks its hold."""
    known = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    measured = [row for row in rows if isinstance(row, Measured)]
    wide = max((len(row.name) for row in measured), default=10)
    print(f"\n{'bar'.ljust(wide)}  {'hold':>8}  {'median':>7}  {'low..high':>13}  base   verdict")
    for row in rows:
        if isinstance(row, str):
            print(f"{row.split(':')[0].ljust(wide)}  skipped: {row.partition(':')[2].strip()}")
            continue
        base = known.get(row.name)
        worse = base is not None and not _near(row, base)
        verdict = "ok" if row.ok else "FAIL"
        verdict += " (worse than baseline)" if worse else ""
        print(
            f"{row.name.ljust(wide)}  {row.hold!s:>8}  {row.median:7.2f}  "
            f"{row.low:5.2f}..{row.high:5.2f}  {base if base is not None else '-':>5}  {verdict}"
            f"   {row.note}"
        )
    load = os.getloadavg()[0]
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} cores, load {load:.1f}")
    with RESULTS.open("a") as file:
        for row in measured:
            file.write(json.dumps({**asdict(row), "at": time.time(), "load": load}) + "\n")
    if save:
        merged = {**known, **{row.name: round(row.median, 2) for row in measured}}
        BASELINE.write_text(json.dumps(merged, indent=2, sort_keys=True) + "\n")
    return 0 if all(row.ok for row in measured) else 1


def _near(row: Measured, base: float) -> bool:
    if row.hold.at == "least":
        return row.median >= base * 0.85 or row.high >= base
    return row.median <= base * 1.15 or row.low <= base
