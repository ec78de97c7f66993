"""What is asked for when a message of somebody unknown is sorted."""

from kontor_sdk import L
from kontor_sdk.models import Data, Input, Kind, field


class Assign(Input):
    """Whose message it is: a person's, or a customer's without a person."""

    contact_id: str | None = field(
        L("Person", en="Contact"), kind=Kind.REF, ref="contact", nullable=True
    )
    customer_id: str | None = field(
        L("Kunde", en="Customer"),
        kind=Kind.REF,
        ref="customer",
        nullable=True,
        help=L(
            "Ohne Person, oder wenn die Person zu mehreren gehört",
            en="Without a person, or if the person belongs to several",
        ),
    )
    keep_address: bool = field(
        L("Adresse merken", en="Remember the address"), kind=Kind.BOOL, default=True
    )


class NewPerson(Input):
    """Somebody Kontor does not know yet, and where they belong."""

    given_name: str | None = field(
        L("Vorname", en="Given name"), Data.PERSONAL, max_length=100, nullable=True
    )
    family_name: str = field(L("Nachname", en="Family name"), Data.PERSONAL, max_length=100)
    customer_id: str | None = field(
        L("Kunde", en="Customer"),
        kind=Kind.REF,
        ref="customer",
        nullable=True,
    )
    company: str | None = field(
        L("… oder neue Firma", en="… or a new company"),
        nullable=True,
        max_length=200,
        help=L("Ohne beides: eine neue Privatperson", en="Without both: a new private person"),
    )


class IgnoreSender(Input):
    """How much of a sender nobody wants to sort."""

    whole_domain: bool = field(
        L("Alle Absender dieser Domain", en="Every sender at this domain"),
        kind=Kind.BOOL,
        default=False,
    )
