"""The kit opens a real CRM and lets a test read like a story."""

from datetime import timedelta

import pytest

from kontor_sdk import NotFound
from kontor_sdk.testing import Kontor

pytestmark = pytest.mark.plugins()


def test_user_sees_own_customers_only(kontor: Kontor) -> None:
    mine, other = kontor.user(), kontor.user()
    customer = kontor.customer({"owner_id": mine})

    seen = [kontor.visible("customer", to=user) for user in (mine, other)]

    assert seen == [[customer.id], []]


def test_manager_sees_the_customers_of_the_team(kontor: Kontor) -> None:
    team = kontor.team()
    manager, foreign = kontor.user(role="manager", team=team), kontor.user(role="manager")
    customer = kontor.customer({"team_id": team})

    seen = [kontor.visible("customer", to=user) for user in (manager, foreign)]

    assert seen == [[customer.id], []]


def test_hidden_record_cannot_be_changed(kontor: Kontor) -> None:
    customer, stranger = kontor.customer(), kontor.user()

    with pytest.raises(NotFound):
        kontor.change(customer, {"name": "Mine"}, as_=stranger)

    assert kontor.values(customer)["name"] == "Customer 1"


def test_changes_are_events_since_the_test_began(kontor: Kontor) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    kontor.change(customer, {"name": "Alster AG"})
    kontor.delete(customer)

    told = [(event.type, event.customer_id) for event in kontor.events]

    assert told == [(f"customer.{verb}", customer.id) for verb in ("created", "changed", "deleted")]


def test_time_stands_still_until_it_passes(kontor: Kontor) -> None:
    before = kontor.values(kontor.customer())["created_at"]
    kontor.pass_time(timedelta(days=1))
    after = kontor.values(kontor.customer())["created_at"]

    assert (before, after) == ("2026-05-04T12:00:00.000000Z", "2026-05-05T12:00:00.000000Z")


def test_event_of_an_absent_plugin_can_be_published(kontor: Kontor) -> None:
    customer = kontor.customer()

    complaint = kontor.publish("service.complaint.opened", customer=customer)

    last = kontor.events[-1]
    assert (last.id, last.type, last.plugin, last.customer_id) == (
        complaint,
        "service.complaint.opened",
        "service",
        customer.id,
    )


def test_each_test_has_a_company_of_its_own(kontor: Kontor) -> None:
    assert kontor.visible("customer") == []
