"""What one can ask about people, in one query each."""

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import Affiliation
from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.storage import Reader
from kontor_core.foundation.storage.types import Id


class PlaceRow(msgspec.Struct):
    """A customer where a person belongs; ``until`` is set when they have left."""

    affiliation_id: str
    customer_id: str
    name: str | None
    number: str
    role: str | None
    since: str | None
    until: str | None


_affiliation, _customer = columns(Affiliation), columns(Customer)
_PLACES = (
    select(
        _affiliation.id,
        _customer.id,
        _customer.name,
        _customer.number,
        _affiliation.role,
        _affiliation.since,
        _affiliation.until,
    )
    .where(_affiliation.customer_id == _customer.id, _customer.merged_into_id.is_(None))
    .where(_affiliation.contact_id == bindparam("contact_id", type_=Id()))
    .order_by(_affiliation.until.is_not(None), _customer.name_key, _affiliation.id)
    .limit(200)
)


def places_of(reader: Reader, contact_id: str) -> list[PlaceRow]:
    """Give the customers of a person by name, former ones at the end."""
    return reader.read(_PLACES, PlaceRow, {"contact_id": contact_id})
