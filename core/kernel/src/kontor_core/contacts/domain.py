"""What one can do with people: create, change, affiliate, reach, merge."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kontor_core.contacts.events import ContactsMerged, ContactsUnmerged
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.names import display_name, name_key, parse_name
from kontor_core.contacts.points import SHORTHANDS, add_points
from kontor_core.customers import merging
from kontor_core.customers.models import PERSON, Customer
from kontor_core.foundation import clock
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import Conflict, Invalid, Refused
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.checking import refuse_fixed
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import search_key

_NAMES = frozenset({"title", "given_name", "family_name"})


def create_contact(uow: UnitOfWork, values: Mapping[str, Any]) -> Contact:
    """Make a person; with ``customer_id`` (and ``role``) one who belongs to that customer.

    Such a person takes over the customer's owner and team. ``email``, ``phone`` and ``website``
    beside the fields become contact points.
    """
    points = {name: values[name] for name in SHORTHANDS if values.get(name)}
    place = {name: values[name] for name in ("customer_id", "role") if values.get(name)}
    apart = {*SHORTHANDS, "customer_id", "role"}
    given = {name: value for name, value in values.items() if name not in apart}
    refuse_fixed(Contact, given)
    if not {"owner_id", "team_id"} & set(given) and "customer_id" in place:
        given |= _scope_from(uow, str(place["customer_id"]))

    contact = uow.create(Contact, given | _shown(given))
    if "customer_id" in place:
        affiliate(uow, place | {"contact_id": contact.id})
    add_points(uow, points, contact_id=contact.id)
    return contact


def change_contact(
    uow: UnitOfWork, contact_id: str, values: Mapping[str, Any], version: int | None = None
) -> Contact:
    """Change fields of a person; a private customer of the same name is renamed with them."""
    refuse_fixed(Contact, values)
    before = uow.get(Contact, contact_id)
    merging.refuse_merged_away(before)
    former = before.name
    given = dict(values)
    if _NAMES & set(given):
        given |= _shown({name: getattr(before, name) for name in _NAMES} | given)
    contact = uow.change(Contact, contact_id, given, version=version)
    if contact.name != former:
        _rename_private_customers(uow, contact, former)
    return contact


def rename(uow: UnitOfWork, contact: Contact, name: str) -> None:
    """Give a person another name that comes as one text."""
    given = parse_name(name)
    uow.change(Contact, contact.id, given | _shown(given))


def delete_contact(uow: UnitOfWork, contact_id: str, version: int | None = None) -> None:
    """Delete a person; the one person of a private customer goes with that customer only."""
    contact = uow.get(Contact, contact_id)
    merging.refuse_merged_away(contact)
    for customer in _customers_of(uow, contact):
        if customer.kind == PERSON and customer.merged_into_id is None:
            raise Refused(
                L(
                    "{name} ist Privatkunde. Löschen Sie den Kunden, die Person geht mit.",
                    en="{name} is a private customer. Delete the customer; the person is "
                    "deleted with "
                    "it.",
                ).format(name=customer.name)
            )
    uow.delete(contact, version=version)


def affiliate(uow: UnitOfWork, values: Mapping[str, Any]) -> Affiliation:
    """Let a person belong to a customer; at one customer in one role at a time."""
    found = uow.find(
        Affiliation,
        customer_id=_id(values, "customer_id"),
        contact_id=_id(values, "contact_id"),
        until=None,
    )
    if found is not None and found.role == values.get("role") and not values.get("until"):
        raise Conflict(
            L(
                "Diese Person gehört schon dazu.",
                en="This person already belongs here.",
            ),
            field="contact_id",
        )
    affiliation = uow.create(Affiliation, values)
    _check_span(affiliation.since, affiliation.until)
    return affiliation


def change_affiliation(
    uow: UnitOfWork, affiliation_id: str, values: Mapping[str, Any], version: int | None = None
) -> Affiliation:
    """Change role or dates; whose affiliation it is does not change."""
    fixed = {"customer_id", "contact_id"} & set(values)
    if fixed:
        text = L(
            "Beenden Sie diese Zugehörigkeit und legen Sie eine neue an.",
            en="End this affiliation and create a new one.",
        )
        raise Invalid(dict.fromkeys(fixed, text))
    affiliation = uow.change(Affiliation, affiliation_id, values, version=version)
    _check_span(affiliation.since, affiliation.until)
    return affiliation


def end_affiliation(uow: UnitOfWork, affiliation_id: str, *, on: date | None = None) -> Affiliation:
    """Let an affiliation end; it stays in the history."""
    return change_affiliation(uow, affiliation_id, {"until": on or clock.today()})


def merge_contacts(uow: UnitOfWork, *, survivor: str, merged: Sequence[str]) -> Contact:
    """Make one person out of several; merged ones stay as signposts."""
    target = uow.get(Contact, survivor)
    others = [uow.get(Contact, contact_id) for contact_id in dict.fromkeys(merged)]
    merging.check_mergeable(uow, target, others, "merged")
    for other in others:
        gained = {"custom": merging.gain_custom(target, other)}
        merging.merge_into(uow, target, other, gained)
    uow.publish(ContactsMerged(contact_id=target.id, merged=tuple(o.id for o in others)))
    return target


def unmerge_contacts(uow: UnitOfWork, *, merged: Sequence[str]) -> None:
    """Take merges back: each person gets back what they had and still stands at the survivor."""
    for contact_id in dict.fromkeys(merged):
        target, other, done = merging.merge_of(uow, Contact, contact_id)
        merging.take_back(uow, target, other, done)
        if names := done.gained.get("custom"):
            merging.lose_custom(target, other, names)
            uow.save(target)
        uow.publish(ContactsUnmerged(contact_id=target.id, merged=(other.id,)))


def delete_contact_point(uow: UnitOfWork, point_id: str, version: int | None = None) -> None:
    uow.delete(uow.get(ContactPoint, point_id), version=version)


def delete_affiliation(uow: UnitOfWork, affiliation_id: str, version: int | None = None) -> None:
    """Take a mistaken affiliation away; a real one is ended instead."""
    uow.delete(uow.get(Affiliation, affiliation_id), version=version)


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    title, given, family = (values.get(n) for n in ("title", "given_name", "family_name"))
    return {"name": display_name(title, given, family), "name_key": name_key(given, family)}


def _scope_from(uow: UnitOfWork, customer_id: str) -> dict[str, Any]:
    """Give the customer's owner and team as far as the actor may give rows to them."""
    customer = uow.get(Customer, customer_id)
    scope = {"owner_id": customer.owner_id, "team_id": customer.team_id}
    level = uow.level(uow.rule(Contact), Action.CREATE)
    actor = uow.actor
    if level is Level.ALL or customer.owner_id == actor.id:
        return scope
    reaches = level is Level.TEAM and customer.team_id in actor.team_ids
    return scope if reaches else {}


def _customers_of(uow: UnitOfWork, contact: Contact) -> list[Customer]:
    rows = uow.find_all(Affiliation, contact_id=contact.id)
    found = (uow.find(Customer, id=row.customer_id) for row in rows)
    return [customer for customer in found if customer is not None]


def _rename_private_customers(uow: UnitOfWork, contact: Contact, former: str) -> None:
    for customer in _customers_of(uow, contact):
        if customer.kind == PERSON and customer.name == former:
            values = {"name": contact.name, "name_key": search_key(contact.name)}
            uow.change(Customer, customer.id, values)


def _check_span(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise Invalid({"until": L("Das liegt vor „Seit“.", en='This is before "Since".')})


def _id(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return str(value).lower() if value else None
