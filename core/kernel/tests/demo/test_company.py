"""The demo company is the same each time, reaches nobody who exists, and has a past."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.core_plugin import Core
from kontor_core.customers.models import Customer
from kontor_core.demo.careers import DAYS
from kontor_core.demo.company import make_company
from kontor_core.demo.names import spelled
from kontor_core.events.log import START, Log
from kontor_core.events.tables import bus_rules
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import User
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.clock import FixedClock, as_text
from kontor_core.foundation.definition.defaults import PHASES
from kontor_core.foundation.fields import Choice
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.models import Table, columns
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.values import Conventions
from kontor_core.hooks.declarations.contexts import DemoContext
from kontor_core.hooks.tables import rule_of
from kontor_core.interactions.models import Interaction

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
FICTITIOUS = re.compile(
    r"\+49(3023125|6990009|4066969|2214710|8999998)\d{3}"
    r"|\+49(17139200|176040690)\d{2}"
    r"|\+4915(228817386|228895456|254599371)"
    r"|\+4917(29925904|29968532|29973185|29973186|29980752|49091317|49464308)"
)
"""What the Bundesnetzagentur keeps free for films and books, Mitteilung 148/2021."""

Make = Callable[..., Storage]


@pytest.fixture(scope="module")
def make(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    databases = []

    def made(
        *,
        seed: int = 1,
        phases: Sequence[str] = tuple(p.key for p in PHASES),
        there: str | None = None,
    ) -> Storage:
        path = tmp_path_factory.mktemp("demo") / "kontor.db"
        shutil.copy(migrated_file, path)
        databases.append(database := Database(f"sqlite:///{path}", durability="normal"))
        rules = [rule_of(entity) for entity in Core().kontor_entities()]
        choices = tuple(Choice(phase, phase) for phase in phases)
        conventions = Conventions(options={"phases": choices})
        storage = Storage(database, Schema([*rules, *bus_rules()]), conventions=conventions)
        storage.sink = _Sink(storage)
        with storage.unit(SYSTEM) as uow:
            uow.backdated = True
            users = (create_user(uow, name=there, email="a@b.example").id,) if there else ()
            ctx = DemoContext(uow=uow, clock=FixedClock(NOW), seed=seed, users=users)
            make_company(ctx, size=60)
        return storage

    yield made
    for database in databases:
        database.close()


@pytest.fixture(scope="module")
def company(make: Make) -> Storage:
    return make()


def rows(storage: Storage, model: type[Table], *names: str) -> list[Any]:
    """Give some fields of every row, in the order in which they were made."""
    table = columns(model)
    statement = select(*(table[name] for name in names)).order_by(table.id)
    return storage.system_reader().read(statement, msgspec.defstruct("Row", names))


TOLD = {
    Customer: ("number", "name", "kind", "phase", "roles", "created_at"),
    Contact: ("name", "sex", "title", "language", "created_at"),
    Affiliation: ("role", "since", "until"),
    ContactPoint: ("scheme", "value", "purpose", "state", "created_at"),
    Interaction: ("channel", "subject", "body", "outcome", "occurred_at"),
}


def everything(storage: Storage) -> list[list[Any]]:
    return [
        [msgspec.structs.astuple(row) for row in rows(storage, model, *names)]
        for model, names in TOLD.items()
    ]


def test_whoever_is_there_already_gets_customers_to_look_after(make: Make) -> None:
    storage = make(there="Anna Amt")
    anna = [user.id for user in rows(storage, User, "id", "name") if user.name == "Anna Amt"]

    owners = [customer.owner_id for customer in rows(storage, Customer, "owner_id")]

    assert 3 <= owners.count(anna[0]) <= 20


def test_same_seed_makes_the_same_rows_and_another_seed_others(make: Make) -> None:
    first, again, other = (everything(make(seed=seed)) for seed in (7, 7, 8))

    assert first == again
    assert all(mine != theirs for mine, theirs in zip(first, other, strict=True))


def test_every_address_reaches_nobody(company: Storage) -> None:
    points = rows(company, ContactPoint, "scheme", "value")
    mails = [p.value for p in points if p.scheme == "email"]
    mails += [user.email for user in rows(company, User, "email")]
    sites = [p.value for p in points if p.scheme == "web"]
    numbers = [p.value for p in points if p.scheme == "phone"]

    assert [address for address in mails + sites if not address.endswith(".example")] == []
    assert [number for number in numbers if not FICTITIOUS.fullmatch(number)] == []
    assert len(numbers) == len(set(numbers))


def test_people_are_called_as_their_addresses_say(company: Storage) -> None:
    people = {p.id: p for p in rows(company, Contact, "id", "given_name", "family_name")}
    mails = rows(company, ContactPoint, "contact_id", "scheme", "value")

    wrong = [
        (person.family_name, mail.value)
        for mail in mails
        if mail.scheme == "email" and (person := people.get(mail.contact_id))
        if mail.value.partition("@")[0]
        != f"{spelled(person.given_name)}.{spelled(person.family_name)}"
    ]

    assert wrong == []


def test_everybody_is_looked_after_by_somebody_of_a_team(company: Storage) -> None:
    staff = {user.id for user in rows(company, User, "id")}

    for model in (Customer, Contact, Interaction):
        found = rows(company, model, "owner_id", "team_id")
        assert {row.owner_id for row in found} <= staff
        assert None not in {row.team_id for row in found}
    assert len({row.owner_id for row in rows(company, Customer, "owner_id")}) == len(staff) == 5


def test_customers_came_over_two_years_and_none_tomorrow(company: Storage) -> None:
    days = [row.created_at for row in rows(company, Customer, "created_at")]
    oldest, midway = (as_text(NOW - timedelta(days=n)) for n in (DAYS + 4, DAYS // 2))

    assert days == sorted(days)
    assert oldest < days[0] < midway < days[-1] < as_text(NOW)
    assert len(set(days)) == len(days)


def test_history_reads_in_the_order_in_which_it_happened(company: Storage) -> None:
    facts = Log(company).after(START, limit=100_000).facts

    assert all(one.occurred_at <= next_.occurred_at for one, next_ in pairwise(facts))
    assert facts[-1].occurred_at < as_text(NOW)
    assert {fact.actor_id for fact in facts if fact.type == "interaction.created"} == {
        user.id for user in rows(company, User, "id")
    }


def test_nobody_talks_to_customers_who_are_lost(company: Storage) -> None:
    lost = {row.id for row in rows(company, Customer, "id", "phase") if row.phase == "lost"}
    touches = rows(company, Interaction, "customer_id", "occurred_at")

    last = max(touch.occurred_at for touch in touches if touch.customer_id in lost)

    assert last < as_text(NOW - timedelta(days=60))


def test_every_customer_was_talked_to_and_never_before_it_was_one(company: Storage) -> None:
    since = {row.id: row.created_at for row in rows(company, Customer, "id", "created_at")}
    touches = rows(company, Interaction, "customer_id", "occurred_at")

    assert {touch.customer_id for touch in touches} == set(since)
    assert [t for t in touches if t.occurred_at < since[t.customer_id]] == []


def test_some_people_left_and_some_serve_two(company: Storage) -> None:
    places = rows(company, Affiliation, "contact_id", "customer_id", "until")
    here = [place for place in places if place.until is None]

    assert 0 < len(places) - len(here) < len(places) / 4
    assert len({place.contact_id for place in here}) < len(here)


def test_phases_of_other_names_are_gone_through_by_their_place(make: Make) -> None:
    phases = ("enquiry", "advice", "insured", "renewal", "cancelled")

    storage = make(phases=phases)

    assert {row.phase for row in rows(storage, Customer, "phase")} == set(phases)


class _Sink:
    """The log, without subscribers."""

    def __init__(self, storage: Storage) -> None:
        self._log = Log(storage)
        self.append = self._log.append

    def asks(self, event: str) -> bool:
        return False

    def before_commit(self, uow: object, facts: object) -> None: ...

    def committed(self, facts: object) -> None: ...
