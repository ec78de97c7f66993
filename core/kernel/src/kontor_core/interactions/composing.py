"""What the composers of calls, visits and messages do with what was typed."""

from collections.abc import Callable, Sequence

from kontor_core.contacts.queries import places_of
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.actions import ActionResult, Done
from kontor_core.hooks.declarations.contexts import ActionContext
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.inputs import Touch

Submit = Callable[[ActionContext, Sequence[str]], ActionResult]

_APART = {"people", "colleagues", "follow_up", "customer_id"}


def record(channel: str | None, told: L) -> Submit:
    """Give what a composer on the page of a customer does; ``channel`` None is in the form."""

    def submit(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
        for customer_id in ids:
            _keep(ctx, channel, customer_id, getattr(ctx.input, "people", None) or ())
        return Done(told)

    return submit


def record_of_person(channel: str | None, told: L) -> Submit:
    """Give what a composer on the page of a person does: it goes to the customer of theirs."""

    def submit(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
        for contact_id in ids:
            customer_id = getattr(ctx.input, "customer_id", None) or _place(ctx, contact_id)
            _keep(ctx, channel, customer_id, [contact_id])
        return Done(told)

    return submit


def _keep(ctx: ActionContext, channel: str | None, customer_id: str, people: Sequence[str]) -> None:
    given = ctx.input
    assert isinstance(given, Touch)  # noqa: S101  # declared beside this function
    values = given.model_dump(exclude_none=True, exclude=_APART)
    day = given.follow_up_day(ctx.now().astimezone(ctx.tz).date())
    values |= {"customer_id": customer_id, "follow_up_on": day}
    if channel is not None:
        values["channel"] = channel
    with ctx.unit() as uow:
        record_interaction(uow, values, people=people, colleagues=given.colleagues or ())


def _place(ctx: ActionContext, contact_id: str) -> str:
    """Give the one customer a person belongs to; raises Invalid for none and for several."""
    places = [one for one in places_of(ctx.reader, contact_id) if one.until is None]
    if not places:
        raise Invalid(
            {
                "customer_id": L(
                    "Diese Person ist niemandem zugeordnet. Für wen war es?",
                    en="This person is not assigned to anybody. Who was it for?",
                )
            }
        )
    if len({one.customer_id for one in places}) > 1:
        names = ", ".join(one.name or "…" for one in places[:3])
        raise Invalid(
            {
                "customer_id": L(
                    f"Diese Person gehört zu mehreren: {names}. Für wen war es?",
                    en=f"This person belongs to several: {names}. Whom was it for?",
                )
            }
        )
    return places[0].customer_id
