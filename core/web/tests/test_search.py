"""The search over everything, as pages, palette and API show it."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


@pytest.fixture
def touched(kontor: Kontor) -> str:
    """Make a customer whom somebody called, and let it be indexed; gives its id."""
    customer = kontor.customer({"name": "Alster & Söhne GmbH"})
    kontor.create(
        "interaction",
        {
            "customer_id": customer.id,
            "channel": "call",
            "subject": "Dachstuhl",
            "body": "Fragt nach dem <b>Gerüst</b> für die Alsterhalle.",
        },
    )
    kontor.deliver()
    return customer.id


def test_the_page_groups_results_and_marks_words(client: httpx.Client, touched: str) -> None:
    page = client.get("/search?q=alster").text

    assert f'<a href="/customers/{touched}"><mark>Alster</mark> &amp; Söhne GmbH</a>' in page
    assert "&lt;b&gt;Gerüst&lt;/b&gt; für die <mark>Alsterhalle</mark>." in page
    assert page.index("Kunden</h2>") < page.index("Kundenkontakte</h2>")


def test_the_page_says_what_it_forgave_and_what_it_did_not_find(
    client: httpx.Client, touched: str
) -> None:
    assert "fast so geschrieben" in client.get("/search?q=aslter").text
    assert "Nichts zu „&lt;i&gt;xyzzy“ gefunden" in client.get("/search?q=<i>xyzzy").text
    assert "Wonach suchen Sie?" in client.get("/search").text
    assert client.get("/search?q=" + "a" * 201).status_code == 200


def test_one_resource_is_searched_in_pages(kontor: Kontor, client: httpx.Client) -> None:
    for n in range(25):
        kontor.customer({"name": f"Reihe {n}"})
    kontor.deliver()

    everything = client.get("/search?q=reihe").text
    first = client.get("/search?q=reihe&resource=customers").text
    second = client.get("/search?q=reihe&resource=customers&page=2").text

    assert 'href="/search?q=reihe&amp;resource=customers"' in everything
    assert (everything.count("<mark>Reihe</mark>"), first.count("<mark>Reihe</mark>")) == (5, 20)
    assert second.count("<mark>Reihe</mark>") == 5
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second


def test_the_palette_shows_words_from_the_index_and_new_records_from_the_table(
    kontor: Kontor, client: httpx.Client, touched: str
) -> None:
    fresh = kontor.customer({"name": "Alsterblick KG"})  # not delivered yet

    page = client.get("/ui/palette?q=alster").text
    words = client.get("/ui/palette?q=söhne+alster").text
    commands = client.get("/ui/palette?q=>alster").text

    assert f'data-href="/customers/{fresh.id}"' in page
    assert page.count(f'data-href="/customers/{touched}"') == 1
    assert "Dachstuhl" in page
    assert 'data-href="/search?q=alster"' in page
    assert "<mark>Söhne</mark>" in words
    assert touched not in commands


def test_the_api_gives_parts_of_texts(kontor: Kontor, api: Api, touched: str) -> None:
    client = api(kontor.user(role="administrator"))

    found = client.get("/api/search", params={"q": "gerüst"}).json()

    (group,) = found["groups"]
    (item,) = group["items"]
    assert (found["nearly"], group["resource"], group["label"]) == (
        False,
        "interactions",
        "Interactions",
    )
    assert item["title"] == "Dachstuhl"
    assert [part["text"] for part in item["text"] if part["hit"]] == ["Gerüst"]
    assert item["about"] == [{"entity": "customer", "id": touched}]


def test_the_api_refuses_what_it_does_not_know(kontor: Kontor, api: Api) -> None:
    client = api(kontor.user(role="administrator"))

    for query, status in (
        ({"q": "a", "resource": "nothing"}, 404),
        ({"q": "a", "resource": "users"}, 422),
        ({"q": "ab", "limit": "0"}, 422),
        ({"text": "ab"}, 422),
        ({"q": "a\x00"}, 422),
    ):
        assert client.get("/api/search", params=query).status_code == status, query


def test_nobody_finds_what_others_look_after(kontor: Kontor, touched: str) -> None:
    stranger = kontor.client(as_=kontor.user(role="agent"))

    assert touched not in stranger.get("/search?q=alster").text
    assert touched not in stranger.get("/ui/palette?q=alster").text
