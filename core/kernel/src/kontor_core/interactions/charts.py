"""Over which channels people were in touch lately, for the start page."""

import msgspec
from sqlalchemy import bindparam, func, select

from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.periods import USUAL, period_of
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Moment
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import Rendered, Size, Widget
from kontor_core.hooks.declarations.views import Chart, Empty, Series
from kontor_core.interactions.models import CHANNELS, Interaction

_LABELS = {choice.value: choice.label for choice in CHANNELS}
_touch = columns(Interaction)
_BY_CHANNEL = (
    select(_touch.channel, _touch.direction, func.count(_touch.id))
    .where(_touch.occurred_at >= bindparam("since", type_=Moment()))
    .group_by(_touch.channel, _touch.direction)
)


class _Counted(msgspec.Struct):
    channel: str
    direction: str
    count: int


def channels_widget(ctx: UiContext) -> Rendered:
    """Show how often people were in touch over each channel in the period."""
    period = ctx.period or period_of(USUAL, ctx.now().astimezone(ctx.tz))
    rows = ctx.reader.read(_BY_CHANNEL, _Counted, {"since": period.start})
    if not rows:
        nothing = L("Kein Kontakt {when}.", en="No interactions {when}.")
        return Empty(nothing.format(when=period.said), icon="message-circle")
    totals: dict[str, int] = {}
    counts = {(row.channel, row.direction): row.count for row in rows}
    for row in rows:
        totals[row.channel] = totals.get(row.channel, 0) + row.count
    used = sorted(totals, key=lambda channel: -totals[channel])
    summary = L(
        "{total} {total:Kontakt|Kontakte} {when}, am häufigsten: {first} ({most}).",
        en="{total} {total:interaction|interactions} {when}, most often: {first} ({most}).",
    )
    first = text_of(_LABELS.get(used[0], used[0]), ctx.locale)
    return Chart(
        kind="bar",
        stacked=True,
        summary=summary.format(
            total=sum(totals.values()), when=period.said, first=first, most=totals[used[0]]
        ),
        x=[text_of(_LABELS.get(channel, channel), ctx.locale) for channel in used],
        series=[
            Series(label, [counts.get((channel, direction), 0) for channel in used])
            for direction, label in (
                ("in", L("Eingehend", en="Inbound")),
                ("out", L("Ausgehend", en="Outbound")),
            )
        ],
    )


def interaction_charts() -> list[Spec]:
    return [
        Widget(
            id="channels",
            title=L("{interactions} nach Kanal", en="{interactions} by channel"),
            render=channels_widget,
            size=Size(6, 3),
            lazy=True,
            period=True,
            refresh_on=("interaction.*",),
            order=70,
        )
    ]
