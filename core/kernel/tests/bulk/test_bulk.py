"""Many records at once: each by its own rules, refused ones named, all taken back again."""

from collections.abc import Sequence
from typing import Any

import pytest

from kontor_core.app import KontorApp
from kontor_core.bulk import books, hanging, working
from kontor_core.bulk.models import (
    CANCELLED,
    DELETE,
    DONE,
    EDIT,
    KEPT,
    REFUSED,
    SAME,
    UNDONE,
    WAITING,
)
from kontor_core.bulk.undoing import undo
from kontor_core.bulk.working import run, start
from kontor_core.contacts.domain import affiliate, create_contact, delete_contact
from kontor_core.contacts.models import Affiliation
from kontor_core.contacts.privacy import erase_contact
from kontor_core.customers.domain import create_customer
from kontor_core.customers.events import CustomerErased
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, Refused
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.models import Table
from kontor_core.interactions.domain import record_interaction
from kontor_core.interactions.models import Interaction


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Say things once: what the databases may do differently is in ``test_both.py``."""
    return sqlite_url


def fill(app: KontorApp, *names: str, **values: Any) -> list[str]:
    found = []
    with app.unit(SYSTEM) as uow:
        for name in names:
            found.append(create_customer(uow, {"name": name, **values}).id)
    return found


def customers(app: KontorApp, *fields: str) -> list[tuple[Any, ...]]:
    info = app.resources.named("customers")
    page = app.resources.page(SYSTEM, info, fields=fields, sort="name", limit=500)
    return [tuple(getattr(row, f"f{i}") for i in range(len(fields))) for row in page.rows]


def begin(
    app: KontorApp,
    kind: str = EDIT,
    actor: Actor = SYSTEM,
    resource: str = "customers",
    **more: Any,
) -> str:
    return start(app, actor, app.resources.named(resource), kind, **more)


def rows_of(app: KontorApp, model: type[Table]) -> list[dict[str, Any]]:
    with app.unit(SYSTEM) as uow:
        return [one.model_dump(exclude={"updated_at"}) for one in uow.find_all(model)]


def why(app: KontorApp, job: str, *states: str) -> list[tuple[str | None, str]]:
    return [(one.title, one.why("en")) for one in books.lines_of(app.storage, job, states)]


def change(app: KontorApp, record_id: str, values: Any) -> None:
    info = app.resources.named("customers")
    version = app.resources.get(SYSTEM, info, record_id, ()).version
    app.resources.change(SYSTEM, info, record_id, values, version)


def test_one_field_changes_on_a_selection_and_comes_back(crm: KontorApp) -> None:
    a, b, _ = fill(crm, "A", "B", "C", phase="active", **{"custom.size": 3})
    change(crm, b, {"phase": "lost"})

    job = begin(crm, changes={"phase": "lost", "custom.size": None}, records=[a, b, a])
    run(crm, job)

    assert customers(crm, "name", "phase", "custom.size") == [
        ("A", "lost", None),
        ("B", "lost", None),
        ("C", "active", 3),
    ]
    undo(crm, job)
    assert customers(crm, "name", "phase", "custom.size") == [
        ("A", "active", 3),
        ("B", "lost", 3),
        ("C", "active", 3),
    ]
    assert books.tally(crm.storage, job) == {UNDONE: 2}


def test_the_whole_result_is_what_the_filter_found_when_it_began(
    crm: KontorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "CHUNK", 2)
    monkeypatch.setattr(working, "_PAGE", 3)
    fill(crm, *(f"K{n}" for n in range(7)), phase="active")
    fill(crm, "Anders", phase="lost")

    job = begin(crm, changes={"phase": "at_risk"}, filter='phase = "active"')
    fill(crm, "Neu", phase="active")
    seen: list[str] = []
    run(crm, job, lambda one: seen.append(one.state))

    assert books.read_job(crm.storage, job).total == 7
    assert len(seen) == 4
    assert dict(customers(crm, "name", "phase")) == {
        **{f"K{n}": "at_risk" for n in range(7)},
        "Anders": "lost",
        "Neu": "active",
    }


def test_what_is_refused_is_named_and_the_others_go_on(
    crm: KontorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crm.unit(SYSTEM) as uow:
        anna = create_user(uow, name="Anna", email="anna@x.de", roles=["reader"]).id
    mine, other, same = fill(crm, "Meiner", "Fremd", "Gleich")
    change(crm, mine, {"owner_id": anna})
    change(crm, same, {"owner_id": anna, "language": "en"})
    levels = {"*": {Action.READ: Level.ALL, Action.EDIT: Level.OWN}}
    actor = crm.actor(anna).with_profile(Profile(levels=levels))
    job = begin(crm, actor=actor, changes={"language": "en"}, records=[mine, other, same])
    monkeypatch.setattr(working, "actor_of", lambda *_: actor)
    run(crm, job)

    assert books.tally(crm.storage, job) == {DONE: 1, REFUSED: 1, SAME: 1}
    ((title, reason),) = why(crm, job, REFUSED)
    assert title == "Fremd"
    assert reason


def test_an_undo_leaves_what_somebody_changed_since(crm: KontorApp) -> None:
    a, b = fill(crm, "A", "B", phase="active")
    job = begin(crm, changes={"phase": "lost"}, records=[a, b])
    run(crm, job)
    change(crm, b, {"language": "en"})

    undo(crm, job)

    assert customers(crm, "name", "phase") == [("A", "active"), ("B", "lost")]
    assert why(crm, job, KEPT) == [("B", "Has been changed since.")]
    with pytest.raises(Refused):
        undo(crm, job)


def test_assigning_moves_what_hangs_on_a_customer_along(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        anna = create_user(uow, name="Anna", email="anna@x.de", roles=["agent"]).id
    ids = fill(crm, "A", "B")

    job = begin(crm, changes={"owner_id": anna}, records=ids)
    run(crm, job)

    assert customers(crm, "owner_id") == [(anna,), (anna,)]
    assert crm.resources.count(crm.actor(anna), crm.resources.named("customers")) == 2


def test_what_has_too_much_hanging_on_it_is_said_before_and_after(
    crm: KontorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hanging, "MOST", 2)
    bare, full = fill(crm, "Leer", "Voll", phase="active", **{"custom.size": 3})
    with crm.unit(SYSTEM) as uow:
        for name in "PQR":
            create_contact(uow, {"family_name": name, "customer_id": full})
    before = customers(crm, "name", "number", "phase", "custom.size", "created_at")

    told = hanging.lost_of(crm.storage, "core_customer", [bare, full])
    job = begin(crm, DELETE, records=[bare, full])
    run(crm, job)
    assert customers(crm, "name") == []
    undo(crm, job)

    assert told == 1
    assert customers(crm, "name", "number", "phase", "custom.size", "created_at") == before[:1]
    assert customers(crm, "id") == [(bare,)]
    ((title, reason),) = why(crm, job, KEPT)
    assert (title, reason[:19]) == ("Voll", "Cannot be restored:")


def test_what_must_not_be_copied_does_not_come_back(
    crm: KontorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, closed = fill(crm, "Offen", "Geschützt")
    with crm.unit(SYSTEM) as uow:
        for customer, role in ((plain, None), (closed, "Betriebsrat")):
            person = create_contact(uow, {"family_name": "P", "customer_id": customer})
            (held,) = uow.find_all(Affiliation, contact_id=person.id)
            uow.change(Affiliation, held.id, {"role": role})
    monkeypatch.setattr(hanging, "_CLOSED", frozenset({Data.PERSONAL}))  # as if it were special

    job = begin(crm, DELETE, records=[plain, closed])
    run(crm, job)
    undo(crm, job)

    assert customers(crm, "id") == [(plain,)]


def test_what_hung_on_two_records_comes_back_with_both(crm: KontorApp) -> None:
    one, two = fill(crm, "Eins", "Zwei")
    with crm.unit(SYSTEM) as uow:
        person = create_contact(uow, {"family_name": "P", "customer_id": one}).id
        affiliate(uow, {"customer_id": two, "contact_id": person})
        gone = create_contact(uow, {"family_name": "Q", "customer_id": two}).id
    before = rows_of(crm, Affiliation)
    job = begin(crm, DELETE, records=[one, two])
    people = begin(crm, DELETE, resource="contacts", records=[person, gone])

    run(crm, job)
    run(crm, people)
    undo(crm, people)
    with crm.unit(SYSTEM) as uow:
        delete_contact(uow, gone)
    undo(crm, job)

    assert rows_of(crm, Affiliation) == [one for one in before if one["contact_id"] == person]


def test_an_erased_person_does_not_come_back(crm: KontorApp) -> None:
    (company,) = fill(crm, "Firma")
    with crm.unit(SYSTEM) as uow:
        person = create_contact(uow, {"family_name": "Abel", "customer_id": company}).id
        about = {"customer_id": company, "contact_id": person, "channel": "call"}
        record_interaction(uow, {**about, "subject": "Abel sagt ab"})
    job = begin(crm, DELETE, records=[company])
    run(crm, job)

    erase_contact(crm.storage, SYSTEM, person)
    undo(crm, job)  # before anything was delivered

    assert customers(crm, "name") == []
    assert rows_of(crm, Interaction) == []
    assert books.tally(crm.storage, job) == {KEPT: 1}


def test_a_cancelled_job_stops_and_can_go_on(
    crm: KontorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "CHUNK", 1)
    ids = fill(crm, "A", "B", "C", phase="active")
    job = begin(crm, changes={"phase": "lost"}, records=ids)

    run(crm, job, lambda one: working.cancel(crm, one.id))

    assert books.read_job(crm.storage, job).state == CANCELLED
    assert books.tally(crm.storage, job) == {DONE: 1, WAITING: 2}
    run(crm, job)
    assert books.tally(crm.storage, job) == {DONE: 3}


def test_two_processes_do_not_do_it_twice(crm: KontorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "CHUNK", 1)
    ids = fill(crm, "A", "B", phase="active")
    job = begin(crm, changes={"phase": "lost"}, records=ids)
    seen = working.seen

    def overtaken(*given: Any) -> dict[str, working.Seen]:
        monkeypatch.setattr(working, "seen", seen)
        run(crm, job)  # the other one, while this one has read its records
        return seen(*given)

    monkeypatch.setattr(working, "seen", overtaken)
    with pytest.raises(Conflict):
        run(crm, job)

    assert books.tally(crm.storage, job) == {DONE: 2}
    undo(crm, job)
    assert customers(crm, "phase") == [("active",), ("active",)]


def test_what_makes_no_sense_is_refused_before_anything_begins(crm: KontorApp) -> None:
    ids: Sequence[str] = fill(crm, "A")

    for changes, error in (
        ({"name": "alle gleich"}, Invalid),
        ({"number": "1"}, Invalid),
        ({"phase": "nix"}, Invalid),
        ({"custom.size": "viel"}, Invalid),
        ({}, Refused),
    ):
        with pytest.raises(error):
            begin(crm, changes=changes, records=ids)


def test_without_the_right_nothing_begins(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        reader = create_user(uow, name="Rita", email="rita@x.de", roles=["reader"]).id

    with pytest.raises(Forbidden):
        begin(crm, actor=crm.actor(reader), changes={"language": "en"}, records=[])
    with pytest.raises(Forbidden):
        begin(crm, DELETE, SYSTEM, "users", records=[])


def test_an_erasure_takes_the_former_values_along(crm: KontorApp) -> None:
    (a,) = fill(crm, "Geheim", language="en")
    job = begin(crm, DELETE, records=[a])
    run(crm, job)
    with crm.unit(SYSTEM) as uow:
        uow.publish(CustomerErased(customer_id=a))

    crm.bus.deliver()

    (line,) = books.lines_of(crm.storage, job, [DONE])
    assert (line.title, line.before) == (None, None)
