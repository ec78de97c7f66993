"""Saved views of lists: kept, opened, overwritten, shared, deleted; and when a plugin is gone."""

import re
from html import unescape

import httpx
import pytest

from kontor_core.resources import saved_views
from kontor_sdk.testing.kit import Kontor, User

HERE = "/customers"
NEW = f"/ui/customers/views/new?list={HERE}"


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt", team=kontor.team("Nord"))


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    kontor.customer({"name": "Alster GmbH", "phase": "active"})
    kontor.customer({"name": "Brandt KG", "phase": "lost"})
    return kontor.client(as_=anna)


def save(client: httpx.Client, state: str = "", **values: str) -> str:
    """Save a view and give the address it is opened at."""
    sent = {"name": "Meine", "visibility": "private", **values}
    answer = client.post(f"{NEW}{state}", data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def names(page: str) -> list[str]:
    return re.findall(r'<tr id="r-[^"]+".*?<a href="[^"]+">(.*?)</a>', page, re.DOTALL)


def tabs(page: str) -> list[str]:
    found = re.search(r'<nav class="views".*?</nav>', page, re.DOTALL)
    links = re.findall(r"<a [^>]*>(.*?)</a>", found[0], re.DOTALL) if found else []
    return [unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in links]


def test_a_saved_view_is_a_tab_that_shows_what_was_kept(client: httpx.Client) -> None:
    state = '&filter=phase = "lost"&sort=-name&columns=name,phase'
    address = save(client, state, name="Verlorene")

    page = client.get(address).text

    assert tabs(page)[-1] == "Verlorene"
    assert names(page) == ["Brandt KG"]
    assert page.count('<th scope="col"') == 2
    assert 'aria-sort="descending"' in page


def test_what_differs_from_a_view_stands_in_the_address_and_nothing_else(
    client: httpx.Client,
) -> None:
    address = save(client, '&filter=phase = "lost"')

    page = unescape(client.get(f"{address}&sort=-name").text)

    assert f'href="{address}&filter=&sort=-name"' in page  # the chip's way out
    assert names(client.get(f"{address}&filter=").text) == ["Alster GmbH", "Brandt KG"]


def test_a_view_is_overwritten_and_that_is_taken_back(client: httpx.Client) -> None:
    address = save(client, '&filter=phase = "lost"')
    page = unescape(client.get(f'{address}&filter=phase = "active"').text)
    overwrite = re.search(r'hx-post="(/ui/views/[^"]+/overwrite[^"]+)"', page)
    assert overwrite is not None

    client.post(overwrite[1])
    changed = client.get(address)
    undo = re.search(
        r'(/ui/views/[^"]+/overwrite[^"]+?)"', unescape(changed.text).split("k-toasts")[1]
    )
    assert undo is not None
    client.post(undo[1].encode().decode("unicode_escape"))

    assert names(changed.text) == ["Alster GmbH"]
    assert names(client.get(address).text) == ["Brandt KG"]


def test_a_view_of_the_team_is_no_tab_for_others(kontor: Kontor, client: httpx.Client) -> None:
    address = save(client, visibility="team", name="Norden")
    other = kontor.client(as_=kontor.user(role="administrator"))

    answer = other.get(address)

    assert "Norden" in tabs(client.get(HERE).text)
    assert "Norden" not in tabs(answer.text)
    assert "nicht mit Ihnen geteilt" in unescape(answer.text)


def test_a_shared_view_shows_each_reader_their_own(kontor: Kontor, client: httpx.Client) -> None:
    address = save(client, visibility="all", name="Für alle")
    agent = kontor.user(role="agent")
    kontor.customer({"name": "Des Agenten"}, as_=agent)

    assert names(kontor.client(as_=agent).get(address).text) == ["Des Agenten"]


def test_a_view_is_renamed_and_shared(kontor: Kontor, client: httpx.Client) -> None:
    address = save(client, name="Alt")
    view = address.rpartition("=")[2]
    form = client.get(f"/ui/customers/views/{view}/edit?list={HERE}&view={view}").text
    assert 'value="Alt"' in form

    sent = {"name": "Neu", "visibility": "all", "_version": "1", "usual": "1"}
    refused = client.post(f"/ui/customers/views/{view}/edit?list={HERE}", data=sent | {"name": " "})
    client.post(f"/ui/customers/views/{view}/edit?list={HERE}", data=sent)

    assert refused.status_code == 422
    assert "Bitte ausfüllen." in refused.text
    assert tabs(client.get(HERE).text)[-1] == "Neu"
    assert "Neu" in tabs(kontor.client(as_=kontor.user(role="agent")).get(HERE).text)


def test_a_list_opens_with_the_view_its_reader_chose(client: httpx.Client) -> None:
    save(client, '&filter=phase = "lost"', name="Verlorene", usual="1")

    assert names(client.get(HERE).text) == ["Brandt KG"]
    assert names(client.get(f"{HERE}?view=all").text) == ["Alster GmbH", "Brandt KG"]
    client.post(f"/ui/customers/views/usual?list={HERE}&view=")
    assert names(client.get(HERE).text) == ["Alster GmbH", "Brandt KG"]


def test_a_declared_view_can_open_a_list_too(client: httpx.Client) -> None:
    client.post(f"/ui/customers/views/usual?list={HERE}&view=mine")

    assert names(client.get(HERE).text) == []


def test_a_deleted_view_comes_back_by_undo(client: httpx.Client) -> None:
    address = save(client, name="Verlorene")
    view = address.rpartition("=")[2]

    gone = client.post(f"/ui/views/{view}/delete")
    after = client.get(gone.headers["location"]).text
    client.post(f"/ui/views/{view}/restore")

    assert "Verlorene" not in tabs(after)
    assert f"/ui/views/{view}/restore" in after
    assert "Verlorene" in tabs(client.get(HERE).text)


def test_a_view_over_a_plugin_that_is_gone_says_so(
    kontor: Kontor, anna: User, client: httpx.Client
) -> None:
    values = {"columns": "name,loyalty.tier", "sort": "-loyalty.points", "view": "loyalty.gold"}
    with kontor.unit(as_=anna) as uow:
        shown = saved_views.save_view(uow, HERE, {"name": "Gold", **values})
        broken = {"name": "Punkte", "filter": "loyalty.points > 100"}
        filtered = saved_views.save_view(uow, HERE, broken)

    page = client.get(f"{HERE}?view={shown}")
    refused = client.get(f"{HERE}?view={filtered}")

    assert page.status_code == 200
    assert names(page.text) == ["Alster GmbH", "Brandt KG"]
    for word in ("loyalty.gold", "loyalty.tier", "„loyalty.points“"):
        assert word in unescape(page.text)
    assert refused.status_code == 422
    assert "Die Ansicht „Punkte“ geht so nicht mehr" in unescape(refused.text)
    assert "Punkte" in tabs(refused.text)
    assert f"/ui/views/{filtered}/delete" in refused.text
    assert names(client.get(f"{HERE}?view={filtered}&filter=").text) == ["Alster GmbH", "Brandt KG"]


def test_customers_and_relationships_keep_their_own_views(client: httpx.Client) -> None:
    save(client, name="Verlorene")

    assert "Verlorene" not in tabs(client.get("/relationships").text)
