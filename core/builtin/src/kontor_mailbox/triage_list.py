"""The lists of what waits: one row for each sender, a card on a phone, several chosen at once."""

from collections.abc import Mapping, Sequence

from kontor_sdk import L
from kontor_sdk.ui import Template, UiContext

from .frame import MARKS, UNTITLED, when
from .triage import TRIAGE
from .waiting import Stranger

_WORDS: Mapping[str, L] = {
    "from": L("Von", en="From"),
    "sent": L("Zuletzt", en="Latest"),
    "do": L("Aktionen", en="Actions"),
    "all": L("Alle wählen", en="Select all"),
    "one": L("Wählen", en="Select"),
    "pick": L("Auswählen", en="Select"),
    "chosen": L("{n} ausgewählt", en="{n} selected"),
    "chosen_group": L("Mit der Auswahl", en="With the selection"),
    "unselect": L("Auswahl aufheben", en="Clear selection"),
    "raw": L("Herunterladen", en="Download"),
    "senders": L("Absender", en="senders"),
    "sender": L("Absender", en="sender"),
}
_ACTIONS: Mapping[str, tuple[L, str]] = {
    "assign": (L("Zuordnen", en="Assign"), "link"),
    "create": (L("Person anlegen", en="Create a person"), "user-plus"),
    "ignore": (L("Ignorieren", en="Ignore"), "mail-x"),
    "dismiss": (L("Beiseite legen", en="Put aside"), "check"),
    "bring_back": (L("Doch sortieren", en="Sort after all"), "undo-2"),
}
_MORE = L("{n} Nachrichten", en="{n} messages")
_SUBJECT, _REASON = L("Betreff", en="Subject"), L("Grund", en="Reason")


def to_sort(ctx: UiContext, found: Sequence[Stranger]) -> Template:
    """Show who waits to be sorted, the newest first, each with their latest message."""
    senders: dict[str, list[Stranger]] = {}
    for one in found:
        senders.setdefault(one.address or one.id, []).append(one)
    rows = []
    for of in senders.values():
        more = _MORE.format(n=len(of)).in_(ctx.locale) if len(of) > 1 else ""
        rows.append(_row(ctx, of[0], _title(ctx, of[0]), more))
    asked, sent = ("assign", "create", "ignore"), ()
    caption = L("Zu sortieren", en="To sort")
    return _list(ctx, caption, _SUBJECT, rows, asked, sent, bulk=("assign", "ignore", "dismiss"))


def unreadable(ctx: UiContext, found: Sequence[Stranger]) -> Template:
    """Show what could not be read, with the reason."""
    rows = [
        _row(ctx, one, (one.reason_en if ctx.locale == "en" else None) or one.reason or "…")
        for one in found
    ]
    caption = L("Nicht lesbar", en="Unreadable")
    return _list(ctx, caption, _REASON, rows, (), ("dismiss",), raw=True)


def put_aside(ctx: UiContext, found: Sequence[Stranger]) -> Template:
    """Show what nobody has to sort."""
    rows = []
    for one in found:
        mark = str(MARKS[one.kind].text) if one.kind in MARKS else ""
        rows.append(_row(ctx, one, _title(ctx, one), mark))
    return _list(ctx, L("Ignoriert", en="Ignored"), _SUBJECT, rows, (), ("bring_back",))


def address_of(one: Stranger) -> str:
    """Give the address of the page of one message."""
    return f"{TRIAGE}?message={one.id}"


def _title(ctx: UiContext, one: Stranger) -> str:
    return one.subject or UNTITLED.in_(ctx.locale)


def _row(ctx: UiContext, one: Stranger, text: str, more: str = "") -> Mapping[str, str]:
    return {
        "id": one.id,
        "href": address_of(one),
        "who": one.who,
        "text": text,
        "more": more,
        "when": when(ctx, one.sent_at),
    }


def _list(
    ctx: UiContext,
    caption: L,
    about: L,
    rows: Sequence[Mapping[str, str]],
    asked: Sequence[str],
    sent: Sequence[str],
    *,
    bulk: Sequence[str] = (),
    raw: bool = False,
) -> Template:
    """``asked`` actions have a form that opens, ``sent`` ones happen at once."""
    return Template(
        "mailbox/triage.html",
        words={name: word.in_(ctx.locale) for name, word in _WORDS.items()},
        caption=caption.in_(ctx.locale),
        about=about.in_(ctx.locale),
        rows=rows,
        asked=[_action(ctx, one) for one in asked],
        sent=[_action(ctx, one) for one in sent],
        bulk=[{**_action(ctx, one), "asks": one != "dismiss"} for one in bulk],
        raw=raw,
    )


def _action(ctx: UiContext, name: str) -> dict[str, object]:
    label, glyph = _ACTIONS[name]
    return {"url": f"/ui/action/mailbox.{name}", "label": label.in_(ctx.locale), "icon": glyph}
