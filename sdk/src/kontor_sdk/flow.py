"""What happens by itself: events, subscriptions, jobs, seeds, demo rows, shares; light."""

from kontor_core.events.arrivals import FileArrived, NoteArrived, TagsArrived
from kontor_core.events.types import Event, personal
from kontor_core.foundation.access.shares import Share, ShareLevel
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.facts import Fact
from kontor_core.hooks.declarations.contexts import (
    ActionContext,
    DemoContext,
    DemoCustomer,
    DemoRecord,
    EventContext,
    JobContext,
    RecordRef,
    SeedContext,
)
from kontor_core.hooks.declarations.flow import Events, Job, Subscription
from kontor_core.hooks.declarations.health import Check, CheckContext, Finding

__all__ = [
    "ActionContext",
    "Check",
    "CheckContext",
    "DemoContext",
    "DemoCustomer",
    "DemoRecord",
    "Event",
    "EventContext",
    "Events",
    "Fact",
    "FileArrived",
    "Finding",
    "Job",
    "JobContext",
    "NoteArrived",
    "RecordRef",
    "Refused",
    "SeedContext",
    "Share",
    "ShareLevel",
    "Subscription",
    "TagsArrived",
    "personal",
]
