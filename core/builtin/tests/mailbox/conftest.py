"""What comes in by mail, without a mailbox: the way a message takes once it was fetched."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kontor_mailbox.fetching import Fetched
from kontor_mailbox.filing import storing
from kontor_mailbox.reading import read_mail
from kontor_mailbox.settings import Account, MailboxSettings
from kontor_mailbox.taking import Taken, keep
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

ACCOUNT = Account(name="crm", host="imap.example", user="crm@kontor.example")
SETTINGS = MailboxSettings(own_domains=("kontor.example",))
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)

Receive = Callable[..., None]


@pytest.fixture
def receive(kontor: Kontor) -> Receive:
    def receive(*raws: bytes, account: Account = ACCOUNT) -> None:
        batch = [
            Taken(Fetched(1, raw, RECEIVED, len(raw), whole=True), read_mail(raw, RECEIVED))
            for raw in raws
        ]
        with storing(kontor.app.storage.blobs) as stored, kontor.unit() as uow:
            keep(uow, stored, batch, SETTINGS, account)

    return receive


@pytest.fixture
def person(kontor: Kontor) -> Callable[..., RecordRef]:
    def person(name: str, address: str, *customers: RecordRef) -> RecordRef:
        made = kontor.create("contact", {"family_name": name})
        kontor.create("contact_point", {"contact_id": made, "scheme": "email", "value": address})
        for customer in customers:
            kontor.create("affiliation", {"customer_id": customer, "contact_id": made})
        return made

    return person
