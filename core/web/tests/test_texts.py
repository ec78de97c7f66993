"""Texts: both languages, the same places, none missing and none left over."""

import re
from pathlib import Path

from kontor_web.ui.environment import TEMPLATES
from kontor_web.ui.texts import JS_TEXTS, TEXTS

SCRIPTS = Path(__file__).parents[1] / "frontend" / "src" / "js"
PLACES = re.compile(r"\{(\w+)(?::[^}]*)?\}")


def test_every_text_is_there_in_both_languages() -> None:
    assert [key for key, text in TEXTS.items() if not text.de or not text.en] == []


def test_both_languages_have_the_same_places() -> None:
    different = [
        key
        for key, text in TEXTS.items()
        if set(PLACES.findall(text.de)) != set(PLACES.findall(text.en))
    ]

    assert different == []


def used_in_templates() -> set[str]:
    source = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    errors = {f"error.{status}{part}" for status in (403, 404, 500) for part in ("", ".text")}
    chosen = re.findall(r"\belse \"([a-z]+\.\w+)\"", source)
    return {*re.findall(r"\bt\(\"([\w.]+)\"", source), *chosen} | errors


def test_templates_and_catalogue_agree() -> None:
    catalogue = {key for key in TEXTS if not key.startswith("js.")}

    assert used_in_templates() == catalogue


def test_scripts_and_catalogue_agree() -> None:
    source = "\n".join(path.read_text() for path in SCRIPTS.glob("*.js"))
    asked = set(re.findall(r"\btext\(\"(\w+)\"", source))
    asked |= set(re.findall(r"const key = .*\"(\w+)\" : \"(\w+)\"", source)[0])

    assert asked == set(JS_TEXTS)


def test_scripts_hold_no_text_of_their_own() -> None:
    german = re.compile(r"[\"'`][^\"'`\n]*[äöüß][^\"'`\n]*[\"'`]")

    assert [path.name for path in SCRIPTS.glob("*.js") if german.search(path.read_text())] == []
