"""People as vCard 4.0 (RFC 6350), as address books and phones take them."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import msgspec
from icalendar import Component
from icalendar.prop import vAdr, vN, vOrg, vText, vUri
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import EMAIL, HANDLE, PHONE, POSTAL, WEB, ContactPoint
from kontor_core.contacts.queries import MainPlaceRow, main_places
from kontor_core.customers.models import PERSON
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id
from kontor_core.resources.listing import Page

_USE = {"work": "work", "billing": "work", "delivery": "work", "private": "home"}
_SEX = {"f": "F", "m": "M", "d": "O"}


class _Point(msgspec.Struct):
    contact_id: str
    scheme: str
    value: str | None
    purpose: str | None
    street: str | None
    postcode: str | None
    city: str | None
    country: str | None


class _Card(Component):
    """icalendar's writer knows vCard's properties, folding and escaping; only the name differs."""

    name = "VCARD"


_point = columns(ContactPoint)
_POINTS = (
    select(
        _point.contact_id,
        _point.scheme,
        _point.value,
        _point.purpose,
        _point.street,
        _point.postcode,
        _point.city,
        _point.country,
    )
    .where(_point.contact_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .where(_point.state != "invalid")
    .order_by(_point.contact_id, _point.id)
)


CardValue = tuple[str, str, str | bytes]
"""A part of somebody's card: ``note`` or ``picture``, the id of the person, text or bytes."""
MOST_CARDS = 100
"""Cards of one page: their pictures are in memory."""

_MEDIA_TYPES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def write_cards(
    file: IO[bytes],
    reader: Reader,
    pages: Iterable[Page],
    names: Sequence[str],
    parts: Callable[[Sequence[str]], Iterable[CardValue]],
) -> Iterator[int]:
    """Write a card for each person; gives the number of each page."""
    for page in pages:
        people = [
            dict(zip((*names, "id"), msgspec.structs.astuple(row), strict=False))
            for row in page.rows
        ]
        ids = [person["id"] for person in people]
        points: dict[str, list[_Point]] = {}
        for point in reader.read(_POINTS, _Point, {"ids": ids}) if ids else ():
            points.setdefault(point.contact_id, []).append(point)
        places = main_places(reader, ids)
        more: dict[str, list[CardValue]] = {}
        for part in parts(ids):
            more.setdefault(part[1], []).append(part)
        for person in people:
            card = _card(person, points.get(person["id"], ()), places.get(person["id"]))
            for kind, _, value in more.get(person["id"], ()):
                _add(card, kind, value)
            file.write(card.to_ical(sorted=False))
        yield len(people)


def _add(card: Component, kind: str, value: str | bytes) -> None:
    if isinstance(value, str):
        if kind == "note" and value:
            card.add("note", vText(value))
        return
    media_type = next((t for start, t in _MEDIA_TYPES.items() if value.startswith(start)), None)
    if media_type is not None:
        data = base64.b64encode(value).decode()
        card.add("photo", vUri(f"data:{media_type};base64,{data}"))


def _card(
    person: Mapping[str, Any], points: Sequence[_Point], place: MainPlaceRow | None
) -> Component:
    card = _Card()
    card.add("version", "4.0")
    card.add("uid", f"urn:uuid:{person['id']}")
    card.add("fn", person.get("name") or "")
    name = (person.get("family_name"), person.get("given_name"), None, person.get("title"), None)
    card.add("n", vN(tuple(part or "" for part in name)))
    if person.get("born_on"):
        card.add("bday", person["born_on"].replace("-", ""))
    if person.get("sex") in _SEX:
        card.add("gender", _SEX[person["sex"]])
    if person.get("language"):
        card.add("lang", person["language"])
    if place is not None and place.name and place.kind != PERSON:
        card.add("org", vOrg((place.name,)))
        if place.role:
            card.add("title", place.role)
    for point in points:
        _reach(card, point)
    return card


def _reach(card: Component, point: _Point) -> None:
    use = {"TYPE": _USE[point.purpose]} if point.purpose in _USE else {}
    if point.scheme == POSTAL:
        parts = (point.street or point.value, point.city, None, point.postcode, point.country)
        card.add("adr", vAdr(("", "", *(part or "" for part in parts))), parameters=use)
    elif not point.value:
        return
    elif point.scheme == EMAIL:
        card.add("email", point.value, parameters=use)
    elif point.scheme == PHONE:
        card.add("tel", vUri(f"tel:{point.value}"), parameters={"VALUE": "uri", **use})
    elif point.scheme in (WEB, HANDLE):
        card.add("url", vUri(point.value), parameters=use)
