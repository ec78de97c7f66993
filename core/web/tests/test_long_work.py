"""Imports, exports and bulk actions of everybody, on the page of the jobs."""

import re
from html import unescape

import httpx
import pytest

from kontor_core.bulk import books
from kontor_core.bulk.models import CANCELLED
from kontor_core.exchange.export_store import ExportStore
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.starting import start_import
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.settings.long_work import MOST

HTMX = {"hx-request": "true"}
LOOKING = """
[roles.operator]
label = "Betrieb"
permissions = ["operate"]
[roles.operator.grants]
"*" = { read = "all", create = "all", edit = "all", export = "all" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return LOOKING


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def ben(kontor: Kontor) -> User:
    return kontor.user(role="operator", name="Ben Bau")


def row(client: httpx.Client, title: str) -> str:
    """Read the line of the list that names some work; nothing when there is none."""
    page = client.get("/settings/jobs").text.partition('id="card-work"')[2]
    lines = (unescape(one) for one in page.partition("</section>")[0].split("<tr>"))
    return next((one for one in lines if title in one), "")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_bulk_work_exports_and_imports_stand_in_one_list(
    kontor: Kontor, anna: User, ben: User
) -> None:
    made = [kontor.customer({"name": name}).id for name in ("Alster", "Bille")]
    client, theirs = kontor.client(as_=anna), kontor.client(as_=ben)
    changed = {"id": made, "phase": "lost"}
    theirs.post("/ui/customers/bulk/edit?list=%2Fcustomers&field=phase", data=changed, headers=HTMX)
    theirs.post("/ui/customers/export?list=/customers", data={"format": "csv"}, headers=HTMX)
    path = kontor.app.home / "leute.csv"
    path.write_text("Firma\nCarlsen GmbH\n", encoding="utf-8")
    start_import(kontor.app, kontor.actor(anna), path, "customers")

    bulk, brought = row(client, "/bulk/"), row(client, "leute.csv")
    exported = row(theirs, "/exports/")

    assert "Sammelaktion" in bulk
    assert "Ben Bau" in bulk
    assert "Fertig" in bulk
    assert re.search(r"/bulk/[\w-]+", bulk)
    assert "Import" in brought
    assert "Anna Amt" in brought
    assert "Export" in words(exported)
    assert row(theirs, "leute.csv") == ""  # who only operates sees their own
    assert "Ben Bau" in row(theirs, "/bulk/")


def test_own_work_is_found_however_much_others_have(kontor: Kontor, anna: User, ben: User) -> None:
    store = ExportStore(kontor.app.home)
    store.open(ben.id, Wanted("customers"), "meine.csv", 1)
    for number in range(MOST):
        store.open(anna.id, Wanted("customers"), f"{number}.csv", 1)

    assert "meine.csv" in row(kontor.client(as_=ben), "meine.csv")


def test_halted_work_goes_on_and_an_export_of_others_can_be_stopped(
    kontor: Kontor, anna: User, ben: User
) -> None:
    made = [kontor.customer({"name": name}).id for name in ("Alster", "Bille")]
    client, theirs = kontor.client(as_=anna), kontor.client(as_=ben)
    changed = {"id": made, "phase": "lost"}
    theirs.post("/ui/customers/bulk/edit?list=%2Fcustomers&field=phase", data=changed, headers=HTMX)
    (job,) = books.newest(kontor.app)
    with kontor.unit() as uow:
        books.turn(uow, job.id, CANCELLED)
        (line, _) = books.lines_of(kontor.app.storage, job.id, ["done"])
        books.settle(uow, [{"line": line.id, "now_state": "waiting"}], was="done")
    store = ExportStore(kontor.app.home)
    ticket = store.open(ben.id, Wanted("customers"), "viele.csv", 100)
    ticket.done = 25
    store.save(ticket)
    store.pid_file(ticket).write_text("1")  # a process that runs and is not ours to end

    halted = row(client, "/bulk/")
    running = row(client, "viele.csv")

    assert "Angehalten" in halted
    assert "1 / 2 (50 %)" in halted
    assert f"/ui/bulk/{job.id}/resume" in halted
    assert "25 / 100 (25 %)" in running
    assert f'href="/exports/{ticket.id}"' not in running  # nobody fetches what others took
    stop = f"/settings/jobs/exports/{ben.id}/{ticket.id}/cancel"
    assert stop in running
    assert theirs.post(stop).status_code == 403
    store.pid_file(ticket).unlink()
    assert client.post(stop).status_code == 303
    assert "Angehalten" in row(client, "viele.csv")
    assert client.post("/settings/jobs/exports/../x/cancel").status_code == 404
