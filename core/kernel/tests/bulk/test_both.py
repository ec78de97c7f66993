"""Change, delete and take back, on both databases."""

from typing import Any

from kontor_core.app import KontorApp
from kontor_core.bulk import books
from kontor_core.bulk.models import DELETE, DONE, EDIT, UNDONE
from kontor_core.bulk.undoing import undo
from kontor_core.bulk.working import run, start
from kontor_core.contacts.domain import create_contact
from kontor_core.contacts.models import Affiliation, ContactPoint
from kontor_core.customers.domain import create_customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.interactions.domain import add_participant, record_interaction
from kontor_core.interactions.models import Interaction, Participant


def test_values_and_records_come_back(crm: KontorApp) -> None:
    info = crm.resources.named("customers")
    with crm.unit(SYSTEM) as uow:
        values = {"phase": "active", "custom.size": 3, "custom.since": "2020-02-29"}
        ids = [create_customer(uow, {"name": name, **values}).id for name in ("A", "B")]

    def rows() -> object:
        return crm.resources.page(SYSTEM, info, sort="number").rows

    before = str(rows())
    changes = {"phase": "lost", "custom.size": None, "roles": ["partner"]}
    job = start(crm, SYSTEM, info, EDIT, changes=changes, filter='phase = "active"')
    run(crm, job)
    assert books.tally(crm.storage, job) == {DONE: 2}
    undo(crm, job)
    gone = start(crm, SYSTEM, info, DELETE, records=ids)
    run(crm, gone)
    assert crm.resources.count(SYSTEM, info) == 0
    undo(crm, gone)

    assert books.tally(crm.storage, gone) == {UNDONE: 2}
    fields = ("number", "name", "kind", "phase", "roles", "custom.size", "custom.since")
    page = crm.resources.page(SYSTEM, info, fields=fields, sort="number")
    for row, name in zip(page.rows, "AB", strict=True):
        assert (row.f1, row.f3, row.f5, row.f6) == (name, "active", 3, "2020-02-29")
    assert len(before) == len(str(rows()))


def test_what_hung_on_a_record_comes_back_as_it_was(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        company = create_customer(uow, {"name": "Firma", "phase": "active"}).id
        person = create_contact(uow, {"family_name": "Abel", "customer_id": company}).id
        values = {"scheme": "email", "value": "abel@firma.example", "contact_id": person}
        uow.create(ContactPoint, values)
        about = {"customer_id": company, "contact_id": person, "channel": "call"}
        call = record_interaction(uow, {**about, "subject": "Zaun", "follow_up_on": "2026-12-01"})
        other_person = create_contact(uow, {"family_name": "Behn"}).id
        add_participant(uow, {"interaction_id": call.id, "contact_id": other_person})
        other = record_interaction(uow, {**about, "channel": "letter"}).id
    before = hung(crm)

    people = start(crm, SYSTEM, crm.resources.named("contacts"), DELETE, records=[person])
    run(crm, people)
    with crm.unit(SYSTEM) as uow:
        assert uow.get(Interaction, other).contact_id is None
        uow.change(Interaction, other, {"subject": "Inzwischen ergänzt"})
    undo(crm, people)
    companies = start(crm, SYSTEM, crm.resources.named("customers"), DELETE, records=[company])
    run(crm, companies)
    gone = hung(crm)
    undo(crm, companies)
    crm.bus.deliver()

    with crm.unit(SYSTEM) as uow:
        assert uow.get(Interaction, other).subject == "Inzwischen ergänzt"
        uow.change(Interaction, other, {"subject": None})
    assert gone["Affiliation"] == gone["Interaction"] == []
    assert hung(crm) == before
    groups = crm.search.find(SYSTEM, "Zaun").groups
    assert [hit.id for group in groups for hit in group.hits] == [call.id]


def hung(crm: KontorApp) -> dict[str, list[dict[str, Any]]]:
    """Give what hangs on customers and people, but for what tells of changes."""
    told = {"updated_at", "version"}
    with crm.unit(SYSTEM) as uow:
        return {
            model.__name__: [one.model_dump(exclude=told) for one in uow.find_all(model)]
            for model in (Affiliation, ContactPoint, Interaction, Participant)
        }
