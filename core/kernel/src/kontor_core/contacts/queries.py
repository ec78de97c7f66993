"""What one can ask about people, in one query each."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import Affiliation
from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.reader import Reader
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


class MainPlaceRow(msgspec.Struct):
    """Where a person belongs today, and as what."""

    contact_id: str
    customer_id: str
    name: str | None
    role: str | None
    kind: str


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
_MAIN_PLACES = (
    select(_affiliation.contact_id, _customer.id, _customer.name, _affiliation.role, _customer.kind)
    .where(_affiliation.customer_id == _customer.id, _customer.merged_into_id.is_(None))
    .where(_affiliation.contact_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .where(_affiliation.until.is_(None))
    .order_by(_affiliation.contact_id, _affiliation.since, _affiliation.id)
)


def places_of(reader: Reader, contact_id: str) -> list[PlaceRow]:
    """Give the customers of a person by name, former ones at the end."""
    return reader.read(_PLACES, PlaceRow, {"contact_id": contact_id})


def main_places(reader: Reader, contact_ids: Sequence[str]) -> dict[str, MainPlaceRow]:
    """Give for each person the customer where they have belonged longest, in one query."""
    if not contact_ids:
        return {}
    found: dict[str, MainPlaceRow] = {}
    for row in reader.read(_MAIN_PLACES, MainPlaceRow, {"ids": list(contact_ids[:512])}):
        found.setdefault(row.contact_id, row)
    return found
