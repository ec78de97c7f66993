"""Files that come in: only one's own, under harmless names, and only as forms that are whole."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from kontor_sdk.testing.kit import Kontor
from kontor_sdk.ui import RecordRef
from kontor_web.uploads import harmless

ROWS = b"Firma;Phase\nAlster GmbH;Aktiv\n"


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator"))


def upload(client: httpx.Client, name: str = "kunden.csv", rows: bytes = ROWS) -> httpx.Response:
    return client.post("/import", data={"target": "customers"}, files={"file": (name, rows)})


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Daten\\Kunden 2026.csv", "Kunden 2026.csv"),
        ("..", "file"),
        ("", "file"),
        ("Münze\n$(rm).csv", "Münze_rm_.csv"),
        ("a" * 300 + ".csv", "a" * 96 + ".csv"),
    ],
)
def test_names_lose_folders_and_what_means_something_to_a_system(name: str, kept: str) -> None:
    assert harmless(name) == kept


def test_asv_5_3_an_upload_lies_in_its_owners_folder_whatever_its_name(
    kontor: Kontor, client: httpx.Client
) -> None:
    answer = upload(client, "../../../evil.csv")

    assert answer.status_code == 303
    (file,) = kontor.app.home.rglob("evil.csv")
    assert file.read_bytes() == ROWS
    assert file.relative_to(kontor.app.home).parts[0] == "imports"


def test_an_upload_is_shown_to_its_owner_only(kontor: Kontor, client: httpx.Client) -> None:
    address = upload(client).headers["location"]
    stranger = kontor.client(as_=kontor.user(role="administrator"))

    assert client.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/run", data={}).status_code == 404


def test_the_columns_are_guessed_and_what_is_missing_is_said(client: httpx.Client) -> None:
    address = upload(client, rows=b"Farbe;Phase\nrot;Aktiv\n").headers["location"]

    answer = client.post(address, data={"column.Farbe": "", "column.Phase": "phase"})

    assert answer.status_code == 422
    assert "Keine Spalte ist: Name." in answer.text


def test_workbooks_and_cards_are_shown_by_their_columns(client: httpx.Client) -> None:
    book, file = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.append(["Firma", "Telefon"])
    sheet.append(["Alster GmbH", "030 1234567"])
    prices: Any = book.create_sheet("Kontakte")
    prices.append(["Name", "Mail"])
    prices.append(["Brandt KG", "a@b.example"])
    book.create_sheet("Leer")
    book.save(file)
    cards = b"BEGIN:VCARD\nVERSION:4.0\nN:Berg;Erika\nORG:ACME\nEND:VCARD\n"

    address = upload(client, "a.xlsx", file.getvalue()).headers["location"]
    workbook = client.get(address)
    empty = client.post(address, data={"sheet": "Leer"})
    turned = client.post(address, data={"sheet": "Kontakte", "column.Firma": "name"})
    other = client.get(turned.headers["location"])
    people = client.post("/import", data={"target": "contacts"}, files={"file": ("a.vcf", cards)})
    card = client.get(people.headers["location"])

    assert 'value="phone" selected' in workbook.text
    assert 'name="sheet"' in workbook.text
    assert "steht nichts" in empty.text
    assert 'name="column.Mail"' in other.text
    assert 'name="column.Firma"' not in other.text
    assert 'value="organisation" selected' in card.text


def checked(client: httpx.Client, address: str) -> str:
    """The page of a check that is over."""
    for _ in range(300):
        text = client.get(f"{address}/check").text
        if 'hx-trigger="every' not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("the check does not end")


def test_unknown_organisations_are_decided_before_anything_comes_in(
    kontor: Kontor, client: httpx.Client
) -> None:
    kontor.customer({"name": "Neue AG & Co"})
    rows = b"Nachname;Firma\nBerg;Neue AG\nTal;\n"
    sent = client.post("/import", data={"target": "contacts"}, files={"file": ("a.csv", rows)})
    address = sent.headers["location"]

    columns = client.get(address).text
    given = {"column.Nachname": "family_name", "column.Firma": "organisation"}
    client.post(address, data={**given, "organisations": "ask"})
    open_ = checked(client, address)
    client.post(f"{address}/organisations", data={"organisation:Neue AG": "leave"})
    decided = checked(client, address)

    assert 'name="organisations"' in columns
    assert 'name="organisation:Neue AG"' in open_
    assert "Neue AG &amp; Co" in open_
    assert 'name="organisation:Neue AG"' not in decided
    assert "Importieren (2)" in decided


def test_sheets_of_a_workbook_come_in_one_after_another(
    kontor: Kontor, client: httpx.Client
) -> None:
    book, file = Workbook(), BytesIO()
    for name, rows in (("Kunden", ["Firma", "A GmbH"]), ("Leute", ["Nachname", "Berg"])):
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append([row])
    book.remove(book.worksheets[0])
    book.save(file)
    address = upload(client, "a.xlsx", file.getvalue()).headers["location"]

    def come_in(**columns: str) -> str:
        client.post(address, data={f"column.{name}": field for name, field in columns.items()})
        checked(client, address)
        job: str = client.post(f"{address}/run", data={}).headers["location"]
        for _ in range(300):
            text = client.get(job).text
            if 'hx-trigger="every' not in text:
                return f"{job} {text}"
            time.sleep(0.1)
        raise AssertionError("the import does not end")

    job, _, first = come_in(Firma="name").partition(" ")
    asked = client.get(f"{job}/sheets").text
    turned = client.post(f"{job}/sheets", data={"sheet": "Leute", "target": "contacts"})
    last = come_in(Nachname="family_name")

    assert f"{job}/sheets" in first
    assert ('value="Leute"' in asked, 'value="Kunden"' in asked) == (True, False)
    assert turned.headers["location"] == address
    assert "/sheets" not in last
    assert kontor.values(RecordRef("contact", kontor.visible("contact")[0]))["name"] == "Berg"
    assert not list(kontor.app.home.rglob("a.xlsx"))


@pytest.mark.parametrize("content", [b"%PDF-1.7 no table", b"PK\x03\x04 no zip", b""])
def test_a_file_that_is_no_table_is_refused_at_once(
    kontor: Kontor, client: httpx.Client, content: bytes
) -> None:
    answer = upload(client, "kunden.xlsx", content)

    assert answer.status_code == 422
    assert not list(kontor.app.home.rglob("kunden.xlsx"))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (
            b"--x\r\nContent-Disposition: form-data; name=file\r\n",
            "multipart/form-data; boundary=x",
        ),
        (b"", "multipart/form-data"),
        (b"\x00" * 100, "multipart/form-data; boundary=x"),
    ],
)
def test_a_damaged_form_is_refused(client: httpx.Client, body: bytes, content_type: str) -> None:
    answer = client.post("/import", content=body, headers={"content-type": content_type})

    assert answer.status_code == 422


def test_nobody_stores_anything_before_signing_in(kontor: Kontor) -> None:
    answer = upload(kontor.client())

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")
    assert not list(Path(kontor.app.home).rglob("kunden.csv"))


def test_a_reader_may_not_import(kontor: Kontor) -> None:
    answer = upload(kontor.client(as_=kontor.user(role="reader")))

    assert answer.status_code == 422
    assert "darf" in answer.text
    assert not list(kontor.app.home.rglob("kunden.csv"))
