"""The worker: threads that deliver what was published and run what is due."""

import logging
import threading
from collections.abc import Iterable
from datetime import timedelta

from kontor_core.events.bus import Bus
from kontor_core.events.delivery import Delivery
from kontor_core.events.failures import described
from kontor_core.events.schedules import DeclaredJob, Schedule
from kontor_core.events.wakeup import Watch
from kontor_core.foundation import clock

POLL_SECONDS = 1.0
ASKED_WITHIN = timedelta(seconds=5)  # so soon a job begins that somebody asks for
_SHORTEST = 0.02
_BACK_OFF_SECONDS = 5.0

logger = logging.getLogger("kontor.events")


class Worker:
    """Works for one bus until it is stopped; several, in several processes, share the work."""

    def __init__(
        self, bus: Bus, jobs: Iterable[DeclaredJob] = (), *, poll: float = POLL_SECONDS
    ) -> None:
        self.bus = bus
        self.poll = poll
        self.schedule = Schedule(bus.storage, jobs, actor_of=bus.actor_of, stopping=self.stopping)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def stopping(self) -> bool:
        return self._stop.is_set()

    def start(self) -> None:
        """Work in background threads."""
        if self.bus.channel is not None:
            self.bus.channel.listen()
        runs = {"kontor-delivery": self._deliver, "kontor-timers": self._watch_timers}
        if self.schedule.jobs:
            runs["kontor-jobs"] = self._run_jobs
        for name, run in runs.items():
            thread = threading.Thread(target=run, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout: float = 30) -> None:
        """Let what runs finish, within the time given."""
        self._stop.set()
        self.bus.wakeup.ring()
        for thread in self._threads:
            thread.join(timeout)
        self._threads.clear()

    def run(self) -> None:
        """Work in this thread until ``stop`` is called from another one or a signal handler."""
        self.start()
        self._stop.wait()

    def _deliver(self) -> None:
        while not self.stopping():
            try:
                self.bus.enrol()
                self._deliver_steadily(self.bus.delivery(), self.bus.watch())
            except Exception as error:  # noqa: BLE001  # the database may be away for a while
                logger.error("delivery.interrupted error=%s", described(error))
                self._stop.wait(_BACK_OFF_SECONDS)

    def _deliver_steadily(self, delivery: Delivery, watch: Watch) -> None:
        open_wait = _SHORTEST
        while not self.stopping():
            heard = self.bus.wakeup.heard()
            watch.changed()  # what it tells later is newer than what this round reads
            if delivery.round():
                open_wait = _SHORTEST
                continue
            delivery.save(at_once=False)
            if delivery.unfinished():
                self.bus.wakeup.wait(heard, open_wait)
                open_wait = min(open_wait * 2, self.poll)
                continue
            self._rest(delivery, watch, heard)
        delivery.save()

    def _rest(self, delivery: Delivery, watch: Watch, heard: int) -> None:
        """Sleep until the bell, the next attempt, or a change that no bell told of."""
        while not self.stopping():
            due = delivery.next_wake()
            left = self.poll if due is None else (due - clock.now()).total_seconds()
            if self.bus.wakeup.wait(heard, max(_SHORTEST, min(left, self.poll))):
                return
            if due is not None and clock.now() >= due:
                return
            if watch.changed():
                return

    def _run_jobs(self) -> None:
        while not self.stopping():
            try:
                self.schedule.run_due(clock.now())
                wait = min(self.schedule.until_next(clock.now()), ASKED_WITHIN)
            except Exception as error:  # noqa: BLE001  # the database may be away for a while
                logger.error("jobs.interrupted error=%s", described(error))
                wait = timedelta(seconds=_BACK_OFF_SECONDS)
            self._stop.wait(max(_SHORTEST, wait.total_seconds()))

    def _watch_timers(self) -> None:
        """Publish what waited for its time, at most a poll late."""
        while not self.stopping():
            wait = self.poll
            try:
                self.bus.timers.fire_due(clock.now(), self.stopping)
            except Exception as error:  # noqa: BLE001  # the database may be away for a while
                logger.error("timers.interrupted error=%s", described(error))
                wait = _BACK_OFF_SECONDS
            self._stop.wait(wait)
