"""The company's own words in what plugins declare: ``L("Meine {customers}", en="My {customers}")``.

``{customer}`` stands for one record of the entity, ``{customers}`` for the resource.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from kontor_core.foundation.i18n import L, Label, Locale, small, text_of
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.ui import NavItem

S = TypeVar("S", bound=Spec)

_PLACE = re.compile(r"{([a-z][a-z0-9_.]*)}")
_SENTENCE_BEGINS = re.compile(r"(^|[.:!?]\s|\n\s*\n|\n\s*[#*\d.-]+\s)\W*$")


def in_own_words(spec: S, words: Mapping[str, Label], labels: Mapping[str, Label]) -> S:
    """Fill the places of label and title; an entry that leads to a renamed list is called so."""
    if isinstance(spec, NavItem) and (name := spec.to.removeprefix("/")) in labels:
        return replace(spec, label=labels[name])
    changes: dict[str, Any] = {}
    for attribute in ("label", "title"):
        label = getattr(spec, attribute, None)
        if isinstance(label, L) and "{" in label.de:
            changes[attribute] = L(filled(label.de, words, "de"), en=filled(label.en, words, "en"))
    return replace(spec, **changes) if changes else spec


def filled(text: str, words: Mapping[str, Label], locale: Locale) -> str:
    """Put the company's words into the places of a text; an unknown place stays as it is."""

    def word(place: re.Match[str]) -> str:
        if place[1] not in words:
            return place[0]
        found = text_of(words[place[1]], locale)
        # English nouns are small inside a sentence
        inside = locale == "en" and not _SENTENCE_BEGINS.search(text[: place.start()])
        return small(found) if inside else found

    return _PLACE.sub(word, text)
