"""Timers: an event at its time, once, or never when it was taken back."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kontor_core.customers.domain import merge_customers
from kontor_core.customers.models import Customer
from kontor_core.events.bus import Bus
from kontor_core.events.failures import DELAYS
from kontor_core.events.log import START, Log
from kontor_core.events.timers import TimerState
from kontor_core.events.types import Event, personal
from kontor_core.events.worker import Worker
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.clock import FixedClock
from kontor_core.foundation.errors import Conflict, Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext, RecordRef
from kontor_core.hooks.declarations.flow import Events, Subscription
from kontor_core.hooks.purging import purge
from kontor_core.hooks.registries import Owned

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


class FollowedUp(Event):
    """Somebody is to get in touch."""

    name = "shop.offer.followed_up"

    offer_id: str
    words: str = personal(default="")


@pytest.fixture
def bus(storage: Storage) -> Iterator[Bus]:
    storage.sink = bus = Bus(Log(storage), (), events=[FollowedUp.name])
    yield bus
    bus.close()


@pytest.fixture
def at() -> Iterator[FixedClock]:
    at = FixedClock(NOON)
    with clock.use_clock(at):
        yield at


def later(bus: Bus, offer: str, *, key: str | None = None, **more: str) -> str:
    with bus.storage.unit(SYSTEM) as uow:
        return uow.later(FollowedUp(offer_id=offer, **more), at=FORTNIGHT, key=key)


def told(bus: Bus) -> list[Fact]:
    return [fact for fact in bus.log.after(START, 1000).facts if fact.type == FollowedUp.name]


def offers(bus: Bus) -> list[str]:
    return [fact.payload["offer_id"] for fact in told(bus)]


def test_event_comes_at_its_time_and_not_before(bus: Bus, at: FixedClock) -> None:
    later(bus, "A-1", words="Frau Meyer anrufen")

    came = {}
    for hours in (0, 335, 336, 400):
        at.set(NOON + timedelta(hours=hours))
        bus.timers.fire_due(at.now())
        came[hours] = offers(bus)

    assert came == {0: [], 335: [], 336: ["A-1"], 400: ["A-1"]}
    assert told(bus)[0].personal == {"words": "Frau Meyer anrufen"}
    assert bus.timers.waiting() == []


def test_event_that_comes_late_says_when_it_was_due(bus: Bus, at: FixedClock) -> None:
    later(bus, "A-1")

    at.set(NOON + timedelta(days=30))
    bus.timers.fire_due(at.now())

    assert (told(bus)[0].at, told(bus)[0].recorded_at) == (
        NOON + FORTNIGHT,
        "2026-05-31T12:00:00.000000Z",
    )


def test_it_is_forgotten_with_the_transaction_that_asked_for_it(bus: Bus, at: FixedClock) -> None:
    def abandoned() -> None:
        with bus.storage.unit(SYSTEM) as uow:
            uow.later(FollowedUp(offer_id="A-1"), at=FORTNIGHT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        abandoned()

    assert bus.timers.waiting() == []


def test_the_same_key_moves_it_and_cancelling_takes_it_back(bus: Bus, at: FixedClock) -> None:
    later(bus, "A-1", key="offer 1")
    later(bus, "A-1, second version", key="offer 1")
    later(bus, "A-2", key="offer 2")

    with bus.storage.unit(SYSTEM) as uow:
        cancelled = [uow.cancel_later(FollowedUp, "offer 2") for _ in range(2)]
    at.set(NOON + FORTNIGHT)
    bus.timers.fire_due(at.now())

    assert (offers(bus), cancelled) == (["A-1, second version"], [True, False])


def test_more_than_a_batch_comes_in_the_order_of_its_times(bus: Bus, at: FixedClock) -> None:
    with bus.storage.unit(SYSTEM) as uow:
        for number in reversed(range(250)):
            uow.later(FollowedUp(offer_id=str(number)), at=timedelta(minutes=number))

    at.set(NOON + FORTNIGHT)

    assert bus.timers.fire_due(at.now()) == 250
    assert offers(bus) == [str(number) for number in range(250)]


def test_an_event_that_nobody_declares_is_refused_at_once(bus: Bus) -> None:
    class Undeclared(Event):
        name = "shop.offer.lost"

    undeclared = r"shop\.offer\.lost is not declared"
    with pytest.raises(ValueError, match=undeclared), bus.storage.unit(SYSTEM) as uow:
        uow.later(Undeclared(), at=FORTNIGHT)


def test_a_moment_without_a_time_zone_is_refused(bus: Bus) -> None:
    with pytest.raises(ValueError, match="no time zone"), bus.storage.unit(SYSTEM) as uow:
        uow.later(FollowedUp(offer_id="A-1"), at=datetime(2026, 6, 1))  # noqa: DTZ001  # the point


def test_it_is_parked_while_its_plugin_is_off_and_comes_when_it_is_back(
    bus: Bus, at: FixedClock
) -> None:
    later(bus, "A-1")
    without = Bus(Log(bus.storage), ())
    at.set(NOON + FORTNIGHT)

    fired = without.timers.fire_due(at.now())
    (timer,) = without.timers.waiting()

    assert (fired, without.timers.state_of(timer)) == (0, TimerState.PARKED)
    assert bus.timers.fire_due(at.now()) == 1
    assert offers(bus) == ["A-1"]


def test_purge_takes_the_timers_of_the_plugin(bus: Bus, at: FixedClock) -> None:
    later(bus, "A-1")

    purge(bus.storage.database, "shop")

    assert bus.timers.waiting() == []


def test_two_workers_publish_each_once(bus: Bus, at: FixedClock) -> None:
    for number in range(60):
        later(bus, str(number))
    at.set(NOON + FORTNIGHT)
    fired, gate = [], threading.Barrier(2)

    def work() -> None:
        other = Bus(Log(bus.storage), (), events=[FollowedUp.name])
        gate.wait()
        fired.append(other.timers.fire_due(at.now()))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(fired) == 60
    assert sorted(map(int, offers(bus))) == list(range(60))


def test_one_that_is_refused_is_tried_again_and_holds_up_no_other(
    storage: Storage, at: FixedClock
) -> None:
    closed = [True]

    def refuse(ctx: EventContext, events: Events) -> None:
        if closed[0] and any(event.payload["offer_id"] == "A-1" for event in events):
            raise Refused(L("Geschlossen", en="Closed"))

    guard = Subscription(FollowedUp.name, refuse, mode="transactional")
    storage.sink = bus = Bus(
        Log(storage), [Owned("shop", "shop.refuse", guard)], events=[FollowedUp.name]
    )
    later(bus, "A-1")
    later(bus, "A-2")
    at.set(NOON + FORTNIGHT)

    bus.timers.fire_due(at.now())
    (failing,) = bus.timers.waiting()
    for pause in DELAYS:
        at.set(at.now() + pause)
        bus.timers.fire_due(at.now())
    (dead,) = bus.timers.waiting()
    closed[0] = False
    bus.timers.retry(dead.id)
    bus.timers.fire_due(at.now())
    bus.close()

    assert bus.timers.state_of(failing) is TimerState.FAILING
    assert failing.error is not None
    assert failing.error.endswith("): Closed")
    assert (bus.timers.state_of(dead), dead.attempts) == (TimerState.DEAD, 8)
    assert (offers(bus), bus.timers.waiting()) == (["A-2", "A-1"], [])


def test_only_what_failed_is_retried_and_anything_is_cancelled(bus: Bus, at: FixedClock) -> None:
    later(bus, "A-1")
    (timer,) = bus.timers.waiting()

    with pytest.raises(Conflict, match="has not failed"):
        bus.timers.retry(timer.id)
    bus.timers.cancel(timer.id)

    assert bus.timers.waiting() == []


def test_it_follows_its_customer_into_a_merge_and_goes_with_it(
    bus: Bus, company, at: FixedClock
) -> None:
    kept, merged, gone = company.customer(), company.customer(), company.customer()
    later(bus, "A-1", customer_id=merged)
    later(bus, "A-2", customer_id=gone)

    with bus.storage.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=kept, merged=[merged])
    with bus.storage.unit(SYSTEM) as uow:
        uow.delete(uow.get(Customer, gone))

    later(bus, "A-3", customer_id=gone)

    assert [timer.customer_id for timer in bus.timers.waiting()] == [kept]


def test_what_follows_from_one_event_names_the_whole_matter(
    storage: Storage, company, at: FixedClock
) -> None:
    def wait(ctx: EventContext, events: Events) -> None:
        for event in events:
            about = RecordRef("shop.cart", str(event.customer_id))
            follow = FollowedUp(offer_id="A-1", customer_id=event.customer_id, subject=about)
            ctx.uow.later(follow, at=event.at + FORTNIGHT, key=event.id)

    storage.sink = bus = Bus(
        Log(storage),
        [Owned("shop", "shop.wait", Subscription("shop.cart.*", wait))],
        events=[FollowedUp.name],
    )
    bus.enrol()
    customer = company.customer()
    (cause,) = company.publish([1], customer_id=customer)
    bus.deliver()
    at.set(NOON + FORTNIGHT)

    bus.timers.fire_due(at.now())
    bus.close()

    (fact,) = told(bus)
    assert (fact.causation_id, fact.correlation_id) == (cause.id, cause.id)
    assert (fact.customer_id, fact.subject) == (customer, "shop.cart")


def test_worker_publishes_what_is_due(bus: Bus) -> None:
    worker = Worker(bus, poll=0.05)
    with bus.storage.unit(SYSTEM) as uow:
        uow.later(FollowedUp(offer_id="A-1"), at=timedelta(seconds=0.2))

    worker.start()
    for _ in range(100):
        if offers(bus):
            break
        time.sleep(0.05)
    worker.stop()

    assert offers(bus) == ["A-1"]
