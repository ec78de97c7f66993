"""What people type when they record a touch right on the page of a customer or a person."""

from datetime import date, datetime, timedelta

from kontor_core.foundation.fields import Choice, Kind, field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.inputs import Input
from kontor_core.foundation.privacy.classes import Data
from kontor_core.interactions.models import CHANNELS, DIRECTIONS, OUTCOMES

WRITTEN = tuple(one for one in CHANNELS if one.value not in ("call", "visit"))
"""The channels without a form of their own."""

SOON = (
    Choice("1", L("Morgen", en="Tomorrow")),
    Choice("3", L("In 3 Tagen", en="In 3 days")),
    Choice("7", L("In einer Woche", en="In a week")),
    Choice("14", L("In zwei Wochen", en="In two weeks")),
    Choice("30", L("In 30 Tagen", en="In 30 days")),
    Choice("90", L("In 90 Tagen", en="In 90 days")),
)
"""When to follow up: days from the day it is written down."""


# what was said stands first, then what the channel asks for, then what follows from it: the order
# in which one types while the telephone still rings


class _Said(Input):
    body: str | None = field(
        L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )


class _Called(_Said):
    outcome: str | None = field(L("Ergebnis", en="Outcome"), choices=OUTCOMES, nullable=True)
    direction: str = field(L("Richtung", en="Direction"), choices=DIRECTIONS, default="out")


class _Visited(_Said):
    occurred_at: datetime | None = field(L("Wann", en="When"), kind=Kind.DATETIME, nullable=True)


class _Written(_Said):
    channel: str = field(L("Kanal", en="Channel"), choices=WRITTEN, default="email")
    direction: str = field(L("Richtung", en="Direction"), choices=DIRECTIONS, default="in")
    occurred_at: datetime | None = field(L("Wann", en="When"), kind=Kind.DATETIME, nullable=True)


class _WithPeople(Input):
    people: list[str] | None = field(
        L("Mit wem", en="With whom"), kind=Kind.CHOICES, ref="contact", nullable=True
    )


class _ForCustomer(Input):
    customer_id: str | None = field(
        L("Für wen", en="For whom"),
        kind=Kind.REF,
        ref="customer",
        nullable=True,
        help=L("Nur bei mehreren nötig", en="Needed only if there are several"),
    )


class Touch(Input):
    """What every channel asks for besides what was said."""

    follow_up: str | None = field(L("Nachfassen", en="Follow up"), choices=SOON, nullable=True)
    follow_up_on: date | None = field(L("… oder am", en="... or on"), kind=Kind.DATE, nullable=True)
    subject: str | None = field(L("Betreff", en="Subject"), Data.PERSONAL, nullable=True)
    colleagues: list[str] | None = field(
        L("Kollegen dabei", en="Colleagues present"),
        kind=Kind.CHOICES,
        ref="user",
        nullable=True,
    )

    def follow_up_day(self, today: date) -> date | None:
        """Give the day to follow up on; a day that was written goes before a span."""
        if self.follow_up_on is None and self.follow_up:
            return today + timedelta(days=int(self.follow_up))
        return self.follow_up_on


class Call(Touch, _WithPeople, _Called):
    """A telephone call with a customer."""


class Visit(Touch, _WithPeople, _Visited):
    """A visit, there or here."""


class Message(Touch, _WithPeople, _Written):
    """A letter, a fax, an e-mail, something said on the web: whatever came or went in writing."""


class PersonCall(Touch, _ForCustomer, _Called):
    """A telephone call with a person."""


class PersonVisit(Touch, _ForCustomer, _Visited):
    """A visit of or to a person."""


class PersonMessage(Touch, _ForCustomer, _Written):
    """What came from a person or went to them in writing."""
