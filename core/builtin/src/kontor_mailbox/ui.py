"""How mail shows: the list to be sorted, one message of it, the tab of an interaction, health."""

from collections.abc import Mapping, Sequence

from kontor_sdk import L, Locale
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    Block,
    Button,
    CellValue,
    Color,
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
    Tag,
    Template,
    UiContext,
)

from . import queries
from .bodies import without_images
from .models import BROKEN, FILE, HTML, IGNORED, KINDS, NEW
from .queries import Attached, Sent, Standing, Stranger
from .reading import ORDINARY, Unreadable, read_mail
from .settings import MailboxSettings

TAB = "mailbox.mail"
HEALTH = "/x/mailbox/health"
_TAGS = {one.value: Tag(one.label, Color(one.color)) for one in KINDS if one.value != ORDINARY}
_UNITS = ("Bytes", "kB", "MB")
_WORDS: Mapping[str, L] = {
    "frame": L("Nachricht", en="Message"),
    "images": L("Bilder laden", en="Load pictures"),
    "why": L(
        "Bilder sind nicht geladen: der Absender sähe, dass und wann gelesen wurde.",
        en="Pictures are not loaded: the sender would see that it was read, and when.",
    ),
    "files": L("Anhänge", en="Attachments"),
    "thread": L("Das Gespräch", en="The conversation"),
    "in": L("eingehend", en="inbound"),
    "out": L("ausgehend", en="outbound"),
    "untitled": L("Ohne Betreff", en="No subject"),
}


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
                    en="Add one to kontor.toml under [[plugin.mailbox.accounts]]; docs/mail.md "
                    "tells how.",
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
                    en="Messages of unknown senders arrive here.",
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
                one.subject or _WORDS["untitled"],
                from_text(one.sent_at),
                _button("assign", L("Zuordnen: {who}", en="Assign: {who}").format(who=who), on),
                _button("create", L("Anlegen: {who}", en="Create: {who}").format(who=who), on),
                _button("ignore", L("Ignorieren: {who}", en="Ignore: {who}").format(who=who), on),
            )
        )
    return Table(
        caption=L("Zu sortieren", en="To be sorted"),
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
            one.subject or _WORDS["untitled"],
            _TAGS.get(one.kind, ""),
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
        Link(L("Zurück zur Liste", en="Back to the list"), "/x/mailbox/triage"),
        Heading(one.subject or _WORDS["untitled"]),
        Facts(
            LabelValue(L("Von", en="From"), sender),
            LabelValue(L("Gesendet", en="Sent"), from_text(one.sent_at)),
            LabelValue(L("Postfach", en="Mailbox"), one.account),
            *((LabelValue(L("Art", en="Kind"), _TAGS[one.kind]),) if one.kind in _TAGS else ()),
        ),
        *(buttons if waits else ()),
        Template(
            "mailbox/mail.html",
            words=_words(ctx),
            source=f"/x/mailbox/waiting/{one.id}/html" if html else "",
            images=_images(ctx, html, f"/x/mailbox/triage?message={one.id}&images=1"),
            text=text,
            files=[],
            thread=[],
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
        *((LabelValue(L("Art", en="Kind"), _TAGS[one.kind]),) if one.kind in _TAGS else ()),
    ]
    here = f"/interactions/{one.interaction_id}?tab={TAB}"
    body = ctx.record.values.get("body") if ctx.record is not None else None
    thread = [] if not one.thread else queries.thread_of(ctx, one.thread)
    return [
        Facts(*facts),
        Template(
            "mailbox/mail.html",
            words=_words(ctx),
            source=f"/x/mailbox/messages/{one.id}/html" if html else "",
            images=_images(ctx, html, f"{here}&images=1"),
            text=str(body or ""),
            files=[
                {
                    "id": file.id,
                    "name": file.name or file.id,
                    "size": human_size(file.size, ctx.locale),
                }
                for file in mine
                if file.role == FILE
            ],
            thread=[
                {
                    "id": row.interaction_id,
                    "subject": row.subject or _WORDS["untitled"].in_(ctx.locale),
                    "direction": _WORDS[row.direction].in_(ctx.locale),
                    "when": _when(ctx, row.occurred_at),
                    "here": row.interaction_id == one.interaction_id,
                }
                for row in thread
            ]
            if len(thread) > 1
            else [],
        ),
    ]


def has_mail(ctx: UiContext) -> bool:
    return ctx.record is not None and bool(queries.of_interactions(ctx, [ctx.record.id]))


def links_of_interactions(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    """Give what stands below an interaction on the timeline: the mail itself and its files."""
    found: dict[str, list[Link]] = {}
    for one in queries.of_interactions(ctx, ids):
        text = L("E-Mail ansehen", en="View e-mail")
        if one.kind in _TAGS:
            text = L("{kind}: ansehen", en="{kind}: view").format(kind=_TAGS[one.kind].text)
        link = Link(text, f"/interactions/{one.interaction_id}?tab={TAB}")
        found.setdefault(one.interaction_id, []).append(link)
    for file in queries.files_of(ctx, ids):
        if file.role == FILE:
            link = Link(file.name or file.id, f"/x/mailbox/files/{file.id}")
            found.setdefault(file.interaction_id, []).append(link)
    return found


def badge(ctx: UiContext) -> int | None:
    return queries.count_in(ctx, NEW) or None


def sorts(ctx: UiContext) -> bool:
    """Tell whether there is anything about mail to see here at all."""
    return bool(ctx.settings(MailboxSettings).accounts) or queries.count_in(ctx, NEW) > 0


def health_page(ctx: UiContext) -> Rendered:
    """Show for each mailbox when it was read last, how much, and what is wrong."""
    accounts = ctx.settings(MailboxSettings).accounts
    if not accounts:
        hint = L("docs/mail.md erklärt, wie.", en="docs/mail.md tells how.")
        return Empty(
            L("Noch kein Postfach eingerichtet.", en="No mailbox is set up yet."),
            icon="mailbox",
            hint=hint,
        )
    standing = {one.account: one for one in queries.folders(ctx)}
    rows: list[tuple[CellValue, ...]] = []
    for account in accounts:
        one = standing.get(account.name)
        read = one.read_at if one is not None else None
        again = one.next_at if one is not None else None
        rows.append(
            (
                account.name,
                f"{account.user} @ {account.host}:{account.port} / {account.folder}",
                _state(ctx, one),
                from_text(read) if read else None,
                one.taken if one is not None else 0,
                one.failures if one is not None else 0,
                from_text(again) if again else None,
            )
        )
    table = Table(
        caption=L("Postfächer", en="Mailboxes"),
        columns=(
            Head(L("Name", en="Name")),
            Head(L("Ordner", en="Folder")),
            Head(L("Zustand", en="State")),
            Head(L("Zuletzt gelesen", en="Last read"), Kind.DATETIME),
            Head(L("Nachrichten", en="Messages"), Kind.INT),
            Head(L("Fehlversuche", en="Failures"), Kind.INT),
            Head(L("Nächstes Mal", en="Next time"), Kind.DATETIME),
        ),
        rows=rows,
    )
    return [
        Button("mailbox.read_now"),
        table,
        Link(L("Zu sortierende Nachrichten", en="Messages to be sorted"), "/x/mailbox/triage"),
    ]


def _state(ctx: UiContext, one: Standing | None) -> CellValue:
    if one is not None and one.problem:
        return (one.problem_en if ctx.locale == "en" else None) or one.problem
    if one is None or one.read_at is None:
        return Tag(L("noch nie gelesen", en="never read yet"), Color.C2)
    return Tag(L("in Ordnung", en="fine"), Color.C5)


def human_size(size: int, locale: Locale) -> str:
    """Give a size as people read it.

    >>> human_size(950, "de"), human_size(1_540_000, "de")
    ('950 Bytes', '1,5 MB')
    """
    power = 0 if size < 1000 else 1 if size < 1_000_000 else 2
    text = f"{size / 1000**power:.{1 if power == 2 else 0}f}"
    return f"{text.replace('.', ',') if locale == 'de' else text} {_UNITS[power]}"


def _images(ctx: UiContext, html: str, address: str) -> str:
    """Give the address that shows the pictures, where there are any that are not shown yet."""
    asked = ctx.params.get("images") == "1"
    return address if html and not asked and without_images(html) != html else ""


def _button(action: str, label: L, on: RecordRef) -> Button:
    return Button(f"mailbox.{action}", label, on=on, compact=True)


def _who(one: Stranger) -> str:
    return one.name or one.address or "…"


def _address(one: Stranger) -> str:
    return f"/x/mailbox/triage?message={one.id}"


def _when(ctx: UiContext, text: str) -> str:
    at = from_text(text).astimezone(ctx.tz)
    return f"{at:%d.%m.%Y %H:%M}" if ctx.locale == "de" else f"{at:%d %b %Y %H:%M}"


def _words(ctx: UiContext) -> Mapping[str, str]:
    asked = "1" if ctx.params.get("images") == "1" else ""
    return {name: text.in_(ctx.locale) for name, text in _WORDS.items()} | {"shown": asked}
