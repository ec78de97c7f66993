"""Telling people that a note mentions them."""

from kontor_sdk import L
from kontor_sdk.flow import EventContext, Events, RecordRef

from .mentions import mentioned
from .models import Note
from .queries import colleagues_of

_MENTIONED = L("{who} hat Sie in einer Notiz erwähnt.", en="{who} mentioned you in a note.")
_SOMEBODY = L("Jemand", en="Somebody")


def tell_mentioned(ctx: EventContext, events: Events) -> None:
    """Tell everybody whom a note mentions, once for each note, however often it is changed."""
    for event in events:
        note = ctx.uow.find(Note, id=str(event.subject_id))
        if note is None or "@" not in note.body:
            continue
        staff = colleagues_of(ctx.uow)
        names = {one.id: one.name for one in staff}
        who = names.get(event.actor_id or "", _SOMEBODY)
        for user_id in mentioned(note.body, staff):
            if user_id != event.actor_id:
                about = RecordRef("notes.note", note.id)
                ctx.notify(user_id, _MENTIONED.format(who=who), about=about, kind="mention")
