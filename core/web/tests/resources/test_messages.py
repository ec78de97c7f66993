"""Touches over any channel, recorded on the page of a customer."""

import httpx
import pytest

from kontor_core.interactions.inputs import WRITTEN
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


@pytest.mark.parametrize("channel", [one.value for one in WRITTEN])
def test_what_came_in_writing_stands_in_the_history(
    kontor: Kontor, client: httpx.Client, channel: str
) -> None:
    customer = kontor.customer()
    compose = f"/ui/customers/{customer.id}/compose/message"
    given = {"channel": channel, "direction": "in", "subject": "Reklamation", "body": "Zu spät"}

    answer = client.post(compose, data=given, headers=HTMX)

    (touch,) = kontor.visible("interaction")
    values = kontor.values(RecordRef("interaction", touch))
    history = client.get(f"/ui/customers/{customer.id}/timeline", headers=HTMX).text
    assert answer.status_code == 200
    assert (values["channel"], values["direction"]) == (channel, "in")
    assert "Reklamation" in history


def test_call_is_no_message(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer()
    compose = f"/ui/customers/{customer.id}/compose/message"

    answer = client.post(compose, data={"channel": "call", "subject": "x"}, headers=HTMX)

    assert answer.status_code == 422
    assert kontor.visible("interaction") == []
