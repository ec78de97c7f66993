"""Endpoints of mail: the HTML of a message for its frame, its files, a message as it came."""

from kontor_sdk import NotFound
from kontor_sdk.models import from_text
from kontor_sdk.ui import ActionContext, Document, Download, Route

from . import queries
from .bodies import cleaned, without_images
from .models import HTML
from .reading import Unreadable, read_mail

_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><style>'
    "body{margin:16px;font:15px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;"
    "overflow-wrap:anywhere}img,table{max-width:100%}img{height:auto}"
    "blockquote{margin:0 0 0 8px;padding-left:12px;border-left:3px solid #ddd}"
    "</style></head><body>"
)
_ACTIVE = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml"})


def message_html(ctx: ActionContext) -> Document:
    """Give the HTML of a message for its frame, without pictures unless they were asked for."""
    message = queries.message(ctx, ctx.params.get("message_id", ""))
    files = queries.files_of_message(ctx, message.id) if message is not None else []
    page = next((one for one in files if one.role == HTML), None)
    if page is None:
        raise NotFound("mailbox.message", ctx.params.get("message_id", ""))
    with ctx.blobs.open(page.blob_id) as file:
        html = file.read().decode("utf-8", "replace")
    return _document(ctx, html)


def waiting_html(ctx: ActionContext) -> Document:
    """Give the HTML of a message that nobody has sorted yet."""
    found = queries.stranger(ctx, ctx.params.get("waiting_id", ""))
    if found is None:
        raise NotFound("mailbox.waiting", ctx.params.get("waiting_id", ""))
    with ctx.blobs.open(found.blob_id) as file:
        raw = file.read()
    try:
        return _document(ctx, read_mail(raw, from_text(found.sent_at)).html)
    except Unreadable:
        raise NotFound("mailbox.waiting", found.id) from None


def _document(ctx: ActionContext, html: str) -> Document:
    images = ctx.params.get("images") == "1"
    body = cleaned(html) if images else without_images(html)
    return Document(f"{_PAGE}{body}</body></html>", images=images)


def waiting_raw(ctx: ActionContext) -> Download:
    """Give a message that nobody has sorted yet as it came."""
    found = queries.stranger(ctx, ctx.params.get("waiting_id", ""))
    if found is None:
        raise NotFound("mailbox.waiting", ctx.params.get("waiting_id", ""))
    with ctx.blobs.open(found.blob_id) as file:
        return Download(name="message.eml", content=file.read(), media_type="message/rfc822")


def fetch_file(ctx: ActionContext) -> Download:
    """Give a file that came with a message, to be saved."""
    found = queries.file(ctx, ctx.params.get("file_id", ""))
    if found is None:
        raise NotFound("mailbox.file", ctx.params.get("file_id", ""))
    with ctx.blobs.open(found.blob_id) as file:
        content = file.read()
    active = found.media_type in _ACTIVE or found.role == HTML
    media_type = "application/octet-stream" if active else found.media_type
    return Download(name=found.name or found.id, content=content, media_type=media_type)


ROUTES = [
    Route(path=path, handler=handler, audience="staff", permission="", rate="page")
    for path, handler in (
        ("messages/{message_id:str}/html", message_html),
        ("waiting/{waiting_id:str}/html", waiting_html),
        ("waiting/{waiting_id:str}/raw", waiting_raw),
        ("files/{file_id:str}", fetch_file),
    )
]
