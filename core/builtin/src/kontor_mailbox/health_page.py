"""The page that says how the mailboxes stand."""

from kontor_sdk import L
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    Button,
    CellValue,
    Color,
    Empty,
    Head,
    Kind,
    Link,
    Rendered,
    Table,
    Tag,
    UiContext,
)

from .settings import MailboxSettings
from .standing import Standing, folders
from .triage import TRIAGE

HEALTH = "/x/mailbox/health"


def health_page(ctx: UiContext) -> Rendered:
    """Show for each mailbox when it was read last, how much, and what is wrong."""
    accounts = ctx.settings(MailboxSettings).accounts
    if not accounts:
        hint = L("docs/mail.md erklärt, wie.", en="See docs/mail.md.")
        return Empty(
            L("Noch kein Postfach eingerichtet.", en="No mailbox is set up yet."),
            icon="mailbox",
            hint=hint,
        )
    standing = folders(ctx.reader)
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
            Head(L("Status", en="Status")),
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
        Link(L("Zu sortierende Nachrichten", en="Messages to sort"), TRIAGE),
    ]


def _state(ctx: UiContext, one: Standing | None) -> CellValue:
    if one is not None and one.problem:
        return (one.problem_en if ctx.locale == "en" else None) or one.problem
    if one is None or one.read_at is None:
        return Tag(L("Noch nie gelesen", en="Never read"), Color.C2)
    return Tag(L("In Ordnung", en="Fine"), Color.C5)
