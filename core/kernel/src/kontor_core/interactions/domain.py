"""What one can do with interactions: record a call, a visit, a letter; correct it; take it away."""

from collections.abc import Mapping
from typing import Any

from kontor_core.foundation import clock
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.checking import refuse_fixed
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.models import Interaction


def record_interaction(uow: UnitOfWork, values: Mapping[str, Any]) -> Interaction:
    """Record one touch; without a time it happened just now. It tells ``interaction.created``."""
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
    return interaction


def change_interaction(
    uow: UnitOfWork, interaction_id: str, values: Mapping[str, Any], version: int | None = None
) -> Interaction:
    """Correct what was recorded; the history keeps the former fact."""
    refuse_fixed(Interaction, values)
    return uow.change(Interaction, interaction_id, values, version=version)


def delete_interaction(uow: UnitOfWork, interaction_id: str, version: int | None = None) -> None:
    """Take a mistaken record away."""
    uow.delete(uow.get(Interaction, interaction_id), version=version)
