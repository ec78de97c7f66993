"""``kontor user link``: a way in for somebody whose password nobody should know."""

from pathlib import Path

from kontor_core.app import KontorApp
from kontor_core.foundation.access import password_links

from .conftest import Kontor


def test_a_link_is_printed_that_holds(home: Path, kontor: Kontor) -> None:
    kontor("user", "create", "ben@kontor.example", "--no-password")

    path = kontor("user", "link", "ben@kontor.example").out.splitlines()[-1]

    app = KontorApp.open(home)
    try:
        found = password_links.resolve(app.storage, path.removeprefix("/welcome/"))
    finally:
        app.close()
    assert found is not None
    assert found.email == "ben@kontor.example"


def test_whoever_is_switched_off_gets_none(home: Path, kontor: Kontor) -> None:
    kontor("user", "create", "ben@kontor.example", "--no-password")
    kontor("user", "off", "ben@kontor.example")

    assert kontor("user", "link", "ben@kontor.example").code == 2
