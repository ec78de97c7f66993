"""A company that says client reads client everywhere: in menus, titles, buttons, and the past."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

LABELS = """
[labels]
customer = { de = "Mandant", en = "Client" }
customers = { de = "Mandanten", en = "Clients" }
contact = { de = "Ansprechpartner", en = "Contact person" }
contacts = { de = "Ansprechpartner", en = "Contact persons" }
interaction = { de = "Gespräch", en = "Conversation" }
interactions = { de = "Gespräche", en = "Conversations" }
"customer.number" = { de = "Mandantennummer", en = "Client number" }
"customer.phase" = { de = "Stand", en = "Stage" }
"""
OTHERS = {
    "de": r"\bKunde\w*|\bPhase\b",
    "en": r"\b[Cc]ustomers?\b|\bInteractions?\b|\bPhase\b",
}
"""The words that nobody uses here."""


@pytest.fixture
def kontor_toml() -> str:
    return LABELS


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def words(page: str) -> str:
    """Give what people read on a page, and what is read to them."""
    spoken = re.findall(r'\b(?:aria-label|placeholder|title)="([^"]*)"', page)
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", text), *spoken]))


@pytest.mark.parametrize("locale", ["de", "en"])
def test_no_page_uses_another_word(kontor: Kontor, client: httpx.Client, locale: str) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "roles": ["customer"]})
    person = kontor.create("contact", {"given_name": "Eva", "family_name": "Ohl"})
    spoken = {"channel": "call", "direction": "in", "occurred_at": "2026-05-04T10:00:00Z"}
    kontor.create("interaction", {**spoken, "customer_id": customer.id, "contact_id": person.id})
    kontor.create("affiliation", {"customer_id": customer.id, "contact_id": person.id})
    client.cookies.set("k_locale", locale)
    paths = ("/", "/customers", "/customers/new", "/relationships", "/contacts", "/contacts/new")
    paths += ("/import", f"/customers/{customer.id}", f"/contacts/{person.id}", "/definition")
    paths += ("/settings", "/settings/roles", "/home/arrange", "/interactions", "/calendar")
    paths += ("/help", "/interactions?layout=board", "/customers?layout=calendar")

    found = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        if other := re.findall(OTHERS[locale], words(answer.text)):
            found[path] = other

    assert found == {}


def test_the_past_is_told_in_the_same_words(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    kontor.change(customer, {"phase": "active"})

    page = words(client.get(f"/customers/{customer.id}").text)

    assert "Mandant angelegt" in page
    assert "Stand geändert" in page
