"""Numbers beside entries of the navigation: kept for half a minute, since every page asks."""

import threading
from collections.abc import Callable
from time import monotonic

_SECONDS = 30.0
_MOST = 5000
_MOST_SHOWN = 99


class Badges:
    """What was counted, by user and entry."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str | None, str], tuple[float, int | None]] = {}
        self._lock = threading.Lock()

    def shown(self, user_id: str | None, entry: str, count: Callable[[], int | None]) -> str | None:
        """Give the number beside an entry as it is shown; None where there is nothing to count."""
        key = (user_id, entry)
        known = self._counted.get(key)
        if known is None or known[0] < monotonic():
            known = (monotonic() + _SECONDS, count())
            with self._lock:
                if len(self._counted) >= _MOST:
                    self._counted.clear()
                self._counted[key] = known
        number = known[1]
        if not number:
            return None
        return f"{_MOST_SHOWN}+" if number > _MOST_SHOWN else str(number)

    def forget(self, user_id: str | None) -> None:
        """Count anew for a user who did something."""
        with self._lock:
            for key in [key for key in self._counted if key[0] == user_id]:
                del self._counted[key]
