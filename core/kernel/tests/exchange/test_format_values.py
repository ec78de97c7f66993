"""Values of workbooks, JSON lines and cards; what was exported comes back as it was."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.exchange import jobs
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation.access.identities import SYSTEM


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Say things once: what both databases do with such files is in ``test_formats.py``."""
    return sqlite_url


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def load(app: KontorApp, path: Path, target: str, **more: Any) -> Job:
    size = more.pop("chunk_size", None)
    return run_import(app, start_import(app, SYSTEM, path, target, **more), chunk_size=size)


def listed(app: KontorApp, resource: str, *fields: str, sort: str | None = None) -> list[Any]:
    info = app.resources.named(resource)
    page = app.resources.page(SYSTEM, info, fields=fields, sort=sort, limit=500)
    return [tuple(getattr(row, f"f{i}") for i in range(len(fields))) for row in page.rows]


def errors(app: KontorApp, job: Job) -> list[tuple[int, str, str]]:
    return [(e.line, e.column, e.value) for e in jobs.job_errors(app, job.id)]


def test_known_customer_gains_the_place_of_a_file(crm: KontorApp, tmp_path: Path) -> None:
    rows = [["number", "name", "street", "city"], ["1", "A", "Weg 1", "Ort"]]
    load(crm, workbook(tmp_path / "a.xlsx", rows[0][:2], rows[1][:2]), "customers")

    for turn in ("b", "c"):
        load(crm, workbook(tmp_path / f"{turn}.xlsx", *rows, [turn, turn, None, None]), "customers")

    assert listed(crm, "contact_points", "value") == [("Weg 1, Ort, DE",)]


def test_address_in_one_column_is_taken_apart(crm: KontorApp, tmp_path: Path) -> None:
    for name, header in (("customers", "Firma"), ("contacts", "Nachname")):
        path = tmp_path / f"{name}.csv"
        rows = f'{header};Adresse;Land\nA;"Weg 1, 1010 Wien";Austria\nB;Postfach 7;AT\nC;;AT\n'
        path.write_text(rows, encoding="utf-8")
        load(crm, path, name)

    found = listed(crm, "contact_points", "street", "postcode", "city", "country")
    assert sorted(found, key=str) == [
        ("Postfach 7", None, None, "AT"), ("Postfach 7", None, None, "AT"),
        ("Weg 1", "1010", "Wien", "AT"), ("Weg 1", "1010", "Wien", "AT"),
    ]  # fmt: skip


def test_json_lines_are_values_of_the_api(crm: KontorApp, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"number": "1", "name": "A", "roles": ["customer", "press"], "custom": {"size": 7}}\n'
        '{"number": "2", "name": "B", "roles": ["nix"]}\nkaputt\n',
        encoding="utf-8",
    )

    job = load(crm, path, "customers")

    assert (job.good, job.bad) == (1, 2)
    assert [line for line, _, _ in errors(crm, job)] == [2, 3]
    assert listed(crm, "customers", "name", "roles", "custom.size") == [
        ("A", ["customer", "press"], 7)
    ]


@pytest.mark.parametrize("format_", ["xlsx", "jsonl"])
def test_what_was_exported_changes_nothing_when_it_comes_back(
    crm: KontorApp, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "number;name;size;since;email;phase\n=1;=1+1;7;2020-02-01;a@b.de;lost\n'2;'x;;;;\n",
        encoding="utf-8",
    )
    load(crm, path, "customers")
    before = listed(crm, "customers", "number", "name", "custom.size", "custom.since", "phase")

    written = tmp_path / f"out.{format_}"
    with written.open("wb") as file:
        Export(crm, SYSTEM, Wanted("customers", format_)).write(file)
    job = load(crm, written, "customers")

    assert (job.good, job.bad, job.made) == (2, 0, {})
    assert before == listed(
        crm, "customers", "number", "name", "custom.size", "custom.since", "phase"
    )
    with crm.unit(SYSTEM) as uow:
        assert [row.version for row in uow.find_all(Customer)] == [1, 1]


def test_people_come_back_from_cards_as_they_were(crm: KontorApp, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Vorname,Nachname,Titel,E-Mail,E-Mail 2,Mobil,Firma,Funktion,Straße,PLZ,Ort,Land\n"
        "Erika,von Berg,Dr.,a@b.de,c@d.de,0171 1234567,Söhne; & Co,Einkauf,Weg 1,10115,Ort,\n",
        encoding="utf-8",
    )
    load(crm, path, "contacts")
    fields = ("name", "title", "given_name", "family_name")

    written = tmp_path / "people.vcf"
    with written.open("wb") as file:
        Export(crm, SYSTEM, Wanted("contacts", "vcf")).write(file)
    load(crm, written, "contacts")

    assert (
        listed(crm, "contacts", *fields) == [("Dr. Erika von Berg", "Dr.", "Erika", "von Berg")] * 2
    )
    assert listed(crm, "customers", "name") == [("Söhne; & Co",)]
    assert [role for (role,) in listed(crm, "affiliations", "role")] == ["Einkauf"] * 2
    points = sorted(listed(crm, "contact_points", "scheme", "value"))
    assert (
        points[0::2]
        == points[1::2]
        == [
            ("email", "a@b.de"),
            ("email", "c@d.de"),
            ("phone", "+491711234567"),
            ("postal", "Weg 1, 10115 Ort, DE"),
        ]
    )
