"""Builtin plugins take part in the demo company, and speak its language."""

from pathlib import Path

import pytest

import kontor_core.examples
from kontor_core.cli.demo import fill
from kontor_documents.content import PICTURES
from kontor_documents.models import Document, Tag, Tagging
from kontor_notes.models import Note
from kontor_sdk.testing import Kontor
from kontor_tasks.models import Task

MANUFACTURING = Path(kontor_core.examples.__path__[0]) / "manufacturing" / "demo.toml"


def test_customers_of_the_demo_have_tags_and_files_that_open(kontor: Kontor) -> None:
    (kontor.app.home / "demo.toml").write_text("size = 60\n")

    fill(kontor.app)

    with kontor.unit() as uow:
        documents, tags = uow.find_all(Document), uow.find_all(Tag)
        tagged = {tagging.tag_id for tagging in uow.find_all(Tagging)}
    assert {document.media_type for document in documents} >= {"application/pdf", "text/plain"}
    assert tagged == {tag.id for tag in tags}
    client = kontor.client(as_=kontor.user(role="administrator"))
    shown = [
        client.get(f"/x/documents/files/{document.id}/preview").status_code
        for document in documents
        if document.media_type in PICTURES
    ]
    assert set(shown) == {200}
    got = client.get(f"/x/documents/files/{documents[0].id}")
    assert len(got.content) == documents[0].size


@pytest.mark.plugins("transactions")
def test_orders_and_tasks_of_the_demo_have_tags_and_files_too(kontor: Kontor) -> None:
    (kontor.app.home / "demo.toml").write_text("size = 40\n")

    fill(kontor.app)

    with kontor.unit() as uow:
        tagged = {one.subject for one in uow.find_all(Tagging)}
        kept = {one.subject for one in uow.find_all(Document)}
    assert tagged >= {"customer", "transactions.order", "tasks.task"}
    assert kept >= {"customer", "transactions.order", "tasks.task"}


def test_what_the_staff_does_is_said_in_the_words_of_the_company(kontor: Kontor) -> None:
    words = MANUFACTURING.read_text(encoding="utf-8").replace("size = ", "size = 40 #")
    (kontor.app.home / "demo.toml").write_text(words, encoding="utf-8")

    fill(kontor.app)

    with kontor.unit() as uow:
        said = [task.title for task in uow.find_all(Task, source_id=None)]
        said += [note.body for note in uow.find_all(Note)]
        said += [tag.name for tag in uow.find_all(Tag)]
        said += [document.name for document in uow.find_all(Document)]
    assert len(said) > 20
    assert [text for text in said if text not in words] == []
