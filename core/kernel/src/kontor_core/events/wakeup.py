"""How a worker learns that there is something new without asking all the time.

Inside the process a condition; between processes LISTEN/NOTIFY on PostgreSQL, sent at most every
20 ms; on SQLite a look at the file's change counter. A slow poll is the fallback of both.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from kontor_core.events.log import Log
from kontor_core.foundation.storage.engine import Database

CHANNEL = "kontor_events"
COALESCE_SECONDS = 0.02

logger = logging.getLogger("kontor.events")


class Wakeup:
    """A bell: whoever waits hears what rang since they last listened."""

    def __init__(self) -> None:
        self._rung = 0
        self._condition = threading.Condition()
        self._callers: tuple[Callable[[], None], ...] = ()

    def ring(self) -> None:
        with self._condition:
            self._rung += 1
            self._condition.notify_all()
        for caller in self._callers:
            caller()

    def call(self, caller: Callable[[], None]) -> None:
        """Call this whenever it rings, in whatever thread rings; it must not take long."""
        with self._condition:
            self._callers = (*self._callers, caller)

    def call_no_more(self, caller: Callable[[], None]) -> None:
        with self._condition:
            self._callers = tuple(one for one in self._callers if one != caller)

    def heard(self) -> int:
        return self._rung

    def wait(self, heard: int, timeout: float) -> bool:
        """Wait until it rings after ``heard``; tells whether it did in time."""
        with self._condition:
            return self._condition.wait_for(lambda: self._rung != heard, timeout)


class Watch(Protocol):
    """Tells cheaply, without reading the log, whether something may be new."""

    def changed(self) -> bool: ...


class FileWatch:
    """SQLite's own counter of commits by others; costs no query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = self._now()

    def changed(self) -> bool:
        before, self._version = self._version, self._now()
        return self._version != before

    def _now(self) -> int:
        found: int = self._database.reading().execute("PRAGMA data_version").fetchone()[0]
        return found


class HeadWatch:
    """The newest place of the log; one look-up in an index."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._head = log.head()

    def changed(self) -> bool:
        before, self._head = self._head, self._log.head()
        return self._head != before


class Channel:
    """Rings the bells of other processes on PostgreSQL, and ours when they ring."""

    def __init__(self, database: Database, wakeup: Wakeup) -> None:
        self._database = database
        self._wakeup = wakeup
        self._name = secrets.token_hex(8)  # our own notifications need not wake us
        self._told = threading.Event()
        self._closed = threading.Event()
        self._threads: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def tell(self) -> None:
        """Let other processes know soon; costs the caller nothing."""
        self._told.set()
        self._start("kontor-notify", self._notify)

    def listen(self) -> None:
        self._start("kontor-listen", self._listen)

    def close(self) -> None:
        self._closed.set()
        self._told.set()
        for thread in self._threads.values():
            thread.join(timeout=2)

    def _start(self, name: str, run: Callable[[Any], None]) -> None:
        if name in self._threads:
            return
        with self._lock:
            if name not in self._threads:
                thread = threading.Thread(target=self._steadily, args=(run,), name=name)
                thread.daemon = True
                self._threads[name] = thread
                thread.start()

    def _steadily(self, run: Callable[[Any], None]) -> None:
        """Keep a connection up; while it is down, the poll does the work."""
        import psycopg  # the driver is absent on SQLite-only systems

        while not self._closed.is_set():
            try:
                run(self._database.reading())
            except psycopg.Error as error:
                logger.warning("wakeup.lost error=%s", type(error).__name__)
                self._closed.wait(1)

    def _notify(self, connection: Any) -> None:
        while True:
            self._told.wait()
            last = self._closed.is_set()
            self._told.clear()
            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, self._name))
            if last:
                return
            time.sleep(COALESCE_SECONDS)

    def _listen(self, connection: Any) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        self._wakeup.ring()  # something may have happened before we listened
        while not self._closed.is_set():
            for notice in connection.notifies(timeout=0.5):
                if notice.payload != self._name:
                    self._wakeup.ring()
