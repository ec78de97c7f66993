"""Customers and people from a plugin's hands: find them by address, make them, record a touch."""

from kontor_core.contacts.domain import affiliate, create_contact, delete_contact
from kontor_core.contacts.models import Contact, ContactPoint
from kontor_core.contacts.names import parse_name
from kontor_core.contacts.points import add_point
from kontor_core.contacts.reaching import Party, customers_of, parties_by_email
from kontor_core.customers.domain import create_customer, delete_customer
from kontor_core.interactions.domain import delete_interaction, record_interaction

__all__ = [
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
