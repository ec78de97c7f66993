"""What one can do with notes."""

from collections.abc import Mapping

from kontor_sdk import Invalid, L
from kontor_sdk.flow import EventContext, Events
from kontor_sdk.models import UnitOfWork

from .models import Note

_WHOSE = L("Zu wem gehört diese Notiz?", en="Whose note is this?")


def write_note(
    uow: UnitOfWork, *, body: str, customer_id: str | None = None, contact_id: str | None = None
) -> Note:
    """Keep a note with a customer or a person; raises Invalid when it is empty or too long."""
    return create_note(uow, {"customer_id": customer_id, "contact_id": contact_id, "body": body})


def create_note(uow: UnitOfWork, values: Mapping[str, object]) -> Note:
    """Make a note as form, API and import do; nobody would find one that is nobody's."""
    if not values.get("customer_id") and not values.get("contact_id"):
        raise Invalid(_WHOSE, field="customer_id")
    return uow.create(Note, values)


def change_note(
    uow: UnitOfWork, note_id: str, values: Mapping[str, object], version: int | None = None
) -> Note:
    """Change a note; it stays somebody's."""
    note = uow.change(Note, note_id, values, version=version)
    if note.customer_id is None and note.contact_id is None:
        raise Invalid(_WHOSE, field="customer_id")
    return note


def keep_arrived(ctx: EventContext, events: Events) -> None:
    """Keep what a file says of a customer or a person, once: a file may come again."""
    for event in events:
        body = str((event.personal or {}).get("text") or "")
        owner = "contact_id" if event.subject == "contact" else "customer_id"
        if body and not any(
            note.body == body for note in ctx.uow.find_all(Note, **{owner: event.subject_id})
        ):
            write_note(ctx.uow, body=body, **{owner: event.subject_id})
