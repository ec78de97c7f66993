"""The password is asked once more, on a page and in the dialog; then what was asked for is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kontor_core.foundation.access import directory, passwords, users
from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PASSWORD = "ein ganz langer Satz"
OpenPage = Callable[..., "Page"]


def test_the_form_is_carried_out_after_the_password(
    kontor: Kontor, anna: User, open_as: OpenPage, guard: Guard
) -> None:
    ben = kontor.user(name="Ben Bau")
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, passwords.hash_password(PASSWORD))
    guard.expect(422, f"/settings/users/{ben.id}")
    page = open_as(anna, f"/settings/users/{ben.id}")
    kontor.pass_time(timedelta(minutes=11))

    page.get_by_label("Teamleitung").check()
    page.locator("#roles-form").get_by_role("button", name="Speichern").click()
    page.get_by_role("heading", name="Sind Sie es?", level=1).wait_for()
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Weiter").click()
    page.locator(".msg").get_by_text("Das Passwort ist falsch.").wait_for()
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url(f"**/settings/users/{ben.id}")

    person = directory.person(kontor.app.storage, ben.id)
    assert person is not None
    assert set(person.roles) == {"agent", "manager"}

    kontor.pass_time(timedelta(minutes=11))
    page.get_by_role("button", name="Ausschalten").click()
    page.locator("#dialog").get_by_role("button", name="Ausschalten").click()
    page.locator("#dialog").get_by_role("heading", name="Sind Sie es?").wait_for()
    assert page.evaluate("document.activeElement.name") == "_confirm"
    page.locator("#dialog").get_by_label("Passwort").fill("falsch")
    page.keyboard.press("Enter")
    page.locator("#dialog .msg").get_by_text("Das Passwort ist falsch.").wait_for()
    page.locator("#dialog").get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Einschalten").wait_for()

    person = directory.person(kontor.app.storage, ben.id)
    assert person is not None
    assert person.standing == "off"
