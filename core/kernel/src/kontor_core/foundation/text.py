"""Text at the edge: what may be stored, how it sorts and is found, and what was probably meant."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from anyascii import anyascii

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

# PostgreSQL refuses NUL and lone surrogates; the rest breaks exports, mail headers and terminals
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_FORBIDDEN_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile("[a-z0-9]+")
# ae, oe, ue for ä, ö, ü; after another vowel or a q they are sounds of their own: Bauer, Quelle
_SPELT_OUT = re.compile("(?<![aeoq])([aou])e")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def clean_text(
    text: str, *, max_length: int, multiline: bool = False, field: str | None = None
) -> str:
    """Give text as it is stored: NFC, trimmed, without control characters. Raises Invalid.

    ``multiline`` allows line feeds and tabs and turns every other line end into a line feed.
    """
    text = text.replace("\ufeff", "").strip()  # the byte order mark of a file's first cell
    if not text.isprintable():  # false for blanks of other scripts too, which are fine
        if multiline:
            text = _LINE_END.sub("\n", text)
        bad = (_FORBIDDEN_IN_LINES if multiline else _FORBIDDEN).search(text)
        if bad:
            raise Invalid(_forbidden(bad.group(), bad.start() + 1), field=field)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        raise Invalid(
            L(
                f"Höchstens {max_length} Zeichen, es sind {len(text)}.",
                en=f"At most {max_length} characters, there are {len(text)}.",
            ),
            field=field,
        )
    return text


def _forbidden(character: str, place: int) -> L:
    if character in "\n\r\u2028\u2029":
        return L(
            f"Nur eine Zeile: Zeichen {place} ist ein Zeilenumbruch.",
            en=f"One line only: character {place} is a line break.",
        )
    code = f"U+{ord(character):04X}"
    return L(
        f"Zeichen {place} ist ein Steuerzeichen ({code}). Löschen Sie es.",
        en=f"Character {place} is a control character ({code}). Delete it.",
    )


def search_key(text: str) -> str:
    """Give the form that sorts and is searched: ``"Müller  & Söhne"`` -> ``"muller & sohne"``.

    Folds as German dictionaries do (DIN 5007-1): ä as a, ß as ss; other scripts are romanised.
    """
    if not text.isascii():
        text = anyascii(unicodedata.normalize("NFC", text))
    return " ".join(text.casefold().split())


def words(text: str) -> list[str]:
    """Give the words of a text as the search index knows them: folded, letters and digits only.

    A spelt-out umlaut folds as the letter does, so that Mueller and Müller are one word; what
    begins a word still begins it folded.

    >>> words("Müller-Luedenscheidt & Söhne, anna.mueller@straße.example")
    ['muller', 'ludenscheidt', 'sohne', 'anna', 'muller', 'strasse', 'example']
    """
    return _WORD.findall(_SPELT_OUT.sub(r"\1", search_key(text)))


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate somebody probably meant, None when none is near."""
    by_key = {search_key(candidate): candidate for candidate in candidates}
    found = get_close_matches(search_key(name), by_key, n=1, cutoff=0.6)
    if found:
        return by_key[found[0]]
    # "revenue" for "transactions.revenue": the key of the plugin is easily forgotten
    tails = {key.rpartition(".")[2]: candidate for key, candidate in by_key.items()}
    found = get_close_matches(search_key(name).rpartition(".")[2], tails, n=1, cutoff=0.8)
    return tails[found[0]] if found else None
