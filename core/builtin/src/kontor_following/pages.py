"""What one follows, as a page, and who follows a record, as a box beside it."""

from collections.abc import Sequence
from datetime import date

from kontor_sdk import L
from kontor_sdk.flow import RecordRef
from kontor_sdk.models import from_text
from kontor_sdk.ui import (
    Block,
    Button,
    CellValue,
    Empty,
    Head,
    Heading,
    Kind,
    Link,
    Rendered,
    Table,
    UiContext,
)

from . import phrases, queries
from .queries import MOST, Followed

_WHAT, _SINCE, _KIND = L("Was", en="What"), L("Seit", en="Since"), L("Art", en="Kind")
_HEADS = (Head(_WHAT), Head(phrases.UNFOLLOW), Head(_KIND), Head(_SINCE, Kind.DATE))
_WHO = (Head(L("Wer", en="Who")), Head(_SINCE, Kind.DATE))


def mine_page(ctx: UiContext) -> Rendered:
    """Show what the reader follows and may still see, the newest first."""
    found = queries.followed_by(ctx)
    keys = [(one.ref.entity, one.ref.id) for one in found]
    seen, titles = ctx.reader.sees(keys), ctx.reader.titles(keys)
    shown = [one for one, key in zip(found, keys, strict=True) if key in seen]
    blocks: list[Block] = []
    if shown:
        rows = [_row(ctx, one, titles.get((one.ref.entity, one.ref.id), "…")) for one in shown]
        blocks.append(Table(columns=_HEADS, rows=rows, caption=phrases.MINE))
    else:
        hint = L(
            "Öffnen Sie einen Datensatz und drücken Sie „f“ oder „Beobachten“. Was andere dort "
            "tun, steht dann auf der Startseite und im Posteingang.",
            en="Open a record and press “f” or “Follow”. What others do there then shows on the "
            "home page and in the inbox.",
        )
        nothing = L("Sie beobachten noch nichts.", en="You do not follow anything yet.")
        blocks.append(Empty(nothing, icon="eye", hint=hint))
    if len(found) == MOST:
        text = L("Gezeigt werden die neuesten {n}.", en="The newest {n} are shown.")
        blocks.append(Heading(text.format(n=MOST)))
    return [*blocks, *_habits(ctx)]


def _row(ctx: UiContext, one: Followed, title: str) -> tuple[CellValue, ...]:
    label = L("{title}: nicht mehr beobachten", en="{title}: unfollow").format(title=title)
    button = Button("following.unfollow", label, on=RecordRef(*_key(one)), compact=True)
    return (Link(title, one.ref), button, ctx.kind_of(one.entity), _day(ctx, one.since))


def _day(ctx: UiContext, moment: str) -> date:
    return from_text(moment).astimezone(ctx.tz).date()


def _key(one: Followed) -> tuple[str, str]:
    return one.ref.entity, one.ref.id


def _habits(ctx: UiContext) -> Sequence[Block]:
    on = queries.by_itself(ctx)
    heading = (
        L(
            "Automatisch, wo Sie Notizen und Kontakte eintragen",
            en="Automatically, wherever you write notes or log interactions",
        )
        if on
        else L("Nur, was Sie selbst auswählen", en="Only what you choose yourself")
    )
    switch = Button("following.not_by_itself" if on else "following.by_itself")
    notices = Link(L("Benachrichtigungen einstellen", en="Notification settings"), "/x/inbox/kinds")
    return (Heading(heading), switch, notices)


def followers_panel(ctx: UiContext) -> Rendered:
    """Name who follows the customer or person of the page."""
    found = queries.followers(ctx)
    if not found:
        return Empty(L("Niemand beobachtet das.", en="Nobody follows this."), icon="eye")
    rows = [(one.name, _day(ctx, one.since)) for one in found]
    return Table(columns=_WHO, rows=rows, caption=phrases.FOLLOWED)


def watched(ctx: UiContext) -> list[RecordRef]:
    """Give what the start page tells the reader news of."""
    return [one.ref for one in queries.followed_by(ctx)]
