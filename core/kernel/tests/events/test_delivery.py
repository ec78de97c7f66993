"""Durable delivery: once in effect, in order per customer, past whatever is poisonous."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from kontor_core.customers.models import Customer
from kontor_core.events import cursors
from kontor_core.events.failures import DELAYS
from kontor_core.events.log import START, Log, Position
from kontor_core.foundation import clock, ids
from kontor_core.foundation.clock import FixedClock
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription


def test_every_event_after_the_first_start_is_delivered_once(company, make_bus, seen) -> None:
    make_bus()
    company.publish([0])
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))

    company.publish([1, 2])
    bus.deliver()
    company.publish([3])
    bus.deliver()
    bus.deliver()

    assert seen.numbers == [1, 2, 3]


def test_subscriber_that_asks_for_it_gets_the_whole_history(company, make_bus, seen) -> None:
    make_bus()
    company.publish([1, 2])
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen", replay_from_start=True))

    bus.deliver()

    assert seen.numbers == [1, 2]


def test_subscriber_gets_only_the_events_it_names(company, make_bus, seen) -> None:
    bus = make_bus(Subscription(("shop.cart.paid", "shop.bill.*"), seen, id="seen"))

    company.publish([1])
    company.publish([2], type_="shop.cart.paid")
    company.publish([3], type_="shop.bill.sent")
    bus.deliver()

    assert seen.numbers == [2, 3]


def test_events_come_in_batches_of_the_declared_size(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen", batch=4))

    company.publish(range(10))
    bus.deliver()

    assert seen.batches == [4, 4, 2]
    assert seen.numbers == list(range(10))


def test_log_longer_than_a_stretch_is_delivered_to_its_end(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen", batch=500))

    company.publish(range(1_200))
    bus.deliver()

    assert seen.numbers == list(range(1_200))


def test_disabled_subscriber_keeps_its_place(company, make_bus, seen) -> None:
    make_bus(Subscription("shop.cart.*", seen, id="seen"))
    make_bus()
    company.publish([1])

    make_bus(Subscription("shop.cart.*", seen, id="seen")).deliver()

    assert seen.numbers == [1]


def test_effect_carries_the_name_of_its_plugin_and_its_cause(
    storage: Storage, company, make_bus, log: Log
) -> None:
    def activate(ctx: EventContext, events: Sequence[Fact]) -> None:
        for event in events:
            ctx.uow.change(Customer, str(event.customer_id), {"phase": "active"})
        assert ctx.uow.plugin == "shop"
        assert ctx.actor.name == "shop"

    bus = make_bus(Subscription("customer.created", activate))
    company.customer()
    bus.deliver()

    created, changed = log.after(START).facts
    assert (changed.type, changed.causation_id) == ("customer.changed", created.id)


def test_poison_is_parked_and_all_others_go_on(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    seen.poison = {2}

    company.publish([1, 2, 3, 4])
    bus.deliver()

    assert seen.numbers == [1, 3, 4]
    (letter,) = bus.parked_letters()
    assert (letter.subscriber, letter.type, letter.attempts) == (
        "shop.seen",
        "shop.cart.filled",
        1,
    )
    assert letter.error is not None
    assert "ValueError" in letter.error


def test_effects_of_a_poisoned_event_are_undone_facts_included(company, make_bus, log: Log) -> None:
    def half(ctx: EventContext, events: Sequence[Fact]) -> None:
        for event in events:
            ctx.uow.change(Customer, str(event.customer_id), {"phase": "active"})
            ctx.uow.publish(Fact(type="shop.half.done", customer_id=event.customer_id))
            if event.payload["n"] == 1:
                raise ValueError("half done")

    bus = make_bus(Subscription("shop.cart.filled", half))
    bad, good = company.customer("Bad"), company.customer("Good")
    company.publish([1], customer_id=bad)
    company.publish([2], customer_id=good)
    bus.deliver()

    assert [f.customer_id for f in log.after(START).facts if f.type == "shop.half.done"] == [good]
    assert [f.customer_id for f in log.after(START).facts if f.type == "customer.changed"] == [good]


def test_later_events_of_a_customer_wait_behind_its_parked_one(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen", batch=3))
    bad, good = ids.new_id(), ids.new_id()
    seen.poison = {1}
    company.publish([1, 2, 3], customer_id=bad)
    company.publish([10, 11], customer_id=good)
    company.publish([4], customer_id=bad)
    company.publish([12], customer_id=good)
    bus.deliver()

    assert seen.numbers == [10, 11, 12]

    seen.poison = set()
    with clock.use_clock(FixedClock(clock.now() + DELAYS[0] + timedelta(seconds=1))):
        bus.deliver()

    assert seen.numbers == [10, 11, 12, 1, 2, 3, 4]
    assert bus.parked_letters() == []


def test_queue_longer_than_one_retry_keeps_its_order(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    bad = ids.new_id()
    seen.poison = {0}
    company.publish(range(250), customer_id=bad)
    bus.deliver()
    seen.poison = {130}

    with clock.use_clock(FixedClock(clock.now() + timedelta(seconds=10))):
        bus.deliver()
    stuck = list(seen.numbers)
    seen.poison = set()
    with clock.use_clock(FixedClock(clock.now() + timedelta(seconds=60))):
        bus.deliver()

    assert stuck == list(range(130))
    assert seen.numbers == list(range(250))


def test_pauses_between_attempts_grow_until_the_letter_is_dead(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    customer = ids.new_id()
    seen.poison = {1}
    at = FixedClock(clock.now())

    with clock.use_clock(at):
        company.publish([1, 2], customer_id=customer)
        bus.deliver()
        for attempt, delay in enumerate(DELAYS, start=1):
            assert [letter.attempts for letter in bus.parked_letters()] == [attempt]
            at.set(at.now() + delay - timedelta(milliseconds=1))
            bus.deliver()
            assert [letter.attempts for letter in bus.parked_letters()] == [attempt]
            at.set(at.now() + timedelta(milliseconds=1))
            bus.deliver()

    assert bus.parked_letters() == []
    assert [(d.attempts, d.type) for d in bus.dead_letters()] == [(8, "shop.cart.filled")]
    assert seen.numbers == [2]  # a dead letter lets those behind it pass


def test_dead_letter_is_replayed_by_hand(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    seen.poison = {1}
    at = FixedClock(clock.now())
    with clock.use_clock(at):
        company.publish([1])
        bus.deliver()
        for delay in DELAYS:
            at.set(at.now() + delay)
            bus.deliver()
    seen.poison = set()

    bus.retry(bus.dead_letters()[0].id)
    bus.deliver()

    assert seen.numbers == [1]
    assert bus.dead_letters() == []


def test_replay_delivers_everything_after_a_place_once_more(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    facts = company.publish([1, 2, 3])
    bus.deliver()

    bus.replay("shop.seen", Position(facts[0].position))
    bus.deliver()

    assert seen.numbers == [1, 2, 3, 2, 3]


def test_replay_delivers_what_was_parked_only_once(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    seen.poison = {2}
    company.publish([1, 2, 3])
    bus.deliver()
    seen.poison = set()

    bus.replay("shop.seen", START)
    bus.deliver()
    with clock.use_clock(FixedClock(clock.now() + timedelta(seconds=10))):
        bus.deliver()

    assert seen.numbers == [1, 3, 1, 2, 3]


def test_replay_of_nobody_is_refused(make_bus) -> None:
    with pytest.raises(NotFound, match=r"subscriber shop\.nobody does not exist"):
        make_bus().replay("shop.nobody", START)


def test_refusal_of_an_effect_parks_the_event_that_caused_it(company, make_bus, seen) -> None:
    def touch(ctx: EventContext, events: Sequence[Fact]) -> None:
        for event in events:
            ctx.uow.publish(Fact(type="shop.touch.made", payload=event.payload))

    bus = make_bus(
        Subscription("shop.cart.filled", touch),
        Subscription("shop.touch.made", seen, id="veto", mode="transactional"),
    )
    seen.poison = {2}

    company.publish([1, 2, 3])
    bus.deliver()

    assert [letter.position != "" for letter in bus.parked_letters()] == [True]
    # the optimistic batch vetoed all three; one by one, two of them pass
    assert seen.numbers == [1, 3]


def test_two_deliveries_share_the_work_and_double_none(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen", batch=2))
    first, second = bus.delivery(), bus.delivery()
    company.publish(range(4))
    first.round()
    company.publish(range(4, 8))

    moved = True
    while moved:
        moved = any([second.round(), first.round()])

    assert seen.numbers == list(range(8))


def test_overtaken_delivery_leaves_no_effect(storage: Storage, company, make_bus, log) -> None:
    def slow(ctx: EventContext, events: Sequence[Fact]) -> None:
        ctx.uow.publish(Fact(type="shop.slow.done"))

    bus = make_bus(Subscription("shop.cart.*", slow))
    late = bus.delivery()
    late.round()
    company.publish([1])
    stale = cursors.read_all(storage)["shop.slow"]
    bus.deliver()

    with pytest.raises(cursors.Overtaken), storage.unit(bus.actor_of("shop")) as uow:
        cursors.claim(uow, stale)
    late.round()

    assert [f.type for f in log.after(START).facts] == ["shop.cart.filled", "shop.slow.done"]


def test_subscribers_that_nothing_concerns_cost_no_commit_each(
    storage: Storage, company, make_bus, seen
) -> None:
    bus = make_bus(
        Subscription("shop.cart.paid", seen, id="one"),
        Subscription("shop.cart.sent", seen, id="two"),
    )
    delivery = bus.delivery()
    before = cursors.read_all(storage)

    company.publish(range(3))
    while delivery.round():
        pass
    untouched = cursors.read_all(storage)
    delivery.save()

    assert untouched == before
    assert {c.position for c in cursors.read_all(storage).values()} == {bus.log.head()}


def test_stretch_is_read_once_for_all_subscribers(company, make_bus, seen) -> None:
    bus = make_bus(*(Subscription("shop.cart.*", seen, id=f"s{n}") for n in range(5)))
    delivery = bus.delivery()
    company.publish(range(3))
    reads = bus.log.reads

    delivery.round()

    assert bus.log.reads - reads == 1
    assert len(seen.numbers) == 15


def test_standing_tells_how_far_behind_a_subscriber_is(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    company.publish(range(3))

    before = [(s.id, s.plugin, s.behind) for s in bus.standings()]
    bus.deliver()

    assert before == [("shop.seen", "shop", 3)]
    assert [s.behind for s in bus.standings()] == [0]
