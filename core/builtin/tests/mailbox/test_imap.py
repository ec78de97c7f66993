"""Reading a real mailbox (`make test-realpeer`), and what is said when it cannot be read."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_mailbox.models import Folder, Waiting
from kontor_sdk import Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.homes import Homes
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon

from . import letters
from .dovecot import PASSWORD, USER, Dovecot, running

pytestmark = pytest.mark.plugins("mailbox")
Open = Callable[..., Kontor]
MANY = int(os.environ.get("KONTOR_TEST_MAILS", "2000"))
"""Messages of the full mailbox; 10,000 take longer than one test may on a busy machine."""

_TOML = """
[plugin.mailbox]
own_domains = ["kontor.example"]
most_megabytes = 1
[[plugin.mailbox.accounts]]
name = "crm"
host = "127.0.0.1"
port = {port}
user = "{user}"
tls = "{tls}"
folder = "{folder}"
addresses = ["crm@kontor.example"]
"""


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with running() as found:
        yield found


@pytest.fixture
def company(kontor_homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens a company which reads the mailbox at a port."""
    monkeypatch.setenv("KONTOR_MAILBOX_CRM_PASSWORD", PASSWORD)
    with ExitStack() as stack:
        clock = stack.enter_context(living_at_noon())

        def company(port: int, *, tls: str = "none", folder: str = "INBOX") -> Kontor:
            toml = _TOML.format(port=port, user=USER, tls=tls, folder=folder)
            home = kontor_homes.copy(("mailbox",), toml, tmp_path / "company")
            opened = Kontor(KontorApp.open(home, strict=True), ("mailbox",), clock)
            stack.callback(opened.close)
            return opened

        yield company


def adam(kontor: Kontor) -> RecordRef:
    customer = kontor.customer()
    point = {"customer_id": customer, "scheme": "email", "value": "anna@firma.example"}
    kontor.create("contact_point", point)
    return customer


def read(kontor: Kontor) -> None:
    """Let the job run as if its time had come."""
    kontor.pass_time(timedelta(hours=2))
    kontor.run_jobs()


def folder(kontor: Kontor) -> Folder:
    with kontor.unit() as uow:
        (found,) = uow.find_all(Folder)
        return found


@pytest.mark.realpeer
def test_new_messages_are_taken_once_and_stay_unread(server: Dovecot, company: Open) -> None:
    kontor = company(server.port)
    adam(kontor)
    server.put(letters.letter(mark="1"), letters.letter(mark="2"))

    read(kontor)
    read(kontor)
    server.put(letters.letter(mark="3"), letters.letter(sender="new@firma.example", mark="4"))
    read(kontor)

    assert len(kontor.visible("interaction")) == 3
    assert len(kontor.visible("mailbox.waiting")) == 1
    found = folder(kontor)
    assert (found.taken, found.last_uid, found.problem) == (4, 4, None)
    assert not any(rb"\Seen" in one for one in server.flags())


@pytest.mark.realpeer
def test_folder_that_was_made_anew_brings_nothing_twice(server: Dovecot, company: Open) -> None:
    kontor = company(server.port, folder="Kunden")
    adam(kontor)
    first = (letters.letter(mark="1"), letters.NO_DATE_NO_ID.replace(b"a@", b"anna@"))
    server.put(*first, folder="Kunden")
    read(kontor)
    before = folder(kontor).uidvalidity

    server.make_anew("Kunden")
    server.put(letters.letter(mark="2"), *first, folder="Kunden")
    read(kontor)

    assert folder(kontor).uidvalidity != before
    assert len(kontor.visible("interaction")) == 3


@pytest.mark.realpeer
def test_huge_and_broken_messages_stop_nothing(server: Dovecot, company: Open) -> None:
    kontor = company(server.port)
    adam(kontor)
    huge = letters.letter("x" * 1_400_000, mark="huge")
    server.put(huge, letters.nested(60), b"\xff\xfe kaputt", letters.letter(mark="after"))

    read(kontor)

    assert len(kontor.visible("interaction")) == 1
    with kontor.unit() as uow:
        found = {row.address: row.reason_en for row in uow.find_all(Waiting)}
    assert str(found["anna@firma.example"]).startswith("Larger than 1 MB")
    assert found["a@firma.example"] == "Too many parts, or parts nested too deeply."
    assert len(found) == 3
    assert folder(kontor).taken == 4


@pytest.mark.realpeer
def test_a_full_mailbox_is_read_in_batches(
    server: Dovecot, company: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    kontor = company(server.port)
    for number in range(letters.SENDERS):
        point = {"scheme": "email", "value": f"anna{number}@firma.example"}
        kontor.create("contact_point", {"customer_id": kontor.customer(), **point})
    server.fill(letters.everyday(number) for number in range(MANY))

    began, worked = time.perf_counter(), time.process_time()
    read(kontor)
    took, worked = time.perf_counter() - began, time.process_time() - worked

    found = folder(kontor)
    assert (found.taken, found.problem) == (MANY, None)
    assert len(kontor.visible("mailbox.waiting")) == MANY // 10
    assert len(kontor.visible("interaction")) == MANY - MANY // 10
    with capsys.disabled():
        print(f"\n{MANY:,} messages in {took:.1f} s, {worked:.1f} s of them CPU")  # noqa: T201  # the figure of this test


@pytest.mark.realpeer
def test_certificate_of_somebody_else_is_refused(
    company: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tls=True) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.home / "crt.pem"))
        kontor = company(server.port, tls="starttls", folder="Kunden")
        adam(kontor)
        server.put(letters.letter(mark="1"), folder="Kunden")
        with pytest.raises(Refused, match="certificate"):  # it is for another host
            read(kontor)


@pytest.mark.realpeer
def test_wrong_password_and_wrong_folder_say_so(
    server: Dovecot, company: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kontor = company(server.port, folder="Gibt es nicht")
    with pytest.raises(Refused, match="Is there a folder"):
        read(kontor)
    monkeypatch.setenv("KONTOR_MAILBOX_CRM_PASSWORD", "falsch")
    with pytest.raises(Refused, match="does not accept user or password"):
        read(kontor)

    assert folder(kontor).failures == 2


def test_server_that_is_not_there_is_tried_less_and_less(company: Open) -> None:
    kontor = company(1)

    with pytest.raises(Refused, match="cannot be reached"):
        kontor.run_jobs()
    kontor.run_jobs()  # too soon: nothing is tried

    found = folder(kontor)
    assert (found.failures, found.read_at) == (1, None)
    for _ in range(12):
        with pytest.raises(Refused):
            read(kontor)
    found = folder(kontor)
    assert found.next_at is not None
    assert found.next_at - kontor.clock.now() == timedelta(hours=1)


def test_missing_password_names_the_variable(
    company: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kontor = company(1)
    monkeypatch.delenv("KONTOR_MAILBOX_CRM_PASSWORD")

    with pytest.raises(Refused, match="CRM_PASSWORD or KONTOR_MAILBOX_CRM_PASSWORD_FILE"):
        kontor.run_jobs()

    client = kontor.client(as_=kontor.user(role="administrator"))
    assert "KONTOR_MAILBOX_CRM_PASSWORD" in client.get("/x/mailbox/health").text
