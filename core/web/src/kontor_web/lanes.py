"""Where work runs: a few threads of our own, so that the event loop never waits for a driver.

On SQLite the driver gives up the interpreter lock for each row, so more than two threads cost
time and win nothing; on PostgreSQL they wait for a socket, so there may be more. asyncio's own
executor does the same at twice the price of a hop.
"""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from kontor_core.foundation.errors import Busy
from kontor_core.foundation.i18n import L

T = TypeVar("T")

SQLITE_THREADS = 2
POSTGRESQL_THREADS = 8
MOST_WAITING = 500

_Task = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


class Lane:
    """A fixed number of threads behind one bounded queue."""

    def __init__(self, threads: int, *, name: str = "pool", most_waiting: int = MOST_WAITING):
        self._queue: SimpleQueue[_Task | None] = SimpleQueue()
        self._most_waiting = most_waiting
        self._name = name
        self._threads = threads
        self._left: dict[asyncio.Future[Any], Callable[[], None]] = {}
        self._lock = threading.Lock()
        for _ in range(threads):
            self._start()

    def _start(self) -> None:
        threading.Thread(target=self._work, name=f"kontor-{self._name}", daemon=True).start()

    def run(self, call: Callable[[], T]) -> "asyncio.Future[T]":
        """Run this in the lane; await the answer. Raises Busy when too much waits already."""
        if self._queue.qsize() >= self._most_waiting:
            raise Busy(
                L(
                    "Gerade kommen zu viele Anfragen. Bitte gleich noch einmal versuchen.",
                    en="There are too many requests right now. Please try again in a moment.",
                )
            )
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put((loop, future, call))
        return future

    def leave_behind(self, future: "asyncio.Future[Any]", returned: Callable[[], None]) -> None:
        """Put a thread in the place of the one that runs this, which ends when it comes back."""
        with self._lock:
            self._left[future] = returned
        self._start()

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            loop, future, call = task
            try:
                answer = call()
            except BaseException as error:  # noqa: BLE001  # handed to whoever awaits
                self._tell(loop, _fail, future, error)
            else:
                self._tell(loop, _answer, future, answer)
            with self._lock:
                returned = self._left.pop(future, None)
            if returned is not None:
                returned()
                return

    @staticmethod
    def _tell(loop: asyncio.AbstractEventLoop, how: Any, future: Any, what: Any) -> None:
        if not loop.is_closed():  # closed: the server stopped while this was running
            loop.call_soon_threadsafe(how, future, what)

    def close(self) -> None:
        """Let the threads end after what they are doing."""
        for _ in range(self._threads):
            self._queue.put(None)


def _answer(future: "asyncio.Future[Any]", answer: Any) -> None:
    if not future.done():  # the client may have gone
        future.set_result(answer)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


def pool_lane(*, sqlite: bool) -> Lane:
    return Lane(SQLITE_THREADS if sqlite else POSTGRESQL_THREADS)
