"""The bus of one application: what storage tells it, what workers and the operator ask of it."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor_core.events import cursors, failures
from kontor_core.events.delivery import Delivery
from kontor_core.events.failures import Letter
from kontor_core.events.log import Log, Position
from kontor_core.events.subscriptions import Subscriber, Transactional, service_actor
from kontor_core.events.timers import Timers
from kontor_core.events.wakeup import Channel, FileWatch, HeadWatch, Wakeup, Watch
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a durable subscriber is doing; ``behind`` stops counting at 10,000."""

    id: str
    plugin: str
    position: Position | None  # None before its first enrolment
    behind: int


class Bus:
    """Joins storage as its sink of facts: ``storage.sink = bus``."""

    def __init__(
        self,
        log: Log,
        subscribers: Iterable[Subscriber],
        *,
        actor_of: Callable[[str], Actor] = service_actor,
        events: Collection[str] = (),  # what the running plugins declare: only that comes later
    ) -> None:
        self.log = log
        self.storage = log.storage
        self.wakeup = Wakeup()
        self._subscribers = tuple(subscribers)
        self._transactional = Transactional(self._subscribers)
        self.actor_of = actor_of
        self.timers = Timers(self.storage, events, actor_of)
        database = self.storage.database
        self.channel = None if database.is_sqlite else Channel(database, self.wakeup)

    # ---- as storage sees it

    def asks(self, event: str) -> bool:
        return self._transactional.asks(event)

    def before_commit(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        self._transactional.run(uow, facts)

    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        self.log.append(uow, facts)

    def committed(self, facts: Sequence[Fact]) -> None:
        if facts:
            self.wake()

    def later(self, uow: UnitOfWork, fact: Fact, at: datetime, key: str) -> None:
        self.timers.keep(uow, fact, at, key)

    def cancel_later(self, uow: UnitOfWork, event: str, key: str) -> bool:
        return self.timers.drop(uow, event, key)

    # ---- delivery

    def enrol(self) -> None:
        """Give new subscribers their cursors; called at start, before anything is published."""
        self.delivery().enrol()

    def delivery(self) -> Delivery:
        """Make a delivery for the calling thread."""
        return Delivery(self.log, self._subscribers, self.actor_of)

    def deliver(self) -> int:
        """Deliver in this thread until nothing is left; gives the number of rounds.

        What waits for somebody's open transaction is waited for, but not long.
        """
        delivery = self.delivery()
        delivery.enrol()
        rounds = 0
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            while delivery.round():
                rounds += 1
            if time.monotonic() > until or not delivery.unfinished():
                break
            time.sleep(0.01)
        delivery.save()
        return rounds

    def wake(self) -> None:
        self.wakeup.ring()
        if self.channel is not None:
            self.channel.tell()

    def watch(self) -> Watch:
        """Make the slow fallback of the bell, for the calling thread."""
        database = self.storage.database
        return FileWatch(database) if database.is_sqlite else HeadWatch(self.log)

    def close(self) -> None:
        if self.channel is not None:
            self.channel.close()

    # ---- for the operator

    def standings(self) -> list[Standing]:
        """Tell how far each durable subscriber has come."""
        stored = cursors.read_all(self.storage)
        found = []
        for subscriber in self._subscribers:
            if subscriber.spec.mode == "durable":
                cursor = stored.get(subscriber.id)
                at = cursor.position if cursor else None
                behind = self.log.count_after(at) if at is not None else 0
                found.append(Standing(subscriber.id, subscriber.owner, at, behind))
        return found

    def dead_letters(self, limit: int = 100) -> list[Letter]:
        return failures.dead_letters(self.storage, limit)

    def parked_letters(self, limit: int = 100) -> list[Letter]:
        return failures.parked_letters(self.storage, limit)

    def retry(self, letter_id: int) -> None:
        """Try a dead or parked letter again at once; raises NotFound."""
        with self.storage.unit(SYSTEM) as uow:
            letter = failures.find(uow, letter_id)
            if letter is None:
                raise NotFound("letter", letter_id)
            failures.revive(uow, letter)
        self.wake()

    def replay(self, subscriber_id: str, position: Position) -> None:
        """Deliver everything after a place once more to one subscriber; raises NotFound."""
        with self.storage.unit(SYSTEM) as uow:
            if not cursors.put(uow, subscriber_id, position):
                raise NotFound("subscriber", subscriber_id)
            failures.forget_from(uow, subscriber_id, position)
        self.wake()
