"""Merging and taking a merge back: nothing is lost, everything returns."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kontor_core.contacts.domain import affiliate, create_contact, merge_contacts
from kontor_core.contacts.models import Affiliation, ContactPoint
from kontor_core.contacts.points import add_point
from kontor_core.customers import queries
from kontor_core.customers.domain import create_customer, merge_customers, unmerge_customers
from kontor_core.customers.models import Customer
from kontor_core.events import history
from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Forbidden, NotFound, Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.schema import RowScope
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.models import Interaction

_STAMPS = {"version", "updated_at"}


def _rows(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table that people's work stands in, stamps left out."""
    found = {}
    for rule in storage.schema:
        if rule.scope is RowScope.SYSTEM or rule.entity == "event":
            continue
        kept = [column for column in rule.table.columns if column.name not in _STAMPS]
        row = msgspec.defstruct("Row", [f"f{n}" for n in range(len(kept))])
        rows = storage.system_reader().read(select(*kept), row)
        found[rule.name] = sorted((msgspec.structs.astuple(r) for r in rows), key=repr)
    return found


def _full(uow: UnitOfWork, name: str, **more: object) -> Customer:
    customer = create_customer(uow, {"name": name, "email": f"{name}@kontor.example", **more})
    create_contact(uow, {"family_name": f"Person {name}", "customer_id": customer.id})
    record_interaction(uow, {"customer_id": customer.id, "channel": "call", "subject": name})
    return customer


def test_everything_of_the_merged_stands_at_the_survivor(storage: Storage, staff: Any) -> None:
    owner = staff.user(Level.OWN)
    with storage.unit(SYSTEM) as uow:
        stays = _full(uow, "eins", owner_id=owner.id, roles=["customer"])
        goes = _full(uow, "zwei", roles=["supplier"], **{"custom.size": "L"})
        merge_customers(uow, survivor=stays.id, merged=[goes.id])

    with storage.unit(owner) as uow:
        subjects = {row.subject for row in uow.find_all(Interaction)}
        mails = {row.value for row in uow.find_all(ContactPoint, customer_id=stays.id)}
        people = queries.people_of(storage.reader(owner), stays.id)
        survivor = uow.get(Customer, stays.id)

    assert subjects == {"eins", "zwei"}
    assert mails == {"eins@kontor.example", "zwei@kontor.example"}
    assert [person.name for person in people] == ["Person eins", "Person zwei"]
    assert (survivor.roles, survivor.custom) == (["customer", "supplier"], {"size": "L"})


def test_unmerge_gives_the_exact_former_state(storage: Storage, staff: Any) -> None:
    first, second = staff.user(Level.OWN), staff.user(Level.OWN)
    with storage.unit(SYSTEM) as uow:
        stays = _full(uow, "eins", owner_id=first.id)
        goes = _full(uow, "zwei", owner_id=second.id, phase="active", **{"custom.size": "L"})
        shared = create_contact(uow, {"family_name": "Beide", "customer_id": stays.id})
        affiliate(uow, {"customer_id": goes.id, "contact_id": shared.id})
    before = _rows(storage)

    with storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=stays.id, merged=[goes.id])
    between = _rows(storage)
    with storage.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[goes.id])

    assert between != before
    assert _rows(storage) == before


def test_what_came_after_the_merge_stays_with_the_survivor(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        stays, goes = _full(uow, "eins"), _full(uow, "zwei")
        merge_customers(uow, survivor=stays.id, merged=[goes.id])
        record_interaction(uow, {"customer_id": stays.id, "channel": "call", "subject": "neu"})
        unmerge_customers(uow, merged=[goes.id])
        at = {row.subject: row.customer_id for row in uow.find_all(Interaction)}

    assert at == {"eins": stays.id, "zwei": goes.id, "neu": stays.id}


def test_same_address_and_same_person_are_not_doubled(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        stays, goes = _full(uow, "eins"), _full(uow, "zwei")
        for customer in (stays, goes):
            add_point(uow, {"scheme": "phone", "value": "030 1234567", "customer_id": customer.id})
        both = create_contact(uow, {"family_name": "Beide", "customer_id": stays.id})
        affiliate(uow, {"customer_id": goes.id, "contact_id": both.id, "role": "Einkauf"})
        merge_customers(uow, survivor=stays.id, merged=[goes.id])
        phones = uow.find_all(ContactPoint, customer_id=stays.id, scheme="phone")
        places = uow.find_all(Affiliation, customer_id=stays.id, contact_id=both.id)

    assert (len(phones), len(places)) == (1, 1)


def test_merged_customer_stays_as_a_signpost(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        first, second, third = (_full(uow, name) for name in ("eins", "zwei", "drei"))
        merge_customers(uow, survivor=second.id, merged=[first.id])
        merge_customers(uow, survivor=third.id, merged=[second.id])
    reader = storage.reader(SYSTEM)

    found = queries.standing(reader, first.id)
    by_number = queries.customer_numbered(reader, first.number)

    assert found is not None
    assert found.id == third.id
    assert by_number is not None
    assert by_number.merged_into_id == second.id


def test_chain_of_merges_is_taken_back_in_its_order_only(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        first, second, third = (_full(uow, name) for name in ("eins", "zwei", "drei"))
    before = _rows(storage)
    with storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=second.id, merged=[first.id])
        merge_customers(uow, survivor=third.id, merged=[second.id])

    with storage.unit(SYSTEM) as uow, pytest.raises(Refused):
        unmerge_customers(uow, merged=[first.id])
    with storage.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[second.id])
        unmerge_customers(uow, merged=[first.id])

    assert _rows(storage) == before


def test_what_cannot_be_merged_is_refused(storage: Storage, staff: Any) -> None:
    me, other = staff.user(Level.OWN), staff.user(Level.OWN)
    with storage.unit(SYSTEM) as uow:
        mine = _full(uow, "eins", owner_id=me.id)
        hidden = _full(uow, "zwei", owner_id=other.id)
        third = _full(uow, "drei")
        merge_customers(uow, survivor=mine.id, merged=[third.id])

    with storage.unit(SYSTEM) as uow:
        for survivor, merged in (
            (mine.id, [mine.id]),
            (hidden.id, [third.id]),
            (third.id, [hidden.id]),
        ):
            with pytest.raises(Refused):
                merge_customers(uow, survivor=survivor, merged=merged)
        with pytest.raises(Refused):
            unmerge_customers(uow, merged=[hidden.id])
    with storage.unit(me) as uow, pytest.raises(NotFound):
        merge_customers(uow, survivor=mine.id, merged=[hidden.id])


def test_merging_takes_the_right_to_change_both(storage: Storage, staff: Any) -> None:
    me = staff.user({"edit": Level.OWN})
    with storage.unit(SYSTEM) as uow:
        mine, other = _full(uow, "eins", owner_id=me.id), _full(uow, "zwei")

    with storage.unit(me) as uow, pytest.raises(Forbidden):
        merge_customers(uow, survivor=mine.id, merged=[other.id])


def test_subscriber_can_veto_a_merge_and_nothing_has_moved(storage: Storage, told: Any) -> None:
    with storage.unit(SYSTEM) as uow:
        stays, goes = _full(uow, "eins"), _full(uow, "zwei")
    before = _rows(storage)

    def hold(uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        if any(fact.type == "customer.merged" for fact in facts):
            raise Refused("An audit is going on.")

    told.refuse = hold
    with pytest.raises(Refused), storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=stays.id, merged=[goes.id])

    assert _rows(storage) == before


def test_merging_two_private_customers_merges_their_persons(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        stays = create_customer(uow, {"kind": "person", "name": "Erika Berg"})
        goes = create_customer(
            uow, {"kind": "person", "name": "E. Berg", "email": "erika@kontor.example"}
        )
    before = _rows(storage)
    with storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=stays.id, merged=[goes.id])
    people = queries.people_of(storage.reader(SYSTEM), stays.id)
    points = queries.points_of_contacts(storage.reader(SYSTEM), [people[0].contact_id])

    with storage.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[goes.id])

    assert [person.name for person in people] == ["Erika Berg"]
    assert [point.value for point in points] == ["erika@kontor.example"]
    assert _rows(storage) == before


def test_history_of_the_merged_is_read_at_the_survivor_and_goes_back(storage: Storage) -> None:
    bus = Bus(Log(storage), [])
    storage.sink = bus
    with storage.unit(SYSTEM) as uow:
        stays, goes = _full(uow, "eins"), _full(uow, "zwei")
    counts = []

    def count() -> None:
        reader = storage.reader(SYSTEM)
        pages = [history.of_customer(reader, one.id) for one in (stays, goes)]
        counts.append(tuple(len(page.facts) for page in pages))

    count()
    with storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=stays.id, merged=[goes.id])
    count()
    with storage.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[goes.id])
    count()

    bus.close()
    before, merged, after = counts
    assert merged == (before[0] + before[1] + 1, 0)  # and the merge itself
    assert after == (before[0] + 2, before[1])


_OPERATION = st.tuples(
    st.sampled_from(["affiliate", "point", "touch", "merge_contacts"]),
    st.integers(0, 1),
    st.integers(0, 2),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operations=st.lists(_OPERATION, max_size=8), forward=st.booleans())
def test_whatever_two_customers_hold_a_merge_can_be_taken_back(
    sqlite_storage: Storage, operations: list[tuple[str, int, int]], forward: bool
) -> None:
    storage = sqlite_storage
    with storage.unit(SYSTEM) as uow:
        pair = [create_customer(uow, {"name": name}) for name in ("eins", "zwei")]
        people = [create_contact(uow, {"family_name": f"P{n}"}) for n in range(3)]
        for verb, which, person in operations:
            customer, contact = pair[which], people[person]
            _do(uow, verb, customer, contact.id, people[0].id)
    before = _rows(storage)

    first, second = pair if forward else reversed(pair)
    with storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=first.id, merged=[second.id])
    merged = _rows(storage)
    with storage.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[second.id])

    assert {name: len(rows) for name, rows in merged.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert _rows(storage) == before


def _do(uow: UnitOfWork, verb: str, customer: Customer, contact_id: str, other: str) -> None:
    if verb == "affiliate":
        if uow.find(Affiliation, customer_id=customer.id, contact_id=contact_id) is None:
            affiliate(uow, {"customer_id": customer.id, "contact_id": contact_id})
    elif verb == "point":
        value = f"{contact_id[-6:]}@kontor.example"
        if uow.find(ContactPoint, customer_id=customer.id, value=value) is None:
            add_point(uow, {"scheme": "email", "value": value, "customer_id": customer.id})
    elif verb == "touch":
        record_interaction(
            uow, {"customer_id": customer.id, "contact_id": contact_id, "channel": "visit"}
        )
    elif contact_id != other:
        try:
            merge_contacts(uow, survivor=other, merged=[contact_id])
        except Refused:
            return
