"""What interactions add to the screen: composers on the record page, entries of the timeline."""

from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.ui import Composer, Rendered, Size, TimelineRenderer, Widget
from kontor_core.hooks.declarations.views import (
    Color,
    Empty,
    Head,
    Link,
    Table,
    Tag,
)
from kontor_core.interactions import inputs, queries
from kontor_core.interactions.agenda import TOUCHES
from kontor_core.interactions.charts import interaction_charts
from kontor_core.interactions.composing import record, record_of_person
from kontor_core.interactions.inputs import Touch
from kontor_core.interactions.models import CHANNELS
from kontor_core.timeline.core_entries import interaction_entries, participant_entries

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


def _composers() -> list[Spec]:
    call, visit, message = (
        L("Telefonat", en="Call"),
        L("Besuch", en="Visit"),
        L("Nachricht", en="Message"),
    )
    told = {
        "call": L("Telefonat erfasst.", en="Call recorded."),
        "visit": L("Besuch erfasst.", en="Visit recorded."),
        "message": L("Kontakt erfasst.", en="Interaction recorded."),
    }
    kinds: tuple[tuple[str, L, str, str | None, type[Touch], type[Touch]], ...] = (
        ("call", call, "phone", "l", inputs.Call, inputs.PersonCall),
        ("visit", visit, "map-pin", None, inputs.Visit, inputs.PersonVisit),
        ("message", message, "mail", "m", inputs.Message, inputs.PersonMessage),
    )
    found: list[Spec] = []
    for place, (kind, label, icon, key, of_customer, of_person) in enumerate(kinds, 2):
        channel = None if kind == "message" else kind
        found += [
            Composer(
                id=kind,
                label=label,
                icon=icon,
                key=key,
                input=of_customer,
                submit=record(channel, told[kind]),
                order=place * 10,
            ),
            Composer(
                id=f"person_{kind}",
                on="contact",
                label=label,
                icon=icon,
                key=key,
                input=of_person,
                submit=record_of_person(channel, told[kind]),
                order=place * 10,
            ),
        ]
    return found


def interaction_ui() -> list[Spec]:
    return [
        *_composers(),
        *interaction_charts(),
        Widget(
            id="latest_interactions",
            title=_LATEST,
            render=latest_widget,
            size=Size(6, 3),
            refresh_on=("interaction.*",),
            order=30,
        ),
        TimelineRenderer(
            id="interaction",
            events=("interaction.*",),
            icon="message-circle",
            color=Color.C5,
            render=interaction_entries,
        ),
        TimelineRenderer(
            id="participant",
            events=("participant.*",),
            icon="message-circle",
            color=Color.C5,
            render=participant_entries,
        ),
        TOUCHES,
    ]
