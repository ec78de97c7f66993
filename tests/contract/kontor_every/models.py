"""The one table of the plugin: visits at customers."""

from datetime import date

from kontor_sdk import L
from kontor_sdk.models import Choice, CustomerId, Data, Kind, field, link, plugin_base

Base = plugin_base("every")

STATES = (
    Choice("planned", L("Geplant", en="Planned"), "c1"),
    Choice("held", L("Gehalten", en="Held"), "c2"),
    Choice("lost", L("Ausgefallen", en="Lost"), "c3"),
)


class Visit(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade")
    title: str = field(L("Anlass", en="Occasion"), Data.PERSONAL, sort=True)
    held_on: date = field(L("Datum", en="Date"), kind=Kind.DATE, sort=True)
    state: str = field(L("Stand", en="State"), kind=Kind.CHOICE, choices=STATES, default="planned")
    costs: int = field(L("Kosten", en="Costs"), kind=Kind.MONEY, currency="currency", default=0)
    currency: str = field(L("Währung", en="Currency"), default="EUR", max_length=3)


class Rating(Base, table=True):
    customer_id: CustomerId = link("customer", on_delete="cascade", unique=True)
    stars: int | None = field(L("Sterne", en="Stars"), kind=Kind.INT, nullable=True)
