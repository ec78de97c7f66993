"""Hello: greets every new customer; all of it is in this file."""

from contextlib import suppress

from kontor_sdk import Facet, L, NotFound, Plugin, PluginInfo, hookimpl
from kontor_sdk.flow import EventContext, Events, Subscription
from kontor_sdk.models import CustomerId, field, link, plugin_base

Base = plugin_base("hello")


class Greeting(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade", unique=True)
    text: str = field(L("Gruß", en="Greeting"))


def greet(ctx: EventContext, events: Events) -> None:
    """Greet new customers; an event that comes twice greets nobody twice."""
    customers = {event.customer_id for event in events if event.customer_id}
    for customer in customers - ctx.uow.facets(Greeting, customers).keys():
        with suppress(NotFound), ctx.uow.savepoint():  # the customer may be gone already
            ctx.uow.create(Greeting, {"customer_id": customer, "text": "Moin!"})


class Hello(Plugin):
    info = PluginInfo("hello", L("Hallo", en="Hello"), form="communicative")

    @hookimpl
    def kontor_entities(self) -> list[Facet]:
        return [Facet(Greeting, title="text")]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [Subscription("customer.created", greet)]
