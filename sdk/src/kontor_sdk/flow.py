"""What happens by itself: subscriptions, jobs, seeds, demo rows, shares; light to import."""

from kontor_core.foundation.access.shares import Share, ShareLevel
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.facts import Fact
from kontor_core.hooks.declarations.contexts import (
    ActionContext,
    DemoContext,
    EventContext,
    JobContext,
    SeedContext,
)
from kontor_core.hooks.declarations.flow import Events, Job, Subscription

__all__ = [
    "ActionContext",
    "DemoContext",
    "EventContext",
    "Events",
    "Fact",
    "Job",
    "JobContext",
    "Refused",
    "SeedContext",
    "Share",
    "ShareLevel",
    "Subscription",
]
