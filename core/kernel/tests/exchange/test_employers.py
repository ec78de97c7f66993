"""People of a file come to the organisations that are known; of others somebody may decide."""

from pathlib import Path
from typing import Any

import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.domain import create_customer
from kontor_core.exchange import jobs
from kontor_core.exchange.jobs import Job, Report
from kontor_core.exchange.starting import look_at, rehearse_import, run_import, start_import
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Invalid

PEOPLE = """\
Nachname;E-Mail;Firma
Berg;erika@gmx.de;acme gmbh
Tal;max@acme.de;ACME
Feld;uli@gmx.de;K-10001
Bach;eva@post.example;Neue AG
Moor;ida@gmx.de;Neue AG
Kern;jo@gmx.de;ACME Nord
"""


@pytest.fixture
def acme(crm: KontorApp) -> str:
    with crm.unit(SYSTEM) as uow:
        made = create_customer(uow, {"name": "ACME GmbH", "website": "https://www.acme.de"})
        # a provider of mailboxes that is a customer owns nobody's employer
        create_customer(uow, {"name": "GMX", "website": "https://gmx.de"})
    return made.id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def load(app: KontorApp, file: Path, **options: str) -> Job:
    return run_import(app, start_import(app, SYSTEM, file, "contacts", options=options))


def rehearsed(app: KontorApp, file: Path, **options: str) -> Report:
    return rehearse_import(app, SYSTEM, look_at(app, SYSTEM, file, "contacts", options=options))


def places(app: KontorApp) -> dict[str, str]:
    """The names of people with those of their organisations."""
    info = app.resources.named("affiliations")
    titles = {
        (entity, row.f1): row.f0
        for entity, name in (("contact", "contacts"), ("customer", "customers"))
        for row in page(app, name, "name", "id")
    }
    rows = app.resources.page(SYSTEM, info, fields=["contact_id", "customer_id"]).rows
    return {titles["contact", row.f0].split()[-1]: titles["customer", row.f1] for row in rows}


def page(app: KontorApp, name: str, *fields: str) -> list[Any]:
    return list(app.resources.page(SYSTEM, app.resources.named(name), fields=list(fields)).rows)


def test_organisations_are_known_by_name_number_and_domain(
    crm: KontorApp, acme: str, file: Path
) -> None:
    job = load(crm, file, organisations="leave")

    assert (job.good, job.bad, job.made.get("customer")) == (6, 0, None)
    assert places(crm) == dict.fromkeys(("Berg", "Tal", "Feld"), "ACME GmbH")


def test_unknown_organisations_are_made_unless_somebody_says_otherwise(
    crm: KontorApp, acme: str, file: Path
) -> None:
    job = load(crm, file)

    assert (job.good, job.made["customer"]) == (6, 2)
    assert places(crm)["Bach"] == places(crm)["Moor"] == "Neue AG"


def test_unknown_organisations_are_asked_about_with_what_is_similar(
    crm: KontorApp, acme: str, file: Path
) -> None:
    report = rehearsed(crm, file, organisations="ask")

    assert (report.good, report.bad) == (3, 3)
    assert [(one.name, sorted(one.lines), [n.name for n in one.near]) for one in report.asked] == [
        ("Neue AG", [5, 6], []),
        ("ACME Nord", [7], ["ACME GmbH"]),
    ]


def test_rows_wait_in_the_file_of_refused_ones_while_nobody_has_answered(
    crm: KontorApp, acme: str, file: Path
) -> None:
    job = load(crm, file, organisations="ask")

    assert (job.good, job.bad) == (3, 3)
    assert [(e.line, e.column, e.value) for e in jobs.job_errors(crm, job.id)] == [
        (5, "Firma", "Neue AG"), (6, "Firma", "Neue AG"), (7, "Firma", "ACME Nord"),
    ]  # fmt: skip


def test_answers_hold_for_one_organisation_each(crm: KontorApp, acme: str, file: Path) -> None:
    said = {"organisation:neue ag": "leave", "organisation:ACME Nord": "K-10001"}

    job = load(crm, file, organisations="ask", **said)

    assert (job.good, job.bad) == (6, 0)
    assert places(crm) == dict.fromkeys(("Berg", "Tal", "Feld", "Kern"), "ACME GmbH")


def test_answer_that_names_nobody_is_told(crm: KontorApp, acme: str, file: Path) -> None:
    report = rehearsed(crm, file, organisations="leave", **{"organisation:Neue AG": "K-77"})

    assert (report.good, report.bad) == (4, 2)
    assert "K-77" in str(report.problems[0].reason)


def test_word_that_says_nothing_is_refused(crm: KontorApp, file: Path) -> None:
    with pytest.raises(Invalid, match="maybe"):
        load(crm, file, organisations="maybe")
