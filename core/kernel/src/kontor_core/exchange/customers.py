"""Many customers at once, by the same rules as one: number, sort name, roles, the own person."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from kontor_core.contacts.models import POSTAL, Affiliation, Contact, ContactPoint
from kontor_core.contacts.names import display_name, name_key, parse_name
from kontor_core.contacts.points import SHORTHANDS, add_points, normal_form
from kontor_core.customers.domain import first_phase, own_contact, roles_in
from kontor_core.customers.models import ORGANISATION, PERSON, Customer
from kontor_core.customers.numbers import next_numbers
from kontor_core.events.arrivals import NoteArrived
from kontor_core.exchange.reach import NOTE, PLACE, add_further, postal
from kontor_core.foundation.errors import Conflict
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import search_key
from kontor_core.hooks.declarations.exchange import Columns, Import, Same


def insert_customers(imports: Import, columns: Columns, count: int) -> Sequence[str]:
    """Make customers with what every new customer gets; gives their ids in order."""
    given = {name: _cells(values, count) for name, values in columns.items()}
    points = {name: given.pop(name) for name in SHORTHANDS if name in given}
    places = {name: given.pop(name) for name in PLACE if name in given}
    notes = given.pop(NOTE, [])
    uow = imports.uow
    preset = first_phase(uow)
    phases = [phase or preset for phase in given.pop("phase", [None] * count)]
    roles = {phase: roles_in(uow, phase) for phase in set(phases)}
    own_roles = given.pop("roles", [None] * count)
    numbers = given.pop("number", [None] * count)
    kinds = [kind or ORGANISATION for kind in given.pop("kind", [None] * count)]
    languages = [word or "de" for word in given.pop("language", [None] * count)]
    names = given["name"]
    fresh = iter(next_numbers(uow, sum(not number for number in numbers)))
    ids = imports.insert(
        Customer,
        {
            **given,
            "kind": kinds,
            "language": languages,
            "phase": phases,
            "roles": [own or roles[phase] for own, phase in zip(own_roles, phases, strict=True)],
            "number": [number or next(fresh) for number in numbers],
            "name_key": list(map(search_key, names)),
        },
        count,
    )
    people = [index for index, kind in enumerate(kinds) if kind == PERSON]
    contacts = _insert_people(imports, ids, names, languages, given, people)
    for name, values in points.items():
        _insert_points(imports, SHORTHANDS[name], values, ids, contacts)
    if places:
        _insert_places(imports, places, ids, contacts)
    for customer_id, note in zip(ids, notes, strict=False):
        if note:
            uow.publish(NoteArrived(customer_id=customer_id, text=note))
    return ids


def add_addresses(uow: UnitOfWork, customer_id: str, addresses: Mapping[str, Any]) -> None:
    """Add addresses to a customer who is there; those it has already are no mistake."""
    if not addresses:
        return
    customer = uow.get(Customer, customer_id)
    own = own_contact(uow, customer) if customer.kind == PERSON else None
    owner = {"contact_id": own.id} if own is not None else {"customer_id": customer_id}
    for name, value in addresses.items():
        if name in SHORTHANDS:
            with suppress(Conflict), uow.savepoint():
                add_points(uow, {name: value}, **owner)
    further = {name: value for name, value in addresses.items() if name != NOTE}
    add_further(uow, further, **owner)
    if addresses.get(NOTE):
        uow.publish(NoteArrived(customer_id=customer_id, text=addresses[NOTE]))


def _insert_people(
    imports: Import,
    ids: Sequence[str],
    names: Sequence[str],
    languages: Sequence[str],
    given: dict[str, Any],
    people: Sequence[int],
) -> dict[int, str]:
    """Give every private customer the one contact it owns; contact ids by place."""
    if not people:
        return {}
    parsed = [parse_name(names[index]) for index in people]
    scope: dict[str, Sequence[Any]] = {
        name: [given[name][index] for index in people]
        for name in ("owner_id", "team_id")
        if name in given
    }
    columns: dict[str, Sequence[Any]] = {
        "title": [p["title"] for p in parsed],
        "given_name": [p["given_name"] for p in parsed],
        "family_name": [p["family_name"] for p in parsed],
        "name": [display_name(p["title"], p["given_name"], p["family_name"]) for p in parsed],
        "name_key": [name_key(p["given_name"], p["family_name"]) for p in parsed],
        "language": [languages[index] for index in people],
        **scope,
    }
    contacts = imports.insert(Contact, columns, len(people))
    imports.insert(
        Affiliation,
        {"customer_id": [ids[index] for index in people], "contact_id": contacts},
        len(people),
    )
    return dict(zip(people, contacts, strict=True))


def _insert_points(
    imports: Import,
    scheme: str,
    values: Sequence[str | None],
    ids: Sequence[str],
    contacts: dict[int, str],
) -> None:
    """Keep addresses with the person of a private customer, with any other customer itself."""
    for at_contact in (True, False):
        places = [
            index
            for index, value in enumerate(values)
            if value is not None and (index in contacts) is at_contact
        ]
        owner = "contact_id" if at_contact else "customer_id"
        owners = [contacts[index] if at_contact else ids[index] for index in places]
        imports.insert(
            ContactPoint,
            {
                owner: owners,
                "scheme": Same(scheme),
                "value": [values[index] for index in places],
            },
            len(places),
        )


def _insert_places(
    imports: Import,
    given: Mapping[str, Sequence[Any]],
    ids: Sequence[str],
    contacts: dict[int, str],
) -> None:
    """Keep postal addresses likewise; a country alone is none."""
    conventions = imports.uow.storage.conventions
    found: dict[int, dict[str, Any]] = {}
    for index in range(len(ids)):
        place = postal({name: cells[index] for name, cells in given.items()})
        if place is not None:
            found[index] = normal_form(place, conventions)
    for at_contact in (True, False):
        rows = [index for index in found if (index in contacts) is at_contact]
        owner = "contact_id" if at_contact else "customer_id"
        imports.insert(
            ContactPoint,
            {
                owner: [contacts[index] if at_contact else ids[index] for index in rows],
                "scheme": Same(POSTAL),
                **{name: [found[index][name] for index in rows] for name in ("value", *PLACE)},
            },
            len(rows),
        )


def _cells(values: Any, count: int) -> Sequence[Any]:
    return [values.value] * count if isinstance(values, Same) else values
