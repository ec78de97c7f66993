"""What one can ask about interactions, in one query each."""

import msgspec
from sqlalchemy import select

from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.storage import Reader
from kontor_core.interactions.models import Interaction


class LatestRow(msgspec.Struct):
    """An interaction with the customer it was with."""

    id: str
    customer_id: str
    customer: str | None
    channel: str
    occurred_at: str
    subject: str | None


_touch, _customer = columns(Interaction), columns(Customer)
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
