"""Files that came with something another plugin wrote down: an e-mail, a message, a form."""

from kontor_sdk.flow import EventContext, Events
from kontor_sdk.models import Interaction

from .content import HEAD, media_type_of
from .domain import KEEPERS
from .models import Document
from .queries import last_number


def keep_arrived(ctx: EventContext, events: Events) -> None:
    """Keep each file with the record it came with, in the transaction that wrote that down."""
    for event in events:
        column = KEEPERS.get(event.subject or "")
        told = event.personal or {}
        if column is None or event.subject_id is None:
            continue  # nobody keeps files there: its bytes are swept
        owner = {column: event.subject_id}
        if event.subject == "interaction":
            touch = ctx.uow.get(Interaction, event.subject_id)
            owner["customer_id"] = touch.customer_id
        name = str(told.get("file_name") or "")
        blob_id = str(event.payload["blob_id"])
        with ctx.uow.blobs.open(blob_id) as file:
            media_type = media_type_of(file.read(HEAD), name)
        values = {
            **owner,
            "name": name,
            "number": last_number(ctx.uow, event.subject_id, name) + 1,
            "size": event.payload["size"],
            "media_type": media_type,
            "blob_id": blob_id,
        }
        ctx.uow.create(Document, values)
