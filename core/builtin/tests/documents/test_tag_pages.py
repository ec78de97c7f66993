"""Tags in the browser: where they are used, merged, deleted, found."""

import json
import re
from base64 import urlsafe_b64decode
from html import unescape

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.ui.answers import TOAST_COOKIE

pytestmark = pytest.mark.plugins("documents", "transactions")

PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


@pytest.fixture
def vip(kontor: Kontor) -> RecordRef:
    """A tag on two customers and an order; the other customer and the other tag have none."""
    tag = kontor.create("documents.tag", {"name": "VIP", "color": "c2"})
    first = kontor.customer({"name": "Alster GmbH"})
    second = kontor.customer({"name": "Brandt KG"})
    kontor.customer({"name": "Celler AG"})
    order = kontor.create(
        "transactions.order",
        {"customer_id": first, "placed_at": kontor.clock.now(), "number": "A-77"},
    )
    put(kontor, tag, first, second, order)
    return tag


@pytest.fixture
def good(kontor: Kontor) -> RecordRef:
    return kontor.create("documents.tag", {"name": "Stammkunde", "color": "c1"})


def put(kontor: Kontor, tag: RecordRef, *records: RecordRef) -> None:
    for record in records:
        about = {"subject": record.entity, "subject_id": record.id}
        kontor.create("documents.tagging", {"tag_id": tag.id, **about})


def said(answer: httpx.Response) -> str:
    """Give the toast that an answer keeps for the next page."""
    kept = answer.cookies[TOAST_COOKIE]
    return str(json.loads(urlsafe_b64decode(kept + "=" * (-len(kept) % 4)))[0]["text"])


def uses(client: httpx.Client, tag: RecordRef) -> dict[str, tuple[str, str]]:
    """Give what the page of a tag says: number and address of the list, by kind of record."""
    page = client.get(f"/x/documents/tags/{tag.id}").text
    panel = page.partition('id="panel-documents-uses"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", panel, re.S)
    found = {}
    for row in rows:
        if (link := re.search(r'href="([^"]+)"', row)) is not None:
            kind, number = re.findall(r">\s*([^<>\s][^<>]*?)\s*<", row)[:2]
            found[kind] = (number, unescape(link[1]))
    return found


def test_the_page_of_a_tag_leads_to_the_lists_of_what_carries_it(
    kontor: Kontor, client: httpx.Client, vip: RecordRef, good: RecordRef
) -> None:
    used = uses(client, vip)

    assert {kind: number for kind, (number, _) in used.items()} == {"Kunden": "2", "Aufträge": "1"}
    customers, orders = (client.get(used[kind][1]).text for kind in ("Kunden", "Aufträge"))
    assert ("Alster GmbH" in customers, "Celler AG" in customers) == (True, False)
    assert "A-77" in orders
    assert "Noch nicht verwendet." in client.get(f"/x/documents/tags/{good.id}").text


def test_the_list_of_tags_says_how_many_each_reader_sees_carry_it(
    kontor: Kontor, client: httpx.Client, vip: RecordRef
) -> None:
    ben = kontor.user(team=kontor.team())
    put(kontor, vip, kontor.customer(as_=ben))

    def number(of: httpx.Client) -> str:
        row = of.get("/x/documents/tags").text.partition("VIP")[2].partition("</tr>")[0]
        return str(re.findall(r">\s*(\d+)\s*<", row)[-1])

    assert (number(client), number(kontor.client(as_=ben))) == ("4", "1")


def test_one_tag_becomes_another(
    kontor: Kontor, client: httpx.Client, vip: RecordRef, good: RecordRef
) -> None:
    form = f"/ui/documents.tags/{vip.id}/action/documents.merge_record"

    asked = client.get(form, headers=PARTIAL).text
    refused = client.post(form, data={"into_id": vip.id}, headers=PARTIAL)
    done = client.post(form, data={"into_id": good.id}, headers=PARTIAL)
    kontor.deliver()

    assert "lässt sich nicht zurücknehmen" in asked
    assert kontor.visible("documents.tag") == [good.id], (refused.text, done.text)
    assert {kind: number for kind, (number, _) in uses(client, good).items()} == {
        "Kunden": "2",
        "Aufträge": "1",
    }


def test_selected_tags_become_one(
    kontor: Kontor, client: httpx.Client, vip: RecordRef, good: RecordRef
) -> None:
    third = kontor.create("documents.tag", {"name": "Messe"})
    put(kontor, third, kontor.customer())

    client.post(
        "/ui/action/documents.merge_bulk",
        data={"id": [vip.id, third.id, good.id], "into_id": good.id},
        headers=PARTIAL,
    )
    kontor.deliver()

    assert kontor.visible("documents.tag") == [good.id]
    assert uses(client, good)["Kunden"][0] == "3"


def test_a_tag_is_found_by_its_name_and_leads_to_what_carries_it(
    kontor: Kontor, client: httpx.Client, vip: RecordRef, good: RecordRef
) -> None:
    kontor.deliver()

    def palette(text: str) -> str:
        return client.get("/ui/palette", params={"q": text}, headers=PARTIAL).text

    found = palette("#vi")
    page = client.get("/search", params={"q": "VIP"}).text
    listed = client.get(f"{uses(client, vip)['Kunden'][1]}&q=Alster").text

    assert (f"/x/documents/tags/{vip.id}" in found, "Stammkunde" in found) == (True, False)
    assert f"/x/documents/tags/{vip.id}" in page
    assert ("Alster GmbH" in listed, "Brandt KG" in listed) == (True, False)
    assert f"/x/documents/tags/{vip.id}" not in palette("#messe")


def test_a_deleted_tag_is_not_found_and_comes_back_to_the_search(
    kontor: Kontor, client: httpx.Client, vip: RecordRef
) -> None:
    kontor.deliver()
    action = f"/ui/documents.tags/{vip.id}/action/documents.drop"

    asked = client.get(action, headers=PARTIAL).text
    done = client.post(action, headers=PARTIAL)
    kontor.deliver()
    gone = client.get("/search", params={"q": "VIP"}).text
    (kept,) = kontor.visible("documents.deleted_tag")
    undone = client.post(f"/ui/undo/documents.drop?kept={kept}")
    kontor.deliver()

    assert "2 Kunden, 1 Auftrag tragen dieses Schlagwort" in unescape(asked)
    assert done.status_code < 400
    assert f"/x/documents/tags/{vip.id}" not in gone
    assert "an 3 Datensätzen" in said(undone)
    assert f"/x/documents/tags/{vip.id}" in client.get("/search", params={"q": "VIP"}).text
    assert uses(client, vip)["Aufträge"][0] == "1"
