"""Delivery: each durable subscriber gets the log in order, effect and cursor in one transaction.

A batch runs optimistically. When it fails it is rolled back and repeated event by event with
savepoints: what fails again is parked (``failures.py``), the rest takes effect.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontor_core.events import cursors, failures
from kontor_core.events.cursors import Cursor, Overtaken
from kontor_core.events.failures import Letter, described
from kontor_core.events.log import START, Log, Position, Stretch
from kontor_core.events.subscriptions import Subscriber, call
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

STRETCH = 500
_SAVE_AFTER = timedelta(seconds=5)
_SAVE_BEYOND = 5_000
_LONGEST_PAUSE = timedelta(seconds=30)

logger = logging.getLogger("kontor.events")


@dataclass(slots=True)
class _Progress:
    """A subscriber's cursor as stored, and how far it was seen that nothing concerns it."""

    cursor: Cursor
    seen: Position
    skipped: int = 0
    skipped_at: datetime | None = None
    paused_until: datetime | None = None
    faults: int = 0


class Delivery:
    """Delivers to all durable subscribers; belongs to one thread."""

    def __init__(
        self, log: Log, subscribers: Sequence[Subscriber], actor_of: Callable[[str], Actor]
    ) -> None:
        self.log = log
        self.storage = log.storage
        self._subscribers = {s.id: s for s in subscribers if s.spec.mode == "durable"}
        self._actor_of = actor_of
        self._progress: dict[str, _Progress] = {}
        self._shared: dict[Position, Stretch] = {}
        self._due: dict[str, datetime] = {}
        self._turn = 0

    def enrol(self) -> None:
        """Give every new subscriber its cursor: at the head, or at the start if it asks so."""
        known = cursors.read_all(self.storage)
        new = [s for s in self._subscribers.values() if s.id not in known]
        if new:
            head = self.log.head()
            with self.storage.unit(SYSTEM) as uow:
                starts = [(s.id, START if s.spec.replay_from_start else head) for s in new]
                cursors.enrol(uow, starts)

    def round(self) -> bool:
        """Deliver one stretch to each subscriber; tells whether anything moved."""
        self._look()
        moved = False
        for subscriber in self._in_turn():
            progress = self._progress.get(subscriber.id)
            if progress is None or self._paused(progress):
                continue
            try:
                moved = self._retry(subscriber) or moved
                moved = self._step(subscriber, progress) or moved
                progress.faults = 0
            except Overtaken:
                continue  # the other one goes on with it
            except Exception as error:  # noqa: BLE001  # one subscriber's trouble stays its own
                self._pause(subscriber, progress, error)
        self._shared.clear()
        return moved

    def save(self, *, at_once: bool = True) -> None:
        """Store how far subscribers have seen that nothing concerns them, all in one unit."""
        now = clock.now()
        late = [
            p
            for p in self._progress.values()
            if p.skipped_at is not None
            and (at_once or p.skipped > _SAVE_BEYOND or now - p.skipped_at >= _SAVE_AFTER)
        ]
        if not late:
            return
        with self.storage.unit(SYSTEM) as uow:
            cursors.move(uow, [(p.cursor, p.seen) for p in late])
        self._look()

    def next_wake(self) -> datetime | None:
        """Tell when there is something to do although nobody publishes anything."""
        times = list(self._due.values())
        for progress in self._progress.values():
            if progress.skipped_at is not None:
                times.append(progress.skipped_at + _SAVE_AFTER)
            if progress.paused_until is not None:
                times.append(progress.paused_until)
        return min(times, default=None)

    def unfinished(self) -> bool:
        """Tell whether facts wait for a transaction that is still open."""
        places = {progress.seen for progress in self._progress.values()}
        return any(self.log.unfinished(place) for place in places)

    # ---- inside

    def _look(self) -> None:
        """See what other workers moved and what is due for another attempt."""
        for id_, cursor in cursors.read_all(self.storage).items():
            known = self._progress.get(id_)
            if id_ in self._subscribers and (known is None or known.cursor != cursor):
                self._progress[id_] = _Progress(cursor, cursor.position)
        self._due = {
            id_: at for id_, at in failures.next_due(self.storage).items() if id_ in self._progress
        }

    def _in_turn(self) -> list[Subscriber]:
        """Begin with another subscriber each time, so that several workers meet rarely."""
        ordered = list(self._subscribers.values())
        self._turn = (self._turn + 1) % max(len(ordered), 1)
        return ordered[self._turn :] + ordered[: self._turn]

    def _read(self, position: Position) -> Stretch:
        """Read a stretch once for all who stand at the same place."""
        found = self._shared.get(position)
        if found is None:
            found = self._shared[position] = self.log.after(position, STRETCH)
        return found

    def _step(self, subscriber: Subscriber, progress: _Progress) -> bool:
        stretch = self._read(progress.seen)
        if not stretch.facts:
            return False
        wanted = [fact for fact in stretch.facts if subscriber.spec.matches(fact.type)]
        if not wanted:
            progress.seen = stretch.end
            progress.skipped += len(stretch.facts)
            progress.skipped_at = progress.skipped_at or clock.now()
            return True
        size = max(1, subscriber.spec.batch)
        for start in range(0, len(wanted), size):
            batch = wanted[start : start + size]
            last = start + size >= len(wanted)
            end = stretch.end if last else Position(batch[-1].position)
            self._deliver(subscriber, progress, batch, end)
        return True

    def _deliver(
        self, subscriber: Subscriber, progress: _Progress, batch: Sequence[Fact], end: Position
    ) -> None:
        try:
            with self._claimed(subscriber, progress, end) as uow:
                go, wait = self._sorted(uow, subscriber, batch)
                failures.hold_back(uow, subscriber.id, wait)
                if go:
                    call(subscriber, uow, go)
        except Overtaken:
            raise
        except Exception:  # noqa: BLE001  # whatever it was, it is found event by event
            with self._claimed(subscriber, progress, end) as uow:
                self._one_by_one(uow, subscriber, batch)
        self._moved(progress, end)

    @contextmanager
    def _claimed(
        self, subscriber: Subscriber, progress: _Progress, end: Position
    ) -> Iterator[UnitOfWork]:
        """Open the unit that both effect and cursor belong to."""
        with self.storage.unit(self._actor_of(subscriber.owner)) as uow:
            uow.plugin = subscriber.owner
            cursors.claim(uow, progress.cursor)
            yield uow
            cursors.move(uow, [(progress.cursor, end)])

    @staticmethod
    def _sorted(
        uow: UnitOfWork, subscriber: Subscriber, batch: Sequence[Fact]
    ) -> tuple[Sequence[Fact], Sequence[Fact]]:
        """Part a batch into what may go and what waits behind a parked event."""
        blocked = failures.blocked(uow, subscriber.id)
        if not blocked:
            return batch, ()
        go = [fact for fact in batch if failures.order_key(fact) not in blocked]
        wait = [fact for fact in batch if failures.order_key(fact) in blocked]
        return go, wait

    def _one_by_one(self, uow: UnitOfWork, subscriber: Subscriber, batch: Sequence[Fact]) -> None:
        blocked = failures.blocked(uow, subscriber.id)
        for fact in batch:
            key = failures.order_key(fact)
            if key is not None and key in blocked:
                failures.hold_back(uow, subscriber.id, [fact])
                continue
            try:
                with uow.savepoint():
                    call(subscriber, uow, [fact])
            except Exception as error:  # noqa: BLE001  # a handler may raise anything
                failures.park(uow, subscriber.id, fact, error)
                _warn("event.parked", subscriber, fact, 1, error)
                if key is not None:
                    blocked.add(key)

    def _retry(self, subscriber: Subscriber) -> bool:
        """Try what is due again, and what waited behind it once it is through or dead."""
        at = self._due.get(subscriber.id)
        if at is None or at > clock.now():
            return False
        progress = self._progress[subscriber.id]
        letters = failures.due(self.storage, subscriber.id)
        for letter in letters:
            with self._claimed(subscriber, progress, progress.cursor.position) as uow:
                if failures.find(uow, letter.id) == letter:
                    self._again(uow, subscriber, letter)
            progress.cursor = progress.cursor.moved(progress.cursor.position)
        return bool(letters)

    def _again(self, uow: UnitOfWork, subscriber: Subscriber, letter: Letter) -> None:
        if not self._attempt(uow, subscriber, letter) or letter.order_key is None:
            return
        queue = failures.queue(uow, letter)
        for waiting in queue:
            if not self._attempt(uow, subscriber, waiting):
                return
        rest = failures.queue(uow, letter, 1) if queue else []
        for waiting in rest:
            failures.revive(uow, waiting)  # the next round goes on from here

    def _attempt(self, uow: UnitOfWork, subscriber: Subscriber, letter: Letter) -> bool:
        """Try one event; tells whether those behind it may go on."""
        fact = self.log.at(letter.position)
        if fact is None:
            failures.done(uow, letter)
            return True
        try:
            with uow.savepoint():
                call(subscriber, uow, [fact])
        except Exception as error:  # noqa: BLE001  # a handler may raise anything
            dead = failures.failed(uow, letter, error)
            told = "event.dead" if dead else "event.parked"
            _warn(told, subscriber, fact, letter.attempts + 1, error)
            return dead
        failures.done(uow, letter)
        return True

    @staticmethod
    def _moved(progress: _Progress, position: Position) -> None:
        progress.cursor = progress.cursor.moved(position)
        progress.seen = position
        progress.skipped = 0
        progress.skipped_at = None

    @staticmethod
    def _paused(progress: _Progress) -> bool:
        if progress.paused_until is not None and progress.paused_until > clock.now():
            return True
        progress.paused_until = None
        return False

    @staticmethod
    def _pause(subscriber: Subscriber, progress: _Progress, error: Exception) -> None:
        """Leave a subscriber alone for a while: its unit failed, not one of its events."""
        progress.faults += 1
        pause = min(timedelta(seconds=2 ** min(progress.faults - 1, 5)), _LONGEST_PAUSE)
        progress.paused_until = clock.now() + pause
        logger.warning(
            "delivery.paused plugin=%s subscriber=%s seconds=%d error=%s",
            subscriber.owner,
            subscriber.id,
            pause.total_seconds(),
            described(error),
        )


def _warn(name: str, subscriber: Subscriber, fact: Fact, attempts: int, error: Exception) -> None:
    logger.warning(
        "%s plugin=%s subscriber=%s event=%s id=%s attempts=%d error=%s",
        name,
        subscriber.owner,
        subscriber.id,
        fact.type,
        fact.id,
        attempts,
        described(error),
    )
