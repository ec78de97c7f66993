"""Sorting what strangers wrote: with a thumb, and with keys alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kontor_mailbox.fetching import Fetched
from kontor_mailbox.filing import storing
from kontor_mailbox.models import Waiting
from kontor_mailbox.reading import read_mail
from kontor_mailbox.settings import Account, MailboxSettings
from kontor_mailbox.taking import Taken, keep
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.plugins("mailbox")]
OpenAs = Callable[..., "Page"]
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
ACCOUNT = Account(name="crm", host="imap.example", user="crm@kontor.example")


@pytest.fixture
def strangers(kontor: Kontor) -> None:
    """Let three people nobody knows have written, one of them twice."""
    batch = []
    for number, name in enumerate(("anna", "ben", "cleo", "cleo")):
        raw = (
            f"From: {name}@{name}.example\r\nTo: crm@kontor.example\r\nSubject: Nr. {number}\r\n"
            f"Message-ID: <{number}@x>\r\nContent-Type: text/html\r\n\r\n<p>Guten Tag</p>\r\n"
        ).encode()
        one = Fetched(number, raw, RECEIVED, len(raw), whole=True)
        batch.append(Taken(one, read_mail(raw, RECEIVED)))
    with storing(kontor.app.storage.blobs) as stored, kontor.unit() as uow:
        keep(uow, stored, batch, MailboxSettings(), ACCOUNT)


def states(kontor: Kontor) -> list[str]:
    with kontor.unit() as uow:
        return sorted(row.state for row in uow.find_all(Waiting))


@pytest.mark.usefixtures("strangers")
def test_strangers_are_sorted_with_a_thumb(kontor: Kontor, anna: User, open_as: OpenAs) -> None:
    page = open_as(anna, "/x/mailbox/triage", width=390, height=844, touch=True)

    page.get_by_role("button", name="Auswählen").tap()
    page.get_by_text("Nr. 0").tap()
    page.get_by_text("Nr. 2").or_(page.get_by_text("Nr. 3")).first.tap()
    bar = page.get_by_role("group", name="Mit der Auswahl")
    bar.get_by_role("button", name="Beiseite legen").tap()
    page.get_by_text("Beiseite gelegt.").wait_for()

    assert states(kontor) == ["ignored", "ignored", "ignored", "new"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.locator("#toasts").get_by_role("button", name="Rückgängig").tap()
    page.get_by_text("Zurückgenommen.").wait_for()
    assert states(kontor) == ["new"] * 4

    page.goto("/x/mailbox/triage")
    page.get_by_role("link", name="ben@ben.example").tap()
    page.frame_locator("iframe").get_by_text("Guten Tag").wait_for()
    page.get_by_role("button", name="Absender ignorieren").tap()
    page.locator("dialog").get_by_role("button", name="Absender ignorieren").tap()
    page.get_by_text("ben@ben.example wird ignoriert.").wait_for()
    assert states(kontor) == ["ignored", "new", "new", "new"]


@pytest.mark.usefixtures("strangers")
def test_strangers_are_sorted_with_keys_alone(kontor: Kontor, anna: User, open_as: OpenAs) -> None:
    page = open_as(anna, "/x/mailbox/triage")

    for key in ("j", "x", "j", "x", "j", "x"):
        page.keyboard.press(key)
    bar = page.get_by_role("group", name="Mit der Auswahl")
    bar.get_by_text("3 ausgewählt").wait_for()
    bar.get_by_role("button", name="Ignorieren").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Alle Absender dieser Domain").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("3 Absender werden ignoriert.").wait_for()

    assert states(kontor) == ["ignored"] * 4
