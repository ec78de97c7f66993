"""One open page that listens: who looks at it, how far it has heard, what it is yet to hear."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import msgspec

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.sessions import SessionRow

MOST_REFS = 100
"""Records named with an event; of more the page is told that it may have been any."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a page hears it: its name, whose it is, all it is about, who did it.

    ``record`` is its subject, ``refs`` are customer and person as well.
    """

    name: str
    record: str
    refs: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class News:
    """What one round brings to a listener; ``over`` ends it, ``stale`` stands for too much."""

    place: str = ""
    told: tuple[Told, ...] = ()
    stale: bool = False
    over: bool = False


class _Line(msgspec.Struct):
    """Events of one name put together; None for more than anybody would look through."""

    name: str
    records: list[str] | None
    refs: list[str] | None
    mine: bool


class _Waiting:
    __slots__ = ("records", "refs")

    def __init__(self) -> None:
        self.records: dict[str, None] = {}
        self.refs: dict[str, None] = {}

    def line(self, name: str, mine: bool) -> _Line:
        many = len(self.refs) > MOST_REFS
        if many:
            return _Line(name, None, None, mine)
        return _Line(name, list(self.records), list(self.refs), mine)


_encode = msgspec.json.Encoder().encode


class Listener:
    """Lives in the event loop; what waits for a slow reader is put together, never piled up."""

    def __init__(
        self, session: SessionRow, actor: Actor, place: str = "", *, outdated: bool = False
    ) -> None:
        self.session = session
        self.actor = actor
        self.place = place  # how far the log was read for it; empty: from now on
        self._outdated = outdated
        self._waiting: dict[tuple[str, bool], _Waiting] = {}
        self._stale = False
        self._beat = False
        self._over = False
        self._rung = asyncio.Event()

    def hear(self, news: News) -> None:
        self._over = self._over or news.over
        self._stale = self._stale or news.stale
        self.place = news.place or self.place
        for one in news.told:
            waiting = self._waiting.setdefault((one.name, one.mine), _Waiting())
            waiting.records |= dict.fromkeys((one.record,) if one.record else ())
            waiting.refs |= dict.fromkeys(one.refs)
        if news.over or news.stale or news.told:
            self._rung.set()

    def beat(self) -> None:
        """Let the connection be seen to be alive, by proxies and by ourselves."""
        self._beat = True
        self._rung.set()

    def end(self) -> None:
        self.hear(News(over=True))

    async def messages(self) -> AsyncIterator[bytes]:
        yield b"retry: 3000\n\n"
        if self._outdated:
            yield _message("reload", "", b"{}")
        while True:
            await self._rung.wait()
            self._rung.clear()
            if self._over:
                return
            for message in self._due():
                yield message

    def _due(self) -> Iterable[bytes]:
        waiting, self._waiting = self._waiting, {}
        stale, self._stale = self._stale, False
        beat, self._beat = self._beat, False
        if stale:
            yield _message("stale", self.place, b"{}")
        elif waiting:
            lines = [one.line(name, mine) for (name, mine), one in waiting.items()]
            yield _message("message", self.place, _encode(lines))
        elif beat:
            yield _message("beat", self.place, b"{}")


def _message(kind: str, place: str, data: bytes) -> bytes:
    head = f"event: {kind}\n" + (f"id: {place}\n" if place else "")
    return head.encode() + b"data: " + data + b"\n\n"
