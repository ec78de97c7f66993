"""What interactions add to the screen: composers on the record page, entries of the timeline."""

from collections.abc import Callable, Sequence

from pydantic import BaseModel

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import ActionContext
from kontor_core.hooks.declarations.ui import Composer, Spec, TimelineRenderer
from kontor_core.hooks.declarations.views import ActionResult, Color, Done
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.inputs import Call, Message, Visit
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
