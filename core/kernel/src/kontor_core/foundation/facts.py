"""A fact: an event in the form that storage keeps and subscribers receive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

import msgspec

from kontor_core.foundation import clock, ids


class Fact(msgspec.Struct, kw_only=True):
    """Something that happened, as one row of the log.

    ``payload`` holds ids, numbers and public values only; ``personal`` holds what tells of a
    person and can be blanked by an erasure while the fact itself stays. ``position`` is an opaque
    token, empty until the fact was appended.
    """

    type: str
    id: str = msgspec.field(default_factory=ids.new_id)
    version: int = 1
    customer_id: str | None = None
    contact_id: str | None = None
    subject: str | None = None  # an entity name
    subject_id: str | None = None
    actor_id: str | None = None
    plugin: str = "core"
    occurred_at: str = msgspec.field(default_factory=lambda: clock.as_text(clock.now()))
    recorded_at: str = ""
    correlation_id: str | None = None
    causation_id: str | None = None
    payload: Mapping[str, Any] = msgspec.field(default_factory=dict)
    personal: Mapping[str, Any] | None = None
    position: str = ""

    @property
    def at(self) -> datetime:
        return clock.from_text(self.occurred_at)


class Publishable(Protocol):
    """What ``uow.publish`` takes; every event class is one."""

    def as_fact(self) -> Fact: ...


class NamedEvent(Publishable, Protocol):
    """An event class, by the name of its events."""

    name: ClassVar[str]
