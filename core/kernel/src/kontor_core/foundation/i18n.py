"""Texts in the languages of the product: German first, English beside it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

Locale = Literal["de", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
DEFAULT_LOCALE: Locale = "de"

_locale: ContextVar[Locale] = ContextVar("kontor_locale", default=DEFAULT_LOCALE)


@dataclass(frozen=True, slots=True)
class L:
    """A text in both languages: ``L("Kunde", en="Customer")``.

    ``str(text)`` gives it in the current locale; ``text.in_("en")`` in a named one. A text may
    hold ``{name}`` places, filled by ``text.format(name=...)``, which keeps both languages.
    """

    de: str
    en: str = ""

    def in_(self, locale: Locale) -> str:
        return self.en if locale == "en" and self.en else self.de

    def __str__(self) -> str:
        return self.in_(current_locale())

    def format(self, **values: object) -> "L":
        return L(
            self.de.format_map(_InLocale(values, "de")),
            en=(self.en or self.de).format_map(_InLocale(values, "en")),
        )


class _InLocale(dict[str, object]):
    """Values of a template whose own texts follow the locale they are put into."""

    def __init__(self, values: Mapping[str, object], locale: Locale) -> None:
        super().__init__(
            {key: v.in_(locale) if isinstance(v, L) else v for key, v in values.items()}
        )


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
