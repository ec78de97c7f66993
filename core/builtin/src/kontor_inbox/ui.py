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
    Link,
    Rendered,
    Table,
    UiContext,
)

from . import domain, queries
from .kinds import KINDS, KINDS_PAGE
from .queries import Told

_NOTICE, _WHEN = L("Nachricht", en="Notice"), L("Wann", en="When")
_READ, _NEW = L("Gelesen", en="Read"), L("Neu", en="New")
_TODAY, _YESTERDAY = L("Heute", en="Today"), L("Gestern", en="Yesterday")
_BEFORE = L("Früher", en="Earlier")
_HEADS = (Head(_NOTICE), Head(_WHEN, Kind.DATETIME))
_MORE = L("{n} Neuigkeiten, zuletzt: {text}", en="{n} updates, latest: {text}")
_HIDDEN = L("Nicht mehr für Sie sichtbar.", en="No longer visible to you.")


def inbox_page(ctx: UiContext) -> Rendered:
    """Show what is new by day, and below it what was read."""
    new, old = queries.unread(ctx), queries.read_before(ctx)
    choose = Link(KINDS, KINDS_PAGE)
    if not new and not old:
        hint = L(
            "Erinnerungen, Erwähnungen und Aufgaben von anderen kommen hier an.",
            en="Reminders, mentions and tasks from others arrive here.",
        )
        text = L("Der Posteingang ist leer.", en="The inbox is empty.")
        return Empty(text, hint=hint, action=choose)
    lines = _Lines(ctx, [*new, *old])
    found: list[Block] = [Button("inbox.read_all")] if new else []
    for title, notices in _by_day(ctx, new):
        found += [Heading(title), lines.table(notices, title, unread=True)]
    if not new:
        found.append(Empty(L("Alles gelesen.", en="All read."), icon="check"))
    if old:
        found += [Heading(_READ), lines.table(old, _READ, unread=False)]
    return [*found, choose]


def _by_day(ctx: UiContext, notices: Sequence[Told]) -> list[tuple[L, list[Told]]]:
    today = ctx.now().astimezone(ctx.tz).date()
    groups: dict[L, list[Told]] = {_TODAY: [], _YESTERDAY: [], _BEFORE: []}
    for notice in notices:
        ago = (today - from_text(notice.told_at).astimezone(ctx.tz).date()).days
        groups[_TODAY if ago <= 0 else _YESTERDAY if ago == 1 else _BEFORE].append(notice)
    return [(title, found) for title, found in groups.items() if found]


class _Lines:
    """How notices read; what tells of a record that its reader lost is not shown."""

    def __init__(self, ctx: UiContext, notices: Sequence[Told]) -> None:
        self._locale = ctx.locale
        self._seen = ctx.reader.sees({one.group for one in notices if one.group})

    def _text(self, notice: Told) -> str | L:
        if notice.group is not None and notice.group not in self._seen:
            return _HIDDEN
        text = (notice.text_en if self._locale == "en" else None) or notice.text or "…"
        return _MORE.format(n=notice.count, text=text) if notice.count > 1 else text

    def table(self, notices: Sequence[Told], caption: L, *, unread: bool) -> Table:
        mark = Head(L("Als gelesen", en="Mark as read"))
        rows: list[tuple[CellValue, ...]] = []
        links: list[RecordRef | None] = []
        for notice in notices:
            text = self._text(notice)
            row: tuple[CellValue, ...] = (text, from_text(notice.told_at))
            if unread:
                label = L("Als gelesen: {text}", en="Mark as read: {text}").format(text=text)
                about = RecordRef("inbox.notice", notice.id)
                row = (*row, Button("inbox.read", label, on=about, compact=True))
            rows.append(row)
            leads = notice.about and notice.about_id and text is not _HIDDEN
            links.append(RecordRef(notice.about or "", notice.about_id or "") if leads else None)
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
