"""A help text: Markdown without HTML, parted at its second-level headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kontor_core.foundation.i18n import Label, Locale
from kontor_core.foundation.text import words
from kontor_core.hooks.own_words import filled
from kontor_web.ui.markup import prose

_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
_SIGNS = re.compile(r"[*`_|#>]|\]\([^)]*\)|\[")
_SAID = 160


@dataclass(frozen=True, slots=True)
class Section:
    """A part below one heading; the first of a text has none. ``words`` are folded."""

    anchor: str
    title: str
    html: Markup
    plain: str
    words: frozenset[str]

    @property
    def beginning(self) -> str:
        """Give the first words as one line."""
        text = " ".join(self.plain.split())
        return text if len(text) <= _SAID else f"{text[:_SAID].rsplit(' ', 1)[0]} …"


def sections_of(source: str, own_words: Mapping[str, Label], locale: Locale) -> tuple[Section, ...]:
    """Part a text; places like ``{customers}`` are filled with the company's words."""
    text = filled(source, own_words, locale)
    first, *rest = _HEADING.split(text)
    parts = [("", first), *zip(rest[::2], rest[1::2], strict=True)]
    return tuple(_section(title, body) for title, body in parts if title or body.strip())


def _section(title: str, body: str) -> Section:
    plain = _SIGNS.sub("", body)
    return Section(
        anchor="-".join(words(title)),
        title=title.strip(),
        html=prose(body),
        plain=plain,
        words=frozenset(words(f"{title} {plain}")),
    )
