"""What one can ask about customers, in one query each."""

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id, String

_MOST_SIGNPOSTS = 10


class CustomerRow(msgspec.Struct):
    """A customer as others name it."""

    id: str
    number: str
    name: str | None
    merged_into_id: str | None


class PersonRow(msgspec.Struct):
    """A person at a customer; ``until`` is set for those who have left."""

    affiliation_id: str
    contact_id: str
    name: str | None
    role: str | None
    since: str | None
    until: str | None


class PointRow(msgspec.Struct):
    """A way to reach a customer or a contact."""

    id: str
    customer_id: str | None
    contact_id: str | None
    scheme: str
    value: str | None
    purpose: str | None
    state: str


_customer, _contact = columns(Customer), columns(Contact)
_affiliation, _point = columns(Affiliation), columns(ContactPoint)

_HEAD = select(_customer.id, _customer.number, _customer.name, _customer.merged_into_id)
_BY_ID = _HEAD.where(_customer.id == bindparam("customer_id", type_=Id()))
_BY_NUMBER = _HEAD.where(_customer.number == bindparam("number", type_=String()))
_PEOPLE = (
    select(
        _affiliation.id,
        _contact.id,
        _contact.name,
        _affiliation.role,
        _affiliation.since,
        _affiliation.until,
    )
    .where(_affiliation.contact_id == _contact.id, _contact.merged_into_id.is_(None))
    .where(_affiliation.customer_id == bindparam("customer_id", type_=Id()))
    .order_by(_affiliation.until.is_not(None), _contact.name_key, _affiliation.id)
    .limit(200)
)
_POINTS = select(
    _point.id,
    _point.customer_id,
    _point.contact_id,
    _point.scheme,
    _point.value,
    _point.purpose,
    _point.state,
)
_POINTS_OF_CUSTOMER = (
    _POINTS.where(_point.customer_id == bindparam("customer_id", type_=Id()))
    .order_by(_point.scheme, _point.id)
    .limit(200)
)
_POINTS_OF_CONTACTS = _POINTS.where(
    _point.contact_id.in_(bindparam("ids", expanding=True, type_=Id()))
).order_by(_point.scheme, _point.id)


def customer(reader: Reader, customer_id: str) -> CustomerRow | None:
    """Give a customer by id; None when it is missing or hidden."""
    return reader.one(_BY_ID, CustomerRow, {"customer_id": customer_id})


def customer_numbered(reader: Reader, number: str) -> CustomerRow | None:
    """Give a customer by number, a merged one too: old letters carry its number."""
    return reader.one(_BY_NUMBER, CustomerRow, {"number": number})


def standing(reader: Reader, customer_id: str) -> CustomerRow | None:
    """Follow the signposts of merges to the customer that stands."""
    found = customer(reader, customer_id)
    for _ in range(_MOST_SIGNPOSTS):
        if found is None or found.merged_into_id is None:
            return found
        found = customer(reader, found.merged_into_id)
    return found


def people_of(reader: Reader, customer_id: str) -> list[PersonRow]:
    """Give the persons of a customer by name, those who have left at the end."""
    return reader.read(_PEOPLE, PersonRow, {"customer_id": customer_id})


def points_of(reader: Reader, customer_id: str) -> list[PointRow]:
    """Give the contact points of a customer itself."""
    return reader.read(_POINTS_OF_CUSTOMER, PointRow, {"customer_id": customer_id})


def points_of_contacts(reader: Reader, contact_ids: list[str]) -> list[PointRow]:
    """Give the contact points of several persons in one query, at most 512 of them."""
    if not contact_ids:
        return []
    return reader.read(_POINTS_OF_CONTACTS, PointRow, {"ids": contact_ids[:512]})
