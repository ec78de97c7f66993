"""The page where messages of unknown senders are sorted."""

from collections.abc import Sequence

from kontor_sdk import L
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    Block,
    Button,
    CellValue,
    Empty,
    Facts,
    Head,
    Heading,
    Kind,
    LabelValue,
    Link,
    RecordRef,
    Rendered,
    Table,
    UiContext,
)

from . import queries
from .frame import MARKS, UNTITLED, framed
from .health_page import HEALTH
from .models import BROKEN, IGNORED, NEW
from .queries import Stranger
from .reading import Unreadable, read_mail
from .settings import MailboxSettings
from .triage import TRIAGE


def triage_page(ctx: UiContext) -> Rendered:
    """Show what waits to be sorted, or one message of it."""
    chosen = ctx.params.get("message", "")
    if chosen:
        found = queries.stranger(ctx, chosen)
        if found is not None:
            return _one(ctx, found)
    new = queries.strangers(ctx)
    broken, put_aside = queries.strangers(ctx, BROKEN), queries.strangers(ctx, IGNORED)
    blocks: list[Block] = []
    if new:
        blocks.append(_table(new))
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
        blocks += [Heading(L("Nicht lesbar", en="Unreadable")), _broken(ctx, broken)]
    if put_aside:
        blocks += [Heading(L("Ignoriert", en="Ignored")), _ignored(put_aside)]
    if ctx.may("mailbox.manage"):
        blocks.append(Link(L("Zustand der Postfächer", en="State of the mailboxes"), HEALTH))
    return blocks


def _table(found: Sequence[Stranger]) -> Table:
    rows: list[tuple[CellValue, ...]] = []
    for one in found:
        on = RecordRef("mailbox.waiting", one.id)
        who = _who(one)
        rows.append(
            (
                Link(who, _address(one)),
                one.subject or UNTITLED,
                from_text(one.sent_at),
                _button("assign", L("Zuordnen: {who}", en="Assign: {who}").format(who=who), on),
                _button("create", L("Anlegen: {who}", en="Create: {who}").format(who=who), on),
                _button("ignore", L("Ignorieren: {who}", en="Ignore: {who}").format(who=who), on),
            )
        )
    return Table(
        caption=L("Zu sortieren", en="To sort"),
        columns=(
            Head(L("Von", en="From")),
            Head(L("Betreff", en="Subject")),
            Head(L("Gesendet", en="Sent"), Kind.DATETIME),
            Head(L("Zuordnen", en="Assign")),
            Head(L("Anlegen", en="Create")),
            Head(L("Ignorieren", en="Ignore")),
        ),
        rows=rows,
    )


def _broken(ctx: UiContext, found: Sequence[Stranger]) -> Table:
    rows: list[tuple[CellValue, ...]] = [
        (
            Link(_who(one), _address(one)),
            (one.reason_en if ctx.locale == "en" else None) or one.reason or "…",
            from_text(one.sent_at),
            Link(L("Herunterladen", en="Download"), f"/x/mailbox/waiting/{one.id}/raw"),
            _button(
                "dismiss",
                L("Beiseite legen: {who}", en="Put aside: {who}").format(who=_who(one)),
                RecordRef("mailbox.waiting", one.id),
            ),
        )
        for one in found
    ]
    return Table(
        caption=L("Nicht lesbar", en="Unreadable"),
        columns=(
            Head(L("Von", en="From")),
            Head(L("Grund", en="Reason")),
            Head(L("Gesendet", en="Sent"), Kind.DATETIME),
            Head(L("Nachricht", en="Message")),
            Head(L("Beiseite", en="Aside")),
        ),
        rows=rows,
    )


def _ignored(found: Sequence[Stranger]) -> Table:
    rows: list[tuple[CellValue, ...]] = [
        (
            Link(_who(one), _address(one)),
            one.subject or UNTITLED,
            MARKS.get(one.kind, ""),
            _button(
                "bring_back",
                L("Doch sortieren: {who}", en="Sort after all: {who}").format(who=_who(one)),
                RecordRef("mailbox.waiting", one.id),
            ),
        )
        for one in found
    ]
    return Table(
        caption=L("Ignoriert", en="Ignored"),
        columns=(
            Head(L("Von", en="From")),
            Head(L("Betreff", en="Subject")),
            Head(L("Art", en="Kind")),
            Head(L("Doch sortieren", en="Sort after all")),
        ),
        rows=rows,
    )


def _one(ctx: UiContext, one: Stranger) -> list[Block]:
    on = RecordRef("mailbox.waiting", one.id)
    text, html = _content(ctx, one)
    sender = f"{one.name} <{one.address}>" if one.name else (one.address or "…")
    waits = one.state in (NEW, IGNORED)
    buttons = [
        Button("mailbox.assign", on=on),
        Button("mailbox.create", on=on),
        Button("mailbox.ignore", on=on),
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
        *(buttons if waits else ()),
        framed(
            ctx,
            html=html,
            text=text,
            source=f"/x/mailbox/waiting/{one.id}/html",
            here=_address(one),
        ),
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
    return queries.count_in(ctx, NEW) or None


def sorts(ctx: UiContext) -> bool:
    """Tell whether there is anything about mail to see here at all."""
    return bool(ctx.settings(MailboxSettings).accounts) or queries.count_in(ctx, NEW) > 0


def _button(action: str, label: L, on: RecordRef) -> Button:
    return Button(f"mailbox.{action}", label, on=on, compact=True)


def _who(one: Stranger) -> str:
    return one.name or one.address or "…"


def _address(one: Stranger) -> str:
    return f"{TRIAGE}?message={one.id}"
