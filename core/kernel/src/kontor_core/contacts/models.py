"""Contact, Affiliation and ContactPoint: persons, where they belong, how they are reached."""

from datetime import date
from typing import Any

from sqlalchemy import Index

from kontor_core.customers.models import LANGUAGES
from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import (
    custom_values,
    index_where_set,
    plugin_base,
    signpost,
)

Base = plugin_base("core")

EMAIL, PHONE, POSTAL, HANDLE, WEB = "email", "phone", "postal", "handle", "web"

SCHEMES = (
    Choice(EMAIL, L("E-Mail", en="E-mail"), "c1"),
    Choice(PHONE, L("Telefon", en="Phone"), "c6"),
    Choice(POSTAL, L("Anschrift", en="Postal address"), "c2"),
    Choice(HANDLE, L("Profil", en="Handle"), "c7"),
    Choice(WEB, L("Website", en="Website"), "c5"),
)
STATES = (
    Choice("active", L("Gültig", en="Valid"), "c5"),
    Choice("unconfirmed", L("Unbestätigt", en="Unconfirmed"), "c2"),
    Choice("invalid", L("Ungültig", en="Invalid"), "c4"),
)


class Contact(Base, table=True):
    """A human being the company deals with; a private customer owns exactly one."""

    name: str = field(
        L("Name", en="Name"),
        Data.PERSONAL,
        erase=Erase.PSEUDONYM,
        default="",
        sort_key="name_key",
        editable=False,
        searched=True,
    )
    name_key: str = field(
        L("Sortiername", en="Sort name"),
        Data.PERSONAL,
        erase=Erase.PSEUDONYM,
        default="",
        hidden=True,
        editable=False,
    )
    given_name: str | None = field(L("Vorname", en="Given name"), Data.PERSONAL, nullable=True)
    family_name: str = field(L("Nachname", en="Family name"), Data.PERSONAL, erase=Erase.PSEUDONYM)
    title: str | None = field(L("Titel", en="Title"), Data.PERSONAL, nullable=True)
    sex: str | None = field(
        L("Geschlecht", en="Sex"),
        Data.PERSONAL,
        nullable=True,
        choices=(
            Choice("f", L("Weiblich", en="Female")),
            Choice("m", L("Männlich", en="Male")),
            Choice("d", L("Divers", en="Diverse")),
        ),
    )
    born_on: date | None = field(
        L("Geburtstag", en="Date of birth"), Data.PERSONAL, kind=Kind.DATE, nullable=True
    )
    language: str = field(
        L("Sprache", en="Language"),
        default="de",
        choices=LANGUAGES,
    )
    custom: dict[str, Any] = custom_values()
    merged_into_id: str | None = signpost("contact")
    __indexes__ = (index_where_set("core_contact", "merged_into_id"),)


class Affiliation(Base, table=True):
    """A contact's role at a customer, from - until; many-to-many."""

    customer_id: str = link("customer", on_delete="cascade")
    contact_id: str = link("contact", on_delete="cascade")
    role: str | None = field(L("Funktion", en="Role"), Data.PERSONAL, nullable=True)
    since: date | None = field(L("Seit", en="Since"), kind=Kind.DATE, nullable=True)
    until: date | None = field(L("Bis", en="Until"), kind=Kind.DATE, nullable=True)
    # a merge keeps one of two rows that are equal in these
    __same__ = ("customer_id", "contact_id", "until")
    # the fence asks: which contacts belong to my customers, to those of my teams
    __indexes__ = (
        Index("ix_core_affiliation_own", "owner_id", "contact_id"),
        Index("ix_core_affiliation_team", "team_id", "contact_id"),
    )


class ContactPoint(Base, table=True):
    """An address of a customer or a contact in one scheme, in its normal form."""

    __same__ = ("customer_id", "contact_id", "scheme", "value")

    customer_id: str | None = link("customer", on_delete="cascade", nullable=True)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True)
    scheme: str = field(L("Art", en="Kind"), choices=SCHEMES)
    value: str = field(
        L("Wert", en="Value"), Data.PERSONAL, erase=Erase.DELETE, index=True, searched=True
    )
    purpose: str | None = field(
        L("Verwendung", en="Use"),
        nullable=True,
        choices=(
            Choice("work", L("Dienstlich", en="Work")),
            Choice("private", L("Privat", en="Private")),
            Choice("billing", L("Rechnung", en="billing")),
            Choice("delivery", L("Lieferung", en="delivery")),
        ),
    )
    state: str = field(L("Zustand", en="State"), default="active", choices=STATES)
    street: str | None = field(L("Straße", en="Street"), Data.PERSONAL, nullable=True)
    postcode: str | None = field(L("PLZ", en="Postcode"), Data.PERSONAL, nullable=True)
    city: str | None = field(L("Ort", en="City"), Data.PERSONAL, nullable=True)
    country: str | None = field(L("Land", en="Country"), nullable=True, max_length=2)
