"""Logging a touch where one stands: outcome, follow-up and who took part, in one go."""

from datetime import timedelta

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def admin(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Paula Beck")


@pytest.fixture
def client(kontor: Kontor, admin: User) -> httpx.Client:
    return kontor.client(as_=admin)


def person(kontor: Kontor, name: str, *customers: RecordRef) -> RecordRef:
    made = kontor.create("contact", {"family_name": name})
    for customer in customers:
        kontor.create("affiliation", {"customer_id": customer, "contact_id": made})
    return made


def log(client: httpx.Client, about: RecordRef, kind: str, given: object) -> httpx.Response:
    address = f"/ui/{about.entity}s/{about.id}/compose/{kind}"
    return client.post(address, data=given, headers=HTMX)  # type: ignore[arg-type]  # a form


def history(client: httpx.Client, about: RecordRef) -> str:
    return client.get(f"/ui/{about.entity}s/{about.id}/timeline", headers=HTMX).text


def test_call_with_outcome_follow_up_and_everybody_who_took_part(
    kontor: Kontor, client: httpx.Client, admin: User
) -> None:
    customer = kontor.customer()
    anna, ben = person(kontor, "Adam", customer), person(kontor, "Brandt", customer)
    form = {
        "body": "Will ein Angebot",
        "outcome": "callback",
        "direction": "in",
        "follow_up": "7",
        "people": [anna.id, ben.id],
        "colleagues": [admin.id],
    }

    answer = log(client, customer, "call", form)

    assert answer.status_code == 200
    (touch,) = kontor.visible("interaction")
    values = kontor.values(RecordRef("interaction", touch))
    assert (values["outcome"], values["contact_id"]) == ("callback", anna.id)
    day = (kontor.clock.now() + timedelta(days=7)).date()
    assert values["follow_up_on"] == day.isoformat()
    shown = history(client, customer)
    for text in ("Will ein Angebot", "Rückruf erbeten", "Adam", "Brandt", "Paula Beck"):
        assert text in shown
    assert "Will ein Angebot" in history(client, ben)  # who took part finds it too
    assert history(client, anna).count("Will ein Angebot") == 1


def test_call_needs_no_more_than_its_outcome(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer()

    answer = log(client, customer, "call", {"outcome": "not_reached", "direction": "out"})

    assert answer.status_code == 200
    assert "Nicht erreicht" in history(client, customer)


def test_call_with_a_person_goes_to_the_customer_they_belong_to(
    kontor: Kontor, client: httpx.Client
) -> None:
    customer = kontor.customer()
    anna = person(kontor, "Adam", customer)

    answer = log(client, anna, "person_call", {"body": "Kurz gesprochen", "direction": "in"})

    assert answer.status_code == 200
    (touch,) = kontor.visible("interaction")
    values = kontor.values(RecordRef("interaction", touch))
    assert (values["customer_id"], values["contact_id"]) == (customer.id, anna.id)
    assert "Kurz gesprochen" in history(client, anna)


def test_who_belongs_to_several_or_to_none_is_asked_for(
    kontor: Kontor, client: httpx.Client
) -> None:
    first, second = kontor.customer({"name": "Alpha"}), kontor.customer({"name": "Beta"})
    several, nobody = person(kontor, "Adam", first, second), person(kontor, "Niemand")

    asked = log(client, several, "person_call", {"body": "x", "direction": "in"})
    told = log(client, nobody, "person_call", {"body": "x", "direction": "in"})
    chosen = {"body": "x", "direction": "in", "customer_id": second.id}
    kept = log(client, several, "person_call", chosen)

    assert asked.status_code == told.status_code == 422
    assert "Alpha, Beta" in asked.text
    assert "ist niemandem zugeordnet" in told.text
    assert kept.status_code == 200
    (touch,) = kontor.visible("interaction")
    assert kontor.values(RecordRef("interaction", touch))["customer_id"] == second.id


def test_refused_call_keeps_who_was_chosen(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer()
    anna = person(kontor, "Adam", customer)
    wrong = {"direction": "in", "follow_up_on": "gestern", "people": [anna.id]}

    answer = log(client, customer, "call", wrong)

    assert answer.status_code == 422
    assert f'<option value="{anna.id}" selected>Adam</option>' in answer.text


def test_people_of_the_customer_are_offered_first(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer()
    person(kontor, "Aal")
    own = person(kontor, "Zander", customer)

    page = client.get(f"/customers/{customer.id}").text
    offered = client.get(f"/ui/contacts/pick?near={customer.id}").json()
    typed = client.get(f"/ui/contacts/pick?near={customer.id}&q=Aal").json()

    assert f'data-url="/ui/contacts/pick?near={customer.id}"' in page
    assert [one["text"] for one in offered] == ["Zander", "Aal"]
    assert offered[0]["value"] == own.id
    assert [one["text"] for one in typed] == ["Aal"]


def test_keys_open_the_composers(kontor: Kontor, client: httpx.Client) -> None:
    page = client.get(f"/customers/{kontor.customer().id}").text

    for kind, key in (("call", "l"), ("message", "m")):
        assert f'data-kind="{kind}" data-key="{key}"' in page
