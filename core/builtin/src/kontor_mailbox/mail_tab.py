"""The tab of an interaction that came by mail, and what stands below it on the timeline."""

from collections.abc import Mapping, Sequence
from email.utils import getaddresses
from urllib.parse import quote

from kontor_sdk import L
from kontor_sdk.models import from_text
from kontor_sdk.ui import Block, Empty, Facts, LabelValue, Link, Rendered, UiContext

from . import messages
from .frame import DIRECTIONS, MARKS, UNTITLED, framed, when
from .messages import InThread, Sent

TAB = "mailbox.mail"
_FILES_TAB = "documents.files"
_ONE_FILE = L("Eine Datei kam mit.", en="One file came along.")
_FILES = L("{n} Dateien kamen mit.", en="{n} files came along.")


def mail_tab(ctx: UiContext) -> Rendered:
    """Show the messages behind an interaction as they were sent."""
    sent = messages.of_interactions(ctx, [ctx.record_id])
    if not sent:
        return Empty(L("Keine E-Mail.", en="No e-mail."), icon="mail")
    return [block for one in sent for block in _mail(ctx, one)]


def _mail(ctx: UiContext, one: Sent) -> list[Block]:
    facts = [
        LabelValue(L("Von", en="From"), one.sender or "…"),
        LabelValue(L("An", en="To"), one.recipients or "…"),
        *((LabelValue(L("Kopie", en="Copy"), one.copies),) if one.copies else ()),
        LabelValue(L("Gesendet", en="Sent"), from_text(one.sent_at)),
        LabelValue(L("Postfach", en="Mailbox"), one.account),
        *((LabelValue(L("Art", en="Kind"), MARKS[one.kind]),) if one.kind in MARKS else ()),
    ]
    values = ctx.record.values if ctx.record is not None else {}
    thread = [] if not one.thread else messages.thread_of(ctx, one.thread)
    return [
        Facts(*facts),
        framed(
            ctx,
            html=messages.html_of(ctx, one.id),
            text=str(values.get("body") or ""),
            source=f"/x/mailbox/messages/{one.id}/html",
            here=f"/interactions/{one.interaction_id}?tab={TAB}",
            reply=_reply(one, values),
            files=_files(one.attachments or 0).in_(ctx.locale),
            files_at=f"/interactions/{one.interaction_id}?tab={_FILES_TAB}",
            thread=[_step(ctx, row, one) for row in thread] if len(thread) > 1 else [],
        ),
    ]


def _files(number: int) -> L:
    if not number:
        return L("")
    return _ONE_FILE if number == 1 else _FILES.format(n=number)


def _reply(one: Sent, values: Mapping[str, object]) -> str:
    """Give the address that opens an answer in the reader's own e-mail program (RFC 6068)."""
    theirs = one.recipients if values.get("direction") == "out" else one.sender
    found = [address for _, address in getaddresses([theirs or ""]) if "@" in address]
    if not found:
        return ""
    subject = str(values.get("subject") or "")
    answer = subject if subject.lower().startswith(("re:", "aw:")) else f"Re: {subject}".strip()
    fields = {"subject": answer}
    if one.mark:
        fields["In-Reply-To"] = f"<{one.mark}>"
    given = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"mailto:{quote(','.join(found), safe='@,')}?{given}"


def _step(ctx: UiContext, row: InThread, one: Sent) -> Mapping[str, object]:
    return {
        "id": row.interaction_id,
        "subject": row.subject or UNTITLED.in_(ctx.locale),
        "direction": DIRECTIONS[row.direction].in_(ctx.locale),
        "who": row.sender or "…",
        "when": when(ctx, row.occurred_at),
        "text": row.body or "",
        "files": _files(row.attachments or 0).in_(ctx.locale),
        "here": row.interaction_id == one.interaction_id,
    }


def has_mail(ctx: UiContext) -> bool:
    return ctx.record is not None and bool(messages.of_interactions(ctx, [ctx.record.id]))


def links_of_interactions(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    """Give what stands below an interaction on the timeline: the way to the mail itself."""
    found: dict[str, list[Link]] = {}
    for one in messages.of_interactions(ctx, ids):
        text = L("E-Mail ansehen", en="View e-mail")
        if one.kind in MARKS:
            text = L("{kind}: ansehen", en="{kind}: view").format(kind=MARKS[one.kind].text)
        link = Link(text, f"/interactions/{one.interaction_id}?tab={TAB}")
        found.setdefault(one.interaction_id, []).append(link)
    return found
