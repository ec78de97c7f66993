"""The tab of an interaction that came by mail, and what stands below it on the timeline."""

from collections.abc import Mapping, Sequence

from kontor_sdk import L
from kontor_sdk.models import from_text
from kontor_sdk.ui import Block, Empty, Facts, LabelValue, Link, Rendered, UiContext

from . import queries
from .frame import DIRECTIONS, MARKS, UNTITLED, framed, human_size, when
from .models import FILE, HTML
from .queries import Attached, InThread, Sent

TAB = "mailbox.mail"


def mail_tab(ctx: UiContext) -> Rendered:
    """Show the messages behind an interaction as they were sent."""
    sent = queries.of_interactions(ctx, [ctx.record_id])
    if not sent:
        return Empty(L("Keine E-Mail.", en="No e-mail."), icon="mail")
    files = queries.files_of(ctx, [ctx.record_id])
    return [block for one in sent for block in _mail(ctx, one, files)]


def _mail(ctx: UiContext, one: Sent, files: Sequence[Attached]) -> list[Block]:
    mine = [file for file in files if file.message_id == one.id]
    page = next((file for file in mine if file.role == HTML), None)
    html = ""
    if page is not None:
        with ctx.blobs.open(page.blob_id) as stored:
            html = stored.read().decode("utf-8", "replace")
    facts = [
        LabelValue(L("Von", en="From"), one.sender or "…"),
        LabelValue(L("An", en="To"), one.recipients or "…"),
        *((LabelValue(L("Kopie", en="Copy"), one.copies),) if one.copies else ()),
        LabelValue(L("Gesendet", en="Sent"), from_text(one.sent_at)),
        LabelValue(L("Postfach", en="Mailbox"), one.account),
        *((LabelValue(L("Art", en="Kind"), MARKS[one.kind]),) if one.kind in MARKS else ()),
    ]
    body = ctx.record.values.get("body") if ctx.record is not None else None
    thread = [] if not one.thread else queries.thread_of(ctx, one.thread)
    return [
        Facts(*facts),
        framed(
            ctx,
            html=html,
            text=str(body or ""),
            source=f"/x/mailbox/messages/{one.id}/html",
            here=f"/interactions/{one.interaction_id}?tab={TAB}",
            files=[_file(ctx, file) for file in mine if file.role == FILE],
            thread=[_step(ctx, row, one) for row in thread] if len(thread) > 1 else [],
        ),
    ]


def _file(ctx: UiContext, file: Attached) -> Mapping[str, object]:
    size = human_size(file.size, ctx.locale)
    return {"id": file.id, "name": file.name or file.id, "size": size}


def _step(ctx: UiContext, row: InThread, one: Sent) -> Mapping[str, object]:
    return {
        "id": row.interaction_id,
        "subject": row.subject or UNTITLED.in_(ctx.locale),
        "direction": DIRECTIONS[row.direction].in_(ctx.locale),
        "when": when(ctx, row.occurred_at),
        "here": row.interaction_id == one.interaction_id,
    }


def has_mail(ctx: UiContext) -> bool:
    return ctx.record is not None and bool(queries.of_interactions(ctx, [ctx.record.id]))


def links_of_interactions(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    """Give what stands below an interaction on the timeline: the mail itself and its files."""
    found: dict[str, list[Link]] = {}
    for one in queries.of_interactions(ctx, ids):
        text = L("E-Mail ansehen", en="View e-mail")
        if one.kind in MARKS:
            text = L("{kind}: ansehen", en="{kind}: view").format(kind=MARKS[one.kind].text)
        link = Link(text, f"/interactions/{one.interaction_id}?tab={TAB}")
        found.setdefault(one.interaction_id, []).append(link)
    for file in queries.files_of(ctx, ids):
        if file.role == FILE:
            link = Link(file.name or file.id, f"/x/mailbox/files/{file.id}")
            found.setdefault(file.interaction_id, []).append(link)
    return found
