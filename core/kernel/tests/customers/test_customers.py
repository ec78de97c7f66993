"""What one can do with customers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.customers.domain import change_customer, create_customer, delete_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Invalid, NotFound, Refused, Stale
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.domain import record_interaction


def test_first_customers_are_numbered_from_ten_thousand_and_one(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        numbers = [create_customer(uow, {"name": name}).number for name in ("A", "B")]

    assert numbers == ["K-10001", "K-10002"]


def test_customers_made_in_parallel_never_share_a_number(storage: Storage) -> None:
    def make(n: int) -> str:
        with storage.unit(SYSTEM) as uow:
            return create_customer(uow, {"name": f"Firma {n}"}).number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(make, range(24)))

    assert len(set(numbers)) == 24


def test_number_that_an_import_brought_is_kept_and_never_given_again(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        brought = create_customer(uow, {"name": "Import", "number": "K-10001"}).number
        made = create_customer(uow, {"name": "Neu"}).number
        with pytest.raises(Invalid) as refused:
            create_customer(uow, {"name": "Noch einer", "number": "K-10001"})

    assert (brought, made) == ("K-10001", "K-10002")
    assert list(refused.value.problems()) == ["number"]


def test_new_customer_has_the_role_of_its_phase(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        prospect = create_customer(uow, {"name": "A"})
        customer = create_customer(uow, {"name": "B", "phase": "active"})
        supplier = create_customer(uow, {"name": "C", "roles": ["supplier"]})

    assert [c.roles for c in (prospect, customer, supplier)] == [
        ["prospect"],
        ["customer"],
        ["supplier"],
    ]


def test_private_person_owns_one_contact_of_the_same_name(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(
            uow, {"kind": "person", "name": "Dr. Erika von Berg", "email": "Erika@Example.ORG"}
        )
        affiliation = uow.find(Affiliation, customer_id=customer.id)
        assert affiliation is not None
        contact = uow.get(Contact, affiliation.contact_id)
        point = uow.find(ContactPoint, contact_id=contact.id)

    assert (contact.title, contact.given_name, contact.family_name, contact.name) == (
        "Dr.",
        "Erika",
        "von Berg",
        "Dr. Erika von Berg",
    )
    assert point is not None
    assert point.value == "Erika@example.org"


def test_renaming_a_private_customer_renames_its_person(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        change_customer(uow, customer.id, {"name": "Erika Tal"}, 1)
        contact = uow.find(Contact)

    assert contact is not None
    assert (contact.name, contact.name_key) == ("Erika Tal", "tal erika")


def test_changed_name_is_found_under_its_new_key(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Müller  & Söhne"})
        first = customer.name_key
        change_customer(uow, customer.id, {"name": "Ärmel GmbH"})

    assert (first, customer.name_key) == ("muller & sohne", "armel gmbh")


def test_stale_change_is_refused(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "A"})
        change_customer(uow, customer.id, {"name": "B"}, 1)

        with pytest.raises(Stale):
            change_customer(uow, customer.id, {"name": "C"}, 1)


def test_what_kontor_sets_itself_cannot_be_given(sqlite_storage: Storage) -> None:
    with pytest.raises(Invalid) as refused, sqlite_storage.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "A", "name_key": "x", "merged_into_id": None})

    assert sorted(refused.value.problems()) == ["merged_into_id", "name_key"]


def test_unknown_field_is_refused_with_the_nearest_name(sqlite_storage: Storage) -> None:
    with pytest.raises(Invalid) as refused, sqlite_storage.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "A", "phse": "active"})

    assert refused.value.text("en") == 'phse: There is no field "phse" here. Did you mean "phase"?'


def test_custom_fields_are_cleaned_and_kept_in_their_column(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(
            uow, {"name": "A", "custom.founded_on": "01.02.1990", "custom.score": "7"}
        )
        first = dict(customer.custom)
        change_customer(uow, customer.id, {"custom": {"score": None, "size": "L"}})

    assert first == {"founded_on": "1990-02-01", "score": 7}
    assert customer.custom == {"founded_on": "1990-02-01", "size": "L"}


def test_wrong_custom_value_is_refused_under_its_full_name(sqlite_storage: Storage) -> None:
    with pytest.raises(Invalid) as refused, sqlite_storage.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "A", "custom.score": "viel", "custom.colour": "red"})

    assert sorted(refused.value.problems()) == ["custom.colour", "custom.score"]


def test_deleted_private_customer_takes_its_person_along(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        record_interaction(uow, {"customer_id": customer.id, "channel": "call"})
        delete_customer(uow, customer.id, customer.version)
        left = (uow.find(Customer), uow.find(Contact), uow.find(Affiliation))

    assert left == (None, None, None)


def test_subscriber_can_veto_a_deletion(sqlite_storage: Storage, told: object) -> None:
    def hold(uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        if any(fact.type == "customer.deleted" for fact in facts):
            raise Refused("There are open invoices.")

    with sqlite_storage.unit(SYSTEM) as uow:
        customer_id = create_customer(uow, {"name": "A"}).id
    told.refuse = hold  # type: ignore[attr-defined]

    with pytest.raises(Refused), sqlite_storage.unit(SYSTEM) as uow:
        delete_customer(uow, customer_id)

    with sqlite_storage.unit(SYSTEM) as uow:
        assert uow.get(Customer, customer_id).name == "A"


def test_deleting_what_is_not_there_is_not_found(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow, pytest.raises(NotFound):
        delete_customer(uow, "no id at all")
