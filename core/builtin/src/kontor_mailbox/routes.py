"""Endpoints of mail: the HTML of a message for its frame, a message as it came."""

from collections.abc import Mapping

from kontor_sdk import L, NotFound
from kontor_sdk.models import from_text
from kontor_sdk.ui import ActionContext, Document, Download, Route

from . import messages, waiting
from .cleaning import Page
from .pictures import addresses_of
from .reading import Unreadable, read_mail

_PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><style>'
    "body{{margin:16px;font:15px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;"
    "overflow-wrap:anywhere}}img,table{{max-width:100%}}img{{height:auto}}"
    "blockquote{{margin:0 0 0 8px;padding-left:12px;border-left:3px solid #ddd}}"
    ".vh{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}"
    '</style></head><body><main><h1 class="vh">{title}</h1>{body}</main></body></html>'
)
_TITLE = L("E-Mail", en="E-mail")


def message_html(ctx: ActionContext) -> Document:
    """Give the HTML of a message with its own pictures; those elsewhere only if asked for."""
    message_id = ctx.params.get("message_id", "")
    html = messages.html_of(ctx, message_id)
    if not html:
        raise NotFound("mailbox.message", message_id)
    found = messages.pictures_of(ctx, message_id)
    pictures = addresses_of((one.content_id, _read(ctx, one.blob_id)) for one in found)
    return _document(ctx, html, pictures)


def waiting_html(ctx: ActionContext) -> Document:
    """Give the HTML of a message that nobody has sorted yet."""
    found = waiting.stranger(ctx, ctx.params.get("waiting_id", ""))
    if found is None:
        raise NotFound("mailbox.waiting", ctx.params.get("waiting_id", ""))
    try:
        mail = read_mail(_read(ctx, found.blob_id), from_text(found.sent_at))
    except Unreadable:
        raise NotFound("mailbox.waiting", found.id) from None
    pictures = addresses_of((one.content_id, one.content) for one in mail.pictures)
    return _document(ctx, mail.html, pictures)


def _read(ctx: ActionContext, blob_id: str) -> bytes:
    with ctx.blobs.open(blob_id) as file:
        return file.read()


def _document(ctx: ActionContext, html: str, pictures: Mapping[str, str]) -> Document:
    images = ctx.params.get("images") == "1"
    page = Page(html, pictures=pictures, images=images)
    title = _TITLE.in_(ctx.locale)
    return Document(_PAGE.format(lang=ctx.locale, title=title, body=page.html), images=images)


def waiting_raw(ctx: ActionContext) -> Download:
    """Give a message that nobody has sorted yet as it came."""
    found = waiting.stranger(ctx, ctx.params.get("waiting_id", ""))
    if found is None:
        raise NotFound("mailbox.waiting", ctx.params.get("waiting_id", ""))
    content = _read(ctx, found.blob_id)
    return Download(name="message.eml", content=content, media_type="message/rfc822")


ROUTES = [
    Route(path=path, handler=handler, audience="staff", permission="", rate="page")
    for path, handler in (
        ("messages/{message_id:str}/html", message_html),
        ("waiting/{waiting_id:str}/html", waiting_html),
        ("waiting/{waiting_id:str}/raw", waiting_raw),
    )
]
