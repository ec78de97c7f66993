"""Transactional subscriptions: part of the change, and the one way to veto it."""

from collections.abc import Sequence

import pytest

from kontor_core.customers.models import Customer
from kontor_core.events.log import START, Log
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import PluginError, Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription


def refuse(ctx: EventContext, events: Sequence[Fact]) -> None:
    raise Refused(L("Jetzt nicht.", en="Not now."), field="name")


def stumble(ctx: EventContext, events: Sequence[Fact]) -> None:
    raise KeyError("gone")


def test_refusal_vetoes_the_change_and_leaves_no_fact(company, log: Log, make_bus) -> None:
    make_bus()
    customer = company.customer("Before")
    before = log.head()
    make_bus(Subscription("customer.changed", refuse, mode="transactional"))

    with pytest.raises(Refused, match=r"Not now\.") as refused:
        company.rename(customer, "After")

    assert refused.value.field == "name"
    assert company.name_of(customer) == "Before"
    assert log.after(before).facts == ()


def test_other_exception_vetoes_too_and_names_plugin_and_handler(company, make_bus) -> None:
    make_bus()
    customer = company.customer("Before")
    make_bus(Subscription("customer.changed", stumble, mode="transactional"))

    with pytest.raises(PluginError, match=r"Plugin shop: The subscription shop\.stumble failed"):
        company.rename(customer, "After")

    assert company.name_of(customer) == "Before"


def test_facts_of_a_unit_arrive_as_one_batch(storage: Storage, company, make_bus) -> None:
    batches = []
    make_bus(
        Subscription(
            "shop.cart.*",
            lambda ctx, events: batches.append([e.payload["n"] for e in events]),
            id="batch",
            mode="transactional",
        )
    )

    company.publish([1, 2, 3])

    assert batches == [[1, 2, 3]]


def test_effect_is_part_of_the_change_and_acts_as_the_one_who_made_it(
    storage: Storage, company, staff, log: Log, make_bus
) -> None:
    actors = []

    def activate(ctx: EventContext, events: Sequence[Fact]) -> None:
        actors.append(ctx.actor)
        for event in events:
            ctx.uow.change(Customer, str(event.customer_id), {"phase": "active"})

    make_bus(Subscription("customer.created", activate, mode="transactional"))
    user = staff.user()
    start = log.head()

    customer = company.customer(actor=user)

    with storage.unit(SYSTEM) as uow:
        assert uow.get(Customer, customer).phase == "active"
    assert actors == [user]
    created, changed = log.after(start).facts
    assert (created.type, changed.type) == ("customer.created", "customer.changed")
    assert (changed.causation_id, changed.correlation_id) == (created.id, created.id)


def test_facts_that_subscribers_publish_reach_subscribers(company, make_bus, log: Log) -> None:
    seen = []

    def echo(ctx: EventContext, events: Sequence[Fact]) -> None:
        for event in events:
            ctx.uow.publish(Fact(type="shop.cart.echoed", payload=event.payload))

    make_bus(
        Subscription("shop.cart.filled", echo, mode="transactional"),
        Subscription(
            "shop.cart.echoed",
            lambda ctx, events: seen.extend(e.payload["n"] for e in events),
            id="hear",
            mode="transactional",
        ),
    )

    company.publish([7])

    assert seen == [7]
    assert [f.type for f in log.after(START).facts] == ["shop.cart.filled", "shop.cart.echoed"]


def test_subscribers_that_answer_each_other_without_end_are_stopped(company, make_bus) -> None:
    def again(ctx: EventContext, events: Sequence[Fact]) -> None:
        ctx.uow.publish(Fact(type="shop.cart.filled", payload={"n": 0}))

    make_bus(Subscription("shop.cart.filled", again, mode="transactional"))

    with pytest.raises(RuntimeError, match="publish to each other without end"):
        company.publish([1])


def test_notice_goes_into_the_log_with_its_text_apart(company, staff, log: Log, make_bus) -> None:
    recipient = staff.user().id

    def tell(ctx: EventContext, events: Sequence[Fact]) -> None:
        ctx.notify(str(recipient), "Meyer has called", about=events[0])

    make_bus(Subscription("customer.changed", tell, mode="transactional"))
    customer = company.customer()
    company.rename(customer, "After")

    changed, notice = log.after(START, 1000).facts[-2:]
    assert (notice.type, notice.customer_id) == ("notification.requested", customer)
    assert (notice.subject, notice.subject_id) == ("customer", customer)
    assert notice.payload == {"recipient": recipient, "about": changed.id}
    assert notice.personal == {"text": "Meyer has called"}
