"""What rows of customers and people bring along: where they live, more addresses, an employer."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any

from babel import Locale

from kontor_core.contacts.models import EMAIL, PHONE, POSTAL
from kontor_core.contacts.points import add_point
from kontor_core.events.arrivals import FileArrived, NoteArrived
from kontor_core.exchange.employers import EMPLOYER
from kontor_core.exchange.sources import Picture
from kontor_core.foundation.errors import Conflict, Invalid
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

PLACE = ("street", "postcode", "city", "country")
NOTE, PHOTO = "note", "photo"
KEPT_BY: Mapping[str, str] = {NOTE: NoteArrived.name, PHOTO: FileArrived.name}
"""What plugins keep, and the event by which they hear of it."""
FURTHER: Mapping[str, str] = {
    "email_2": EMAIL, "email_3": EMAIL, "phone_2": PHONE, "phone_3": PHONE,
}  # fmt: skip

_NAMES = {
    NOTE: ("notes", "notiz", "notizen", "bemerkung", "bemerkungen", "kommentar", "comment"),
    PHOTO: ("foto", "picture", "bild"),
    "country": ("land", "nation", "countrycode"),
    "phone_2": ("phone2", "telefon2", "mobil", "mobile", "mobiltelefon", "handy", "cell"),
    "email_2": ("email2", "mail2"),
    EMPLOYER: ("organization", "firma", "company", "unternehmen", "employer", "arbeitgeber"),
}
_NOTE_SPECS = {NOTE: FieldSpec(L("Notiz", en="Note"), Kind.LONGTEXT, max_length=10_000)}
_PLACE_SPECS = {
    "street": FieldSpec(L("Straße", en="Street"), Kind.TEXT),
    "postcode": FieldSpec(L("PLZ", en="Postcode"), Kind.TEXT),
    "city": FieldSpec(L("Ort", en="City"), Kind.TEXT),
    "country": FieldSpec(L("Land", en="Country"), Kind.TEXT),
}
_FURTHER_SPECS = {
    "email_2": FieldSpec(L("E-Mail 2", en="E-mail 2"), Kind.EMAIL),
    "email_3": FieldSpec(L("E-Mail 3", en="E-mail 3"), Kind.EMAIL),
    "phone_2": FieldSpec(L("Telefon 2", en="Phone 2"), Kind.PHONE),
    "phone_3": FieldSpec(L("Telefon 3", en="Phone 3"), Kind.PHONE),
    EMPLOYER: FieldSpec(
        L("Organisation", en="Organisation"),
        Kind.TEXT,
    ),
}
_SPECS = {
    "customers": {**_PLACE_SPECS, **_NOTE_SPECS},
    "contacts": {
        **_PLACE_SPECS,
        **_FURTHER_SPECS,
        **_NOTE_SPECS,
        PHOTO: FieldSpec(L("Bild", en="Picture"), Kind.TEXT),
    },
}


def brought_along(resource: str) -> dict[str, tuple[FieldSpec, tuple[str, ...]]]:
    """Give what a file may have beside the fields of a record, and how it may be called."""
    return {name: (spec, _NAMES.get(name, ())) for name, spec in _SPECS.get(resource, {}).items()}


def add_further(uow: UnitOfWork, values: Mapping[str, Any], **owner: str) -> None:
    """Add second addresses and the postal one; those that are there already are no mistake.

    A note and a picture of a person are handed to whoever keeps such things.
    """
    points: list[dict[str, Any]] = [
        {"scheme": scheme, "value": values[name]}
        for name, scheme in FURTHER.items()
        if values.get(name)
    ]
    place = postal({name: values.get(name) for name in PLACE})
    if place is not None:
        points.append(place)
    for point in points:
        with suppress(Conflict), uow.savepoint():
            add_point(uow, {**point, **owner})
    if values.get(NOTE):
        uow.publish(NoteArrived(contact_id=owner.get("contact_id"), text=values[NOTE]))
    if values.get(PHOTO):
        picture: Picture = values[PHOTO]
        uow.publish(
            FileArrived(
                contact_id=owner.get("contact_id"),
                blob_id=uow.blobs.put(BytesIO(picture.content)),
                size=len(picture.content),
                file_name=f"{PHOTO}.{picture.ending}",
            )
        )


def postal(parts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give a postal address as a contact point; None for no address, a country alone is none.

    A street on its own may be the whole address in one line: ``Weg 1, 10115 Berlin``.
    """
    given = {name: value for name, value in parts.items() if value}
    if given.keys() <= {"country"}:
        return None
    if given.keys() <= {"street", "country"}:
        given["value"] = given.pop("street")
    return {"scheme": POSTAL, **given}


def country_codes(cells: Sequence[Any]) -> list[Any]:
    """Give codes for countries that are named in full; Invalid in place of what is none."""
    return [None if cell is None else _code(str(cell)) for cell in cells]


def _code(name: str) -> str | Invalid:
    found = _countries().get(name.casefold())
    if found is None:
        return Invalid(
            L(
                "Dieses Land ist nicht bekannt. Schreiben Sie DE, Deutschland oder Germany.",
                en="This country is not known. Write DE, Deutschland or Germany.",
            )
        )
    return found


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("de", "en", "fr", "it", "es", "nl", "pl"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[str(name).casefold()] = found[code.casefold()] = code
    return found | {"usa": "US", "uk": "GB", "d": "DE", "a": "AT"}
