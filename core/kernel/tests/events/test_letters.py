"""What administrators do about events that were not taken: again, all again, or give up."""

from datetime import timedelta

import pytest

from kontor_core.events.failures import DELAYS
from kontor_core.events.letters import Letters
from kontor_core.events.log import START
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Profile
from kontor_core.foundation.clock import FixedClock
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from kontor_core.hooks.declarations.flow import Subscription


def die(bus) -> None:
    """Let time pass until everything parked is dead."""
    at = FixedClock(clock.now())
    with clock.use_clock(at):
        for delay in (timedelta(0), *DELAYS):
            at.set(at.now() + delay)
            bus.deliver()


def test_all_dead_letters_are_delivered_again_in_their_order(company, make_bus, seen) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    seen.poison = {1, 2}
    company.publish([1, 2, 3])
    die(bus)
    letters = Letters(bus, SYSTEM)
    assert letters.counts() == {"dead": 2}

    seen.poison = set()
    assert letters.retry_all() == 2
    bus.deliver()

    assert letters.counts() == {}
    assert seen.numbers == [3, 1, 2]


def test_what_is_given_up_goes_with_its_reason_and_lets_others_pass(
    company, make_bus, seen, log
) -> None:
    bus = make_bus(Subscription("shop.cart.*", seen, id="seen"))
    customer = company.customer()
    seen.poison = {1}
    company.publish([1, 2, 3], customer_id=customer)
    bus.deliver()
    letters = Letters(bus, SYSTEM)
    (parked,) = bus.parked_letters()
    waiting = parked.id + 1
    with pytest.raises(Conflict):
        letters.retry(waiting)
    with pytest.raises(Invalid):
        letters.discard(parked.id, "  ")

    letters.discard(parked.id, "Wurde von Hand gebucht")
    bus.deliver()

    assert seen.numbers == [2, 3]
    told = [fact for fact in log.after(START).facts if fact.type == "delivery.discarded"]
    assert [(f.payload["subscriber"], f.personal) for f in told] == [
        ("shop.seen", {"reason": "Wurde von Hand gebucht"})
    ]
    with pytest.raises(NotFound):
        letters.discard(parked.id, "noch einmal")


def test_letters_are_for_those_who_may_operate(make_bus) -> None:
    nobody = Actor(id=None, name="Ben", profile=Profile(levels={}))

    with pytest.raises(Forbidden):
        Letters(make_bus(), nobody)
