"""The tables: animals belong to a client, vaccinations to an animal."""

from datetime import date

from kontor_sdk import L
from kontor_sdk.models import Choice, CustomerId, Data, Kind, field, link, plugin_base

Base = plugin_base("vet")

SPECIES = (
    Choice("dog", L("Hund", en="Dog"), "c1"),
    Choice("cat", L("Katze", en="Cat"), "c2"),
    Choice("rabbit", L("Kaninchen", en="Rabbit"), "c4"),
    Choice("horse", L("Pferd", en="Horse"), "c5"),
)


class Animal(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade")
    name: str = field(L("Name", en="Name"), sort=True)
    species: str = field(L("Tierart", en="Species"), kind=Kind.CHOICE, choices=SPECIES)
    born_on: date | None = field(L("Geboren", en="Born"), kind=Kind.DATE, nullable=True)
    remark: str | None = field(
        L("Bemerkung", en="Remark"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )


class Vaccination(Base, table=True):
    animal_id: str = link("vet.animal", L("Tier", en="Animal"), on_delete="cascade")
    against: str = field(L("Gegen", en="Against"))
    given_on: date = field(L("Geimpft am", en="Given on"), kind=Kind.DATE)
    due_on: date = field(L("Fällig am", en="Due on"), kind=Kind.DATE, sort=True)
    reminded_on: date | None = field(
        L("Erinnert am", en="Reminded on"), kind=Kind.DATE, nullable=True, editable=False
    )
