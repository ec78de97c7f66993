"""Statements that took long, of every process of a company: text and figures, never values.

A text holds places for its values, so nothing of a person stands in it. Each process keeps its
slowest and writes them down beside the database, where the others find them for a day.
"""

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import monotonic, time

import msgspec

from kontor_core.foundation import clock

THRESHOLD = 0.2
"""Seconds from which on a statement counts as slow."""
MOST = 50
FOLDER = "slow"
_LONGEST = 2000
_LATELY = 101
_WRITE_EVERY = 5.0
_KEPT = timedelta(days=1)


class SlowStatement(msgspec.Struct):
    """One statement by its text; ``lately`` are the seconds of its last runs."""

    sql: str
    times: int
    seconds: float
    longest: float
    last_at: datetime
    lately: list[float]

    @property
    def median(self) -> float:
        return median(self.lately)

    def plus(self, other: "SlowStatement") -> "SlowStatement":
        return SlowStatement(
            self.sql,
            self.times + other.times,
            self.seconds + other.seconds,
            max(self.longest, other.longest),
            max(self.last_at, other.last_at),
            self.lately + other.lately,
        )


class SlowStatements:
    """The slowest statements of this process; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: dict[str, SlowStatement] = {}
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._written = 0.0

    def keep_in(self, home: Path) -> None:
        """Write down from now on what is slow, in the folder of this company."""
        with self._lock:
            self._folder, self._written = home / FOLDER, 0.0

    def note(self, sql: str, seconds: float) -> None:
        """Remember a statement that took longer than the threshold."""
        with self._lock:
            now, known = clock.now(), self._found.get(sql)
            if known is None:
                self._found[sql] = SlowStatement(
                    sql[:_LONGEST], 1, seconds, seconds, now, [seconds]
                )
                if len(self._found) > self._most:
                    least = min(self._found, key=lambda text: self._found[text].longest)
                    del self._found[least]
            else:
                known.times += 1
                known.seconds += seconds
                known.longest = max(known.longest, seconds)
                known.last_at = now
                known.lately = [*known.lately[1 - _LATELY :], seconds]
            if self._folder is not None and monotonic() - self._written > _WRITE_EVERY:
                self._written = monotonic()
                with suppress(OSError):  # no room, or no right: it is told in this process alone
                    self._write(self._folder)

    def all(self) -> list[SlowStatement]:
        """Give those of this process, the one first that took most of the time."""
        with self._lock:
            return _sorted(self._found.values())

    def of_everybody(self, home: Path) -> list[SlowStatement]:
        """Give those of all processes of a company, told of within a day."""
        merged = {one.sql: one for one in self.all()}
        own = f"{os.getpid()}.json"
        for path in (home / FOLDER).glob("*.json"):
            if path.name == own or _is_old(path):
                continue
            with suppress(OSError, msgspec.DecodeError):  # gone, or of another version
                for one in msgspec.json.decode(path.read_bytes(), type=list[SlowStatement]):
                    known = merged.get(one.sql)
                    merged[one.sql] = one if known is None else known.plus(one)
        return _sorted(merged.values())

    def clear(self) -> None:
        with self._lock:
            self._found.clear()

    def _write(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        for path in folder.glob("*.json"):
            if _is_old(path):
                path.unlink(missing_ok=True)
        path = folder / f"{os.getpid()}.json"
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(list(self._found.values())))
        fresh.replace(path)


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return path.stat().st_mtime < time() - _KEPT.total_seconds()
    return True


def _sorted(found: Iterable[SlowStatement]) -> list[SlowStatement]:
    return sorted(found, key=lambda one: one.seconds, reverse=True)


slow_statements = SlowStatements()
