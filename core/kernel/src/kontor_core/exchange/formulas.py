"""Texts that a spreadsheet would run as a formula: a mark before them, and off again.

Whoever writes a text into Kontor must not get to run something on the machine of whoever opens an
export of it. Only what was marked is unmarked, so export and import give the same texts.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

MARK = "'"
_STARTS = frozenset("=+-@")
_BLANK = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf"))


def guarded(text: str) -> str:
    """Put a mark before a text that begins like a formula, blanks and lookalikes seen through.

    >>> guarded("=1+1"), guarded("\\t=1+1"), guarded("'=1+1"), guarded("a=1"), guarded("'tis")
    ("'=1+1", "'\\t=1+1", "''=1+1", 'a=1', "'tis")
    """
    return MARK + text if _begins_a_formula(text) else text


def unguarded(text: str) -> str:
    """Take the mark off again; any other text stays as it is.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis"), unguarded("=1+1")
    ('=1+1', "'=1+1", "'tis", '=1+1')
    """
    return text[1:] if text[:1] == MARK and _begins_a_formula(text[1:]) else text


def unguarded_cells(cells: Sequence[Any]) -> Sequence[Any]:
    """Do so for a column of a file, whose cells need not be texts."""
    try:
        if MARK not in "".join(cells):
            return cells
    except TypeError:  # not all of them are texts
        pass
    return [
        unguarded(cell) if isinstance(cell, str) and cell[:1] == MARK else cell for cell in cells
    ]


def _begins_a_formula(text: str) -> bool:
    if text[:1].isalnum():
        return False
    for character in text.lstrip(MARK):  # marks of its own count as part of the text
        if unicodedata.category(character) in _BLANK:
            continue
        return unicodedata.normalize("NFKC", character)[:1] in _STARTS
    return False
