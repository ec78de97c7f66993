"""The inbox as its owner sees it."""

from collections.abc import Sequence

from kontor_sdk import L
from kontor_sdk.flow import ActionContext, RecordRef
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    ActionResult,
    Block,
    Button,
    CellValue,
    Done,
    Empty,
    Head,
    Heading,
    Kind,
    Rendered,
    Table,
    UiContext,
)

from . import domain, queries
from .queries import Told

_NOTICE, _WHEN = L("Nachricht", en="Notice"), L("Wann", en="When")
_READ, _NEW = L("Gelesen", en="Read"), L("Neu", en="New")
_HEADS = (Head(_NOTICE), Head(_WHEN, Kind.DATETIME))


def inbox_page(ctx: UiContext) -> Rendered:
    """Show what is new, and below it what was read."""
    new, old = queries.unread(ctx), queries.read_before(ctx)
    if not new and not old:
        hint = L(
            "Erinnerungen, Erwähnungen und Aufgaben von anderen kommen hier an.",
            en="Reminders, mentions and tasks from others arrive here.",
        )
        return Empty(L("Der Posteingang ist leer.", en="The inbox is empty."), hint=hint)
    found: list[Block] = []
    if new:
        found += [Heading(_NEW), Button("inbox.read_all"), _table(ctx, new, _NEW, unread=True)]
    else:
        found.append(Empty(L("Alles gelesen.", en="Everything is read."), icon="check"))
    if old:
        found += [Heading(_READ), _table(ctx, old, _READ, unread=False)]
    return found


def _table(ctx: UiContext, notices: Sequence[Told], caption: L, *, unread: bool) -> Table:
    mark = Head(L("Als gelesen", en="Mark as read"))
    rows: list[tuple[CellValue, ...]] = []
    for notice in notices:
        text = (notice.text_en if ctx.locale == "en" else None) or notice.text or "…"
        row: tuple[CellValue, ...] = (text, from_text(notice.told_at))
        if unread:
            button = Button(
                "inbox.read",
                L(f"Als gelesen: {text}", en=f"Mark as read: {text}"),
                on=RecordRef("inbox.notice", notice.id),
                compact=True,
            )
            row = (*row, button)
        rows.append(row)
    links = [
        RecordRef(notice.about, notice.about_id) if notice.about and notice.about_id else None
        for notice in notices
    ]
    heads = (*_HEADS, mark) if unread else _HEADS
    return Table(columns=heads, rows=rows, links=links, caption=caption)


def unread_badge(ctx: UiContext) -> int | None:
    return queries.count_unread(ctx) or None


def read(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Mark what was clicked as read."""
    with ctx.unit() as uow:
        domain.mark_read(uow, ids)
    return Done(L("Als gelesen markiert.", en="Marked as read."), undo={"ids": ",".join(ids)})


def read_all(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Mark everything as read."""
    with ctx.unit() as uow:
        read_now = domain.mark_all_read(uow)
    undo = {"ids": ",".join(read_now[:100])}
    return Done(L("Alles als gelesen markiert.", en="Everything marked as read."), undo=undo)


def unread(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Take back that notices were read."""
    with ctx.unit() as uow:
        domain.mark_unread(uow, [one for one in ctx.params.get("ids", "").split(",") if one])
    return Done(L("Wieder ungelesen.", en="Unread again."))
