"""The page where messages of unknown senders are sorted."""

from kontor_sdk import L
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    Block,
    Button,
    Empty,
    Facts,
    Heading,
    LabelValue,
    Link,
    RecordRef,
    Rendered,
    UiContext,
)

from . import triage_list, waiting
from .frame import MARKS, UNTITLED, framed
from .health_page import HEALTH
from .models import BROKEN, IGNORED, NEW
from .reading import Unreadable, read_mail
from .settings import MailboxSettings
from .triage import TRIAGE
from .waiting import Stranger

_BUTTONS = {
    NEW: ("assign", "create", "ignore", "dismiss"),
    IGNORED: ("assign", "create", "bring_back"),
    BROKEN: ("dismiss",),
}
"""What can be done with a message on its own page."""
_OTHERS = L("Weitere Nachrichten dieses Absenders", en="More messages of this sender")
_DOWNLOAD = L("Nachricht herunterladen", en="Download the message")


def triage_page(ctx: UiContext) -> Rendered:
    """Show what waits to be sorted, or one message of it."""
    chosen = ctx.params.get("message", "")
    if chosen:
        found = waiting.stranger(ctx, chosen)
        if found is not None:
            return _one(ctx, found)
    new = waiting.strangers(ctx)
    broken, put_aside = waiting.strangers(ctx, BROKEN), waiting.strangers(ctx, IGNORED)
    blocks: list[Block] = []
    if new:
        blocks.append(triage_list.to_sort(ctx, new))
    elif not ctx.settings(MailboxSettings).accounts:
        blocks.append(
            Empty(
                L("Noch kein Postfach.", en="No mailbox yet."),
                icon="mailbox",
                hint=L(
                    "In kontor.toml unter [[plugin.mailbox.accounts]] eintragen; docs/mail.md "
                    "erklärt es.",
                    en="Add one to kontor.toml under [[plugin.mailbox.accounts]]; see "
                    "docs/mail.md.",
                ),
            )
        )
    else:
        blocks.append(
            Empty(
                L("Alles sortiert.", en="Everything is sorted."),
                icon="mail-check",
                hint=L(
                    "Nachrichten von Unbekannten kommen hier an.",
                    en="Messages from unknown senders arrive here.",
                ),
            )
        )
    if broken:
        blocks += [Heading(L("Nicht lesbar", en="Unreadable")), triage_list.unreadable(ctx, broken)]
    if put_aside:
        blocks += [Heading(L("Ignoriert", en="Ignored")), triage_list.put_aside(ctx, put_aside)]
    if ctx.may("mailbox.manage"):
        blocks.append(Link(L("Zustand der Postfächer", en="State of the mailboxes"), HEALTH))
    return blocks


def _one(ctx: UiContext, one: Stranger) -> list[Block]:
    on = RecordRef("mailbox.waiting", one.id)
    text, html = _content(ctx, one)
    sender = f"{one.name} <{one.address}>" if one.name else (one.address or "…")
    others = [
        other
        for other in waiting.strangers(ctx)
        if other.address == one.address and other.id != one.id
    ]
    return [
        Link(L("Zurück zur Liste", en="Back to the list"), TRIAGE),
        Heading(one.subject or UNTITLED),
        Facts(
            LabelValue(L("Von", en="From"), sender),
            LabelValue(L("Gesendet", en="Sent"), from_text(one.sent_at)),
            LabelValue(L("Postfach", en="Mailbox"), one.account),
            *((LabelValue(L("Art", en="Kind"), MARKS[one.kind]),) if one.kind in MARKS else ()),
        ),
        *(Button(f"mailbox.{name}", on=on) for name in _BUTTONS.get(one.state, ())),
        framed(
            ctx,
            html=html,
            text=text,
            source=f"/x/mailbox/waiting/{one.id}/html",
            here=triage_list.address_of(one),
        ),
        *((Heading(_OTHERS),) if others else ()),
        *(Link(other.subject or UNTITLED, triage_list.address_of(other)) for other in others),
        *((Link(_DOWNLOAD, f"/x/mailbox/waiting/{one.id}/raw"),) if one.state == BROKEN else ()),
    ]


def _content(ctx: UiContext, one: Stranger) -> tuple[str, str]:
    with ctx.blobs.open(one.blob_id) as file:
        raw = file.read()
    try:
        mail = read_mail(raw, from_text(one.sent_at))
    except Unreadable as problem:
        return problem.reason.in_(ctx.locale), ""
    return mail.text, mail.html


def badge(ctx: UiContext) -> int | None:
    return waiting.count_in(ctx, NEW) or None


def sorts(ctx: UiContext) -> bool:
    """Tell whether there is anything about mail to see here at all."""
    return bool(ctx.settings(MailboxSettings).accounts) or waiting.count_in(ctx, NEW) > 0
