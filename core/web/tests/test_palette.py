"""The palette by its signs, what was opened last, and the keys that the overview tells."""

import re
from html import unescape

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor, User

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def eva(kontor: Kontor) -> User:
    return kontor.user(name="Eva Emsig")


@pytest.fixture
def client(kontor: Kontor, eva: User) -> httpx.Client:
    return kontor.client(as_=eva)


def _asked(client: httpx.Client, q: str, recent: str = "", here: str = "") -> dict[str, list[str]]:
    """Ask the palette; gives what it offers, by group."""
    params = {"q": q, "recent": recent, "here": here}
    answer = client.get("/ui/palette", params=params, headers=HTMX)
    assert answer.status_code == 200
    found: dict[str, list[str]] = {}
    for group in answer.text.split('<div role="group"')[1:]:
        label = re.search(r'<div class="g"[^>]*>([^<]*)<', group)
        assert label is not None
        options = re.findall(r'<div role="option".*?<span>(.*?)</span>', group, re.S)
        found[unescape(label[1])] = [unescape(re.sub("<[^>]*>", "", one)) for one in options]
    return found


def test_an_empty_palette_shows_what_was_opened_last(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    mine = kontor.customer({"name": "Alster GmbH"}, as_=eva)
    hidden = kontor.customer({"name": "Geheim KG"})
    person = kontor.create("contact", {"given_name": "Ina", "family_name": "Rot"}, as_=eva)
    recent = (
        f"/customers/{hidden.id},/customers/{mine.id},/contacts/{person.id},/customers/nonsense,"
        f"/nowhere/{mine.id},javascript:alert(1)"
    )

    found = _asked(client, "", recent)

    assert found["Zuletzt geöffnet"] == ["Alster GmbH", "Ina Rot"]
    assert "Zuletzt geöffnet" not in _asked(client, "alster", recent)
    assert "Zuletzt geöffnet" not in _asked(client, "")


def test_signs_narrow_what_is_looked_for(kontor: Kontor, client: httpx.Client, eva: User) -> None:
    kontor.customer({"name": "Rot GmbH"}, as_=eva)
    kontor.create("contact", {"given_name": "Ina", "family_name": "Rot"}, as_=eva)

    people = _asked(client, "@rot")
    commands = _asked(client, ">")

    assert people == {"Personen": ["Ina Rot"]}
    assert _asked(client, "@eva") == {"Benutzer": ["Eva Emsig"]}
    assert list(commands) == ["Befehle"]
    assert "Hell oder dunkel" in commands["Befehle"]
    assert _asked(client, ">hell") == {"Befehle": ["Hell oder dunkel"]}


@pytest.mark.plugins("tasks", "notes")
def test_what_one_can_do_with_the_open_record_is_offered(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    mine = kontor.customer({"name": "Alster GmbH"}, as_=eva)
    hidden = kontor.customer({"name": "Geheim KG"})

    here = _asked(client, ">nachfassen", here=f"/customers/{mine.id}")
    elsewhere = _asked(client, ">nachfassen")
    not_hers = _asked(client, ">nachfassen", here=f"/customers/{hidden.id}")

    assert here == {"Befehle": ["Nachfassen"]}
    assert (elsewhere, not_hers) == ({}, {})


@pytest.mark.plugins("documents")
def test_a_plugin_answers_to_its_own_sign_alone(
    kontor: Kontor, client: httpx.Client, eva: User
) -> None:
    for name in ("Stammkunde", "Messe Köln"):
        kontor.create("documents.tag", {"name": name})

    assert _asked(client, "#") == {"Schlagwörter": ["Messe Köln", "Stammkunde"]}
    assert _asked(client, "#koln") == {"Schlagwörter": ["Messe Köln"]}
    assert "<kbd>#</kbd>Schlagwörter" in client.get("/").text


@pytest.mark.plugins("tasks", "notes")
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_overview_tells_every_key(client: httpx.Client, lang: str) -> None:
    client.cookies.set("k_locale", lang)
    page = client.get("/customers").text
    overview = page[page.index('id="keys"') : page.index('id="dialog"')]
    lines = {
        re.sub(r"<[^>]*>", "", label): re.findall(r"<kbd[^>]*>([^<]*)</kbd>", keys)
        for label, keys in re.findall(r'<li>(.*?)<span class="row">(.*?)</span></li>', overview)
    }

    told = {" ".join(keys) for keys in lines.values()}
    assert {"g h", "g c", "g o", "g d", "l", "m", "t", "n", "j k", "⇧ x", "Esc", "[ ]"} <= told
    go_to = set(re.findall(r'data-key="(g [^"]+)"', page))
    assert go_to <= told
    assert lines["Kunden" if lang == "de" else "Customers"] == ["g", "c"]
