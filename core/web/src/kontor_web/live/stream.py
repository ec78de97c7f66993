"""One tail of the log for all open pages of a process; none of them holds a connection.

It reads when the bell of the bus rings, and once a second for what other processes wrote.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from kontor_core.foundation.errors import Busy
from kontor_core.foundation.i18n import L
from kontor_web.live.listeners import Listener
from kontor_web.live.telling import Telling

if TYPE_CHECKING:
    from kontor_core.events.wakeup import Wakeup
    from kontor_web.lanes import Lane

BEAT_SECONDS = 20.0
MOST = 2000
MOST_EACH = 40
_POLL_SECONDS = 1.0
_PACE_SECONDS = 0.15  # of many changes at once a page hears together
_BACK_OFF_SECONDS = 5.0

log = logging.getLogger("kontor.web")


class Stream:
    """Tells open pages what happened; everything but ``since`` and ``wake`` is for the loop."""

    def __init__(self, wakeup: "Wakeup", telling: Telling, lane: "Lane") -> None:
        self._wakeup = wakeup
        self._telling = telling
        self._lane = lane
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bell: asyncio.Event | None = None
        self._place = ("", 0.0)  # how far the log was read, and when
        self._closed = False

    def __len__(self) -> int:
        return len(self._listeners)

    def since(self) -> str:
        """Give where a page made now has to listen from; reads the log once a second at most."""
        place, at = self._place
        if not place or monotonic() - at > _POLL_SECONDS * 1.5:
            place = self._telling.head()
            self._place = (place, monotonic())
        return place

    def check_room(self, user_id: str | None) -> None:
        """Raise Busy when too many pages are open, of all people or of this one."""
        own = sum(1 for one in tuple(self._listeners) if one.actor.id == user_id)
        if self._closed or len(self._listeners) >= MOST or own >= MOST_EACH:
            raise Busy(
                L(
                    "Es sind zu viele Seiten offen, die sich selbst auffrischen.",
                    en="Too many pages that refresh themselves are open.",
                )
            )

    async def listen(self, listener: Listener) -> AsyncIterator[bytes]:
        """Give the messages for one page until it goes away, or its reader may not see it."""
        if self._closed:
            return
        self._join(listener)
        try:
            async for message in listener.messages():
                yield message
        finally:
            self._listeners.discard(listener)

    def wake(self) -> None:
        """Look at once whether everybody may still listen; from any thread."""
        loop, bell = self._loop, self._bell
        if loop is not None and bell is not None and not loop.is_closed():
            loop.call_soon_threadsafe(bell.set)

    def close(self) -> None:
        """End all streams: a server that stops waits for open answers; from any thread."""
        self._closed = True
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        for listener in self._listeners:
            listener.end()
        if self._task is not None:
            self._task.cancel()

    def _join(self, listener: Listener) -> None:
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._loop = asyncio.get_running_loop()
            self._bell = asyncio.Event()
            self._task = self._loop.create_task(self._run(self._bell))
        assert self._bell is not None  # noqa: S101  # made with the task
        self._bell.set()

    async def _run(self, bell: asyncio.Event) -> None:
        self._wakeup.call(self.wake)
        beaten = monotonic()
        try:
            while self._listeners:
                rung = await _rings(bell)
                beat = monotonic() - beaten >= BEAT_SECONDS
                try:
                    await self._round(check=beat or rung)
                except Exception as error:  # noqa: BLE001  # the database may be away for a while
                    log.warning("stream interrupted error=%s", type(error).__name__)
                    await asyncio.sleep(_BACK_OFF_SECONDS)
                if beat:
                    beaten = monotonic()
                    for listener in self._listeners:
                        listener.beat()
                await asyncio.sleep(_PACE_SECONDS)
        finally:
            self._wakeup.call_no_more(self.wake)

    async def _round(self, *, check: bool) -> None:
        listeners = list(self._listeners)
        read = partial(self._telling.news, listeners, check=check)
        for listener, news in await self._lane.run(read):
            listener.hear(news)
            if news.place:
                self._place = (news.place, monotonic())


async def _rings(bell: asyncio.Event) -> bool:
    """Wait for the bell, but not long; tells whether it rang."""
    try:
        async with asyncio.timeout(_POLL_SECONDS):
            await bell.wait()
    except TimeoutError:
        return False
    bell.clear()
    return True
