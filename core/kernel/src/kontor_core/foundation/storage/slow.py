"""Statements that took long, in this process since its start: text and figures, never values.

A text holds places for its values, so nothing of a person stands in it. The slowest are kept.
"""

import threading
from dataclasses import dataclass
from datetime import datetime

from kontor_core.foundation import clock

THRESHOLD = 0.2
"""Seconds from which on a statement counts as slow."""
MOST = 50
_LONGEST = 2000


@dataclass(slots=True)
class SlowStatement:
    """One statement by its text."""

    sql: str
    times: int
    seconds: float
    longest: float
    last_at: datetime


class SlowStatements:
    """The slowest statements of this process; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: dict[str, SlowStatement] = {}
        self._lock = threading.Lock()

    def note(self, sql: str, seconds: float) -> None:
        """Remember a statement that took longer than the threshold."""
        now = clock.now()
        with self._lock:
            found = self._found.get(sql)
            if found is None:
                self._found[sql] = SlowStatement(sql[:_LONGEST], 1, seconds, seconds, now)
                if len(self._found) > self._most:
                    least = min(self._found, key=lambda text: self._found[text].longest)
                    del self._found[least]
                return
            found.times += 1
            found.seconds += seconds
            found.longest = max(found.longest, seconds)
            found.last_at = now

    def all(self) -> list[SlowStatement]:
        """Give them with the one first that took most of the time."""
        with self._lock:
            return sorted(self._found.values(), key=lambda one: one.seconds, reverse=True)

    def clear(self) -> None:
        with self._lock:
            self._found.clear()


slow_statements = SlowStatements()
