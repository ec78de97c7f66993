"""Tags deleted, brought back and merged: also where whoever does it does not see everything."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from kontor_core.bulk import undoing, working
from kontor_core.contacts.privacy import erase_contact
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.models import columns
from kontor_documents.management import Survivor
from kontor_documents.models import DeletedTag, SetAside, Tag, Tagging
from kontor_documents.settling import AT_ONCE
from kontor_documents.tag_domain import merge_tags, restore_tag
from kontor_sdk import NotFound, Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User
from kontor_sdk.ui import Done
from kontor_web.ui.answers import TOAST_COOKIE

DEFINITION = """\
[company]
name = "Archiv"

[plugins]
enabled = ["transactions"]

[database]
url = "{url}"
durability = "normal"

[roles.librarian]
label = "Archivar"
read = ["public", "internal", "personal"]
edit = ["public", "internal", "personal"]

[roles.librarian.grants]
"documents.tag" = {{ read = "all", create = "all", edit = "all", delete = "all" }}
"documents.deleted_tag" = {{ read = "all", create = "all", edit = "all", delete = "all" }}
customer = {{ read = "team", create = "own", edit = "own" }}
"""


class Carried(msgspec.Struct):
    tag_id: str
    record_id: str


@pytest.fixture
def librarian(archive: Kontor) -> User:
    return archive.user(role="librarian", team=archive.team())


@pytest.fixture
def vip(archive: Kontor) -> RecordRef:
    return archive.create("documents.tag", {"name": "VIP", "color": "c2"})


def put(kontor: Kontor, tag: RecordRef, *records: RecordRef) -> None:
    for record in records:
        about = {"subject": record.entity, "subject_id": record.id}
        kontor.create("documents.tagging", {"tag_id": tag.id, **about})


def carrying(kontor: Kontor, model: type = Tagging) -> set[tuple[str, str]]:
    c = columns(model)
    rows = kontor.app.storage.system_reader().read(select(c.tag_id, c.subject_id), Carried)
    assert len({(row.tag_id, row.record_id) for row in rows}) == len(rows), "carried twice"
    return {(row.tag_id, row.record_id) for row in rows}


def text_of(done: object) -> str:
    assert isinstance(done, Done)
    return str(done.text)


def three_customers(kontor: Kontor, user: User) -> tuple[RecordRef, RecordRef, RecordRef]:
    """One of the user's own, one of their team that they may not change, one they do not see."""
    assert user.team is not None
    return (
        kontor.customer(as_=user),
        kontor.customer({"owner_id": kontor.user().id, "team_id": user.team.id}),
        kontor.customer(),
    )


def test_a_deleted_tag_comes_back_on_what_its_deleter_could_not_see(
    archive: Kontor, librarian: User, vip: RecordRef
) -> None:
    records = three_customers(archive, librarian)
    put(archive, vip, *records)
    before = carrying(archive)

    done = archive.act("documents.drop", vip, as_=librarian)
    archive.deliver(times=2)
    gone = carrying(archive)
    assert isinstance(done, Done)
    kept = (done.undo or {})["kept"]
    with archive.unit(as_=librarian) as uow:
        seen = restore_tag(uow, kept)
    archive.deliver(times=2)

    assert gone == set()
    assert seen == 2  # nobody is told of the third
    assert carrying(archive) == before
    assert carrying(archive, SetAside) == set()


def test_what_is_undone_at_once_never_left_the_others(
    archive: Kontor, librarian: User, vip: RecordRef
) -> None:
    records = three_customers(archive, librarian)
    put(archive, vip, *records)
    before = carrying(archive)
    client = archive.client(as_=librarian)

    asked = client.get(f"/ui/documents.tags/{vip.id}/action/documents.drop").text
    done = client.post(f"/ui/documents.tags/{vip.id}/action/documents.drop")
    toast = done.cookies[TOAST_COOKIE]
    (said,) = json.loads(urlsafe_b64decode(toast + "=" * (-len(toast) % 4)))
    client.post(said["undo"]["url"])
    archive.deliver()

    assert "2 Kunden tragen dieses Schlagwort; gezählt ist, was Sie sehen." in asked
    assert done.status_code < 400
    assert carrying(archive) == before
    assert archive.values(vip)["color"] == "c2"


def test_a_merge_takes_along_what_its_author_could_not_see(
    archive: Kontor, librarian: User, vip: RecordRef
) -> None:
    other = archive.create("documents.tag", {"name": "Wichtig"})
    mine, teams, hidden = three_customers(archive, librarian)
    put(archive, vip, mine, teams, hidden)
    put(archive, other, teams, hidden)

    done = archive.act(
        "documents.merge_record", vip, input=Survivor(into_id=other.id), as_=librarian
    )
    at_once = carrying(archive)
    archive.deliver(times=2)

    assert "2 Datensätze tragen" in text_of(done)
    assert (other.id, mine.id) in at_once
    assert carrying(archive) == {(other.id, one.id) for one in (mine, teams, hidden)}
    assert archive.visible("documents.tag") == [other.id]


def test_tags_merged_one_after_the_other_end_in_the_last(
    archive: Kontor, librarian: User, vip: RecordRef
) -> None:
    second, third = (archive.create("documents.tag", {"name": name}) for name in ("Zwei", "Drei"))
    hidden = archive.customer()
    put(archive, vip, hidden)

    archive.act("documents.merge_record", vip, input=Survivor(into_id=second.id), as_=librarian)
    archive.act("documents.merge_record", second, input=Survivor(into_id=third.id), as_=librarian)
    archive.deliver()

    assert carrying(archive) == {(third.id, hidden.id)}


def test_more_than_fits_into_one_transaction_follows_too(archive: Kontor, vip: RecordRef) -> None:
    other = archive.create("documents.tag", {"name": "Wichtig"})
    records = [archive.customer() for _ in range(AT_ONCE + 20)]
    put(archive, vip, *records)

    archive.act("documents.merge_bulk", vip, input=Survivor(into_id=other.id))
    at_once = carrying(archive)
    archive.deliver()

    assert sum(tag == vip.id for tag, _ in at_once) == 20
    assert carrying(archive) == {(other.id, one.id) for one in records}


def test_records_of_a_plugin_that_was_off_meanwhile_lose_nothing(
    archive: Kontor, vip: RecordRef
) -> None:
    other = archive.create("documents.tag", {"name": "Wichtig"})
    order = archive.create(
        "transactions.order",
        {"customer_id": archive.customer(), "placed_at": archive.clock.now(), "number": "A1"},
    )
    with archive.unit() as uow:  # as if the order could not be seen while the tag was merged
        name = {"name": "Alt", "color": "c1"}
        gone = uow.create(Tag, name).id
        uow.create(Tagging, {"tag_id": gone, "subject": order.entity, "subject_id": order.id})
        uow.create(DeletedTag, {**name, "tag_id": gone, "into_id": other.id})
    with archive.app.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM documents_tag WHERE name = 'Alt'")

    archive.run_jobs()

    assert carrying(archive) == {(other.id, order.id)}


def test_a_tag_is_forgotten_after_a_month_and_not_restored_over_another(
    archive: Kontor, vip: RecordRef
) -> None:
    put(archive, vip, archive.customer())
    first = archive.act("documents.drop", vip)
    assert isinstance(first, Done)
    again = archive.create("documents.tag", {"name": "VIP"})
    undo = "/ui/undo/documents.drop?kept=" + (first.undo or {})["kept"]
    client = archive.client(as_=archive.user(role="administrator"))

    refused = client.post(undo)
    archive.delete(again)
    archive.pass_time(timedelta(days=31))
    archive.run_jobs()
    forgotten = archive.client(as_=archive.user(role="administrator")).post(undo)

    assert "gibt es schon" in refused.headers["hx-trigger"]
    assert forgotten.status_code == 404
    assert carrying(archive, SetAside) == set()


def test_an_erased_person_gets_no_tag_back(archive: Kontor, vip: RecordRef) -> None:
    person = archive.create("contact", {"family_name": "Abel"})
    put(archive, vip, person)
    done = archive.act("documents.drop", vip)
    assert isinstance(done, Done)
    erase_contact(archive.app.storage, SYSTEM, person.id)

    with archive.unit() as uow:
        restore_tag(uow, (done.undo or {})["kept"])
    archive.deliver()

    assert carrying(archive) == carrying(archive, SetAside) == set()


def test_tags_deleted_with_a_selection_come_back_with_all_that_carried_them(
    archive: Kontor, vip: RecordRef
) -> None:
    customer = archive.customer()
    put(archive, vip, customer)
    info = archive.app.resources.named("documents.tags")

    job = working.start(archive.app, SYSTEM, info, working.DELETE, records=[vip.id])
    working.run(archive.app, job)
    archive.deliver()
    gone = carrying(archive)
    undoing.undo(archive.app, job)
    archive.deliver()

    assert gone == set()
    assert carrying(archive) == {(vip.id, customer.id)}


def test_merging_into_itself_or_into_nothing_is_refused(archive: Kontor, vip: RecordRef) -> None:
    with archive.unit() as uow, pytest.raises(NotFound):
        merge_tags(uow, tag_id=vip.id, into="01890000-0000-7000-8000-000000000000")
    with archive.unit() as uow, pytest.raises(Refused):
        merge_tags(uow, tag_id=vip.id, into=vip.id)
    assert archive.visible("documents.tag") == [vip.id]
