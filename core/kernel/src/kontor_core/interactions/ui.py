"""What interactions add to the screen: composers on the record page, entries of the timeline."""

from collections.abc import Callable, Sequence

from pydantic import BaseModel

from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.contexts import ActionContext, RecordRef, UiContext
from kontor_core.hooks.declarations.ui import (
    Composer,
    Rendered,
    Size,
    Spec,
    TimelineRenderer,
    Widget,
)
from kontor_core.hooks.declarations.views import (
    ActionResult,
    Color,
    Done,
    Empty,
    Head,
    Link,
    Table,
    Tag,
)
from kontor_core.interactions import queries
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.inputs import Call, Message, Visit
from kontor_core.interactions.models import CHANNELS
from kontor_core.timeline.core_entries import interaction_entries


def _record(channel: str | None, told: L) -> Callable[[ActionContext, Sequence[str]], ActionResult]:
    def submit(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
        assert isinstance(ctx.input, BaseModel)  # noqa: S101  # declared beside this function
        given = ctx.input.model_dump(exclude_none=True)
        if channel is not None:
            given["channel"] = channel
        with ctx.unit() as uow:
            for customer_id in ids:
                record_interaction(uow, {**given, "customer_id": customer_id})
        return Done(told)

    return submit


_LATEST = L("Letzte {interactions}", en="Latest {interactions}")
_TAGS = {choice.value: Tag(choice.label, Color(choice.color)) for choice in CHANNELS}


def latest_widget(ctx: UiContext) -> Rendered:
    """Tell on the start page who was spoken to lately, and about what."""
    rows = queries.latest(ctx.reader)
    if not rows:
        return Empty(L("Noch keine Kontakte.", en="No interactions yet."), icon="message-circle")
    customer = ctx.called("customer", L("Kunde", en="Customer"))
    touches = ctx.called("interactions", L("Kundenkontakte", en="interactions"))
    return Table(
        caption=_LATEST.format(interactions=touches),
        columns=(
            Head(L("Betreff", en="Subject")),
            Head(customer),
            Head(L("Kanal", en="Channel")),
            Head(L("Am", en="On"), Kind.DATE),
        ),
        rows=[
            (
                row.subject or "…",
                Link(row.customer or "…", RecordRef("customer", row.customer_id)),
                _TAGS.get(row.channel, row.channel),
                clock.from_text(row.occurred_at).astimezone(ctx.tz).date(),
            )
            for row in rows
        ],
        links=[RecordRef("interaction", row.id) for row in rows],
        more=Link(L("Alle anzeigen", en="Show all"), "/interactions"),
    )


def interaction_ui() -> list[Spec]:
    return [
        Composer(
            id="call",
            label=L("Telefonat", en="Call"),
            icon="phone",
            input=Call,
            submit=_record("call", L("Telefonat erfasst.", en="Call recorded.")),
            order=20,
        ),
        Composer(
            id="visit",
            label=L("Besuch", en="Visit"),
            icon="map-pin",
            input=Visit,
            submit=_record("visit", L("Besuch erfasst.", en="Visit recorded.")),
            order=30,
        ),
        Widget(
            id="latest_interactions",
            title=_LATEST,
            render=latest_widget,
            size=Size(6, 3),
            refresh_on=("interaction.*",),
            order=30,
        ),
        Composer(
            id="message",
            label=L("Nachricht", en="Message"),
            icon="mail",
            input=Message,
            submit=_record(None, L("Kontakt erfasst.", en="Interaction recorded.")),
            order=40,
        ),
        TimelineRenderer(
            id="interaction",
            events=("interaction.*",),
            icon="message-circle",
            color=Color.C5,
            render=interaction_entries,
        ),
    ]
