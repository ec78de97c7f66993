"""The log: what is committed is in it, once and in order; history shows what one may see."""

from contextlib import suppress

from kontor_core.customers.models import Customer
from kontor_core.events import history
from kontor_core.events.log import START, Log, Position, order
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.storage import Storage


def test_rollback_leaves_no_fact(storage: Storage, log: Log, make_bus) -> None:
    make_bus()

    with suppress(RuntimeError), storage.unit(SYSTEM) as uow:
        uow.create(Customer, {"name": "Müller", "phase": "prospect", "number": "K-1"})
        raise RuntimeError

    assert log.after(START).facts == ()


def test_facts_come_back_as_they_were_published(storage: Storage, log: Log, make_bus) -> None:
    make_bus()
    fact = Fact(
        type="shop.cart.filled",
        version=3,
        customer_id=ids.new_id(),
        contact_id=ids.new_id(),
        subject="shop.cart",
        subject_id=ids.new_id(),
        actor_id=ids.new_id(),
        plugin="shop",
        correlation_id=ids.new_id(),
        causation_id=ids.new_id(),
        payload={"n": [1, "ü", None]},
        personal={"name": 'O\'Neill "Ed"'},
    )

    with storage.unit(SYSTEM) as uow:
        uow.publish(fact)

    assert log.after(START).facts == (fact,)
    assert clock.from_text(fact.recorded_at) <= clock.now()


def test_position_of_a_published_fact_is_its_place_in_the_log(company, log: Log, make_bus) -> None:
    make_bus()

    facts = company.publish([1, 2, 3])
    single = company.publish([4])

    assert [log.at(f.position) for f in facts + single] == facts + single
    assert [order(f.position) for f in facts] == sorted(order(f.position) for f in facts)


def test_reading_goes_on_where_it_ended(company, log: Log, make_bus) -> None:
    make_bus()
    company.publish(range(5))

    first = log.after(START, 2)
    rest = log.after(first.end)

    assert [f.payload["n"] for f in first.facts + rest.facts] == [0, 1, 2, 3, 4]
    assert rest.end == log.head()
    assert log.after(rest.end).facts == ()


def test_empty_log_has_its_head_at_the_start(log: Log) -> None:
    assert log.head() == START


def test_count_of_what_lies_behind_a_place(company, log: Log, make_bus) -> None:
    make_bus()
    facts = company.publish(range(5))

    assert log.count_after(START) == 5
    assert log.count_after(Position(facts[2].position)) == 2


def test_history_of_a_customer_comes_newest_first_and_in_pages(
    company, storage: Storage, make_bus
) -> None:
    make_bus()
    customer, other = company.customer(), company.customer()
    company.publish(range(5), customer_id=customer)
    company.publish([99], customer_id=other)

    first = history.of_customer(storage.reader(SYSTEM), customer, limit=4)
    second = history.of_customer(storage.reader(SYSTEM), customer, before=first.older, limit=4)

    assert [f.payload.get("n") for f in first.facts] == [4, 3, 2, 1]
    assert [f.type for f in second.facts] == ["shop.cart.filled", "customer.created"]
    assert second.older is None


def test_history_of_a_hidden_customer_is_empty(company, storage: Storage, make_bus) -> None:
    make_bus()
    customer = company.customer()
    stranger = Actor(
        id=ids.new_id(), name="B", profile=Profile({"*": dict.fromkeys(Action, Level.OWN)})
    )

    assert history.of_customer(storage.reader(stranger), customer).facts == []


def test_history_hides_personal_details_from_those_who_may_not_read_them(
    storage: Storage, company, make_bus
) -> None:
    make_bus()
    customer = company.customer()
    with storage.unit(SYSTEM) as uow:
        uow.publish(Fact(type="shop.cart.filled", customer_id=customer, personal={"who": "Meyer"}))
    levels = {"*": dict.fromkeys(Action, Level.ALL)}
    few = Profile(levels, read_classes=frozenset({Data.PUBLIC, Data.INTERNAL}))

    told = history.of_customer(storage.reader(SYSTEM), customer).facts
    masked = history.of_customer(
        storage.reader(Actor(id=ids.new_id(), name="C", profile=few)), customer
    ).facts

    assert [f.personal for f in told] == [{"who": "Meyer"}, None]
    assert [f.personal for f in masked] == [None, None]


def test_history_is_closed_to_roles_that_may_not_read_events(
    company, storage: Storage, make_bus
) -> None:
    make_bus()
    customer = company.customer()
    levels = {"*": dict.fromkeys(Action, Level.ALL), "event": {}}

    reader = storage.reader(Actor(id=ids.new_id(), name="D", profile=Profile(levels)))

    assert history.of_customer(reader, customer).facts == []
