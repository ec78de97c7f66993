"""Plans a welcome letter for every new customer."""

from kontor_sdk import L, Plugin, PluginInfo, hookimpl
from kontor_sdk.flow import Event, EventContext, Events, Subscription
from kontor_sdk.ui import Color, Entry, TimelineRenderer, UiContext

TITLE = L("Begrüßungsbrief vorgemerkt", en="Welcome letter planned")


class LetterPlanned(Event):
    name = "welcome.letter.planned"


def plan_letters(ctx: EventContext, events: Events) -> None:
    for event in events:
        ctx.uow.publish(LetterPlanned(customer_id=event.customer_id))


def show_letters(ctx: UiContext, events: Events) -> list[Entry]:
    return [Entry(title=TITLE) for _ in events]


class Welcome(Plugin):
    info = PluginInfo("welcome", L("Begrüßung", en="Welcome"), form="operative")

    @hookimpl
    def kontor_events(self) -> list[type[Event]]:
        return [LetterPlanned]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [Subscription("customer.created", plan_letters)]

    @hookimpl
    def kontor_ui(self) -> list[TimelineRenderer]:
        names = (LetterPlanned.name,)
        return [
            TimelineRenderer(id="l", events=names, icon="mail", color=Color.C3, render=show_letters)
        ]
