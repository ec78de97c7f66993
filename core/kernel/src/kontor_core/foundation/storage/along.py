"""What has to stand in the same transaction as the work of a request, whoever opens the unit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Write = Callable[[UnitOfWork], None]

_along: ContextVar[Write | None] = ContextVar("kontor_along", default=None)


@contextmanager
def writing_along(write: Write) -> Iterator[None]:
    """Call this right before every commit of the block; an exception rolls the unit back."""
    token = _along.set(write)
    try:
        yield
    finally:
        _along.reset(token)


def write_along(uow: UnitOfWork) -> None:
    """Write what the request has to say of itself; called by every unit, before its commit."""
    write = _along.get()
    if write is not None:
        write(uow)
