"""A list without records says why there are none, and leads on."""

import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

READER = """
[roles.reader]
label = "Lesen"
[roles.reader.grants]
"*" = { read = "all" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return READER


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


def said(page: str) -> tuple[str, str, dict[str, str]]:
    """Give the title, the sentence and the ways on of an empty list."""
    found = re.search(
        r'<div class="empty">.*?</div>\s*(?=</div>|<div class="tfoot)', page, re.DOTALL
    )
    assert found is not None
    title, text = (re.search(f"<{tag}>(.*?)</{tag}>", found[0]) for tag in ("b", "p"))
    assert title is not None
    assert text is not None
    links = re.findall(r'<a class="btn[^"]*" href="([^"]*)"[^>]*>(.*?)</a>', found[0], re.DOTALL)
    ways = {re.sub("<[^>]*>", "", label).strip(): unescape(href) for href, label in links}
    return unescape(title[1]), unescape(text[1]), ways


def test_an_empty_list_offers_the_first_record_or_a_file(client: httpx.Client) -> None:
    title, text, ways = said(client.get("/customers").text)

    assert title == "Noch nichts da"
    assert "importieren" in text
    assert ways == {
        "Kunde anlegen": "/customers/new",
        "Importieren": "/import?resource=customers",
    }


def test_who_may_not_create_is_told_to_wait(kontor: Kontor) -> None:
    reader = kontor.client(as_=kontor.user(role="reader"))

    _, text, ways = said(reader.get("/customers").text)
    *_, searched = said(reader.get("/customers?q=Alster").text)

    assert (text, ways) == ("Sobald es Einträge gibt, stehen sie hier.", {})
    assert list(searched) == ["Suche aufheben"]


def test_a_search_without_result_leads_back_or_makes_what_was_looked_for(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Brandt KG"})

    title, text, ways = said(client.get("/customers?q=Zzyzx&sort=-name").text)
    form = client.get(ways["„Zzyzx“ anlegen"]).text

    assert (title, text) == ("Nichts gefunden", "Kein Eintrag passt zu „Zzyzx“.")
    assert ways["Suche aufheben"] == "/customers?sort=-name"
    assert re.search(r'<input[^>]*value="Zzyzx"[^>]*name="name"', form)


def test_filters_without_result_are_lifted_by_one_link(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Brandt KG", "phase": "active"})

    filtered = said(client.get('/customers?filter=phase = "lost"').text)
    both = said(client.get('/customers?filter=phase = "lost"&q=Brandt').text)
    board = said(client.get('/customers?layout=board&filter=phase = "lost"').text)

    assert filtered[1:] == (
        "Kein Eintrag passt zu den Filtern.",
        {"Filter aufheben": "/customers"},
    )
    assert both[1] == "Kein Eintrag passt zu „Brandt“ und den Filtern."
    assert both[2]["Suche und Filter aufheben"] == "/customers"
    assert board[2] == {"Filter aufheben": "/customers?layout=board"}


def test_an_empty_view_leads_to_the_whole_list(
    kontor: Kontor, api: Callable[..., httpx.Client]
) -> None:
    anna = kontor.user(role="administrator")
    kontor.customer({"name": "Brandt KG", "phase": "active"})
    kept = {"place": "/customers", "name": "Verlorene", "filter": 'phase = "lost"'}
    view = api(anna).post("/api/saved_views", json=kept).json()["id"]

    title, _, ways = said(kontor.client(as_=anna).get(f"/customers?view={view}").text)

    assert title == "In dieser Ansicht steht nichts"
    assert ways == {"Zur ganzen Liste": "/customers"}
