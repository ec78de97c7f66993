"""What people type when they record a touch right on the record page."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from kontor_core.foundation.fields import Kind, field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.interactions.models import CHANNELS, DIRECTIONS, OUTCOMES

WRITTEN = tuple(one for one in CHANNELS if one.value not in ("call", "visit"))
"""The channels without a form of their own."""


class _Touch(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = field(L("Betreff", en="Subject"), Data.PERSONAL)
    body: str | None = field(
        L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )
    contact_id: str | None = field(
        L("Mit wem", en="With whom"), kind=Kind.REF, ref="contact", nullable=True
    )
    follow_up_on: date | None = field(
        L("Nachfassen am", en="Follow up on"), kind=Kind.DATE, nullable=True
    )


class Call(_Touch):
    """A telephone call."""

    direction: str = field(L("Richtung", en="Direction"), choices=DIRECTIONS, default="out")
    outcome: str | None = field(L("Ergebnis", en="Outcome"), choices=OUTCOMES, nullable=True)


class Visit(_Touch):
    """A visit, there or here."""

    occurred_at: datetime | None = field(L("Wann", en="When"), kind=Kind.DATETIME, nullable=True)


class Message(_Touch):
    """A letter, a fax, an e-mail, something said on the web: whatever came or went in writing."""

    channel: str = field(L("Kanal", en="Channel"), choices=WRITTEN, default="email")
    direction: str = field(L("Richtung", en="Direction"), choices=DIRECTIONS, default="in")
    occurred_at: datetime | None = field(L("Wann", en="When"), kind=Kind.DATETIME, nullable=True)
