"""What one can do with notes."""

from kontor_sdk import Invalid, L
from kontor_sdk.flow import EventContext, Events
from kontor_sdk.models import UnitOfWork

from .models import Note


def write_note(
    uow: UnitOfWork, *, body: str, customer_id: str | None = None, contact_id: str | None = None
) -> Note:
    """Keep a note with a customer or a person; raises Invalid when it is empty or too long."""
    if customer_id is None and contact_id is None:
        raise Invalid(
            L("Zu wem gehört diese Notiz?", en="Whose note is this?"), field="customer_id"
        )
    return uow.create(Note, {"customer_id": customer_id, "contact_id": contact_id, "body": body})


def keep_arrived(ctx: EventContext, events: Events) -> None:
    """Keep what a file says of a customer or a person, once: a file may come again."""
    for event in events:
        body = str((event.personal or {}).get("text") or "")
        owner = "contact_id" if event.subject == "contact" else "customer_id"
        if body and not any(
            note.body == body for note in ctx.uow.find_all(Note, **{owner: event.subject_id})
        ):
            write_note(ctx.uow, body=body, **{owner: event.subject_id})
