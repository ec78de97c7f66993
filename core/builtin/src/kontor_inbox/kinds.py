"""Which notices come: everybody says it for themselves, kind by kind."""

from collections.abc import Sequence

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext, RecordRef
from kontor_sdk.ui import (
    ActionResult,
    Button,
    CellValue,
    Color,
    Done,
    Empty,
    Head,
    NoticeKind,
    Rendered,
    Table,
    Tag,
    UiContext,
)

from . import domain, queries

KINDS = L("Benachrichtigungen einstellen", en="Notification settings")
KINDS_PAGE = "/x/inbox/kinds"
_ON, _OFF = L("An", en="On"), L("Aus", en="Off")


def kinds_page(ctx: UiContext) -> Rendered:
    """Show every kind of notices, each with a button that switches it."""
    kinds = ctx.declared(NoticeKind)
    if not kinds:
        return Empty(L("Noch schickt niemand Nachrichten.", en="Nobody sends notices yet."))
    me = ctx.actor.id or ""
    off = queries.switched_off(ctx.reader, [me] if me else []).get(me, ())
    rows = [_row(kind, spec, wanted=kind not in off) for kind, spec in kinds.items()]
    heads = (
        Head(L("Nachricht", en="Notice")),  # a narrow screen shows these
        Head(L("Status", en="Status")),
        Head(L("Umschalten", en="Switch")),
        Head(L("Wann", en="When")),
    )
    return Table(columns=heads, rows=rows, caption=KINDS)


def _row(kind: str, spec: NoticeKind, *, wanted: bool) -> tuple[CellValue, ...]:
    state = Tag(_ON, Color.C5) if wanted else Tag(_OFF, Color.C8)
    label = (
        L("{kind}: ausschalten", en="{kind}: switch off")
        if wanted
        else L("{kind}: einschalten", en="{kind}: switch on")
    )
    button = Button(
        "inbox.kind_off" if wanted else "inbox.kind_on",
        label.format(kind=spec.label),
        on=RecordRef("inbox.kind", kind),
        compact=True,
    )
    return (spec.label, state, button, spec.help)


def kind_on(ctx: ActionContext, kinds: Sequence[str]) -> ActionResult:
    """Let these notices come again."""
    _choose(ctx, kinds, wanted=True)
    return Done(
        L("Sie bekommen diese Nachrichten wieder.", en="You will get these notices again."), undo={}
    )


def kind_off(ctx: ActionContext, kinds: Sequence[str]) -> ActionResult:
    """Let these notices come no longer; what came stays."""
    _choose(ctx, kinds, wanted=False)
    return Done(
        L("Sie bekommen diese Nachrichten nicht mehr.", en="You will no longer get these notices."),
        undo={},
    )


def _choose(ctx: ActionContext, kinds: Sequence[str], *, wanted: bool) -> None:
    known = ctx.declared(NoticeKind)
    with ctx.unit() as uow:
        for kind in kinds:
            if kind not in known or ctx.actor.id is None:
                raise NotFound("kind", kind)
            domain.choose(uow, ctx.actor.id, kind, wanted=wanted)
