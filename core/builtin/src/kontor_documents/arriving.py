"""Files and tags that came with something: an e-mail, a message, a row of an import."""

from kontor_sdk.flow import EventContext, Events

from .content import HEAD, media_type_of
from .models import Document
from .queries import last_number
from .tagging import put_tag, tags_named


def keep_arrived(ctx: EventContext, events: Events) -> None:
    """Keep each file with the record it came with, in the transaction that wrote that down."""
    for event in events:
        told = event.personal or {}
        if event.subject is None or event.subject_id is None:
            continue  # nobody keeps files there: its bytes are swept
        name = str(told.get("file_name") or "")
        blob_id = str(event.payload["blob_id"])
        with ctx.uow.blobs.open(blob_id) as file:
            media_type = media_type_of(file.read(HEAD), name)
        values = {
            "subject": event.subject,
            "subject_id": event.subject_id,
            "name": name,
            "number": last_number(ctx.uow, event.subject_id, name) + 1,
            "size": event.payload["size"],
            "media_type": media_type,
            "blob_id": blob_id,
        }
        ctx.uow.create(Document, values)


def keep_tags(ctx: EventContext, events: Events) -> None:
    """Put the tags that came with records on them; words nobody used before become tags."""
    carrying: dict[tuple[str, str], list[str]] = {}
    for event in events:
        if event.subject is None or event.subject_id is None:
            continue
        for name in (event.personal or {}).get("names", ()):
            carrying.setdefault((name, event.subject), []).append(event.subject_id)
    known = tags_named(ctx.uow, (name for name, _ in carrying))
    for (name, entity), records in carrying.items():
        put_tag(ctx.uow, tag_id=known[name], entity=entity, records=records)
