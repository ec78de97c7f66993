"""The only place that asks for the time; tests hand in another clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Give the time as an aware datetime in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests and demo data that moves only when it is told to."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)


_clock: Clock = SystemClock()


def current() -> Clock:
    """Give the clock itself, for contexts that hand it on."""
    return _clock


def now() -> datetime:
    """Give the present moment, with its time zone; tests can let it stand still."""
    return _clock.now()


def today() -> date:
    """Give the present day in UTC; ``now().astimezone(ctx.tz).date()`` is the reader's own."""
    return _clock.now().date()


@contextmanager
def use_clock(clock: Clock) -> Iterator[Clock]:
    """Let the whole process live by another clock until the block ends."""
    global _clock  # the port itself: one clock a process
    before, _clock = _clock, clock
    try:
        yield clock
    finally:
        _clock = before


def as_text(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with microseconds; such texts sort by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read RFC 3339; a text without an offset is taken as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
