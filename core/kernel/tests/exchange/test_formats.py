"""Workbooks, JSON lines and cards go in by the engine that CSV goes in by."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from kontor_core.app import KontorApp
from kontor_core.exchange import jobs
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.starting import look_at, rehearse_import, run_import, start_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation.access.identities import SYSTEM

CARDS = """\
BEGIN:VCARD
VERSION:4.0
N:Berg;Erika;;Dr.;
EMAIL:erika@berg.de
EMAIL:e@acme.de
TEL;PREF=1:030 1234567
TEL:0171 1234567
ADR:;;Lange Straße 1;Berlin;;10115;Germany
ORG:acme gmbh
TITLE:Einkauf
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Tal;Max;;;
ORG:Neue AG
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Feld;Uli;;;
ORG:Neue AG
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Bach;Eva;;;
EMAIL:keine
ORG:Andere KG
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Moor;Ida;;;
ADR:;;Weg 1;Ort;;1;Nirgendwo
ORG:Dritte OHG
END:VCARD
"""


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


def test_workbook_goes_in_in_chunks_and_comes_out_again(crm: KontorApp, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["Kunden"],
        ["Firma", "Kundennr", "Größe", "Kunde seit", "PLZ", "Ort", "Land"],
        ["Müller GmbH", 1001, 12, 43862, 10115, "Berlin", "Deutschland"],
        ["Huber AG", "1002", 12.5, None, None, None, None],
        ["Meier", 1003, None, "1.2.2020", "6900", "Bregenz", "A"],
        ["Lang", 1004, None, None, "1", "X", "Nirgendwo"],
    )

    report = rehearse_import(crm, SYSTEM, look_at(crm, SYSTEM, path, "customers"))
    job = load(crm, path, "customers", chunk_size=1)

    assert (report.good, report.bad) == (job.good, job.bad) == (2, 2)
    assert errors(crm, job) == [(4, "Größe", "12.5"), (6, "Land", "Nirgendwo")]
    assert listed(crm, "customers", "number", "custom.size", "custom.since", sort="number") == [
        ("1001", 12, "2020-02-01"),
        ("1003", None, "2020-02-01"),
    ]
    assert listed(crm, "contact_points", "scheme", "value") == [
        ("postal", "10115 Berlin, DE"),
        ("postal", "6900 Bregenz, AT"),
    ]
    done = undo_import(crm, job.id)
    assert done.deleted == {"customer": 2, "contact_point": 2}


def test_cards_become_people_at_their_organisations(crm: KontorApp, tmp_path: Path) -> None:
    with crm.unit(SYSTEM) as uow:
        acme = crm.resources.create_in(uow, crm.resources.named("customers"), {"name": "ACME GmbH"})
    path = tmp_path / "a.vcf"
    path.write_text(CARDS, encoding="utf-8")

    job = load(crm, path, "contacts")

    assert (job.good, job.bad) == (3, 2)
    assert errors(crm, job) == [(22, "email", "keine"), (28, "country", "Nirgendwo")]
    assert listed(crm, "contacts", "name", sort="name") == [
        ("Dr. Erika Berg",), ("Uli Feld",), ("Max Tal",),
    ]  # fmt: skip
    assert [name for (name,) in listed(crm, "customers", "name", sort="name")] == [
        "ACME GmbH",
        "Neue AG",
    ]
    places = listed(crm, "affiliations", "customer_id", "role")
    assert (acme.id, "Einkauf") in places
    assert len({customer for customer, _ in places}) == 2
    assert sorted(listed(crm, "contact_points", "scheme", "value")) == [
        ("email", "e@acme.de"),
        ("email", "erika@berg.de"),
        ("phone", "+491711234567"),
        ("phone", "+49301234567"),
        ("postal", "Lange Straße 1, 10115 Berlin, DE"),
    ]
    done = undo_import(crm, job.id)
    assert (done.kept, done.deleted["contact"], done.deleted["customer"]) == (0, 3, 1)
    assert listed(crm, "customers", "name") == [("ACME GmbH",)]
