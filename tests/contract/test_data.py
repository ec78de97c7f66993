"""What tables and facets of a plugin bring without further words."""

import httpx
import pytest

from kontor_core.foundation.errors import Forbidden
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User


def names(client: httpx.Client, filter_text: str) -> list[str]:
    answer = client.get("/customers", params={"filter": filter_text})
    assert answer.status_code == 200
    return [name for name in ("Alster GmbH", "Bille AG") if name in answer.text]


def test_a_facet_is_a_field_of_customers(
    company: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    company.customer({"name": "Bille AG", "every.stars": 2})
    company.change(customer, {"every.stars": 5})

    assert company.values(customer)["every.stars"] == 5
    assert names(client, "every.stars > 3") == ["Alster GmbH"]


def test_changing_a_facet_needs_its_permission(company: Kontor, ben: User) -> None:
    mine = company.customer({"owner_id": ben})

    with pytest.raises(Forbidden):
        company.change(mine, {"every.stars": 1}, as_=ben)


def test_customers_are_filtered_by_rows_that_they_have_many_of(
    client: httpx.Client, visit: RecordRef
) -> None:
    assert names(client, 'every.state = "planned"') == ["Alster GmbH"]
    assert names(client, 'every.state = "lost"') == []


def test_rights_of_a_row_follow_its_customer(
    company: Kontor, anna: User, ben: User, visit: RecordRef
) -> None:
    seen = [visit.id in company.visible("every.visit", to=user) for user in (anna, ben)]

    assert seen == [True, False]


def test_a_role_that_is_proposed_waits_to_be_taken_over(company: Kontor) -> None:
    template = company.app.registries.role_templates["every.visitor"]

    assert "visitor" not in company.app.definition.roles
    assert template.spec.permissions == ("every.use",)
