"""Who took part in an interaction: several people of the customer, and colleagues."""

import pytest

from kontor_sdk import Conflict, Invalid
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor


def person(kontor: Kontor, name: str, customer: RecordRef) -> RecordRef:
    made = kontor.create("contact", {"family_name": name})
    kontor.create("affiliation", {"customer_id": customer, "contact_id": made})
    return made


def call(kontor: Kontor, customer: RecordRef, with_: RecordRef) -> RecordRef:
    given = {"customer_id": customer, "contact_id": with_, "channel": "call"}
    return kontor.create("interaction", given)


def test_people_and_colleagues_take_part_once(kontor: Kontor) -> None:
    customer = kontor.customer()
    anna, ben = person(kontor, "Anna", customer), person(kontor, "Ben", customer)
    touch = call(kontor, customer, anna)

    kontor.create("participant", {"interaction_id": touch, "contact_id": ben})
    kontor.create("participant", {"interaction_id": touch, "user_id": kontor.user()})

    assert len(kontor.visible("participant")) == 2
    for again in (anna, ben):
        with pytest.raises(Conflict):
            kontor.create("participant", {"interaction_id": touch, "contact_id": again})


def test_participant_is_one_person_or_one_colleague(kontor: Kontor) -> None:
    customer = kontor.customer()
    anna = person(kontor, "Anna", customer)
    touch = call(kontor, customer, anna)
    both = {"contact_id": person(kontor, "Ben", customer), "user_id": kontor.user()}

    for who in ({}, both):
        with pytest.raises(Invalid):
            kontor.create("participant", {"interaction_id": touch, **who})


def test_who_sees_the_customer_sees_who_took_part(kontor: Kontor) -> None:
    owner, stranger = kontor.user(), kontor.user()
    customer = kontor.customer(as_=owner)
    touch = kontor.create("interaction", {"customer_id": customer, "channel": "visit"}, as_=owner)
    made = kontor.create("participant", {"interaction_id": touch, "user_id": owner}, as_=owner)

    assert kontor.visible("participant", to=owner) == [made.id]
    assert kontor.visible("participant", to=stranger) == []


def test_merged_people_take_part_once(kontor: Kontor) -> None:
    from kontor_core.contacts.domain import merge_contacts

    customer = kontor.customer()
    anna, ben, twin = (person(kontor, name, customer) for name in ("Anna", "Ben", "Benn"))
    touch = call(kontor, customer, anna)
    for who in (ben, twin):
        kontor.create("participant", {"interaction_id": touch, "contact_id": who})

    with kontor.unit() as uow:
        merge_contacts(uow, survivor=ben.id, merged=[twin.id])

    found = [kontor.values(RecordRef("participant", p)) for p in kontor.visible("participant")]
    assert sorted(str(one["contact_id"]) for one in found) == sorted([ben.id, twin.id])


def test_deleting_an_interaction_takes_its_participants_along(kontor: Kontor) -> None:
    customer = kontor.customer()
    anna, ben = person(kontor, "Anna", customer), person(kontor, "Ben", customer)
    touch = call(kontor, customer, anna)
    kontor.create("participant", {"interaction_id": touch, "contact_id": ben})

    kontor.delete(touch)

    assert kontor.visible("participant") == []
