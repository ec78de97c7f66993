"""The client of the kit speaks to the real web as the user it was given."""

import pytest

from kontor_sdk.testing import Kontor

pytestmark = pytest.mark.plugins()


def test_client_sees_what_its_user_sees(kontor: Kontor) -> None:
    mine, other = kontor.user(), kontor.user()
    customer = kontor.customer({"owner_id": mine})

    answers = [kontor.client(as_=user).get("/api/customers") for user in (mine, other)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [[row["id"] for row in answer.json()["items"]] for answer in answers] == [
        [customer.id],
        [],
    ]


def test_client_of_nobody_is_asked_to_sign_in(kontor: Kontor) -> None:
    assert kontor.client().get("/api/customers").status_code == 401


def test_client_may_write(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user(role="administrator"))

    answer = client.post("/api/customers", json={"name": "Alster GmbH"})

    assert (answer.status_code, kontor.visible("customer")) == (201, [answer.json()["id"]])
