"""Records deleted with a selection come back with their files, tags, notes and tasks."""

import os
from datetime import timedelta
from io import BytesIO

from kontor_core.bulk import hanging, undoing, working
from kontor_core.bulk.books import tally
from kontor_core.bulk.forgetting import KEPT
from kontor_core.core_plugin import sweep_files
from kontor_core.customers.events import CustomerErased
from kontor_core.foundation.access.identities import SYSTEM
from kontor_documents.models import Document, Tagging
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

DEFINITION = """\
[company]
name = "Archiv"

[database]
url = "{url}"
durability = "normal"
"""
KINDS = ("customer", "notes.note", "tasks.task", "documents.document", "documents.tagging")


def fill(kontor: Kontor) -> RecordRef:
    """Make a customer with a note and a task, each with a file and a tag."""
    tag = kontor.create("documents.tag", {"name": "VIP"})
    customer = kontor.customer()
    about = {"customer_id": customer}
    note = kontor.create("notes.note", {**about, "body": "Notiz"})
    task = kontor.create("tasks.task", {**about, "title": "Anrufen"})
    for record in (customer, note, task):
        of = {"subject": record.entity, "subject_id": record.id}
        with kontor.unit() as uow:
            blob = uow.blobs.put(BytesIO(record.entity.encode()))
            named = {"name": "a.txt", "size": 1, "media_type": "t", "blob_id": blob}
            uow.create(Document, {**of, **named})
            uow.create(Tagging, {**of, "tag_id": tag.id})
    return customer


def seen(kontor: Kontor) -> dict[str, list[str]]:
    return {kind: sorted(kontor.visible(kind)) for kind in KINDS}


def delete(kontor: Kontor, record: RecordRef) -> str:
    info = kontor.app.resources.of_entity(record.entity)
    assert info is not None
    job = working.start(kontor.app, SYSTEM, info, working.DELETE, records=[record.id])
    working.run(kontor.app, job)
    return job


def sweep_the_night_after(kontor: Kontor) -> None:
    """Run the nightly sweep on files that are old enough for it."""
    blobs = kontor.app.storage.blobs
    for blob in blobs.all():
        os.utime(blobs.path(blob), (0, 0))
    (job,) = (one for one in kontor.app.registries.jobs.values() if one.spec.run is sweep_files)
    keys, kontor.keys = kontor.keys, (job.owner,)
    kontor.run_jobs()
    kontor.keys = keys


def test_files_tags_notes_and_tasks_come_back(archive: Kontor) -> None:
    customer = fill(archive)
    before = seen(archive)

    job = delete(archive, customer)
    gone = seen(archive)
    sweep_the_night_after(archive)
    undoing.undo(archive.app, job)
    sweep_the_night_after(archive)

    assert all(not found for found in gone.values())
    assert seen(archive) == before
    with archive.unit() as uow:
        kept = {uow.blobs.path(one.blob_id).read_bytes() for one in uow.find_all(Document)}
    assert kept == {b"customer", b"notes.note", b"tasks.task"}


def test_files_go_when_nothing_can_bring_them_back(archive: Kontor) -> None:
    job = delete(archive, fill(archive))
    somebody = archive.customer()
    with archive.unit() as uow:
        uow.publish(CustomerErased(customer_id=somebody.id))

    assert list(archive.app.storage.blobs.all()) == []  # an erasure leaves nothing anywhere
    undoing.undo(archive.app, job)
    assert tally(archive.app.storage, job) == {"kept": 1}


def test_files_of_long_ago_are_swept_with_the_books(archive: Kontor) -> None:
    delete(archive, fill(archive))
    archive.pass_time(KEPT + timedelta(days=1))
    keys, archive.keys = archive.keys, ("core",)
    archive.run_jobs()
    archive.keys = keys

    sweep_the_night_after(archive)

    assert list(archive.app.storage.blobs.all()) == []


def test_what_a_plugin_that_is_off_keeps_is_not_brought_back(archive: Kontor) -> None:
    customer = fill(archive)
    storage = archive.app.storage
    known = storage.schema

    class Without:
        """The schema of a company that switched notes off."""

        kept = known.kept

        def __iter__(self) -> object:
            return (rule for rule in known if rule.entity != "notes.note")

    storage.schema = Without()  # type: ignore[assignment]  # all that is asked of it here
    assert hanging.lost_of(storage, "core_customer", [customer.id]) == 1
