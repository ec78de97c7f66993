"""Customer: one party with whom the company has, wants or had a relationship."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from kontor_core.foundation.fields import Choice, Kind, field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import (
    custom_values,
    index_where_set,
    plugin_base,
    signpost,
)

Base = plugin_base("core")

ORGANISATION = "organisation"
PERSON = "person"

KINDS = (
    Choice(ORGANISATION, L("Organisation", en="Organisation"), "c6"),
    Choice(PERSON, L("Privatperson", en="Private person"), "c3"),
)
LANGUAGES = (
    Choice("de", L("Deutsch", en="German")),
    Choice("en", L("Englisch", en="English")),
)
ROLES = (
    Choice("customer", L("Kunde", en="Customer"), "c1"),
    Choice("prospect", L("Interessent", en="Prospect"), "c2"),
    Choice("supplier", L("Lieferant", en="Supplier"), "c5"),
    Choice("partner", L("Partner", en="Partner"), "c6"),
    Choice("press", L("Presse", en="Press"), "c7"),
)
"""What a party can be to the company; plugins and the definition add to the list."""


class Customer(Base, table=True):
    """Small on purpose: what a company wants to know beyond it is a facet or a custom field."""

    number: str = field(
        L("Kundennummer", en="Customer number"),
        Data.INTERNAL,
        default="",
        unique=True,
        editable=False,
        sort=True,
        searched=True,
    )
    kind: str = field(L("Art", en="Kind"), default=ORGANISATION, choices=KINDS)
    name: str = field(
        L("Name", en="Name"),
        Data.PERSONAL,
        erase=Erase.PSEUDONYM,
        sort_key="name_key",
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
    phase: str = field(L("Phase", en="Phase"), options="phases", default="prospect")
    roles: list[str] = field(
        L("Rollen", en="Roles"),
        kind=Kind.CHOICES,
        choices=ROLES,
        options="customer_roles",
        default=[],
    )
    language: str = field(L("Sprache", en="Language"), choices=LANGUAGES, default="de")
    custom: dict[str, Any] = custom_values()
    merged_into_id: str | None = signpost("customer")
    # newest first is how most lists of a day's work are read; lists and boards by phase walk the
    # second, and what a list counts is all in it
    __indexes__ = (
        Index("ix_core_customer_created", "created_at", "id"),
        Index("ix_core_customer_phase", "phase", "name_key", "id", "roles", "merged_into_id"),
        index_where_set("core_customer", "merged_into_id"),
    )


class Merge(Base, table=True):
    """What a merge moved, so that it can be taken back exactly; only ids and names of fields."""

    entity: str = field(L("Objekt", en="Entity"))
    survivor_id: str = field(L("Bleibt", en="Survivor"), kind=Kind.REF, index=True)
    merged_id: str = field(L("Zusammengeführt", en="Merged"), kind=Kind.REF, index=True)
    moved: dict[str, Any] = field(L("Verschoben", en="Moved"), kind=Kind.JSON)
    gained: dict[str, Any] = field(L("Übernommen", en="Gained"), kind=Kind.JSON)
    undone_at: datetime | None = field(
        L("Zurückgenommen", en="Undone"), kind=Kind.DATETIME, nullable=True
    )
