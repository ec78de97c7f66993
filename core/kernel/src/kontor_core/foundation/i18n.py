"""Texts in the languages of the product: German first, English beside it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

Locale = Literal["de", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
CLDR: Mapping[Locale, str] = {"de": "de_DE", "en": "en_GB"}
"""How dates and numbers are written; English day first, as the rest of Europe writes."""
DEFAULT_LOCALE: Locale = "de"

_locale: ContextVar[Locale] = ContextVar("kontor_locale", default=DEFAULT_LOCALE)


@dataclass(frozen=True, slots=True)
class L:
    """A text in both languages: ``L("Kunde", en="Customer")``.

    ``str(text)`` gives it in the current locale; ``text.in_("en")`` in a named one. A text may
    hold ``{name}`` places, filled by ``text.format(name=...)``, which keeps both languages.
    ``{n:row|rows}`` gives the word that goes with the number; in ``{label:small}`` a noun begins
    with a small letter, as English ones do inside a sentence.
    """

    de: str
    en: str = ""

    def in_(self, locale: Locale) -> str:
        return self.en if locale == "en" and self.en else self.de

    def __str__(self) -> str:
        return self.in_(current_locale())

    def format(self, **values: object) -> "L":
        return L(filled(self.de, values, "de"), en=filled(self.en or self.de, values, "en"))


def filled(text: str, values: Mapping[str, object], locale: Locale) -> str:
    """Fill the places of a text; values that are texts themselves follow its language."""
    return text.format_map({key: _Value(value, locale) for key, value in values.items()})


def small(noun: str) -> str:
    """Give an English noun as it stands inside a sentence; VAT and API stay as they are."""
    return noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]


class _Value:
    """What stands in a place: itself, the word that goes with it, or a noun in a sentence."""

    def __init__(self, value: object, locale: Locale) -> None:
        self._value = value.in_(locale) if isinstance(value, L) else value

    def __str__(self) -> str:
        return str(self._value)

    def __format__(self, spec: str) -> str:
        one, between, many = spec.partition("|")
        if between:
            return one if str(self._value) == "1" else many
        return small(str(self._value)) if spec == "small" else format(self._value, spec)


Label = str | L


def text_of(label: Label, locale: Locale | None = None) -> str:
    """Give a label as text; a plain string is the same in every language."""
    if isinstance(label, L):
        return label.in_(locale or current_locale())
    return label


def current_locale() -> Locale:
    return _locale.get()


@contextmanager
def use_locale(locale: Locale) -> Iterator[None]:
    """Speak this language until the block ends."""
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


def as_locale(text: str | None, default: Locale = DEFAULT_LOCALE) -> Locale:
    """Read a language tag such as ``en-GB``; anything unknown is the default."""
    head = (text or "").split("-")[0].split("_")[0].lower()
    for locale in LOCALES:
        if head == locale:
            return locale
    return default
