"""Two weeks after an animal came: ask its owner how it does."""

from datetime import timedelta

from kontor_sdk import L
from kontor_sdk.flow import EventContext, Events, RecordRef, Subscription

from .events import AnimalSettled
from .queries import HOLDERS, HolderRow

FORTNIGHT = timedelta(days=14)


def ask_later(ctx: EventContext, events: Events) -> None:
    """Ask in two weeks, counted from the day it came; a second time changes nothing."""
    for event in events:
        animal = RecordRef("vet.animal", str(event.subject_id))
        settled = AnimalSettled(customer_id=event.customer_id, subject=animal)
        ctx.uow.later(settled, at=event.at + FORTNIGHT, key=animal.id)


def ask_no_more(ctx: EventContext, events: Events) -> None:
    """Ask nobody about an animal that left before."""
    for event in events:
        ctx.uow.cancel_later(AnimalSettled, str(event.subject_id))


def ask(ctx: EventContext, events: Events) -> None:
    """Remind whoever looks after the client."""
    about = {str(event.subject_id): event for event in events}
    for row in ctx.uow.read(HOLDERS, HolderRow, {"animals": list(about)}):
        if row.owner_id is not None:
            text = L("Wie geht es {name}?", en="How is {name}?").format(name=row.name)
            ctx.notify(row.owner_id, text, about=about[row.id])


SUBSCRIPTIONS = [
    Subscription("vet.animal.created", ask_later),
    Subscription("vet.animal.deleted", ask_no_more),
    Subscription("vet.animal.settled", ask),
]
