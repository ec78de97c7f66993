"""A company's colours stand in place of Kontor's, and what is written in them stays readable."""

import re

import pytest

from kontor_core.foundation.definition import Branding
from kontor_core.foundation.definition.company import contrast
from kontor_sdk.testing.kit import Kontor
from kontor_web.ui.branding import PATH, address, stylesheet

ACCENTS = ("#1d4f91", "#8a4b12", "#000000", "#767676", "#b3261e")
DARK_ACCENTS = ("#8ab4f0", "#f0b078", "#ffffff", "#2aa39c", "#ffff00")


@pytest.fixture
def kontor_toml() -> str:
    return '[branding]\naccent = "#1d4f91"\naccent_dark = "#8ab4f0"\n'


def tokens(css: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in found}


def test_pages_and_login_wear_the_colours(kontor: Kontor) -> None:
    for client in (kontor.client(as_=kontor.user(role="administrator")), kontor.client()):
        page = client.get("/customers", follow_redirects=True).text
        (found,) = re.findall(rf'<link rel="stylesheet" href="({PATH}[^"]*)">', page)

        answer = client.get(found)

        assert answer.headers["content-type"].startswith("text/css")
        assert tokens(answer.text)["accent"] == ("#1d4f91", "#8ab4f0")


def test_a_company_without_colours_asks_for_none() -> None:
    assert address(Branding()) == ""
    assert address(Branding(accent="#1d4f91")) != address(Branding(accent="#8a4b12"))


@pytest.mark.parametrize(("accent", "dark"), list(zip(ACCENTS, DARK_ACCENTS, strict=True)))
def test_text_in_the_accent_is_readable_on_every_surface(accent: str, dark: str) -> None:
    found = tokens(stylesheet(Branding(accent, dark)))

    for place, sheet in enumerate(("#ffffff", "#161718")):
        text, soft = found["accent-text"][place], found["accent-soft"][place]
        assert contrast(text, soft) >= 4.5
        assert contrast(text, sheet) >= 4.5


def test_one_colour_leaves_the_other_as_it_is() -> None:
    css = stylesheet(Branding(accent="#8a4b12"))

    assert tokens(css)["accent"] == ("#8a4b12", "#2aa39c")
