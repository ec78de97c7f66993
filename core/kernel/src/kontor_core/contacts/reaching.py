"""Finding whom an address belongs to."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import EMAIL, Affiliation, Contact, ContactPoint
from kontor_core.customers.models import Customer
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

_AT_ONCE = 400


class Party(msgspec.Struct, frozen=True):
    """Whom an address belongs to: a person at a customer, or a customer without a person.

    ``customer_id`` is None for a person who belongs to no customer.
    """

    address: str
    contact_id: str | None
    customer_id: str | None


class _Point(msgspec.Struct):
    value: str | None
    contact_id: str | None
    customer_id: str | None


class _Place(msgspec.Struct):
    contact_id: str
    customer_id: str


_point, _affiliation = columns(ContactPoint), columns(Affiliation)
_contact, _customer = columns(Contact), columns(Customer)
_POINTS = (
    select(_point.value, _point.contact_id, _point.customer_id)
    .where(_point.scheme == EMAIL)
    .where(_point.value.in_(bindparam("values", expanding=True)))
    .order_by(_point.id)
)
_PLACES = (
    select(_affiliation.contact_id, _affiliation.customer_id)
    .join_from(_affiliation.id.table, _customer.id.table, _customer.id == _affiliation.customer_id)
    .where(_affiliation.contact_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .where(_affiliation.until.is_(None), _customer.merged_into_id.is_(None))
    .order_by(_affiliation.contact_id, _affiliation.since, _affiliation.id)
)


def parties_by_email(
    reader: Reader | UnitOfWork, addresses: Iterable[str]
) -> Mapping[str, Sequence[Party]]:
    """Give by address, in lower case, everybody who is reached there.

    A person who belongs to several customers comes once for each, the longest first.
    """
    wanted = sorted({one.strip().lower() for one in addresses if "@" in one})
    found: dict[str, list[Party]] = {}
    for start in range(0, len(wanted), _AT_ONCE // 3):
        part = wanted[start : start + _AT_ONCE // 3]
        spellings = sorted({text for one in part for text in _spellings(one)})
        points = reader.read(_POINTS, _Point, {"values": spellings})
        people = sorted({point.contact_id for point in points if point.contact_id})
        places: dict[str, list[str]] = {}
        for place in reader.read(_PLACES, _Place, {"ids": people}) if people else ():
            places.setdefault(place.contact_id, []).append(place.customer_id)
        for point in points:
            address = (point.value or "").lower()
            parties = found.setdefault(address, [])
            if point.contact_id is None:
                parties.append(Party(address, None, point.customer_id))
            else:
                of: Sequence[str | None] = places.get(point.contact_id) or (None,)
                parties += [Party(address, point.contact_id, one) for one in of]
    return found


def customers_of(reader: Reader | UnitOfWork, contact_id: str) -> list[str]:
    """Give the ids of the customers a person belongs to today, the longest first."""
    return [row.customer_id for row in reader.read(_PLACES, _Place, {"ids": [contact_id]})]


def _spellings(address: str) -> tuple[str, ...]:
    """Give how an address may have been written down; the index knows exact values only."""
    local, _, domain = address.partition("@")
    return (address, f"{local.title()}@{domain}", f"{local.capitalize()}@{domain}")
