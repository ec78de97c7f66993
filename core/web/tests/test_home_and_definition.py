"""Start and the definition: what there is to see, and which plugins this CRM consists of."""

import re
from html import unescape

import httpx
import pytest

from kontor_core.foundation.i18n import LOCALES, L
from kontor_core.hooks.states import State
from kontor_sdk.testing.kit import Kontor


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(page: str, element: str) -> str:
    return page.partition(f'id="{element}"')[2].partition("</section>")[0]


def test_start_tells_of_the_latest_interactions(kontor: Kontor, client: httpx.Client) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    touch = {"customer_id": customer, "channel": "call", "direction": "in", "subject": "Nachfrage"}
    kontor.create("interaction", {**touch, "occurred_at": "2026-03-02T23:30:00.000000Z"})

    tile = section(client.get("/").text, "card-latest_interactions")

    assert f'href="/customers/{customer.id}"' in tile
    assert "Nachfrage Alster GmbH Telefonat" in words(tile)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_form_has_a_column_and_builtins_stand_below(
    kontor: Kontor, client: httpx.Client, locale: str
) -> None:
    client.cookies.set("k_locale", locale)

    page = client.get("/definition").text

    forms = ["operative", "communicative", "analytical", "collaborative", "social"]
    assert re.findall(r'class="lane" aria-labelledby="lane-(\w+)"', page) == forms
    assert page.index('class="rest"') < page.index('id="card-plugin-core"')
    assert page.index('class="rest"') < page.index('id="card-plugin-notes"')


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_says_in_the_readers_language_what_a_plugin_is_for(
    kontor: Kontor, client: httpx.Client, locale: str
) -> None:
    client.cookies.set("k_locale", locale)
    page = client.get("/definition").text
    states = [one for one in kontor.app.loaded.states.values() if one.state is State.ENABLED]

    for state in states:
        assert isinstance(state.summary, L), state.key
        assert state.summary.in_(locale) in words(section(page, f"card-plugin-{state.key}"))
    assert all(one.summary.in_("de") != one.summary.in_("en") for one in states)


def test_a_card_says_what_a_plugin_keeps_about_people(kontor: Kontor, client: httpx.Client) -> None:
    page = client.get("/definition").text

    assert "Personenbezogen Name, Vorname, Nachname" in words(section(page, "card-plugin-core"))
    assert "Braucht Nur den Kern" in words(section(page, "card-plugin-notes"))
    assert "Keine Störung seit dem Start" in words(section(page, "card-plugin-notes"))


def test_a_thumb_reaches_start_and_customers_first(kontor: Kontor, client: httpx.Client) -> None:
    bar = client.get("/").text.partition('class="tabbar"')[2].partition("</nav>")[0]

    assert re.findall(r'href="([^"]+)"', bar)[:2] == ["/", "/customers"]


def test_a_missing_record_is_told_without_its_technical_name(
    kontor: Kontor, client: httpx.Client
) -> None:
    answer = client.get("/customers/nope")

    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht oder Sie dürfen sie nicht sehen." in answer.text
    assert "customer nope" not in answer.text
