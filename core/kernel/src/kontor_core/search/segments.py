"""Texts of results: a piece of the text with the words that were found marked, as plain parts."""

import re
from dataclasses import dataclass

from kontor_core.foundation.text import words
from kontor_core.search.question import Question

_WORD = re.compile(r"\w+")
_BEFORE, _LENGTH = 40, 140


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text; ``hit`` marks what was looked for. Never markup."""

    text: str
    hit: bool = False


def segments(text: str, question: Question) -> tuple[Segment, ...]:
    """Part a whole text into what was looked for and what stands between."""
    return _parts(" ".join(text.split()), question)


def snippet(text: str, question: Question) -> tuple[Segment, ...]:
    """Give the piece of a text around its first hit; nothing when there is none."""
    flat = " ".join(text.split())
    first = next((found.start() for found in _WORD.finditer(flat) if _hit(found, question)), None)
    if first is None:
        return ()
    start = 0 if first <= _BEFORE else flat.find(" ", first - _BEFORE, first) + 1 or first
    end = len(flat)
    if end - start > _LENGTH:
        end = max(flat.rfind(" ", start, start + _LENGTH), first + 1)
    parts = list(_parts(flat[start:end], question))
    if start:
        parts.insert(0, Segment("… "))
    if end < len(flat):
        parts.append(Segment(" …"))
    return tuple(parts)


def plain(parts: tuple[Segment, ...]) -> str:
    return "".join(part.text for part in parts)


def _hit(found: re.Match[str], question: Question) -> bool:
    return any(question.hits(word) for word in words(found.group()))


def _parts(text: str, question: Question) -> tuple[Segment, ...]:
    parts: list[Segment] = []
    at = 0
    for found in _WORD.finditer(text):
        if _hit(found, question):
            if found.start() > at:
                parts.append(Segment(text[at : found.start()]))
            parts.append(Segment(found.group(), hit=True))
            at = found.end()
    if at < len(text):
        parts.append(Segment(text[at:]))
    return tuple(parts)
