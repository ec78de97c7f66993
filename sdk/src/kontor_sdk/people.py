"""Customers and people from a plugin's hands: find them by address, make them, record a touch."""

from kontor_core.contacts import domain as contacts
from kontor_core.contacts import points, reaching
from kontor_core.contacts.models import Contact, ContactPoint
from kontor_core.contacts.names import parse_name
from kontor_core.contacts.reaching import Party
from kontor_core.customers import domain as customers
from kontor_core.interactions import domain as interactions
from kontor_core.interactions.models import CHANNELS
from kontor_sdk.unit import reading, writing

__all__ = [
    "CHANNELS",
    "Contact",
    "ContactPoint",
    "Party",
    "add_point",
    "affiliate",
    "create_contact",
    "create_customer",
    "customers_of",
    "delete_contact",
    "delete_customer",
    "delete_interaction",
    "parse_name",
    "parties_by_email",
    "record_interaction",
]

customers_of = reading(reaching.customers_of)
parties_by_email = reading(reaching.parties_by_email)

create_customer = writing(customers.create_customer)
delete_customer = writing(customers.delete_customer)
create_contact = writing(contacts.create_contact)
delete_contact = writing(contacts.delete_contact)
affiliate = writing(contacts.affiliate)
add_point = writing(points.add_point)
record_interaction = writing(interactions.record_interaction)
delete_interaction = writing(interactions.delete_interaction)
