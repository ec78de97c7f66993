"""Broken: what a plugin looks like whose author forgot something; it fails on import."""

from kontor_sdk import L, Plugin, PluginInfo, hookimpl
from kontor_sdk.flow import EventContext, Events, Subscription

GREETINGS = {"de": "Moin!"}
DEFAULT = GREETINGS["en"]


def greet(ctx: EventContext, events: Events) -> None:
    """Never reached."""


class Broken(Plugin):
    info = PluginInfo("broken", L("Kaputt", en="Broken"), form="communicative")

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [Subscription("customer.created", greet)]
