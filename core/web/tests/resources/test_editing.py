"""Forms generated from fields: create, edit, conflicts, delete; nothing typed is lost."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor


@pytest.fixture
def kontor_toml() -> str:
    return """
[[fields.customer]]
name = "size"
label = "Mitarbeiter"
kind = "int"
"""


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


@pytest.fixture
def customer(kontor: Kontor) -> RecordRef:
    return kontor.customer({"name": "Alster GmbH", "phase": "active"})


FORM = {"kind": "organisation", "name": "Brandt KG", "phase": "active", "language": "de"}


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_form_creates_a_record_with_custom_fields(kontor: Kontor, client: httpx.Client) -> None:
    form = client.get("/customers/new").text
    assert 'name="custom.size"' in form

    answer = client.post(
        "/customers/new", data={**FORM, "roles": ["customer", "supplier"], "custom.size": "250"}
    )

    assert answer.status_code == 303
    (made,) = kontor.visible("customer")
    values = kontor.values(RecordRef("customer", made))
    assert (values["name"], values["roles"], values["custom.size"]) == (
        "Brandt KG",
        ["customer", "supplier"],
        250,
    )
    page = client.get(answer.headers["location"]).text
    assert '"text": "Brandt KG ist angelegt."' in page


def test_a_refused_form_keeps_what_was_typed(kontor: Kontor, client: httpx.Client) -> None:
    answer = client.post("/customers/new", data={**FORM, "name": "", "custom.size": "viele"})

    assert answer.status_code == 422
    assert kontor.visible("customer") == []
    assert 'value="viele"' in answer.text
    assert "Name: Bitte ausfüllen." in words(answer.text)
    assert "ist keine ganze Zahl." in words(answer.text)


def test_an_edit_form_changes_what_was_changed(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    answer = client.post(f"/customers/{customer.id}/edit", data={**FORM, "_version": "1"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"/customers/{customer.id}")
    assert kontor.values(customer)["name"] == "Brandt KG"


def test_a_conflict_shows_theirs_beside_mine_and_saves_nothing(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    kontor.change(customer, {"name": "Cordes AG"})

    answer = client.post(f"/customers/{customer.id}/edit", data={**FORM, "_version": "1"})

    assert answer.status_code == 409
    assert "Cordes AG" in answer.text
    assert 'value="Brandt KG"' in answer.text
    assert 'name="_version" value="2"' in answer.text
    assert kontor.values(customer)["name"] == "Cordes AG"


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_an_edit_without_its_version_is_refused(
    kontor: Kontor, client: httpx.Client, customer: RecordRef, version: str
) -> None:
    answer = client.post(f"/customers/{customer.id}/edit", data={**FORM, "_version": version})

    assert answer.status_code == 422
    assert kontor.values(customer)["name"] == "Alster GmbH"


def test_asv_15_3_3_a_forged_field_changes_nothing(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    number = kontor.values(customer)["number"]

    client.post(f"/customers/{customer.id}/edit", data={**FORM, "_version": "1", "number": "K-1"})

    assert kontor.values(customer)["number"] == number


def test_deleting_asks_first_and_names_the_record(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    question = client.get(f"/customers/{customer.id}/delete").text
    assert "Alster GmbH löschen?" in words(question)
    assert kontor.visible("customer") == [customer.id]

    answer = client.post(f"/customers/{customer.id}/delete", data={"_version": "1"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/customers")
    assert kontor.visible("customer") == []


def test_a_new_person_of_a_customer_leads_back_to_the_customer(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    person = kontor.create("contact", {"family_name": "Petersen"})
    back = f"/customers/{customer.id}"
    address = f"/affiliations/new?customer_id={customer.id}&back={back}"
    assert "Alster GmbH" in client.get(address).text

    answer = client.post(address, data={"customer_id": customer.id, "contact_id": person.id})

    assert (answer.status_code, answer.headers["location"]) == (303, back)


def test_a_reader_is_offered_no_form(kontor: Kontor, customer: RecordRef) -> None:
    reader = kontor.client(as_=kontor.user(role="reader"))

    page = reader.get(f"/customers/{customer.id}").text

    assert "/edit" not in page
    assert reader.get("/customers/new").status_code == 403
    assert reader.post("/customers/new", data=FORM).status_code == 403
