"""Plugins that do not come back: who waits for them is answered, and their thread is replaced.

A thread cannot be killed. Reads that take too long are stopped by the database; for anything else
the thread is left behind, another takes its place, and what hung is not asked for a while.
"""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from kontor_core.foundation.errors import Busy
from kontor_core.foundation.i18n import L

if TYPE_CHECKING:
    from kontor_core.hooks.dispatch import Dispatcher
    from kontor_web.lanes import Lane
    from kontor_web.messages import Reply

MOST_LEFT_BEHIND = 4
"""Threads that one plugin may hold without coming back; then it is not asked at all."""

_FIRST_LOOK = 1.0
_NEXT_LOOK = 0.25
_GRACE = 0.5  # the database stops a read at the time itself

log = logging.getLogger("kontor.web")


@dataclass(frozen=True, slots=True)
class Inside:
    """The plugin that a call waits for, and until when it may."""

    plugin: str
    place: str
    until: float


class Waiting(Protocol):
    """A call, as far as it waits for plugins."""

    id: str
    inside: Inside | None


class LeftBehind(Exception):
    """A call was given up because a plugin did not come back."""

    def __init__(self, inside: Inside) -> None:
        super().__init__(f"{inside.plugin} {inside.place}")
        self.inside = inside


class Patience:
    """Knows what each plugin holds, and gives up what takes too long."""

    def __init__(self, lane: "Lane", dispatcher: "Dispatcher") -> None:
        self._lane = lane
        self._dispatcher = dispatcher
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def exhausted(self, plugin: str) -> bool:
        return self._held[plugin] >= MOST_LEFT_BEHIND

    @contextmanager
    def within(self, call: Waiting, plugin: str, place: str, seconds: float) -> Iterator[None]:
        """Note that a call is inside a plugin, for whoever watches it."""
        before = call.inside
        call.inside = Inside(plugin, place, monotonic() + seconds + _GRACE)
        try:
            yield
        finally:
            call.inside = before

    async def served(self, call: Waiting, future: "asyncio.Future[Reply]") -> "Reply":
        """Await a reply; raises LeftBehind when a plugin holds it for too long."""
        loop = asyncio.get_running_loop()

        def look() -> None:
            inside = call.inside
            if future.done():
                return
            if inside is not None and monotonic() > inside.until:
                self._give_up(call, inside, future)
            else:
                loop.call_later(_NEXT_LOOK, look)

        timer = loop.call_later(_FIRST_LOOK, look)
        try:
            return await future
        finally:
            timer.cancel()

    def _give_up(self, call: Waiting, inside: Inside, future: "asyncio.Future[Reply]") -> None:
        self._dispatcher.breaker.pause(inside.plugin, inside.place)
        with self._lock:
            self._held[inside.plugin] += 1
        log.error("slot left behind id=%s plugin=%s place=%s", call.id, inside.plugin, inside.place)
        self._lane.leave_behind(future, lambda: self._returned(inside.plugin))
        future.set_exception(LeftBehind(inside))

    def _returned(self, plugin: str) -> None:
        with self._lock:
            self._held[plugin] -= 1


def gave_up(error: LeftBehind) -> Busy:
    """Say why a change was not carried through; what is only shown is shown without it."""
    plugin = error.inside.plugin
    return Busy(
        L(
            f"Das Plugin {plugin} antwortet nicht. Bitte später noch einmal versuchen.",
            en=f"The plugin {plugin} does not answer. Please try again later.",
        )
    )
