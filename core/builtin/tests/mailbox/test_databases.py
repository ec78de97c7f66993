"""Mail on both databases: taken once, sorted, erased with the person it is about."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.contacts.privacy import erase_contact, export_contact
from kontor_core.foundation.access.identities import SYSTEM
from kontor_mailbox.fetching import Fetched
from kontor_mailbox.filing import storing
from kontor_mailbox.inputs import NewPerson
from kontor_mailbox.models import File, Message
from kontor_mailbox.reading import read_mail
from kontor_mailbox.settings import Account, MailboxSettings
from kontor_mailbox.taking import Taken, keep
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon

from . import letters

DEFINITION = """\
[company]
name = "Post"

[database]
url = "{url}"
durability = "normal"
"""
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kontor]:
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    (tmp_path / "kontor.toml").write_text(DEFINITION.format(url=database_url), encoding="utf-8")
    with living_at_noon() as clock:
        kontor = Kontor(KontorApp.open(tmp_path, migrate=True), ("mailbox",), clock)
        yield kontor
        kontor.close()


def receive(kontor: Kontor, raw: bytes) -> None:
    account = Account(name="crm", host="imap.example", user="crm@kontor.example")
    one = Taken(Fetched(1, raw, RECEIVED, len(raw), whole=True), read_mail(raw, RECEIVED))
    with storing(kontor.app.storage.blobs) as stored, kontor.unit() as uow:
        keep(uow, stored, [one], MailboxSettings(), account)


def test_stranger_is_sorted_known_and_erased_with_all_they_sent(office: Kontor) -> None:
    admin = office.user(role="administrator")
    for raw in (letters.with_everything(), letters.with_everything(), letters.letter(mark="2")):
        receive(office, raw)
    waiting = office.visible("mailbox.waiting")
    given = NewPerson(given_name="Anna", family_name="Adam", company="Firma GmbH")

    office.act("mailbox.create", RecordRef("mailbox.waiting", waiting[0]), input=given, as_=admin)
    receive(office, letters.letter("Und noch etwas", mark="3", In_Reply_To="<2@x>"))

    (person,) = office.visible("contact")
    told = str(export_contact(office.app.storage, SYSTEM, person))
    history = office.client(as_=admin).get(f"/contacts/{person}").text
    blobs = len(list(office.app.storage.blobs.all()))
    assert len(waiting) == 2
    assert len(office.visible("interaction")) == 3
    assert "Anbei die Unterlagen." in told
    assert "Prüfbericht für Größe.pdf" in told
    assert "Und noch etwas" in history

    erase_contact(office.app.storage, SYSTEM, person)

    with office.unit() as uow:
        assert uow.find_all(File) == []
        assert {row.sender for row in uow.find_all(Message)} <= {""}
    assert len(list(office.app.storage.blobs.all())) < blobs
    assert office.visible("mailbox.waiting") == []
    left = office.client(as_=admin).get("/interactions").text
    assert "Unterlagen" not in left
