"""Contact points in their normal form: one address is one text, however it was typed."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from kontor_core.contacts.models import EMAIL, HANDLE, PHONE, POSTAL, WEB, ContactPoint
from kontor_core.foundation.errors import Conflict, Invalid
from kontor_core.foundation.fields import FieldSpec, Kind
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.foundation.values.conventions import Conventions

SHORTHANDS: Mapping[str, str] = {"email": EMAIL, "phone": PHONE, "website": WEB}
"""Names under which a new customer or contact may bring contact points along."""

_KIND = {EMAIL: Kind.EMAIL, PHONE: Kind.PHONE, WEB: Kind.URL, HANDLE: Kind.TEXT}
_ADDRESS = ("street", "postcode", "city", "country")
_ONE_LINE = re.compile(
    r"(?P<street>[^,]+),\s*(?:(?P<country>[A-Za-z]{1,2})-)?(?P<postcode>\d{4,5})\s+(?P<city>[^,]+)"
)
_COUNTRY = re.compile(r"[A-Z]{2}")


class _Point(msgspec.Struct):
    id: str


_point = columns(ContactPoint)
_SAME = select(_point.id).where(
    _point.scheme == bindparam("scheme", type_=String()),
    func.lower(_point.value) == bindparam("value", type_=String()),
)
_SAME_OF = {
    name: _SAME.where(_point[name] == bindparam("owner", type_=Id()))
    for name in ("customer_id", "contact_id")
}


def add_point(uow: UnitOfWork, values: Mapping[str, Any]) -> ContactPoint:
    """Add an address to a customer or a contact; the same one a second time is refused."""
    owners = [name for name in ("customer_id", "contact_id") if values.get(name)]
    if len(owners) != 1:
        raise Invalid(
            {
                "contact_id": L(
                    "Ein Kontaktweg gehört zu einem Kunden oder zu einer Person.",
                    en="A contact point belongs to one customer or to one contact.",
                )
            }
        )
    given = {**values, **normal_form(values, uow.storage.conventions)}
    _refuse_same(uow, owners[0], given, but=None)
    return uow.create(ContactPoint, given)


def add_points(uow: UnitOfWork, shorthands: Mapping[str, Any], **owner: str) -> None:
    """Add what a new record brought along under ``email``, ``phone`` and ``website``."""
    for name, value in shorthands.items():
        try:
            add_point(uow, {"scheme": SHORTHANDS[name], "value": value, **owner})
        except Invalid as error:
            raise Invalid({name: next(iter(error.problems().values()))}) from error


def change_point(
    uow: UnitOfWork, point_id: str, values: Mapping[str, Any], version: int | None = None
) -> ContactPoint:
    """Change an address; what comes out is in its normal form again."""
    point = uow.get(ContactPoint, point_id)
    names = {"scheme", "value", *_ADDRESS}
    given = dict(values)
    if names & set(given):
        before = {name: getattr(point, name) for name in names}
        if "value" not in given and set(given) & set(_ADDRESS):
            before.pop("value")
        given |= normal_form({**before, **given}, uow.storage.conventions)
        given |= {"scheme": {**before, **values}["scheme"]}
        owner = "contact_id" if point.contact_id else "customer_id"
        _refuse_same(uow, owner, {**given, owner: getattr(point, owner)}, but=point.id)
    return uow.change(ContactPoint, point_id, given, version=version)


def normal_form(values: Mapping[str, Any], conventions: Conventions) -> dict[str, Any]:
    """Give ``value`` and, for a postal address, its parts. Raises Invalid."""
    scheme, value = values.get("scheme"), values.get("value")
    if scheme == POSTAL:
        return _postal(values, conventions)
    kind = _KIND.get(str(scheme))
    if kind is None:
        return {}  # the field's own choices refuse it
    spec = FieldSpec(L("Wert", en="Value"), kind, required=True, max_length=300)
    found = clean_with(spec, value, "value", conventions)
    return {"value": found.removeprefix("@") if scheme == HANDLE else found}


def _postal(values: Mapping[str, Any], conventions: Conventions) -> dict[str, Any]:
    parts = {name: _words(values.get(name)) for name in _ADDRESS}
    if not any(parts[name] for name in ("street", "postcode", "city")):
        line = _words(values.get("value"))
        found = _ONE_LINE.fullmatch(line)
        told = found.groupdict() if found else {"street": line}
        parts |= {name: part for name, part in told.items() if part}  # a country may stand apart
    if not any(parts[name] for name in ("street", "postcode", "city")):
        raise Invalid({"value": L("Bitte ausfüllen.", en="Please fill in.")})
    country = (parts["country"] or conventions.region).upper()
    country = {"D": "DE", "A": "AT"}.get(country, country)
    if not _COUNTRY.fullmatch(country):
        raise Invalid(
            {
                "country": L(
                    "Das Land ist ein Kürzel aus zwei Buchstaben: DE, AT, CH.",
                    en="The country is a two-letter code: DE, AT, CH.",
                )
            }
        )
    place = " ".join(part for part in (parts["postcode"], parts["city"]) if part)
    line = ", ".join(part for part in (parts["street"], place, country) if part)
    return {
        "value": line,
        "street": parts["street"] or None,
        "postcode": parts["postcode"] or None,
        "city": parts["city"] or None,
        "country": country,
    }


def _words(value: object) -> str:
    return " ".join(str(value or "").split())


def _refuse_same(
    uow: UnitOfWork, owner: str, values: Mapping[str, Any], *, but: str | None
) -> None:
    wanted = {
        "scheme": values.get("scheme"),
        "value": str(values.get("value") or "").lower(),
        "owner": str(values[owner]).lower(),
    }
    if any(found.id != but for found in uow.read(_SAME_OF[owner], _Point, wanted)):
        raise Conflict(
            L(
                "Diesen Kontaktweg gibt es hier schon.",
                en="This contact point already exists here.",
            ),
            field="value",
        )
