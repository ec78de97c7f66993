"""Bulk work from a list: on a selection or on the whole result, with its page and its way back."""

import re
import time
from html import unescape
from typing import Any

import httpx
import pytest

from kontor_core.bulk import hanging
from kontor_sdk.testing.kit import Kontor, User

ROLES = """
[roles.clerk]
label = "Büro"
[roles.clerk.grants]
"*" = { read = "all", edit = "own" }
"""
LIST = "list=/customers"


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


@pytest.fixture
def ids(kontor: Kontor) -> list[str]:
    names = ("Alster", "Bille", "Dove")
    return [kontor.customer({"name": name, "phase": "active"}).id for name in names]


def post(client: httpx.Client, address: str, **fields: Any) -> httpx.Response:
    csrf = client.get("/customers").text.partition('X-CSRF-Token": "')[2].partition('"')[0]
    return client.post(address, data={"_csrf": csrf, **fields}, headers={"hx-request": "true"})


def undo_of(answer: httpx.Response) -> str:
    found = re.search(r'"url": "([^"]+)"', answer.headers["hx-trigger"])
    assert found, answer.headers
    return found[1]


def phases(kontor: Kontor) -> list[object]:
    app = kontor.app
    page = app.resources.page(
        kontor.actor(), app.resources.named("customers"), fields=["phase"], sort="name"
    )
    return [row.f0 for row in page.rows]


def test_the_bar_offers_what_goes_with_any_records(client: httpx.Client, ids: list[str]) -> None:
    page = unescape(client.get("/customers").text)

    for what in ("bulk/edit?list=%2Fcustomers&field=phase", "bulk/assign", "bulk/delete", "export"):
        assert f'hx-get="/ui/customers/{what}' in page
    assert "bulk/edit?list=%2Fcustomers&field=name" not in page
    assert 'name="all"' not in page  # the page shows all there is


def test_a_field_changes_on_a_selection_and_back_by_the_toast(
    client: httpx.Client, kontor: Kontor, ids: list[str]
) -> None:
    address = f"/ui/customers/bulk/edit?{LIST}&field=phase"
    form = client.get(f"{address}&id={ids[0]}&id={ids[1]}").text
    assert "Ausgewählt: 2 Kunden." in form
    assert "2 ändern" in form

    assert "Bitte auswählen." in post(client, address, id=ids[:2], phase="").text
    changed = post(client, address, id=ids[:2], phase="lost")

    assert changed.status_code == 204
    assert "2 ge\\u00e4ndert." in changed.headers["hx-trigger"]
    assert phases(kontor) == ["lost", "lost", "active"]
    undone = post(client, undo_of(changed))
    assert "2 zur\\u00fcckgenommen." in undone.headers["hx-trigger"]
    assert phases(kontor) == ["active"] * 3


def test_the_whole_result_names_its_count_again(
    client: httpx.Client, kontor: Kontor, ids: list[str]
) -> None:
    address = f"/ui/customers/bulk/edit?{LIST}&filter=phase+%3D+%22active%22&field=phase"
    form = client.get(f"{address}&all=1").text
    assert "Alle 3 Kunden dieser Liste" in form
    assert 'name="count" value="3"' in form
    kontor.customer({"name": "Elbe", "phase": "active"})

    refused = post(client, address, all="1", count="3", phase="lost")
    assert refused.status_code == 422
    assert "Inzwischen sind es 4." in refused.text
    assert post(client, address, all="1", count="4", phase="lost").status_code == 204

    assert phases(kontor) == ["lost"] * 4


def test_assigning_gives_records_an_owner(
    client: httpx.Client, kontor: Kontor, anna: User, ids: list[str]
) -> None:
    address = f"/ui/customers/bulk/assign?{LIST}"
    assert post(client, address, id=ids).status_code == 422

    post(client, address, id=ids, owner_id=anna.id)

    mine = client.get("/customers?filter=owner_id+%3D+me()").text
    assert all(name in mine for name in ("Alster", "Bille", "Dove"))


def test_deleting_all_takes_a_word_and_can_be_taken_back(
    client: httpx.Client, kontor: Kontor, ids: list[str]
) -> None:
    address = f"/ui/customers/bulk/delete?{LIST}"
    assert "LÖSCHEN" in client.get(f"{address}&all=1").text

    assert "Bitte LÖSCHEN eingeben." in post(client, address, all="1", count="3").text
    deleted = post(client, address, all="1", count="3", word="LÖSCHEN")

    assert phases(kontor) == []
    post(client, undo_of(deleted))
    assert phases(kontor) == ["active"] * 3


def test_question_before_deleting_says_what_cannot_be_brought_back(
    client: httpx.Client, kontor: Kontor, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = f"/ui/customers/bulk/delete?{LIST}&" + "&".join(f"id={one}" for one in ids)
    berg = kontor.create("contact", {"family_name": "Berg"})
    kontor.create("affiliation", {"contact_id": berg.id, "customer_id": ids[0]})

    whole = client.get(asked).text
    monkeypatch.setattr(hanging, "MOST", 0)  # as if there were thousands
    some = client.get(asked).text
    one = client.get(f"/ui/customers/bulk/delete?{LIST}&id={ids[0]}").text
    tag = kontor.create("documents.tag", {"name": "VIP"})
    about = {"subject": "customer", "subject_id": ids[1]}
    kontor.create("documents.tagging", {"tag_id": tag, **about})
    tagged = client.get(f"/ui/customers/bulk/delete?{LIST}&id={ids[1]}").text

    assert "lässt sich nicht zurückholen" in tagged
    assert "Einen Monat lang lässt sich das zurücknehmen." in whole
    assert "1 von 3 lässt sich nicht zurückholen" in some
    assert "Das lässt sich nicht zurückholen" in one


def test_refused_records_have_a_page_and_a_file(kontor: Kontor, ids: list[str]) -> None:
    clerk = kontor.user(role="clerk", name="Carla")
    kontor.customer({"name": "Meiner", "phase": "active", "owner_id": clerk.id})
    client = kontor.client(as_=clerk)
    address = f"/ui/customers/bulk/edit?{LIST}&field=phase"

    answer = post(client, address, all="1", count="4", phase="lost")

    path = answer.headers["hx-redirect"]
    page = unescape(client.get(path).text)
    assert re.search(r"Geändert.*?>1<.*?Abgelehnt.*?>3<", page, re.DOTALL)
    assert all(name in page for name in ("Alster", "Bille", "Dove"))
    file = client.get(f"{path}/refused").content.decode("utf-8-sig")
    assert file.startswith("Name;Grund;id\r\nAlster;")
    other = kontor.client(as_=kontor.user(role="clerk"))
    assert other.get(path).status_code == 404
    assert path in client.get("/bulk").text


def test_many_records_are_a_job_that_one_may_leave(
    client: httpx.Client, kontor: Kontor, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kontor_web.resources.bulk_jobs.AT_ONCE", 2)
    address = f"/ui/customers/bulk/edit?{LIST}&field=language"

    path = post(client, address, all="1", count="3", language="en").headers["hx-redirect"]
    for _ in range(300):
        page = unescape(client.get(path).text)
        if "Fertig" in page:
            break
        time.sleep(0.1)

    assert re.search(r"Geändert.*?>3<", page, re.DOTALL)
    assert f'hx-post="/ui/bulk/{path.rpartition("/")[2]}/undo?page=1"' in page


def test_an_action_of_a_plugin_takes_the_whole_result_as_well(
    client: httpx.Client, kontor: Kontor, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = client.get(f"/ui/action/documents.tag_selected?of=customers&{LIST}&all=1").text
    assert form.count('name="id"') == 3

    monkeypatch.setattr("kontor_web.resources.bulk_selection.MOST_AT_ONCE", 2)
    refused = client.get(f"/ui/action/documents.tag_selected?of=customers&{LIST}&all=1")
    assert refused.status_code == 422
    assert "h\\u00f6chstens 2 auf einmal" in refused.headers["hx-trigger"]


def test_a_selection_is_exported(client: httpx.Client, ids: list[str]) -> None:
    address = f"/ui/customers/export?{LIST}&columns=name"
    assert "1 ausgewählter Datensatz." in client.get(f"{address}&id={ids[1]}").text

    sent = post(client, address, id=ids[1], format="csv", columns="shown")
    file = client.get(sent.headers["hx-redirect"])

    assert file.content.decode("utf-8-sig").splitlines() == ["Name", "Bille"]
