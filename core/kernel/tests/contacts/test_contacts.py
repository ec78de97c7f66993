"""What one can do with people and the ways to reach them."""

from datetime import date
from typing import Any

import pytest

from kontor_core.contacts import domain, queries
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.names import display_name, name_key, parse_name
from kontor_core.contacts.points import add_point, change_point, normal_form
from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Conflict, Invalid, Refused
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.values import DEFAULT
from kontor_core.interactions.domain import record_interaction


@pytest.mark.parametrize(
    ("text", "title", "given", "family"),
    [
        ("Erika Mustermann", None, "Erika", "Mustermann"),
        ("Dr. Erika Mustermann", "Dr.", "Erika", "Mustermann"),
        ("Frau Prof. Dr. Erika von der Heide", "Prof. Dr.", "Erika", "von der Heide"),
        ("von Berg, Hans Georg", None, "Hans Georg", "von Berg"),
        ("Mustermann", None, None, "Mustermann"),
        ("Hans Georg Berg", None, "Hans Georg", "Berg"),
        ("Dr.", None, None, "Dr."),
    ],
)
def test_name_that_comes_as_one_text_is_taken_apart(
    text: str, title: str | None, given: str | None, family: str
) -> None:
    assert parse_name(text) == {"title": title, "given_name": given, "family_name": family}


def test_names_are_shown_as_spoken_and_sorted_by_family() -> None:
    assert display_name("Dr.", "Erika", "Öztürk") == "Dr. Erika Öztürk"
    assert name_key("Erika", "Öztürk") == "ozturk erika"


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("email", " Erika.Berg@Example.ORG ", "Erika.Berg@example.org"),
        ("phone", "030 / 1234-567", "+49301234567"),
        ("phone", "+43 1 234567", "+431234567"),
        ("web", "Example.org/shop", "https://example.org/shop"),
        ("handle", "@erika", "erika"),
        ("postal", "Hauptstr. 1, 10115 Berlin", "Hauptstr. 1, 10115 Berlin, DE"),
        ("postal", "Ring 3, A-1010 Wien", "Ring 3, 1010 Wien, AT"),
    ],
)
def test_one_address_is_one_text_however_it_was_typed(scheme: str, typed: str, kept: str) -> None:
    assert normal_form({"scheme": scheme, "value": typed}, DEFAULT)["value"] == kept


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        ("email", "erika(at)example.org"),
        ("phone", "anrufen!"),
        ("web", "javascript:alert(1)"),
        ("email", ""),
        ("postal", ""),
    ],
)
def test_what_is_no_address_is_refused_at_its_field(scheme: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        normal_form({"scheme": scheme, "value": typed}, DEFAULT)

    assert list(refused.value.problems()) == ["value"]


def test_postal_address_keeps_its_parts(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A"})
        point = add_point(
            uow,
            {
                "scheme": "postal",
                "customer_id": customer.id,
                "street": "Am  Markt 5",
                "postcode": "20095",
                "city": "Hamburg",
            },
        )
        first = point.value
        change_point(uow, point.id, {"city": "Bremen", "postcode": "28195"}, 1)

    assert first == "Am Markt 5, 20095 Hamburg, DE"
    assert point.value == "Am Markt 5, 28195 Bremen, DE"
    assert (point.street, point.country) == ("Am Markt 5", "DE")


def test_same_address_twice_at_one_owner_is_refused(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        first, second = (create_customer(uow, {"name": name}) for name in "AB")
        add_point(uow, {"scheme": "phone", "value": "030 1234567", "customer_id": first.id})
        add_point(uow, {"scheme": "phone", "value": "030 1234567", "customer_id": second.id})

        with pytest.raises(Conflict) as refused:
            add_point(uow, {"scheme": "phone", "value": "+49 30 1234567", "customer_id": first.id})

    assert list(refused.value.problems()) == ["value"]


def test_contact_point_belongs_to_one_owner(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        contact = uow.find(Contact)
        assert contact is not None
        both = {"customer_id": customer.id, "contact_id": contact.id}
        for owner in ({}, both):
            with pytest.raises(Invalid):
                add_point(uow, {"scheme": "email", "value": "a@kontor.example", **owner})


def test_contact_of_a_customer_takes_over_its_owner_and_team(storage: Storage, staff: Any) -> None:
    team = staff.team()
    owner = staff.user(Level.OWN, teams=[team])
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A", "owner_id": owner.id, "team_id": team})
        contact = domain.create_contact(
            uow,
            {
                "family_name": "Berg",
                "given_name": "Erika",
                "customer_id": customer.id,
                "role": "Einkauf",
                "email": "erika@kontor.example",
            },
        )
    places = queries.places_of(storage.reader(owner), contact.id)

    assert (contact.owner_id, contact.team_id) == (owner.id, team)
    assert (contact.name, contact.name_key) == ("Erika Berg", "berg erika")
    assert [(place.name, place.role) for place in places] == [("A", "Einkauf")]


def test_wrong_mail_of_a_new_contact_is_told_at_its_own_field(sqlite_storage: Storage) -> None:
    with pytest.raises(Invalid) as refused, sqlite_storage.unit(SYSTEM) as uow:
        domain.create_contact(uow, {"family_name": "Berg", "email": "nonsense"})

    assert list(refused.value.problems()) == ["email"]


def test_renamed_person_of_a_private_customer_renames_the_customer(
    sqlite_storage: Storage,
) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        contact = uow.find(Contact)
        assert contact is not None
        domain.change_contact(uow, contact.id, {"family_name": "Tal"}, contact.version)

    assert (contact.name, customer.name, customer.name_key) == (
        "Erika Tal",
        "Erika Tal",
        "erika tal",
    )


def test_person_of_a_private_customer_is_not_deleted_alone(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        contact = uow.find(Contact)
        assert contact is not None
        with pytest.raises(Refused):
            domain.delete_contact(uow, contact.id)


def test_affiliation_is_made_once_ends_and_may_begin_again(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A"})
        contact = domain.create_contact(
            uow, {"family_name": "Berg", "customer_id": customer.id, "role": "Einkauf"}
        )
        again = {"customer_id": customer.id, "contact_id": contact.id, "role": "Einkauf"}
        with pytest.raises(Conflict):
            domain.affiliate(uow, again)
        first = uow.find(Affiliation, contact_id=contact.id)
        assert first is not None
        domain.end_affiliation(uow, first.id, on=date(2025, 12, 31))
        domain.affiliate(uow, {**again, "since": "2026-02-01"})
    places = queries.places_of(storage.reader(SYSTEM), contact.id)

    assert [(place.since, place.until) for place in places] == [
        ("2026-02-01", None),
        (None, "2025-12-31"),
    ]


def test_affiliation_cannot_end_before_it_began(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A"})
        contact = domain.create_contact(uow, {"family_name": "Berg"})
        span = {"since": "2026-02-01", "until": "2026-01-01"}
        with pytest.raises(Invalid) as refused:
            domain.affiliate(uow, {"customer_id": customer.id, "contact_id": contact.id, **span})

    assert list(refused.value.problems()) == ["until"]


def test_follow_up_lies_after_the_touch(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A"})
        with pytest.raises(Invalid) as refused:
            record_interaction(
                uow,
                {
                    "customer_id": customer.id,
                    "channel": "call",
                    "occurred_at": "2026-03-01 10:00",
                    "follow_up_on": "2026-02-01",
                },
            )

    assert list(refused.value.problems()) == ["follow_up_on"]


def test_deleted_customer_leaves_the_contacts_of_others(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A", "email": "a@kontor.example"})
        domain.create_contact(uow, {"family_name": "Berg", "customer_id": customer.id})
        uow.delete(customer)
        left = (uow.find(Customer), uow.find(ContactPoint), uow.find(Affiliation))
        contact = uow.find(Contact)

    assert left == (None, None, None)
    assert contact is not None
