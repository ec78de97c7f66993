"""What somebody typed, understood: words and their beginnings, phrases, how well a text fits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kontor_core.foundation.storage.matching import Match, Term, may_be_mistyped, nearly
from kontor_core.foundation.text import clean_text, words
from kontor_core.search.vocabulary import indexed_words

LONGEST = 200
_MOST_TERMS = 8
_PHRASE = re.compile(r'"([^"]*)"?')
_PHONE = re.compile(r"[+0-9][0-9 ()/.-]{4,}")
_SHORTEST_PHONE = 5

EXACT, BEGINS, WORDS, BEGINNINGS, ELSEWHERE = range(5)
"""How well a title fits, the best first."""


@dataclass(frozen=True)
class Question:
    """Terms that must all be found; words match from their beginning, phrases as they stand."""

    terms: tuple[Term, ...]

    def match(self, *, personal: bool) -> Match:
        return Match(self.terms, personal)

    @cached_property
    def folded(self) -> str:
        return " ".join(word for term in self.terms for word in term.words)

    @cached_property
    def _spellings(self) -> Sequence[tuple[Term, frozenset[str]]]:
        return [
            (term, frozenset(nearly(term.words[0]) if term.near else term.words))
            for term in self.terms
        ]

    def hits(self, word: str) -> bool:
        """Tell whether a word of a text is one that was asked for."""
        return any(_hits(term, spellings, word) for term, spellings in self._spellings)

    def holds(self, texts: Sequence[str | None]) -> bool:
        """Tell whether every term is found in one of the texts."""
        listed = [indexed_words(text) for text in texts if text]
        everything = [word for found in listed for word in found]
        for term, spellings in self._spellings:
            if len(term.words) > 1:
                if not any(_follow(found, term.words) for found in listed):
                    return False
            elif not any(_hits(term, spellings, word) for word in everything):
                return False
        return True

    def fit(self, title: str | None, others: Sequence[str | None]) -> int:
        """Say how well a record fits, judged by its title and its other short texts."""
        found = words(title or "")
        joined = " ".join(found)
        if self.folded in (joined, *(" ".join(words(text)) for text in others if text)):
            return EXACT
        if joined.startswith(self.folded):
            return BEGINS
        if all(any(word in spellings for word in found) for _, spellings in self._spellings):
            return WORDS
        if all(any(_hits(term, near, word) for word in found) for term, near in self._spellings):
            return BEGINNINGS
        return ELSEWHERE

    def tolerant(self) -> "Question | None":
        """Give the question with one typing error allowed in each word; None when none may be."""
        near = tuple(
            replace(term, near=term.prefix and may_be_mistyped(term.words[0]))
            for term in self.terms
        )
        return Question(near) if near != self.terms else None


def understand(text: str) -> Question | None:
    """Read what was typed; None when there is nothing to look for. Raises Invalid."""
    text = clean_text(text, max_length=LONGEST, field="q")
    terms: list[Term] = []
    for phrase in _PHRASE.findall(text):
        if found := words(phrase):
            terms.append(Term(tuple(found[:_MOST_TERMS])))
    single = words(_PHRASE.sub(" ", text))
    # a lone letter is the beginning of half the vocabulary; it waits for the next one
    terms += [Term((word,), prefix=True) for word in single if len(word) > 1]
    return Question(tuple(terms[:_MOST_TERMS])) if terms else None


def as_phone(text: str) -> Question | None:
    """Read ``030 / 12 34 56`` as the number it stands for; None for what is no number."""
    text = text.strip()
    digits = "".join(re.findall("[0-9]", text)).lstrip("0")
    if not _PHONE.fullmatch(text) or len(digits) < _SHORTEST_PHONE:
        return None
    return Question((Term((digits,), prefix=True),))


def _hits(term: Term, spellings: frozenset[str], word: str) -> bool:
    if word in spellings:
        return True
    if not term.prefix:
        return False
    length = len(term.words[0])
    return any(word[:n] in spellings for n in range(max(length - 1, 1), length + 2))


def _follow(found: Sequence[str], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(tuple(found[at : at + size]) == wanted for at in range(len(found) - size + 1))
