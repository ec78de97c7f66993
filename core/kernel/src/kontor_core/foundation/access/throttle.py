"""Slows down guessing: per account and address, per account, per address; in this process."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontor_core.foundation import clock
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L

_FORGET = timedelta(minutes=15)
_MOST_KEYS = 20_000


class TooMany(KontorError):
    """Too many attempts; ``retry_after`` seconds from now the next one counts."""

    status = 429
    code = "too_many"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(
            L(
                f"Zu viele Versuche. Bitte in {retry_after} Sekunden noch einmal.",
                en=f"Too many attempts. Please try again in {retry_after} seconds.",
            )
        )


@dataclass(slots=True)
class _Tries:
    count: int
    last: datetime
    free_at: datetime


class Throttle:
    """Counts failed sign-ins; from the limit on every further one doubles the wait.

    An account locked from everywhere would let anybody lock anybody out, so its own limit is
    much higher than that of one address trying one account.
    """

    def __init__(self, *, pair: int = 5, account: int = 50, address: int = 30) -> None:
        self._limits = {"pair": pair, "account": account, "address": address}
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, account: str, address: str) -> None:
        """Raise TooMany when the next attempt must wait."""
        now = clock.now()
        with self._lock:
            found = [self._tries.get(key) for key, _ in self._keys(account, address)]
        wait = max((tries.free_at for tries in found if tries is not None), default=now) - now
        if wait > timedelta(0):
            raise TooMany(int(wait.total_seconds()) + 1)

    def failed(self, account: str, address: str) -> None:
        """Count an attempt that was wrong."""
        now = clock.now()
        with self._lock:
            for key, limit in self._keys(account, address):
                tries = self._tries.pop(key, None)
                if tries is None or now - tries.last > _FORGET:
                    tries = _Tries(0, now, now)
                tries.count += 1
                tries.last = now
                if tries.count >= limit:
                    wait = min(2 ** (tries.count - limit), 900)
                    tries.free_at = now + timedelta(seconds=wait)
                self._tries[key] = tries
            while len(self._tries) > _MOST_KEYS:
                self._tries.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """Forget what an account failed from this address."""
        with self._lock:
            self._tries.pop(("pair", f"{account.casefold()} {address}"), None)

    def _keys(self, account: str, address: str) -> Iterator[tuple[tuple[str, str], int]]:
        account = account.casefold()
        texts = {"pair": f"{account} {address}", "account": account, "address": address}
        for kind, text in texts.items():
            yield (kind, text), self._limits[kind]
