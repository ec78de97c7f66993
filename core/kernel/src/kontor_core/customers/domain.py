"""What one can do with customers: create, change, delete, merge, take a merge back."""

from collections.abc import Mapping, Sequence
from typing import Any

from kontor_core.contacts import domain as contacts
from kontor_core.contacts.models import Affiliation, Contact
from kontor_core.contacts.names import parse_name
from kontor_core.contacts.points import SHORTHANDS, add_points
from kontor_core.customers import merging, phrases
from kontor_core.customers.events import CustomersMerged, CustomersUnmerged
from kontor_core.customers.models import PERSON, Customer
from kontor_core.customers.numbers import next_number, taken
from kontor_core.foundation.errors import Invalid, Stale
from kontor_core.foundation.storage.checking import refuse_fixed
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import search_key

_FIXED_BUT_NUMBER = frozenset({"number"})  # an import brings its own along


def create_customer(uow: UnitOfWork, values: Mapping[str, Any]) -> Customer:
    """Make a customer; a private person gets the one contact it owns.

    ``email``, ``phone`` and ``website`` beside the fields become contact points.
    """
    points = {name: values[name] for name in SHORTHANDS if values.get(name)}
    given = {name: value for name, value in values.items() if name not in SHORTHANDS}
    refuse_fixed(Customer, {n: v for n, v in given.items() if n not in _FIXED_BUT_NUMBER})
    given["phase"] = given.get("phase") or first_phase(uow)
    given["roles"] = given.get("roles") or roles_in(uow, str(given["phase"]))
    number = str(given.get("number") or "").strip()
    if number and taken(uow, number):
        raise Invalid({"number": phrases.NUMBER_TAKEN})
    given["number"] = number or next_number(uow)
    given["name_key"] = search_key(str(given.get("name") or ""))

    customer = uow.create(Customer, given)
    if customer.kind == PERSON:
        contact = contacts.create_contact(
            uow,
            {**parse_name(customer.name), "language": customer.language}
            | {"customer_id": customer.id},
        )
        add_points(uow, points, contact_id=contact.id)
    else:
        add_points(uow, points, customer_id=customer.id)
    return customer


def change_customer(
    uow: UnitOfWork, customer_id: str, values: Mapping[str, Any], version: int | None = None
) -> Customer:
    """Change fields of a customer; the person of a private customer is renamed with it.

    Raises Conflict for one that was merged away.
    """
    refuse_fixed(Customer, values)
    former = uow.get(Customer, customer_id)
    merging.refuse_merged_away(former)
    before = former.name
    given = dict(values)
    if "name" in given:
        given["name_key"] = search_key(str(given["name"] or ""))
    customer = uow.change(Customer, customer_id, given, version=version)
    if customer.kind == PERSON and customer.name != before:
        own = own_contact(uow, customer)
        if own is not None and own.name == before:
            contacts.rename(uow, own, customer.name)
    return customer


def delete_customer(uow: UnitOfWork, customer_id: str, version: int | None = None) -> None:
    """Delete a customer with all that belongs to it; subscribers may refuse.

    The contact of a private customer goes with it unless it belongs to somebody else too.
    """
    customer = uow.get(Customer, customer_id)
    merging.refuse_merged_away(customer)
    if version is not None and customer.version != version:
        raise Stale("customer")
    own = own_contact(uow, customer) if customer.kind == PERSON else None
    uow.delete(customer)
    if own is not None and uow.find(Affiliation, contact_id=own.id) is None:
        uow.delete(own)


def own_contact(uow: UnitOfWork, customer: Customer) -> Contact | None:
    """Give the one contact that a private customer owns."""
    affiliation = uow.find(Affiliation, customer_id=customer.id)
    return uow.get(Contact, affiliation.contact_id) if affiliation is not None else None


def merge_customers(uow: UnitOfWork, *, survivor: str, merged: Sequence[str]) -> Customer:
    """Make one customer out of several; nothing any plugin knows is lost.

    Merged customers stay as signposts: links in old letters must still lead somewhere.
    """
    target = uow.get(Customer, survivor)
    others = [uow.get(Customer, customer_id) for customer_id in dict.fromkeys(merged)]
    merging.check_mergeable(uow, target, others, "merged")

    for other in others:
        gained: dict[str, Any] = {
            "roles": [role for role in other.roles or () if role not in (target.roles or ())],
            "custom": merging.gain_custom(target, other),
            "contact": _merge_own_contacts(uow, target, other),
        }
        if gained["roles"]:
            target.roles = [*(target.roles or ()), *gained["roles"]]
        merging.merge_into(uow, target, other, gained)
    uow.publish(CustomersMerged(customer_id=target.id, merged=tuple(o.id for o in others)))
    return target


def unmerge_customers(uow: UnitOfWork, *, merged: Sequence[str]) -> None:
    """Take merges back: each customer gets back what it had and still stands at the survivor."""
    for customer_id in dict.fromkeys(merged):
        target, other, done = merging.merge_of(uow, Customer, customer_id)
        merging.take_back(uow, target, other, done)
        if contact_id := done.gained.get("contact"):
            contacts.unmerge_contacts(uow, merged=[contact_id])
        if roles := done.gained.get("roles"):
            target.roles = [role for role in target.roles if role not in roles]
        if names := done.gained.get("custom"):
            merging.lose_custom(target, other, names)
        uow.save(target)
        uow.publish(CustomersUnmerged(customer_id=target.id, merged=(other.id,)))


def _merge_own_contacts(uow: UnitOfWork, target: Customer, other: Customer) -> str | None:
    """A private customer owns one person, so the persons of two become one as well."""
    if target.kind != PERSON or other.kind != PERSON:
        return None
    mine, theirs = own_contact(uow, target), own_contact(uow, other)
    if mine is None or theirs is None or mine.id == theirs.id:
        return None
    contacts.merge_contacts(uow, survivor=mine.id, merged=[theirs.id])
    return theirs.id


def first_phase(uow: UnitOfWork) -> str:
    """Give the phase in which new customers start."""
    phases = uow.storage.options.get("phases", ())
    preset = str(Customer.model_fields["phase"].default)
    return preset if not phases or preset in {p.value for p in phases} else phases[0].value


def roles_in(uow: UnitOfWork, phase: str) -> list[str]:
    """Give the roles of a new customer of whom nothing else is said."""
    spec_roles = {choice.value for choice in uow.storage.options.get("customer_roles", ())}
    role = "prospect" if phase == "prospect" else "customer"
    return [role] if not spec_roles or role in spec_roles else []
