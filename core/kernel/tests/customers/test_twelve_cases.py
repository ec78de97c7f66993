"""The twelve cases of people and customers that the data model must carry (architecture, 5)."""

from datetime import date
from typing import Any

import pytest

from kontor_core.contacts import queries as contact_queries
from kontor_core.contacts.domain import (
    affiliate,
    create_contact,
    end_affiliation,
    merge_contacts,
    unmerge_contacts,
)
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.points import add_point
from kontor_core.contacts.privacy import erase_contact
from kontor_core.customers import queries
from kontor_core.customers.domain import (
    change_customer,
    create_customer,
    merge_customers,
    own_contact,
    unmerge_customers,
)
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM, Actor, ActorKind
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.shares import Share
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.fields import Choice
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.storage import Storage
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.models import Interaction
from kontor_core.resources.listing import Lister
from kontor_core.resources.query import ListQuery


def test_1_private_person_is_a_customer_who_owns_one_contact(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(
            uow, {"kind": "person", "name": "Erika Berg", "email": "erika@kontor.example"}
        )
        own = own_contact(uow, customer)
        assert own is not None
        points = uow.find_all(ContactPoint, contact_id=own.id)

    assert (own.name, [point.value for point in points]) == (
        "Erika Berg",
        ["erika@kontor.example"],
    )


def test_2_two_employers_are_two_affiliations_of_one_contact(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        first, second = (create_customer(uow, {"name": name}) for name in ("Werk", "Handel"))
        contact = create_contact(
            uow, {"family_name": "Berg", "customer_id": first.id, "role": "Technik"}
        )
        affiliate(uow, {"customer_id": second.id, "contact_id": contact.id, "role": "Beirat"})
    places = contact_queries.places_of(storage.reader(SYSTEM), contact.id)

    assert [(place.name, place.role) for place in places] == [
        ("Handel", "Beirat"),
        ("Werk", "Technik"),
    ]


def test_3_change_of_employer_keeps_the_former_one_in_the_history(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        former, present = (create_customer(uow, {"name": name}) for name in ("Alt", "Neu"))
        contact = create_contact(uow, {"family_name": "Berg", "customer_id": former.id})
        affiliation = uow.find(Affiliation, contact_id=contact.id)
        assert affiliation is not None
        end_affiliation(uow, affiliation.id, on=date(2026, 6, 30))
        affiliate(
            uow,
            {"customer_id": present.id, "contact_id": contact.id, "since": "2026-07-01"},
        )
        record_interaction(
            uow, {"customer_id": present.id, "contact_id": contact.id, "channel": "call"}
        )
    places = contact_queries.places_of(storage.reader(SYSTEM), contact.id)

    assert [(place.name, place.until) for place in places] == [
        ("Neu", None),
        ("Alt", "2026-06-30"),
    ]


def test_4_supplier_that_is_also_customer_is_one_party_with_two_roles(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Stahl AG", "roles": ["supplier"]})
        change_customer(uow, customer.id, {"roles": ["supplier", "customer"]}, customer.version)
        found = uow.find_all(Customer)

    assert [row.roles for row in found] == [["supplier", "customer"]]


def test_5_household_is_one_customer_with_several_people(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        household = create_customer(uow, {"name": "Familie Berg"})
        for given in ("Erika", "Max"):
            create_contact(
                uow, {"given_name": given, "family_name": "Berg", "customer_id": household.id}
            )
        add_point(
            uow,
            {
                "scheme": "postal",
                "value": "Am Markt 1, 20095 Hamburg",
                "customer_id": household.id,
            },
        )
    people = queries.people_of(storage.reader(SYSTEM), household.id)
    points = queries.points_of(storage.reader(SYSTEM), household.id)

    assert [person.name for person in people] == ["Erika Berg", "Max Berg"]
    assert [point.value for point in points] == ["Am Markt 1, 20095 Hamburg, DE"]


def test_6_journalist_belongs_to_a_party_of_the_press_that_is_no_customer(
    storage: Storage,
) -> None:
    with storage.unit(SYSTEM) as uow:
        paper = create_customer(uow, {"name": "Tageblatt", "roles": ["press"]})
        create_contact(uow, {"family_name": "Stift", "customer_id": paper.id, "role": "Wirtschaft"})
    people = queries.people_of(storage.reader(SYSTEM), paper.id)

    assert paper.roles == ["press"]
    assert [(person.name, person.role) for person in people] == [("Stift", "Wirtschaft")]


def test_7_merge_of_two_customers_leaves_one_in_the_list(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        stays, goes = (create_customer(uow, {"name": name}) for name in ("Berg", "Berg GmbH"))
        merge_customers(uow, survivor=stays.id, merged=[goes.id])

    page = Lister(storage).page(SYSTEM, storage.schema.rule("core_customer"), ListQuery(fields=()))

    assert [row.f0 for row in page.rows] == [stays.id]


def test_8_merge_of_two_persons_keeps_both_employers_and_addresses(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        pair = []
        for name in ("Werk", "Handel"):
            customer = create_customer(uow, {"name": name})
            pair.append(
                create_contact(
                    uow,
                    {
                        "family_name": "Berg",
                        "customer_id": customer.id,
                        "email": f"berg@{name.lower()}.example",
                    },
                )
            )
        stays, goes = pair
        merge_contacts(uow, survivor=stays.id, merged=[goes.id])
    reader = storage.reader(SYSTEM)

    places = [place.name for place in contact_queries.places_of(reader, stays.id)]
    mails = {point.value for point in queries.points_of_contacts(reader, [stays.id])}

    assert places == ["Handel", "Werk"]
    assert mails == {"berg@werk.example", "berg@handel.example"}
    assert contact_queries.places_of(reader, goes.id) == []


def test_9_unmerge_gives_each_person_and_customer_back_their_own(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        first, second = (create_customer(uow, {"name": name}) for name in ("Werk", "Handel"))
        stays = create_contact(uow, {"family_name": "Berg", "customer_id": first.id})
        goes = create_contact(uow, {"family_name": "Berg", "customer_id": second.id})
        merge_contacts(uow, survivor=stays.id, merged=[goes.id])
        merge_customers(uow, survivor=first.id, merged=[second.id])
        unmerge_customers(uow, merged=[second.id])
        unmerge_contacts(uow, merged=[goes.id])
    reader = storage.reader(SYSTEM)

    assert [place.name for place in contact_queries.places_of(reader, stays.id)] == ["Werk"]
    assert [place.name for place in contact_queries.places_of(reader, goes.id)] == ["Handel"]


def test_10_erasing_one_of_two_leaves_the_other_and_the_customer(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        household = create_customer(uow, {"name": "Familie Berg"})
        erika, max_ = (
            create_contact(
                uow, {"given_name": given, "family_name": "Berg", "customer_id": household.id}
            )
            for given in ("Erika", "Max")
        )

    erase_contact(storage, SYSTEM, erika.id)

    people = [row.name for row in queries.people_of(storage.reader(SYSTEM), household.id)]
    assert people == ["Max Berg", f"Gelöscht {erika.id[-6:].upper()}"]
    found = queries.customer(storage.reader(SYSTEM), household.id)
    assert found is not None
    assert found.name == "Familie Berg"
    assert max_.name == "Max Berg"


def test_11_portal_user_sees_the_own_customer_and_nothing_else(
    storage: Storage, staff: Any
) -> None:
    allowed = {
        "customer": {Action.READ: Level.OWN},
        "contact": {Action.READ: Level.OWN},
        "interaction": {Action.READ: Level.OWN, Action.CREATE: Level.OWN},
    }
    classes = frozenset({Data.PUBLIC, Data.INTERNAL, Data.PERSONAL})
    profile = Profile(allowed, read_classes=classes, edit_classes=classes)
    account = staff.user(Level.NONE)
    visitor = Actor(id=account.id, name="Erika Berg", profile=profile, kind=ActorKind.PORTAL)
    with storage.unit(SYSTEM) as uow:
        own, other = (create_customer(uow, {"name": name}) for name in ("Eigene", "Fremde"))
        uow.replace_shares([own.id], [Share(own.id, account.id, "read")])
        record_interaction(uow, {"customer_id": other.id, "channel": "call"})

    with storage.unit(visitor) as uow:
        seen = [customer.name for customer in uow.find_all(Customer)]
        touches = uow.find_all(Interaction)
        people = uow.find_all(Contact)
    with pytest.raises(Forbidden), storage.unit(visitor) as uow:
        change_customer(uow, own.id, {"name": "Gekapert"})

    assert (seen, touches, people) == (["Eigene"], [], [])


def test_12_sole_trader_is_one_customer_and_the_person_behind_it(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        trade = create_customer(uow, {"name": "Malerei Berg"})
        person = create_contact(
            uow,
            {
                "given_name": "Erika",
                "family_name": "Berg",
                "customer_id": trade.id,
                "role": "Inhaberin",
            },
        )
        private = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        own = own_contact(uow, private)
        assert own is not None
        merge_contacts(uow, survivor=person.id, merged=[own.id])
        behind = own_contact(uow, private)
    places = contact_queries.places_of(storage.reader(SYSTEM), person.id)

    assert behind is not None
    assert behind.id == person.id
    assert [(place.name, place.role) for place in places] == [
        ("Erika Berg", None),
        ("Malerei Berg", "Inhaberin"),
    ]


def test_roles_a_plugin_adds_to_the_list_are_taken(storage: Storage) -> None:
    storage.conventions.options["customer_roles"] = (  # type: ignore[index]  # the test's own dict
        Choice("franchisee", "Franchise"),
    )

    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A", "roles": ["franchisee"]})

    assert customer.roles == ["franchisee"]
