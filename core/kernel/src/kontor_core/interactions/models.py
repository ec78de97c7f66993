"""Interaction: one touch between company and customer over one channel, and who took part."""

from datetime import date, datetime

from sqlalchemy import Index

from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.models import plugin_base

Base = plugin_base("core")

CHANNELS = (
    Choice("call", L("Telefonat", en="Call"), "c6"),
    Choice("email", L("E-Mail", en="E-mail"), "c3"),
    Choice("letter", L("Brief", en="Letter"), "c2"),
    Choice("fax", L("Fax", en="Fax"), "c8"),
    Choice("visit", L("Besuch", en="Visit"), "c5"),
    Choice("web", L("Web", en="Web"), "c1"),
    Choice("social", L("Soziale Plattform", en="Social platform"), "c7"),
)
DIRECTIONS = (
    Choice("in", L("Eingehend", en="Inbound"), "c1"),
    Choice("out", L("Ausgehend", en="Outbound"), "c6"),
)
OUTCOMES = (
    Choice("reached", L("Erreicht", en="Reached"), "c5"),
    Choice("not_reached", L("Nicht erreicht", en="Not reached"), "c4"),
    Choice("callback", L("Rückruf erbeten", en="Callback requested"), "c2"),
)


class Interaction(Base, table=True):
    customer_id: str = link("customer", on_delete="cascade", index=False)
    contact_id: str | None = link("contact", on_delete="set null", nullable=True)
    channel: str = field(L("Kanal", en="Channel"), choices=CHANNELS)
    direction: str = field(L("Richtung", en="Direction"), choices=DIRECTIONS, default="out")
    occurred_at: datetime = field(L("Zeitpunkt", en="Time"), kind=Kind.DATETIME, sort=True)
    subject: str | None = field(
        L("Betreff", en="Subject"), Data.PERSONAL, nullable=True, searched=True
    )
    body: str | None = field(
        L("Inhalt", en="Text"),
        Data.PERSONAL,
        kind=Kind.LONGTEXT,
        nullable=True,
        searched=True,
    )
    outcome: str | None = field(L("Ergebnis", en="Outcome"), nullable=True, choices=OUTCOMES)
    follow_up_on: date | None = field(
        L("Nachfassen am", en="Follow up on"), kind=Kind.DATE, nullable=True
    )
    __indexes__ = (Index("ix_core_interaction_customer", "customer_id", "occurred_at"),)


ROLES = (
    Choice("present", L("Dabei", en="Present"), "c8"),
    Choice("from", L("Absender", en="Sender"), "c1"),
    Choice("to", L("Empfänger", en="Recipient"), "c6"),
    Choice("cc", L("In Kopie", en="In copy"), "c2"),
)


class Participant(Base, table=True):
    """Somebody who took part besides the person an interaction names: a person or a colleague."""

    __same__ = ("interaction_id", "contact_id", "user_id")

    interaction_id: str = link(
        "interaction", L("Kundenkontakt", en="Interaction"), on_delete="cascade"
    )
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True)
    user_id: str | None = link(
        "user", L("Kollege", en="Colleague"), on_delete="restrict", nullable=True
    )
    role: str = field(L("Beteiligt als", en="Took part as"), choices=ROLES, default="present")
