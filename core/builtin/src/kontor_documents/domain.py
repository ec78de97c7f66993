"""What one can do with documents: keep a file, take it away, bring it back."""

from datetime import timedelta

from kontor_sdk import Invalid, L, NotFound
from kontor_sdk.flow import EventContext, Events, JobContext, RecordRef
from kontor_sdk.models import UnitOfWork, now
from kontor_sdk.ui import ActionContext, UploadedFile

from .content import HEAD, media_type_of
from .models import Document
from .queries import is_id, last_number, long_gone, of_touches_with

KEPT_REMOVED = timedelta(days=30)


def keep_file(ctx: ActionContext, *, about: RecordRef, file: UploadedFile) -> Document:
    """Keep a file with a record; one of the same name becomes its next version.

    Raises NotFound for a record that may not be seen, Forbidden for one that may not be changed,
    Invalid for an empty file, and for a kind of record that keeps none.
    """
    if not is_id(about.id):
        raise NotFound(about.entity, about.id)
    head = file.file.read(HEAD)
    if not head:
        raise Invalid(L("Diese Datei ist leer.", en="This file is empty."), field="file")
    file.file.seek(0)
    blob_id = ctx.blobs.put(file.file)
    try:
        with ctx.blobs.open(blob_id) as stored:
            size = stored.seek(0, 2)
        with ctx.unit() as uow:
            return uow.create(
                Document,
                {
                    "subject": about.entity,
                    "subject_id": about.id,
                    "name": file.name,
                    "number": last_number(uow, about.id, file.name) + 1,
                    "size": size,
                    "media_type": media_type_of(head, file.name),
                    "author_id": ctx.actor.id,
                    "blob_id": blob_id,
                },
            )
    except BaseException:
        ctx.blobs.remove(blob_id)
        raise


def forget_touches(ctx: EventContext, events: Events) -> None:
    """Delete the files of interactions with a person who is erased."""
    for event in events:
        for document_id in of_touches_with(ctx.uow, str(event.contact_id)):
            ctx.uow.delete(ctx.uow.get(Document, document_id))


def remove_document(uow: UnitOfWork, document_id: str) -> Document:
    """Take a version away; it can be brought back for 30 days."""
    return uow.change(Document, document_id, {"removed_at": now()})


def restore_document(uow: UnitOfWork, document_id: str) -> Document:
    """Bring back what was taken away."""
    return uow.change(Document, document_id, {"removed_at": None})


def forget_removed(ctx: JobContext) -> None:
    """Delete for good what was removed 30 days ago; core's nightly sweep takes the files."""
    before = ctx.clock.now() - KEPT_REMOVED
    while not ctx.stop() and (ids := long_gone(ctx.reader, before)):
        with ctx.unit() as uow:
            for document_id in ids:
                uow.delete(uow.get(Document, document_id))
