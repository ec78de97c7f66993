"""Endpoints of documents, for pages and programs alike: send, fetch, look, remove, restore."""

from collections.abc import Mapping

from kontor_sdk import Invalid, L, NotFound
from kontor_sdk.flow import RecordRef
from kontor_sdk.ui import ActionContext, Done, Download, Route

from .content import PICTURES, preview_of, safe_type
from .domain import keep_file, remove_document, restore_document
from .queries import Stored, by_id, is_id
from .tagging import take_off


def send(ctx: ActionContext) -> Mapping[str, object]:
    """Keep the file of a form with the record that ``entity`` and ``record`` name."""
    file = ctx.files.get("file")
    if file is None:
        raise Invalid(L("Bitte eine Datei wählen.", en="Please choose a file."), field="file")
    absent = {
        name: L("Fehlt im Formular.", en="Is missing in the form.")
        for name in ("entity", "record")
        if not ctx.params.get(name)
    }
    if absent:
        raise Invalid(absent)
    about = RecordRef(ctx.params["entity"], ctx.params["record"])
    made = keep_file(ctx, about=about, file=file)
    return {
        "id": made.id,
        "name": made.name,
        "number": made.number,
        "size": made.size,
        "media_type": made.media_type,
    }


def fetch(ctx: ActionContext) -> Download:
    """Give the bytes of a version, to be saved."""
    document = _document(ctx)
    with ctx.blobs.open(document.blob_id) as file:
        content = file.read()
    name = document.name or document.id
    return Download(name=name, content=content, media_type=safe_type(document.media_type))


def look(ctx: ActionContext) -> Download:
    """Give a picture drawn anew; NotFound for whatever is no raster image."""
    document = _document(ctx)
    if document.media_type not in PICTURES:
        raise NotFound("preview", document.id)
    with ctx.blobs.open(document.blob_id) as file:
        content = preview_of(file.read())
    return Download(name="preview.png", content=content, media_type="image/png", inline=True)


def remove(ctx: ActionContext) -> Done:
    document = _document(ctx)
    with ctx.unit() as uow:
        remove_document(uow, document.id)
    return Done(
        L(
            "Datei gelöscht. Sie bleibt 30 Tage wiederherstellbar.",
            en="File deleted. It can be restored for 30 days.",
        )
    )


def restore(ctx: ActionContext) -> Done:
    document = _document(ctx)
    with ctx.unit() as uow:
        restore_document(uow, document.id)
    return Done(L("Datei wiederhergestellt.", en="File restored."))


def _document(ctx: ActionContext) -> Stored:
    document_id = ctx.params.get("document_id", "")
    found = by_id(ctx, [document_id]).get(document_id) if is_id(document_id) else None
    if found is None:
        raise NotFound("documents.document", document_id)
    return found


ROUTES = [
    Route(
        path="files",
        handler=send,
        audience="staff",
        permission="",
        rate="write",
        method="POST",
        upload=True,
    ),
    Route(
        path="files/{document_id:str}",
        handler=fetch,
        audience="staff",
        permission="",
        rate="page",
    ),
    Route(
        path="files/{document_id:str}/preview",
        handler=look,
        audience="staff",
        permission="",
        rate="page",
    ),
    Route(
        path="files/{document_id:str}/remove",
        handler=remove,
        audience="staff",
        permission="",
        rate="write",
        method="POST",
    ),
    Route(
        path="files/{document_id:str}/restore",
        handler=restore,
        audience="staff",
        permission="",
        rate="write",
        method="POST",
    ),
    Route(
        path="tags/{tagging_id:str}/off",
        handler=take_off,
        audience="staff",
        permission="",
        rate="write",
        method="POST",
    ),
]
