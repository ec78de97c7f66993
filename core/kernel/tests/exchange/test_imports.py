"""Imports of customers and persons: what goes in, what is refused, what comes back out."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.exchange import jobs
from kontor_core.exchange.context import Imports, Made
from kontor_core.exchange.errors_file import errors_path
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.starting import look_at, rehearse_import, run_import, start_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.clock import Clock, FixedClock, use_clock
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, Refused
from kontor_core.hooks.declarations.contexts import JobContext
from kontor_core.hooks.declarations.exchange import Same

MESSY = """\
Firma;Kundennr;Telefon;E-Mail;Phase;Größe;Kunde seit;Unfug
Müller GmbH;1001;030 1234567;info@mueller.de;Aktiv;12;01.02.2020;x
Huber AG;1002;keine;;Aktiv;;;
"  ";1003;;;;;;
Schulz & Söhne;1004;;;nix;;;
Meier;1001;;;;;;
Krause;1005;;;;viele;;
Lang;1006;;;;;31.02.2020;
Kurz;1007;;;;;;;;zu viele
Becker;1008;;;;7;2021-03-04;
"""


def load(
    app: KontorApp, text: str, target: str = "customers", *, actor: Actor = SYSTEM, **more: Any
) -> Job:
    path = app.home / f"{abs(hash(text))}.csv"
    path.write_text(text, encoding="utf-8")
    size = more.pop("chunk_size", None)
    return run_import(app, start_import(app, actor, path, target, **more), chunk_size=size)


def customers(app: KontorApp, *fields: str) -> list[tuple[Any, ...]]:
    info = app.resources.named("customers")
    page = app.resources.page(SYSTEM, info, fields=fields, sort="number", limit=500)
    return [tuple(getattr(row, f"f{i}") for i in range(len(fields))) for row in page.rows]


def facts(app: KontorApp) -> list[str]:
    return [fact.type for fact in app.log.after(jobs_start(), 5000).facts]


def jobs_start() -> Any:
    return ""


def test_good_rows_are_kept_and_bad_ones_named(crm: KontorApp) -> None:
    job = load(crm, MESSY)

    assert (job.state, job.good, job.bad, job.position) == ("done", 2, 7, 9)
    found = customers(crm, "number", "name", "phase", "custom.size", "custom.since")
    assert found == [
        ("1001", "Müller GmbH", "active", 12, "2020-02-01"),
        ("1008", "Becker", "prospect", 7, "2021-03-04"),
    ]
    errors = [(e.line, e.column, e.value) for e in jobs.job_errors(crm, job.id)]
    assert errors == [
        (3, "Telefon", "keine"),
        (4, "Firma", "  "),
        (5, "Phase", "nix"),
        (6, "Kundennr", "1001"),
        (7, "Größe", "viele"),
        (8, "Kunde seit", "31.02.2020"),
        (9, "", "Kurz;1007;;;;;;;;zu viele"),
    ]


def test_refused_rows_stand_in_a_file_for_spreadsheets(crm: KontorApp) -> None:
    job = load(crm, "name,number\nA,1\n,2\n=cmd,2\n=cmd,2\n")

    lines = errors_path(crm, job.id).read_text(encoding="utf-8-sig").splitlines()

    assert lines[0] == "Zeile,Spalte,Wert,Grund"
    assert [line.split(",")[:3] for line in lines[1:]] == [["3", "name", ""], ["5", "number", "2"]]


def test_all_good_file_leaves_no_error_file(crm: KontorApp) -> None:
    job = load(crm, "name\nA\nB\n")

    assert not errors_path(crm, job.id).exists()


def test_new_customers_get_what_every_new_customer_gets(crm: KontorApp) -> None:
    load(crm, "name,kind,email\nErika von Berg,Privatperson,e@berg.de\nACME,,info@acme.de\n")

    found = customers(crm, "name", "kind", "number", "roles")
    assert [row[:2] for row in found] == [("Erika von Berg", "person"), ("ACME", "organisation")]
    assert [row[2][:2] for row in found] == ["K-", "K-"]
    contacts = crm.resources.page(
        SYSTEM, crm.resources.named("contacts"), fields=["given_name", "family_name"]
    )
    assert [(row.f0, row.f1) for row in contacts.rows] == [("Erika", "von Berg")]
    info = crm.resources.named("contact_points")
    points = crm.resources.page(SYSTEM, info, fields=["value", "customer_id", "contact_id"])
    assert sorted((row.f0, row.f1 is None) for row in points.rows) == [
        ("e@berg.de", True),
        ("info@acme.de", False),
    ]


def test_every_row_is_told_as_a_fact(crm: KontorApp) -> None:
    job = load(crm, "name\nA\nB\nC\n", chunk_size=2)

    found = crm.log.after(jobs_start(), 100).facts
    assert [f.type for f in found] == ["customer.created"] * 3
    assert {f.correlation_id for f in found} == {job.id}
    assert all(f.customer_id == f.subject_id for f in found)


def test_known_customers_are_changed_by_their_number(crm: KontorApp) -> None:
    load(crm, "number,name,size\n1,Alt,5\n")

    job = load(crm, "number,name\n1,Neu\n2,Ganz neu\n")

    assert customers(crm, "number", "name", "custom.size") == [
        ("1", "Neu", 5),
        ("2", "Ganz neu", None),
    ]
    assert job.made == {"customer": 1}


def test_known_customers_gain_the_addresses_they_did_not_have(crm: KontorApp) -> None:
    load(crm, "number,name,kind,email\n1,ACME,,a@acme.de\n2,Erika Berg,person,e@berg.de\n")

    job = load(crm, "number,name,email,phone\n1,ACME,A@acme.de,030 123456\n2,Erika Berg,e@x.de,\n")

    assert (job.good, job.bad, job.made) == (2, 0, {"contact_point": 2})
    info = crm.resources.named("contact_points")
    points = crm.resources.page(SYSTEM, info, fields=["value", "contact_id"])
    assert sorted((row.f0, row.f1 is None) for row in points.rows) == [
        ("+4930123456", True),
        ("a@acme.de", True),
        ("e@berg.de", False),
        ("e@x.de", False),
    ]
    undo_import(crm, job.id)
    assert crm.resources.count(SYSTEM, info) == 2


def test_same_file_does_not_go_in_twice_by_mistake(crm: KontorApp) -> None:
    text = "name\nA\n"
    load(crm, text)

    with pytest.raises(Conflict):
        load(crm, text)

    load(crm, text, again=True)
    assert len(customers(crm, "name")) == 2


def test_persons_join_their_customers_by_number(crm: KontorApp) -> None:
    load(crm, "number,name\n7,ACME\n")

    job = load(
        crm,
        "Vorname,Nachname,E-Mail,Kunde\nErika,Berg,e@b.de,7\nMax,Tal,m@t.de,8\nUli,,,\n",
        "contacts",
        mapping={"Kunde": "customer_id"},
    )

    assert (job.good, job.bad) == (1, 2)
    assert [(e.line, e.column) for e in jobs.job_errors(crm, job.id)] == [
        (3, "Kunde"),
        (4, "Nachname"),
    ]
    info = crm.resources.named("affiliations")
    assert crm.resources.count(SYSTEM, info) == 1


def test_guess_knows_german_and_english_headers(crm: KontorApp, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Kundenname;Customer number;TELEFON;Web-Seite;Quatsch\n")

    seen = look_at(crm, SYSTEM, file, "customers")

    assert seen.guess.mapping == {
        "Kundenname": "name",
        "Customer number": "number",
        "TELEFON": "phone",
        "Web-Seite": "website",
    }
    assert seen.guess.unused == ("Quatsch",)


@pytest.mark.parametrize(
    ("mapping", "word"),
    [({"Nmae": "name"}, "Name"), ({"Name": "nmae"}, "name"), ({"Name": ""}, "name")],
)
def test_wrong_mapping_is_refused_with_the_right_word(
    crm: KontorApp, tmp_path: Path, mapping: Mapping[str, str], word: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Name\nA\n")

    with pytest.raises(Invalid) as refused:
        start_import(crm, SYSTEM, file, "customers", mapping=mapping)

    assert word in refused.value.text("en")
    assert jobs.list_jobs(crm) == []


def test_rehearsal_says_everything_and_writes_nothing(crm: KontorApp, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(MESSY, encoding="utf-8")

    report = rehearse_import(crm, SYSTEM, look_at(crm, SYSTEM, file, "customers"))

    assert (report.good, report.bad) == (2, 7)
    assert report.made == {"customer": 2, "contact_point": 2}
    assert customers(crm, "name") == []
    assert facts(crm) == []


def test_what_the_database_refuses_is_found_among_many_rows(crm: KontorApp) -> None:
    """Two persons may not have one affiliation; the domain says so row by row."""
    load(crm, "number,name\n7,ACME\n")
    rows = "".join(f"P{n},f{n}@x.de,7\n" for n in range(20))

    job = load(
        crm,
        "family_name,email,customer_id\n" + rows + "P99,no address,7\n",
        "contacts",
        chunk_size=7,
    )

    assert (job.good, job.bad) == (20, 1)


def test_import_goes_by_the_rights_of_who_started_it(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        agent = create_user(uow, name="Anna", email="anna@x.de", roles=["agent"]).id
        reader = create_user(uow, name="Rita", email="rita@x.de", roles=["reader"]).id

    load(crm, "name\nMeiner\n", actor=crm.actor(agent))
    with pytest.raises(Forbidden):
        load(crm, "name\nKeiner\n", actor=crm.actor(reader))

    assert customers(crm, "name", "owner_id") == [("Meiner", agent)]


def test_agent_changes_no_customer_they_do_not_see(crm: KontorApp) -> None:
    load(crm, "number,name\n1,Fremd\n")
    with crm.unit(SYSTEM) as uow:
        agent = create_user(uow, name="Anna", email="anna@x.de", roles=["agent"]).id

    job = load(crm, "number,name\n1,Meins\n", actor=crm.actor(agent))

    assert (job.good, job.bad) == (0, 1)
    assert customers(crm, "name") == [("Fremd",)]


def test_masked_class_is_not_written_by_import(crm: KontorApp, tmp_path: Path) -> None:
    narrow = Profile(
        levels={"*": dict.fromkeys(Action, Level.ALL)},
        edit_classes=frozenset(),
    )
    file = tmp_path / "a.csv"
    file.write_text("name\nA\n")

    with pytest.raises(Forbidden):
        start_import(crm, SYSTEM.with_profile(narrow), file, "customers")


@pytest.mark.parametrize("count", [3, 120])
def test_many_rows_are_changed_at_once_and_remembered(crm: KontorApp, count: int) -> None:
    load(crm, "number,name,size\n" + "".join(f"{n},Alt {n},5\n" for n in range(1, count + 1)))
    made = Made()
    with crm.unit(SYSTEM) as uow:
        imports = Imports(uow, {}, made)
        found = imports.find(Customer, "number", [str(n) for n in range(1, count + 1)])
        known = [found[str(n)] for n in range(1, count + 1)]
        names = {"name": [f"Neu {n}" for n in range(1, count + 1)], "phase": Same("lost")}
        imports.update(Customer, known, names)

    rows = {number: rest for number, *rest in customers(crm, "number", "name", "phase")}
    assert rows == {str(n): [f"Neu {n}", "lost"] for n in range(1, count + 1)}
    assert facts(crm).count("customer.changed") == count
    entity, record, version, before = made.changed[0]
    assert (entity, record, version) == ("customer", known[0], 2)
    assert before == {"name": "Alt 1", "phase": "prospect"}
    with crm.unit(SYSTEM) as uow:
        assert {uow.get(Customer, one).version for one in known} == {2}


# ---- and back


def test_undo_takes_everything_back(crm: KontorApp) -> None:
    text = "name,kind,email\n" + "".join(f"Erika Nr{n},person,e{n}@x.de\n" for n in range(25))
    job = load(crm, text, chunk_size=10)

    done = undo_import(crm, job.id)

    assert done.deleted == {"contact_point": 25, "affiliation": 25, "contact": 25, "customer": 25}
    assert (done.kept, customers(crm, "name")) == (0, [])
    assert jobs.job_status(crm, job.id).state == "undone"
    assert facts(crm).count("customer.deleted") == 25
    with pytest.raises(Refused):
        undo_import(crm, job.id)


def test_undo_gives_changed_customers_their_old_values(crm: KontorApp) -> None:
    load(crm, "number,name,size\n1,Alt,5\n")
    job = load(crm, "number,name,size,phase\n1,Neu,6,lost\n2,Frisch,,\n")

    done = undo_import(crm, job.id)

    assert customers(crm, "number", "name", "phase", "custom.size") == [("1", "Alt", "prospect", 5)]
    assert (done.deleted, done.restored, done.kept) == ({"customer": 1}, 1, 0)


def test_undo_keeps_what_was_changed_since_and_says_so(crm: KontorApp) -> None:
    job = load(crm, "number,name\n1,A\n2,B\n3,C\n")
    with crm.unit(SYSTEM) as uow:
        changed = uow.find(Customer, number="2")
        assert changed is not None
        uow.change(Customer, changed.id, {"phase": "active"})

    done = undo_import(crm, job.id)

    assert customers(crm, "number") == [("2",)]
    assert done.kept == 1
    (error,) = jobs.job_errors(crm, job.id)
    assert (error.column, error.value) == ("customer", changed.id)


def test_undo_keeps_customers_that_others_use_by_now(crm: KontorApp) -> None:
    job = load(crm, "number,name\n1,A\n2,B\n")
    load(crm, "family_name,customer_id\nBerg,2\n", "contacts")

    done = undo_import(crm, job.id)

    assert customers(crm, "number") == [("2",)]
    assert done.kept == 1


def test_staff_list_becomes_users_and_teams(crm: KontorApp) -> None:
    job = load(
        crm,
        "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brink,Central\n"
        "Cecily Lampkin,Dustin Brink,East\nAnna Snelling,Dustin Brink,Central\n",
        "staff",
        preset=True,
        options={"domain": "x.example"},
    )

    assert (job.good, job.bad) == (2, 1)
    assert job.made == {"team": 2, "user": 3}
    actor = crm.actor_by_email("dustin.brink@x.example")
    assert actor is not None
    assert actor.profile.level("customer", Action.READ) is Level.TEAM


def test_what_imports_keep_of_people_is_forgotten_after_a_month(crm: KontorApp) -> None:
    load(crm, "number,name\n1,Alt\n")
    job = load(crm, "number,name\n1,Neu\n,\n")
    run = crm.registries.jobs["forget_imports"].spec.run

    with use_clock(FixedClock(clock.now() + timedelta(days=29))) as later:
        run(job_context(crm, later))
        assert len(jobs.job_errors(crm, job.id)) == 1
    with use_clock(FixedClock(clock.now() + timedelta(days=31))) as later:
        run(job_context(crm, later))

    assert jobs.job_errors(crm, job.id) == []
    (chunk,) = jobs.chunks_before(crm.storage, job.id, 100, 10)
    assert (chunk.changed, chunk.made()) == ([], [])


def job_context(app: KontorApp, at: Clock) -> JobContext:
    return JobContext(
        open_unit=lambda: app.unit(SYSTEM),
        reader=app.reader(SYSTEM),
        actor=SYSTEM,
        clock=at,
        notify=lambda recipient, text, *, about: None,
    )
