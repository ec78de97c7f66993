"""What happens by itself: subscriptions to events, recurring jobs."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import Literal

from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import Label
from kontor_core.hooks.declarations.contexts import EventContext, JobContext

Mode = Literal["durable", "transactional"]


Events = Sequence[Fact]
Handler = Callable[[EventContext, Events], None]


@dataclass(frozen=True)
class Subscription:
    """A reaction to events, named by pattern: ``customer.created``, ``sales.deal.*``.

    ``durable`` runs after the commit, at least once, with a cursor of its own; effect and cursor
    are one transaction. ``transactional`` runs before the commit without I/O and is the one way to
    veto: it raises ``Refused(reason, field=...)``. The plugin an event comes from may be absent.
    """

    events: str | tuple[str, ...]
    handler: Handler  # is handed a batch
    _: KW_ONLY
    mode: Mode = "durable"  # after the commit, or before it
    id: str | None = None  # the handler's name when left out; the cursor is kept under it
    batch: int = 100  # events at most at once
    replay_from_start: bool = False  # begins with the first event there is

    @property
    def local_id(self) -> str:
        return self.id or self.handler.__name__

    @property
    def patterns(self) -> tuple[str, ...]:
        return (self.events,) if isinstance(self.events, str) else self.events

    def matches(self, event: str) -> bool:
        return any(covers(pattern, event) for pattern in self.patterns)


def covers(pattern: str, event: str) -> bool:
    """Tell whether a pattern names an event; ``*`` at the end stands for all that follows.

    >>> covers("customer.*", "customer.created"), covers("customer.*", "customers.imported")
    (True, False)
    """
    if pattern.endswith("*"):
        return event.startswith(pattern[:-1])
    return pattern == event


@dataclass(frozen=True, kw_only=True)
class Job:
    """Recurring work, run once across all workers: an interval, or a time of day in UTC."""

    id: str
    run: Callable[[JobContext], None]  # the work
    every: timedelta | str  # timedelta(hours=1), or "03:00"
    label: Label | None = None  # what operators read
