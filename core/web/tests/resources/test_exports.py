"""Exporting from a list and by the API: the same rows as the list, for one person, for a day."""

import csv
import io
import json
import time
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import httpx
import pytest
from openpyxl import load_workbook

from kontor_core.customers.events import CustomerErased
from kontor_core.exchange.export_store import ExportStore
from kontor_sdk.testing.kit import Kontor, User

ROLES = """
[roles.clerk]
label = "Büro"
[roles.clerk.grants]
"*" = { read = "all" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    kontor.customer({"name": "=Alster GmbH", "phase": "active", "owner_id": anna.id})
    kontor.customer({"name": "Bille KG", "phase": "lost"})
    kontor.customer({"name": "Elbe Presse", "roles": ["press"]})
    return kontor.client(as_=anna)


def export(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    """Send the dialog of a list as its page does; gives what the browser would save."""
    page = client.get("/customers").text
    csrf = page.partition('X-CSRF-Token": "')[2].partition('"')[0]
    sent = client.post(
        address,
        data={"_csrf": csrf, "format": "csv", "columns": "shown", **fields},
        headers={"hx-request": "true"},
    )
    assert sent.status_code == 204, sent.text
    return client.get(sent.headers["hx-redirect"])


def rows(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_the_file_holds_what_the_list_shows(client: httpx.Client) -> None:
    address = "/ui/customers/export?list=/customers&filter=phase+%3D+%22active%22"

    file = export(client, f"{address}&columns=name,phase,owner_id")

    assert rows(file.content) == [
        ["Name", "Phase", "Betreuung"],
        ["'=Alster GmbH", "Aktiv", "Anna Amt"],
    ]
    assert file.headers["content-disposition"].startswith('attachment; filename="Kunden 20')
    assert file.headers["x-content-type-options"] == "nosniff"


def test_each_list_exports_its_own_records_in_its_order(client: httpx.Client) -> None:
    customers = export(client, "/ui/customers/export?list=/customers&sort=-name&columns=name")
    everybody = export(client, "/ui/customers/export?list=/relationships&columns=name")

    assert [row[0] for row in rows(customers.content)[1:]] == ["Bille KG", "'=Alster GmbH"]
    assert len(rows(everybody.content)) == 4


def test_a_workbook_with_all_fields(client: httpx.Client) -> None:
    file = export(client, "/ui/customers/export?list=/customers", format="xlsx", columns="all")

    head = next(load_workbook(io.BytesIO(file.content)).worksheets[0].values)

    assert {"Name", "Kundennummer", "E-Mail", "Angelegt"} <= set(head)


def test_the_dialog_names_the_count_and_the_formats(client: httpx.Client) -> None:
    form = client.get("/ui/customers/export?list=/customers").text
    people = client.get("/ui/contacts/export?list=/contacts").text

    assert "2 Datensätze, wie sie die Liste jetzt zeigt" in form
    assert 'value="xlsx"' in form
    assert 'value="vcf"' not in form
    assert 'value="vcf"' in people


def test_nobody_else_gets_the_file_and_after_a_day_nobody(
    client: httpx.Client, kontor: Kontor, anna: User
) -> None:
    file = export(client, "/ui/customers/export?list=/customers")
    other = kontor.client(as_=kontor.user(role="administrator"))
    store = ExportStore(kontor.app.home)

    assert other.get(file.request.url.path).status_code == 404
    assert "Kein Export" in other.get("/exports").text
    assert len(store.of(anna.id)) == 1
    kontor.pass_time(timedelta(hours=25))
    assert store.of(anna.id) == []
    store.forget_old()
    assert not any(store.folder.glob("*/*"))


def test_without_the_right_there_is_neither_button_nor_export(
    client: httpx.Client, kontor: Kontor
) -> None:
    clerk = kontor.client(as_=kontor.user(role="clerk"))

    assert "/ui/customers/export" in client.get("/customers").text
    assert "/ui/customers/export" not in clerk.get("/customers").text
    assert clerk.get("/ui/customers/export?list=/customers").status_code == 403


def test_large_exports_are_jobs_with_a_page_of_their_own(
    client: httpx.Client, kontor: Kontor, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kontor_web.resources.exports.AT_ONCE", 0)

    page = export(client, "/ui/customers/export?list=/customers&columns=name")
    assert "Datensätze" in unescape(page.text)
    path = page.request.url.path
    for _ in range(300):
        page = client.get(path)
        if f'href="{path}/file"' in page.text:
            break
        time.sleep(0.1)

    assert "Verfügbar bis" in page.text
    assert len(rows(client.get(f"{path}/file").content)) == 3
    assert path in client.get("/exports").text


def test_erasing_somebody_deletes_what_waits(client: httpx.Client, kontor: Kontor) -> None:
    export(client, "/ui/customers/export?list=/customers")
    store = ExportStore(kontor.app.home)
    assert any(store.folder.glob("*/*"))

    customer = kontor.customer()
    with kontor.unit() as uow:
        uow.publish(CustomerErased(customer_id=customer.id))
    kontor.deliver()

    assert not any(store.folder.glob("*/*"))


# ---- by API


def test_the_api_gives_any_format(
    client: httpx.Client, anna: User, api: Callable[..., httpx.Client]
) -> None:
    calls = api(anna)

    csv_ = calls.get("/api/customers/export?fields=name,phase&sort=name&filter=phase = 'active'")
    jsonl = calls.get("/api/customers/export?format=jsonl&search=bille")
    xlsx = calls.get("/api/customers/export?format=xlsx")

    assert csv_.text == "name,phase\r\n'=Alster GmbH,active\r\n"
    assert csv_.headers["content-disposition"].startswith('attachment; filename="customers.csv"')
    assert [json.loads(line)["name"] for line in jsonl.text.splitlines()] == ["Bille KG"]
    assert load_workbook(io.BytesIO(xlsx.content)).worksheets[0].max_row == 4


def test_the_api_says_what_is_wrong(
    client: httpx.Client, kontor: Kontor, anna: User, api: Callable[..., httpx.Client]
) -> None:
    calls = api(anna)

    assert calls.get("/api/customers/export?format=pdf").status_code == 422
    assert calls.get("/api/customers/export?colums=name").status_code == 422
    assert api(kontor.user(role="clerk")).get("/api/customers/export").status_code == 403
