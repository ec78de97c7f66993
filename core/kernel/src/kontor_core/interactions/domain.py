"""What one can do with interactions: record one, say who took part, correct it, take it away."""

from collections.abc import Mapping, Sequence
from typing import Any

from kontor_core.foundation import clock
from kontor_core.foundation.errors import Conflict, Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.checking import refuse_fixed
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.models import Interaction, Participant


def record_interaction(
    uow: UnitOfWork,
    values: Mapping[str, Any],
    *,
    people: Sequence[str] = (),
    colleagues: Sequence[str] = (),
) -> Interaction:
    """Record one touch; without a time it happened just now. It tells ``interaction.created``.

    ``people`` of the customer and ``colleagues`` took part; the first of the people is the one it
    was with when no value says so.
    """
    if people and not values.get("contact_id"):
        values = {**values, "contact_id": people[0]}
    refuse_fixed(Interaction, values)
    given = {**values, "occurred_at": values.get("occurred_at") or clock.now()}
    interaction = uow.create(Interaction, given)
    if interaction.follow_up_on and interaction.follow_up_on < interaction.occurred_at.date():
        raise Invalid(
            {
                "follow_up_on": L(
                    "Das Nachfassen liegt vor dem Kontakt.",
                    en="The follow-up is before the interaction.",
                )
            }
        )
    for contact_id in dict.fromkeys(people):
        if contact_id != interaction.contact_id:
            uow.create(Participant, {"interaction_id": interaction.id, "contact_id": contact_id})
    for user_id in dict.fromkeys(colleagues):
        uow.create(Participant, {"interaction_id": interaction.id, "user_id": user_id})
    return interaction


def add_participant(uow: UnitOfWork, values: Mapping[str, Any]) -> Participant:
    """Say that a person or a colleague took part; nobody takes part twice."""
    who = {name: values[name] for name in ("contact_id", "user_id") if values.get(name)}
    if len(who) != 1:
        raise Invalid(
            {
                "contact_id": L(
                    "Beteiligt ist eine Person oder ein Kollege.",
                    en="A person or a colleague took part.",
                )
            }
        )
    participant = uow.create(Participant, values)
    interaction = uow.get(Interaction, participant.interaction_id)
    given = {name: getattr(participant, name) for name in who}
    same = uow.find_all(Participant, interaction_id=interaction.id, **given)
    if len(same) > 1 or given.get("contact_id", "") == interaction.contact_id:
        raise Conflict(
            L("Das ist schon festgehalten.", en="That is recorded already."), field=next(iter(who))
        )
    return participant


def change_interaction(
    uow: UnitOfWork, interaction_id: str, values: Mapping[str, Any], version: int | None = None
) -> Interaction:
    """Correct what was recorded; the history keeps the former fact."""
    refuse_fixed(Interaction, values)
    return uow.change(Interaction, interaction_id, values, version=version)


def delete_interaction(uow: UnitOfWork, interaction_id: str, version: int | None = None) -> None:
    """Take a mistaken record away."""
    uow.delete(uow.get(Interaction, interaction_id), version=version)
