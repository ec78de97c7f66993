"""The whole life of a second factor in the browser: set up, asked for, lost, and demanded."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from kontor_core.foundation import clock
from kontor_core.foundation.access import passwords, users
from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PASSWORD = "ein ganz langer Satz"
HASH = passwords.hash_password(PASSWORD)
OpenPage = Callable[..., "Page"]


@pytest.fixture
def kontor_toml() -> str:
    return '[security]\nsecond_factor = ["administrator"]\n'


def sign_in(page: "Page", user: User) -> None:
    page.get_by_label("E-Mail").fill(user.email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def sign_out(page: "Page") -> None:
    page.get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url("**/login")


def give(page: "Page", code: str) -> None:
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("textbox", name="Code").press("Enter")


def scanned(page: "Page") -> str:
    """Read the key under the picture, as somebody without a camera does."""
    page.get_by_role("img", name="QR-Code für die App").wait_for()
    found = re.search(r"\b((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\b", page.locator("body").inner_text())
    assert found is not None
    return found[1].replace(" ", "")


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def test_second_factor_from_setting_it_up_to_losing_the_phone(
    kontor: Kontor, open_as: OpenPage, guard: Guard
) -> None:
    ben = kontor.user(name="Ben Bau")
    with kontor.unit() as uow:
        users.set_password(uow, ben.id, HASH)
    guard.expect(422, "/me/second-factor")
    guard.expect(422, "/login/step")
    page = open_as(ben, "/me")

    page.get_by_role("link", name="Zweiten Faktor einrichten").click()
    secret = scanned(page)
    give(page, "000000")
    page.get_by_text("Der Code stimmt nicht oder ist abgelaufen.").first.wait_for()
    assert scanned(page) == secret
    give(page, code(secret))
    page.get_by_role("heading", name="Wiederherstellungscodes", level=1).wait_for()
    codes = page.locator("main code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="Ich habe die Codes aufbewahrt").click()
    page.locator("#card-second-factor").get_by_text("Eingerichtet", exact=True).wait_for()

    sign_out(page)
    kontor.pass_time(timedelta(minutes=2))
    sign_in(page, ben)
    give(page, "123456")
    page.get_by_text("Der Code stimmt nicht oder ist abgelaufen.").first.wait_for()
    give(page, code(secret))
    page.wait_for_url("**/")
    page.get_by_role("navigation").first.wait_for()

    sign_out(page)
    sign_in(page, ben)
    give(page, codes[0])
    page.get_by_role("navigation").first.wait_for()
    sign_out(page)
    sign_in(page, ben)
    give(page, codes[0])
    page.get_by_text("Der Code stimmt nicht oder ist abgelaufen.").first.wait_for()


def test_a_role_that_needs_one_leads_to_setting_it_up(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, HASH)

    page = open_as(anna, "/customers")  # a session from before the role needed one
    page.wait_for_url("**/login?next=**")
    sign_in(page, anna)
    page.get_by_role("heading", name="Zweiten Faktor einrichten").wait_for()
    give(page, code(scanned(page)))
    page.get_by_role("button", name="Ich habe die Codes aufbewahrt").click()

    page.wait_for_url("**/customers")
    page.get_by_role("navigation").first.wait_for()
