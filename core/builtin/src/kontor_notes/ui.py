"""How notes are written and read on the pages of customers and persons."""

from collections.abc import Sequence

from kontor_sdk import L
from kontor_sdk.flow import ActionContext, Events
from kontor_sdk.ui import ActionResult, Done, Entry, UiContext

from .domain import write_note
from .inputs import NewNote
from .mentions import pieces
from .queries import by_id, colleagues_of


def submit_note(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Keep the note that stands in the composer."""
    assert isinstance(ctx.input, NewNote)  # noqa: S101  # the composer's own input model
    with ctx.unit() as uow:
        write_note(uow, customer_id=targets[0], body=ctx.input.body)
    return Done(L("Notiz gespeichert", en="Note saved"))


def submit_contact_note(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Keep the note that stands in the composer of a person."""
    assert isinstance(ctx.input, NewNote)  # noqa: S101  # the composer's own input model
    with ctx.unit() as uow:
        write_note(uow, contact_id=targets[0], body=ctx.input.body)
    return Done(L("Notiz gespeichert", en="Note saved"))


def note_entries(ctx: UiContext, events: Events) -> list[Entry]:
    """Show a note's text; one that was deleted or may not be seen shows that it was there."""
    notes = by_id(ctx, [event.subject_id for event in events if event.subject_id])
    texts = {note_id: note.body or "" for note_id, note in notes.items()}
    staff = colleagues_of(ctx.reader) if any("@" in text for text in texts.values()) else []
    title = L("Notiz", en="Note")
    return [
        Entry(title=title, body=pieces(texts.get(event.subject_id or "", ""), staff))
        for event in events
    ]
