"""The words of the text form: strings, numbers, relative dates, names and marks."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from kontor_core.foundation.filters.ast import MAX_DIGITS
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.i18n import L

MAX_LENGTH = 50_000


class Sort(Enum):
    STRING = auto()
    NUMBER = auto()
    AGO = auto()
    WORD = auto()
    MARK = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    sort: Sort
    text: str
    position: int  # of its first character, from 1

    def is_word(self, *words: str) -> bool:
        return self.sort is Sort.WORD and self.text.lower() in words

    def is_mark(self, mark: str) -> bool:
        return self.sort is Sort.MARK and self.text == mark


_TOKEN = re.compile(
    r"""
    (?P<blank>\s+)
  | "(?P<double>(?:[^"\\]|\\.)*)"
  | '(?P<single>(?:[^'\\]|\\.)*)'
  | (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w.-])
  | (?P<ago>\+?[0-9]+[hdwmyHDWMY])(?![\w.])
  | (?P<number>-?[0-9]+(?:\.[0-9]+)?)(?![\w.])
  | (?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<slip>==|<>|=<|=>|&&|\|\|)
  | (?P<mark>!=|<=|>=|[=<>(),])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SORTS = {
    "double": Sort.STRING,
    "single": Sort.STRING,
    "day": Sort.STRING,  # a date needs no quotes
    "ago": Sort.AGO,
    "number": Sort.NUMBER,
    "word": Sort.WORD,
    "mark": Sort.MARK,
}
_SLIPS = {
    "„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "’": '"', "`": '"',
    "==": "=", "<>": "!=", "=<": "<=", "=>": ">=", "&&": "and", "||": "or",
    "&": "and", "|": "or", "!": "not", "~": "contains", ":": "=", "≠": "!=", "≤": "<=", "≥": ">=",
}  # fmt: skip


def tokens(text: str) -> list[Token]:
    """Cut a filter into its words; the last one is END. Raises FilterError."""
    if len(text) > MAX_LENGTH:
        raise FilterError(
            L(
                f"Höchstens {MAX_LENGTH} Zeichen, es sind {len(text)}.",
                en=f"At most {MAX_LENGTH} characters, there are {len(text)}.",
            )
        )
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        name = match.lastgroup if match else None
        if match is None or name is None or name == "slip":
            raise _unreadable(text, place, match.group() if match else text[place])
        if name != "blank":
            found.append(_token(name, match[name], place + 1))
        place = match.end()
    found.append(Token(Sort.END, "", len(text) + 1))
    return found


def _token(name: str, text: str, position: int) -> Token:
    sort = _SORTS[name]
    if sort is Sort.STRING:
        text = _ESCAPE.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)
    elif sort is Sort.AGO:
        text = text.lower()
    digits = text.lstrip("-+0.").replace(".", "")
    if sort in (Sort.NUMBER, Sort.AGO) and len(digits) > MAX_DIGITS:
        raise FilterError(
            L(f"Höchstens {MAX_DIGITS} Ziffern.", en=f"At most {MAX_DIGITS} digits."),
            position=position,
        )
    return Token(sort, text, position)


def _unreadable(text: str, place: int, character: str) -> FilterError:
    if character in "\"'":
        return FilterError(
            L(
                "Das Ende des Textes in Anführungszeichen fehlt.",
                en="The closing quote is missing.",
            ),
            position=place + 1,
        )
    if character.isdigit() or character == "-":
        word = re.match(r"-?[\w.,]*", text[place:])
        shown = (word.group() if word else character)[:30]
        return FilterError(
            L(
                f"„{shown}“ ist weder Zahl noch Zeitspanne wie 90d. "
                "Ein Datum sieht so aus: 2026-11-21.",
                en=f'"{shown}" is neither a number nor a span such as 90d. '
                "A date looks like 2026-11-21.",
            ),
            position=place + 1,
        )
    shown = character if character.isprintable() else f"U+{ord(character[0]):04X}"
    return FilterError(
        L(f"Unerwartetes Zeichen „{shown}“.", en=f'Unexpected character "{shown}".'),
        position=place + 1,
        suggestion=_SLIPS.get(character),
    )
