"""Calls into plugins: in load order, each on its own, with a time budget and a memory of faults.

The loop is our own: in pluggy one implementation that raises loses the answers of all others.
"""

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from kontor_core.foundation import clock
from kontor_core.foundation.errors import KontorError, PluginError
from kontor_core.hooks.loaded import Loaded, described

T = TypeVar("T")

FAULTS = 5
WINDOW = timedelta(seconds=60)
PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[T]):
    """What one plugin answered: a value, or the error it raised; ``paused`` when not asked."""

    plugin: str
    value: T | None = None
    error: BaseException | None = None
    seconds: float = 0.0
    slow: bool = False
    paused: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None and not self.paused


class Breaker:
    """Pauses what keeps failing: five faults within a minute, then a minute off, then one try."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], deque[datetime]] = {}
        self._open_until: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def allows(self, plugin: str, place: str) -> bool:
        until = self._open_until.get((plugin, place))
        return until is None or clock.now() >= until

    def fault(self, plugin: str, place: str) -> None:
        name, now = (plugin, place), clock.now()
        with self._lock:
            faults = self._faults.setdefault(name, deque(maxlen=FAULTS))
            faults.append(now)
            half_open = name in self._open_until
            if half_open or (len(faults) == FAULTS and now - faults[0] <= WINDOW):
                self._open_until[name] = now + PAUSE

    def pause(self, plugin: str, place: str) -> None:
        """Ask no more for a minute, at once: what does not come back is not tried five times."""
        name = (plugin, place)
        with self._lock:
            self._faults.setdefault(name, deque(maxlen=FAULTS))
            self._open_until[name] = clock.now() + PAUSE

    def success(self, plugin: str, place: str) -> None:
        name = (plugin, place)
        if name in self._faults:
            with self._lock:
                self._open_until.pop(name, None)
                self._faults.pop(name, None)

    def paused(self) -> list[tuple[str, str]]:
        """Give plugin and place of all that is paused now."""
        now = clock.now()
        return sorted(name for name, until in self._open_until.items() if now < until)


@dataclass
class Tally:
    """How a plugin did at one place since the start, for its card."""

    calls: int = 0
    faults: int = 0
    slow: int = 0
    seconds: float = 0.0


class Dispatcher:
    """Calls the hooks of one application's plugins."""

    def __init__(self, loaded: Loaded, *, breaker: Breaker | None = None) -> None:
        self.loaded = loaded
        self.breaker = breaker or Breaker()
        self.tallies: dict[tuple[str, str], Tally] = {}
        self._trace = os.environ.get("KONTOR_TRACE_HOOKS") == "1"

    def register(self, hook: str) -> list[Outcome[Any]]:
        """Call a registration hook; whoever fails is quarantined and has no outcome."""
        outcomes = []
        for plugin, function in self._implementations(hook, {}):
            outcome: Outcome[Any] = self._timed(plugin, hook, function)
            if outcome.error is not None:
                self.loaded.quarantine(plugin, _named(plugin, hook, outcome.error))
            elif plugin in self.loaded:
                outcomes.append(outcome)
        return outcomes

    def implementers(self, hook: str) -> tuple[str, ...]:
        """Give the keys of the plugins that implement a hook, in load order."""
        return tuple(key for key, _ in self._implementations(hook, {}))

    def act(self, hook: str, /, **arguments: object) -> None:
        """Call an act hook inside the caller's transaction; the first failure aborts the verb."""
        for plugin, function in self._implementations(hook, arguments):
            self.act_one(plugin, hook, function)

    def act_one(self, plugin: str, hook: str, function: Callable[[], object]) -> None:
        outcome = self._timed(plugin, hook, function)
        if outcome.error is not None:
            if isinstance(outcome.error, KontorError):
                raise outcome.error
            raise _named(plugin, hook, outcome.error) from outcome.error

    def act_for(self, plugin: str, hook: str, /, **arguments: object) -> bool:
        """Call an act hook of one plugin only; tells whether it implements the hook."""
        for key, function in self._implementations(hook, arguments):
            if key == plugin:
                self.act_one(key, hook, function)
                return True
        return False

    def guarded(
        self, plugin: str, place: str, call: Callable[[], T], *, budget: float | None = None
    ) -> Outcome[T]:
        """Run a plugin's callable, a panel's render for one, so that its failure stays its own.

        ``budget`` is in seconds; a call that took longer keeps its value but counts as a fault.
        Refusals and other errors meant for the user are no faults.
        """
        if not self.breaker.allows(plugin, place):
            return Outcome(plugin=plugin, paused=True)
        outcome = self._timed(plugin, place, call, budget)
        meant = isinstance(outcome.error, KontorError) and outcome.error.status < 500
        if (outcome.error is not None and not meant) or outcome.slow:
            self.breaker.fault(plugin, place)
        else:
            self.breaker.success(plugin, place)
        return outcome

    def _implementations(
        self, hook: str, arguments: dict[str, object]
    ) -> list[tuple[str, Callable[[], Any]]]:
        caller = getattr(self.loaded.manager.hook, hook)
        by_key = {impl.plugin_name: impl for impl in caller.get_hookimpls()}
        found: list[tuple[str, Callable[[], Any]]] = []
        for key in self.loaded.keys:
            impl = by_key.get(key)
            if impl is not None:
                wanted = {*impl.argnames, *impl.kwargnames}
                given = {name: value for name, value in arguments.items() if name in wanted}
                found.append((key, _bound(impl.function, given)))
        return found

    def _timed(
        self, plugin: str, place: str, call: Callable[[], T], budget: float | None = None
    ) -> Outcome[T]:
        start = time.perf_counter()
        value: T | None = None
        error: BaseException | None = None
        try:
            value = call()
        except Exception as raised:  # noqa: BLE001  # the border: a plugin may raise anything
            error = raised
        seconds = time.perf_counter() - start
        slow = budget is not None and seconds > budget
        tally = self.tallies.setdefault((plugin, place), Tally())
        tally.calls += 1
        tally.seconds += seconds
        tally.faults += error is not None
        tally.slow += slow
        if self._trace:
            told = f" {type(error).__name__}" if error else ""
            sys.stderr.write(f"kontor.hook {place} {plugin} {seconds * 1000:.2f}ms{told}\n")
        return Outcome(plugin=plugin, value=value, error=error, seconds=seconds, slow=slow)


def _bound(function: Callable[..., Any], given: dict[str, object]) -> Callable[[], Any]:
    return lambda: function(**given)


def _named(plugin: str, hook: str, error: BaseException) -> PluginError:
    if isinstance(error, PluginError):
        return error
    named = PluginError(plugin, f"{hook}: {described(error)}")
    named.__cause__ = error
    return named
