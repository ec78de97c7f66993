"""Answers of one thread that hold until somebody writes; SQLite alone can tell for next to nothing.

``PRAGMA data_version`` gives another number after every commit of another connection (SQLite
manual, "Pragma statements"). Held read connections never write, so an equal number means that an
equal question has an equal answer. It costs 3 us where counting 10,000 rows costs 1,000.
"""

from collections.abc import Hashable
from typing import Any

_MOST = 200


class Unchanged:
    """What one held read connection was answered since the last write."""

    __slots__ = ("_answers", "_version")

    def __init__(self) -> None:
        self._version: int | None = None
        self._answers: dict[Hashable, Any] = {}

    def known(self, cursor: Any) -> dict[Hashable, Any]:
        """Give the answers that still hold, to look into and to add to."""
        (version,) = cursor.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._answers) >= _MOST:
            self._version, self._answers = version, {}
        return self._answers
