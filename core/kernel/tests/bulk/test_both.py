"""Change, delete and take back, on both databases."""

from kontor_core.app import KontorApp
from kontor_core.bulk import books
from kontor_core.bulk.models import DELETE, DONE, EDIT, UNDONE
from kontor_core.bulk.undoing import undo
from kontor_core.bulk.working import run, start
from kontor_core.customers.domain import create_customer
from kontor_core.foundation.access.identities import SYSTEM


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
