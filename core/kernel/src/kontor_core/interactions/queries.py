"""What one can ask about interactions, in one query each."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id
from kontor_core.interactions.models import Interaction, Participant


class LatestRow(msgspec.Struct):
    """An interaction with the customer it was with."""

    id: str
    customer_id: str
    customer: str | None
    channel: str
    occurred_at: str
    subject: str | None


class ParticipantRow(msgspec.Struct):
    """Somebody who took part in an interaction: a person or a colleague."""

    id: str
    interaction_id: str
    contact_id: str | None
    user_id: str | None
    role: str


_touch, _customer, _participant = columns(Interaction), columns(Customer), columns(Participant)
_LATEST = (
    select(
        _touch.id,
        _customer.id,
        _customer.name,
        _touch.channel,
        _touch.occurred_at,
        _touch.subject,
    )
    .where(_touch.customer_id == _customer.id)
    .order_by(_touch.occurred_at.desc(), _touch.id.desc())
    .limit(8)
)


def latest(reader: Reader) -> list[LatestRow]:
    """Give the newest interactions, whoever they were with."""
    return reader.read(_LATEST, LatestRow)


_PARTICIPANTS = select(
    _participant.id,
    _participant.interaction_id,
    _participant.contact_id,
    _participant.user_id,
    _participant.role,
).order_by(_participant.interaction_id, _participant.id)
_IDS = bindparam("ids", expanding=True, type_=Id())
_OF_TOUCHES = _PARTICIPANTS.where(_participant.interaction_id.in_(_IDS))
_THESE = _PARTICIPANTS.where(_participant.id.in_(_IDS))


def participants_of(reader: Reader, interaction_ids: Sequence[str]) -> list[ParticipantRow]:
    """Give who took part in these interactions, besides the persons they name."""
    if not interaction_ids:
        return []
    return reader.read(_OF_TOUCHES, ParticipantRow, {"ids": list(interaction_ids)})


def participants(reader: Reader, ids: Sequence[str]) -> list[ParticipantRow]:
    """Give participants by their own ids."""
    return reader.read(_THESE, ParticipantRow, {"ids": list(ids)}) if ids else []
