"""How often: sign-ins and heavy work are counted per caller, within this process.

Pages and writes are not: the bounded lane answers 503 when too many come at once.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from kontor_core.foundation.access.throttle import TooMany

_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls at once, refilled evenly over so many seconds."""

    calls: int
    seconds: float


LIMITS: Mapping[str, Limit] = {
    "login": Limit(20, 300.0),
    "heavy": Limit(30, 60.0),
}


class Limits:
    """Token buckets by class and caller; the least recently seen callers are forgotten."""

    def __init__(self, limits: Mapping[str, Limit] = LIMITS) -> None:
        self._limits = limits
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, rate: str, caller: str) -> None:
        """Count one call; raises TooMany when the caller has used up its share."""
        limit = self._limits.get(rate)
        if limit is None:
            return
        now = monotonic()
        speed = limit.calls / limit.seconds
        with self._lock:
            left, then = self._buckets.pop((rate, caller), (float(limit.calls), now))
            left = min(limit.calls, left + (now - then) * speed)
            allowed = left >= 1
            self._buckets[rate, caller] = (left - 1 if allowed else left, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        if not allowed:
            raise TooMany(math.ceil((1 - left) / speed))
