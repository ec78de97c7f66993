"""What is held of a person comes out whole, and goes out of the rows and of the raw files."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from kontor_core.contacts.domain import affiliate, create_contact, merge_contacts
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.points import add_point
from kontor_core.contacts.privacy import erase_contact, export_contact, plan_contact_erasure
from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.events import history
from kontor_core.events.bus import Bus
from kontor_core.events.log import Log
from kontor_core.events.types import Event, personal
from kontor_core.exchange.models import ImportChunk, ImportJob
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Forbidden, NotFound, Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import METADATA, columns
from kontor_core.foundation.storage.schema import RowScope
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.system_rows import add_row
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.models import Interaction
from kontor_sdk.testing.canary import plant, scan

MARK = "Kanarienvogel"
OTHER = "Blaumeise"


class Complained(Event):
    name = "contact.complained"

    words: str = personal()


def _person(uow: UnitOfWork, mark: str, *customers: Customer) -> Contact:
    """Make a person whose mark stands wherever something is said of them."""
    contact = create_contact(
        uow,
        {
            "family_name": mark,
            "given_name": mark,
            "title": mark,
            "born_on": "1970-01-01",
            "email": f"{mark}@kontor.example",
        },
    )
    for customer in customers:
        affiliate(
            uow, {"customer_id": customer.id, "contact_id": contact.id, "role": f"{mark} Chefin"}
        )
        record_interaction(
            uow,
            {
                "customer_id": customer.id,
                "contact_id": contact.id,
                "channel": "call",
                "subject": mark,
                "body": f"Rief an: {mark}",
            },
        )
        complained = Complained(
            customer_id=customer.id, contact_id=contact.id, words=f"{mark} klagt"
        )
        uow.publish(complained)
        uow.later(complained, at=timedelta(days=14))
    return contact


def _everything(storage: Storage) -> str:
    """Give every value of every table that people's work stands in."""
    found = []
    with storage.unit(SYSTEM) as uow:
        for rule in uow.schema:
            if rule.scope is not RowScope.SYSTEM:
                names = ", ".join(f'"{column.name}"' for column in rule.table.columns)
                cursor = uow.cursor()
                cursor.execute(f'SELECT {names} FROM "{rule.name}"')  # noqa: S608  # own names
                found += cursor.fetchall()
    return repr(found)


@pytest.fixture
def logged(storage: Storage) -> Iterator[Storage]:
    """A storage whose facts go into the real log."""
    bus = Bus(Log(storage), [], events=[Complained.name])
    storage.sink = bus
    yield storage
    bus.close()


def test_erasing_the_person_of_two_employers_leaves_both_companies(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        pair = [create_customer(uow, {"name": name}) for name in ("Eins GmbH", "Zwei GmbH")]
        contact = _person(uow, MARK, *pair)

    erased = erase_contact(logged, SYSTEM, contact.id)

    with logged.unit(SYSTEM) as uow:
        names = [customer.name for customer in uow.find_all(Customer)]
        left = uow.get(Contact, contact.id)
        touches = uow.find_all(Interaction)
        roles = [row.role for row in uow.find_all(Affiliation)]
        points = uow.find_all(ContactPoint)
    assert MARK not in _everything(logged)
    assert names == ["Eins GmbH", "Zwei GmbH"]
    assert left.name == left.family_name == f"Gelöscht {contact.id[-6:].upper()}"
    assert (left.given_name, left.title, left.born_on) == (None, None, None)
    assert [(row.subject, row.body, row.channel) for row in touches] == [(None, None, "call")] * 2
    assert (roles, points) == ([None, None], [])
    assert erased.plan.deleted == 3  # the contact point, and what was to be said later
    assert erased.clean


def test_erasing_one_of_two_persons_leaves_the_other_whole(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Eins GmbH"})
        contact = _person(uow, MARK, customer)
        _person(uow, OTHER, customer)
    before = _everything(logged).count(OTHER)

    erase_contact(logged, SYSTEM, contact.id)

    after = _everything(logged)
    assert MARK not in after
    assert after.count(OTHER) == before > 8


def test_erasing_a_private_customer_erases_the_customer_too(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        customer = create_customer(
            uow, {"kind": "person", "name": f"{MARK} {MARK}", "custom.size": MARK}
        )
        add_point(uow, {"scheme": "postal", "value": f"{MARK} 1", "customer_id": customer.id})
        record_interaction(uow, {"customer_id": customer.id, "channel": "visit", "subject": MARK})
        contact = uow.find(Contact)
        assert contact is not None

    erase_contact(logged, SYSTEM, contact.id)

    with logged.unit(SYSTEM) as uow:
        left = uow.get(Customer, customer.id)
    assert MARK not in _everything(logged)
    assert (left.name, left.number, left.custom) == (
        f"Gelöscht {customer.id[-6:].upper()}",
        "K-10001",
        {},
    )


def test_merged_persons_are_erased_with_the_survivor(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Eins GmbH"})
        stays, goes = _person(uow, MARK, customer), _person(uow, f"{MARK}2", customer)
        merge_contacts(uow, survivor=stays.id, merged=[goes.id])

    erase_contact(logged, SYSTEM, stays.id)

    assert MARK not in _everything(logged)


def test_history_keeps_the_facts_and_loses_the_words(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Eins GmbH"})
        contact = _person(uow, MARK, customer)
    reader = logged.reader(SYSTEM)
    before = history.of_contact(reader, contact.id).facts

    erase_contact(logged, SYSTEM, contact.id)

    after = history.of_contact(reader, contact.id).facts
    told = [fact.personal for fact in before if fact.type == "contact.complained"]
    left = [fact.personal for fact in after if fact.type == "contact.complained"]
    assert (told, left) == ([{"words": f"{MARK} klagt"}], [None])
    assert after[0].type == "contact.erased"
    assert len(after) == len(before) + 1


def test_whoever_must_keep_something_holds_the_erasure(storage: Storage, told: Any) -> None:
    with storage.unit(SYSTEM) as uow:
        contact = _person(uow, MARK, create_customer(uow, {"name": "Eins GmbH"}))
    before = _everything(storage)

    def hold(uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        if any(fact.type == "contact.erased" for fact in facts):
            raise Refused("A claim runs until 2029.")

    told.refuse = hold
    with pytest.raises(Refused):
        erase_contact(storage, SYSTEM, contact.id)

    assert _everything(storage) == before


def test_plan_says_what_would_happen_and_does_nothing(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        contact = _person(uow, MARK, create_customer(uow, {"name": "Eins GmbH"}))
    before = _everything(storage)

    plan = plan_contact_erasure(storage, SYSTEM, contact.id)

    assert _everything(storage) == before
    assert {step.entity: (len(step.rows), step.delete) for step in plan.steps} == {
        "affiliation": (1, False),
        "contact": (1, False),
        "contact_point": (1, True),
        "interaction": (1, False),
    }
    assert (plan.deleted, plan.blanked, plan.kept) == (1, 3, {})


def test_export_gives_all_that_is_held_and_nothing_of_others(logged: Storage) -> None:
    with logged.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Eins GmbH"})
        contact = _person(uow, MARK, customer)
        _person(uow, OTHER, customer)

    found = export_contact(logged, SYSTEM, contact.id)

    text = json.dumps(found)
    held = found["held"]
    assert OTHER not in text
    assert held["contact"][0]["family_name"] == MARK
    assert held["contact_point"][0]["value"] == f"{MARK}@kontor.example"
    assert held["affiliation"][0]["role"] == f"{MARK} Chefin"
    assert held["interaction"][0]["body"] == f"Rief an: {MARK}"
    assert {"words": f"{MARK} klagt"} in [row.get("personal") for row in held["event"]]
    assert found["labels"]["contact"]["born_on"] == "Geburtstag"


def test_what_an_import_replaced_is_forgotten_too(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        contact = _person(uow, MARK, create_customer(uow, {"name": "Eins GmbH"}))
        other = _person(uow, OTHER)
        job = add_row(uow, ImportJob, _JOB)
        before = [["contact", contact.id, 1, {"title": MARK}], ["contact", other.id, 1, {}]]
        chunk = {"job_id": job, "number": 1, "made": [], "changed": before}
        add_row(uow, ImportChunk, chunk)

    erase_contact(storage, SYSTEM, contact.id)

    c = columns(ImportChunk)
    left = storage.system_reader().read(select(c.changed), _Changed)
    assert [row.changed for row in left] == [[["contact", other.id, 1, {}]]]


class _Changed(msgspec.Struct):
    changed: Any


_JOB: dict[str, Any] = {
    "key": "x",
    "target": "contacts",
    "preset": False,
    "path": "people.csv",
    "state": "done",
    "position": 2,
    "good": 2,
    "bad": 0,
    "source": {},
    "mapping": {},
    "options": {},
    "made": {},
}


def test_only_those_with_the_permission_answer_for_people(storage: Storage, staff: Any) -> None:
    agent = staff.user(Level.ALL)
    with storage.unit(SYSTEM) as uow:
        contact = _person(uow, MARK)

    for verb in (export_contact, plan_contact_erasure, erase_contact):
        with pytest.raises(Forbidden):
            verb(storage, agent, contact.id)
        with pytest.raises(NotFound):
            verb(storage, SYSTEM, "01890000-0000-7000-8000-000000000000")


def test_raw_files_hold_no_canary_after_an_erasure(sqlite_storage: Storage) -> None:
    storage = sqlite_storage
    path = storage.database.path
    assert path is not None
    planted = plant(
        storage.database.engine,
        METADATA,
        rows={"core_customer": {"kind": "person"}},
        skip=("core_event_failure", "core_subscriber", "core_job", "core_meta"),
    )
    reached = plan_contact_erasure(storage, SYSTEM, planted.rows["core_contact"])
    gone = [
        mark
        for step in reached.steps
        for (table, column), mark in planted.markers.items()
        if table == step.table and _goes(storage, table, column, step.delete)
    ]
    before = {hit.marker for hit in scan([path], gone)}

    erased = erase_contact(storage, SYSTEM, planted.rows["core_contact"])

    assert erased.clean
    assert before == set(gone)  # a control: the scan does find them
    assert {step.entity for step in reached.steps} >= {"contact", "customer", "event"}
    assert scan([path], gone) == []


def _goes(storage: Storage, table: str, column: str, delete: bool) -> bool:
    spec = storage.schema.rule(table).table.c[column].info["kontor"]
    tells = spec.data in (Data.PERSONAL, Data.SPECIAL)
    return delete or (tells and spec.erase is not Erase.KEEP)
