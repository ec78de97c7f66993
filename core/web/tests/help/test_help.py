"""The help: every page is explained, in both languages and in the company's own words."""

import re

import httpx
import pytest

from kontor_core.foundation.i18n import LOCALES
from kontor_core.foundation.ids import new_id
from kontor_sdk.testing.kit import Kontor
from kontor_web.help.book import Book

LINK = re.compile(r"<article>.*</article>", re.DOTALL)


@pytest.fixture
def kontor_toml() -> str:
    return '[labels]\ncustomers = { de = "Mandanten", en = "Clients" }\n'


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_topic_says_something_in_every_part(kontor: Kontor, locale: str) -> None:
    book = Book.of(kontor.app)
    for topic in book.topics:
        sections = book.read(topic, locale)  # type: ignore[arg-type]
        assert not sections[0].title, f"{topic.id} begins with a heading"
        assert all(section.plain.strip() for section in sections), topic.id


def test_both_languages_have_the_same_parts(kontor: Kontor) -> None:
    book = Book.of(kontor.app)
    for topic in book.topics:
        assert len(book.read(topic, "de")) == len(book.read(topic, "en")), topic.id


@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_in_the_help_leads_somewhere(
    kontor: Kontor, client: httpx.Client, locale: str
) -> None:
    client.cookies.set("k_locale", locale)
    for topic in Book.of(kontor.app).topics:
        article = LINK.findall(client.get(topic.address).text)[0]
        for href in re.findall(r'href="(/[^"]*)"', article):
            assert client.get(href, follow_redirects=True).status_code == 200, (topic.id, href)


def test_every_page_leads_to_its_own_help(kontor: Kontor) -> None:
    book = Book.of(kontor.app)

    assert book.address_for("/") == "/help/start"
    assert book.address_for("/customers") == "/help/lists"
    assert book.address_for(f"/customers/{new_id()}") == "/help/records"
    assert book.address_for("/settings/users") == "/help/administration"
    assert book.address_for("/x/nobody/knows") == "/help"


def test_the_frame_of_a_page_offers_its_help(client: httpx.Client) -> None:
    assert 'href="/help/import"' in client.get("/import").text


def test_the_help_is_searched_by_beginnings_and_folded(client: httpx.Client) -> None:
    found = client.get("/help", params={"q": "rueckgaengig monat"}).text
    assert "/help/bulk#" in found

    spread = client.get("/help", params={"q": "haekchen rueckgaengig"}).text
    assert "/help/bulk" in spread

    nothing = client.get("/help", params={"q": "xylophon"}).text
    assert "Dazu steht nichts in der Hilfe" in nothing


def test_the_palette_finds_help(client: httpx.Client) -> None:
    assert "/help/lists#" in client.get("/ui/palette", params={"q": "spalten"}).text


def test_who_may_not_administer_is_not_told_how(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user(role="sales"))

    assert "/help/administration" not in client.get("/help").text
    assert client.get("/help/administration").status_code == 404
    assert "/help/administration" not in client.get("/help", params={"q": "rollen"}).text
