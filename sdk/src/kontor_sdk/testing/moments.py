"""The moment at which tests begin, and a clock that stands still until it is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontor_core.foundation.clock import FixedClock

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday."""


@contextmanager
def living_at_noon() -> "Iterator[FixedClock]":
    """Let the process live at ``NOON`` until the block ends; ``clock.set(...)`` moves on."""
    from kontor_core.foundation.clock import FixedClock, use_clock

    clock = FixedClock(NOON)
    with use_clock(clock):
        yield clock
