"""What a search asks of the index: words, beginnings of words, phrases, words nearly so written.

All words are folded to ``[a-z0-9]``, so none can be read as an operator of either database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase, digits

_ALPHABET = ascii_lowercase + digits
_SHORTEST_NEAR = 4
_LONGEST_NEAR = 24


@dataclass(frozen=True, slots=True)
class Term:
    """One word, several in a row, or a word with everything one typing error away from it."""

    words: tuple[str, ...]
    prefix: bool = False
    near: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """All terms must be found; words about persons count only with ``personal``."""

    terms: tuple[Term, ...]
    personal: bool = True


def kind_word(entity: str) -> str:
    """Give the word that stands for the entity in the index; capitals keep it apart."""
    return "".join(part.capitalize() for part in entity.replace("_", ".").split("."))


def may_be_mistyped(word: str) -> bool:
    """Numbers are meant as they are written; short words are near to too much."""
    return _SHORTEST_NEAR <= len(word) <= _LONGEST_NEAR and word.isalpha()


def nearly(word: str) -> Sequence[str]:
    """Give every word one typing error away: a letter too many, missing, wrong, or two swapped.

    >>> {"mueller", "mulelr", "miller", "mulle"} <= set(nearly("muller"))
    True
    """
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    missing = (a + b[1:] for a, b in parts if b)
    swapped = (a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1)
    wrong = (a + letter + b[1:] for a, b in parts if b for letter in _ALPHABET)
    added = (a + letter + b for a, b in parts for letter in _ALPHABET)
    return tuple(dict.fromkeys(chain([word], missing, swapped, wrong, added)))


def as_fts5(match: Match, entity: str) -> str:
    columns = "{open personal}" if match.personal else "{open}"
    terms = " AND ".join(f"({_fts5(term)})" for term in match.terms)
    return f'kind : "{kind_word(entity)}" AND {columns} : ({terms})'


def _fts5(term: Term) -> str:
    end = " *" if term.prefix else ""
    return " OR ".join(f'"{" ".join(words)}"{end}' for words in _spellings(term))


def as_tsquery(match: Match, entity: str) -> str:
    marks = "AB" if match.personal else "A"
    terms = " & ".join(f"({_tsquery(term, marks)})" for term in match.terms)
    return f"'{kind_word(entity)}' & {terms}"


def _tsquery(term: Term, marks: str) -> str:
    end = f"{'*' if term.prefix else ''}{marks}"
    return " | ".join(
        "(" + " <-> ".join(f"'{word}':{end}" for word in words) + ")" for words in _spellings(term)
    )


def _spellings(term: Term) -> Iterable[tuple[str, ...]]:
    if not term.near:
        return (term.words,)
    return ((spelling,) for spelling in nearly(term.words[0]))
