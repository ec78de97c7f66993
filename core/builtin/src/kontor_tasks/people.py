"""Whom a line means: a person by their title and name, a customer by the name after "bei" or "for".

Who is found once is put on the task; nobody is guessed among several.
"""

import re
from collections.abc import Iterator

import msgspec

from kontor_sdk.models import Customer, Reader, bindparam, columns, search_key, select
from kontor_sdk.people import Contact, customers_of

_NAME = r"[A-ZÄÖÜ][\w'’-]*"
_PERSON = re.compile(
    rf"\b(?:Frau|Herrn?|Fr\.|Hr\.|Mrs?\.?|Ms\.?)\s+(?P<names>{_NAME}(?:\s+{_NAME})?)"
)
_FIRM = re.compile(
    r"\b(?:bei|für|mit|an|zu|von|at|for|with|to|from)\s+(?:der\s+|dem\s+|the\s+)?"
    rf"(?P<names>{_NAME}(?:\s+(?:{_NAME}|&|und|and)){{0,4}})"
)
_LAST = "\U0010ffff"


class _Named(msgspec.Struct):
    id: str


_contact, _customer = columns(Contact), columns(Customer)
_PEOPLE = (
    select(_contact.id)
    .where(
        # the index; a family name is the first part of the key
        _contact.name_key >= bindparam("key"),
        _contact.name_key < bindparam("last"),
        _contact.family_name == bindparam("name"),
        _contact.merged_into_id.is_(None),
    )
    .limit(2)
)
_CUSTOMERS = (
    select(_customer.id)
    .where(
        _customer.name_key >= bindparam("key"),
        _customer.name_key < bindparam("last"),
        _customer.merged_into_id.is_(None),
    )
    .limit(2)
)


class Meant(msgspec.Struct):
    contact_id: str | None = None
    customer_id: str | None = None


def meant(reader: Reader, text: str) -> Meant:
    """Find whom a text means, among whom its writer sees."""
    found = Meant(contact_id=_person(reader, text), customer_id=_firm(reader, text))
    if found.contact_id and not found.customer_id:
        homes = customers_of(reader, found.contact_id)
        found.customer_id = homes[0] if len(homes) == 1 else None
    return found


def _person(reader: Reader, text: str) -> str | None:
    match = _PERSON.search(text)
    names = match["names"].split() if match is not None else []
    for name in reversed(names):  # the family name is the last; a verb may follow it
        rows = reader.read(_PEOPLE, _Named, {**_range(name), "name": name})
        if rows:
            return rows[0].id if len(rows) == 1 else None
    return None


def _firm(reader: Reader, text: str) -> str | None:
    for name in _firms(text):
        rows = reader.read(_CUSTOMERS, _Named, _range(name))
        if rows:
            return rows[0].id if len(rows) == 1 else None
    return None


def _range(name: str) -> dict[str, str]:
    key = search_key(name)
    return {"key": key, "last": key + _LAST}


def _firms(text: str) -> Iterator[str]:
    """Give what may be a name, the longest first; a line has few words."""
    for match in _FIRM.finditer(text):
        words = match["names"].split()
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            if len(name) > 2:
                yield name
