"""Event classes: names, data classes, and their way into a fact and back."""

import pytest
from pydantic import ValidationError

from kontor_core.events.types import Event, event_classes, personal
from kontor_core.foundation import ids
from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.declarations.contexts import RecordRef


class PlanOpened(Event):
    name = "shop.plan.opened"
    version = 2

    plan_id: str
    objective: str = personal()
    diagnosis: str | None = personal(None, data=Data.SPECIAL)


class CustomerMoved(Event):
    name = "customer.moved"


def test_personal_fields_stand_apart_from_the_payload() -> None:
    fact = PlanOpened(plan_id="p", objective="Win Mr Meyer").as_fact()

    assert fact.payload == {"plan_id": "p"}
    assert fact.personal == {"objective": "Win Mr Meyer", "diagnosis": None}


def test_fact_names_plugin_version_and_subject_of_its_event() -> None:
    plan, customer = RecordRef("shop.plan", ids.new_id()), ids.new_id()

    fact = PlanOpened(plan_id="p", objective="o", subject=plan, customer_id=customer).as_fact()

    assert (fact.type, fact.version, fact.plugin) == ("shop.plan.opened", 2, "shop")
    assert (fact.subject, fact.subject_id, fact.customer_id) == ("shop.plan", plan.id, customer)


def test_event_without_subject_is_about_its_customer() -> None:
    customer = ids.new_id()

    fact = CustomerMoved(customer_id=customer).as_fact()

    assert (fact.plugin, fact.subject, fact.subject_id) == ("core", "customer", customer)


def test_event_is_read_back_from_its_fact() -> None:
    subject = RecordRef("shop.plan", ids.new_id())
    event = PlanOpened(plan_id="p", objective="o", subject=subject)

    again = PlanOpened.of(event.as_fact())

    assert again.model_copy(update={"occurred_at": None}) == event


def test_event_of_another_class_is_not_read_as_this_one() -> None:
    with pytest.raises(ValueError, match=r"customer\.moved is no shop\.plan\.opened"):
        PlanOpened.of(CustomerMoved().as_fact())


def test_event_cannot_be_changed() -> None:
    event = PlanOpened(plan_id="p", objective="o")

    with pytest.raises(ValidationError):
        event.plan_id = "q"  # type: ignore[misc]  # what the test is about


def test_registry_finds_classes_by_name() -> None:
    assert dict(event_classes([("shop", PlanOpened), ("core", CustomerMoved)])) == {
        "shop.plan.opened": PlanOpened,
        "customer.moved": CustomerMoved,
    }


def test_class_without_a_proper_name_is_refused() -> None:
    class Nameless(Event):
        name = "Plan"

    with pytest.raises(PluginError, match=r"Nameless\.name = 'Plan'"):
        event_classes([("shop", Nameless)])


def test_class_named_like_another_plugins_event_is_refused() -> None:
    with pytest.raises(PluginError, match=r'does not begin with "other\."'):
        event_classes([("other", PlanOpened)])


def test_name_declared_twice_is_refused() -> None:
    with pytest.raises(PluginError, match=r"shop\.plan\.opened is declared twice"):
        event_classes([("shop", PlanOpened), ("shop", PlanOpened)])
