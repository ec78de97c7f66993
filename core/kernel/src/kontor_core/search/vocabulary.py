"""The words a text is found by."""

import re
from contextlib import suppress

import phonenumbers

from kontor_core.foundation.text import words

FOLDING = "2"
"""Counts up when words are folded in another way: every index is then built anew."""

_PHONE = re.compile(r"\+\d{6,15}")


def indexed_words(text: str) -> list[str]:
    """Give the folded words of a text; of a phone number also the one without its country.

    >>> indexed_words("+49301234567")
    ['49301234567', '301234567']
    """
    found = words(text)
    if _PHONE.fullmatch(text):
        with suppress(phonenumbers.NumberParseException):
            found.append(str(phonenumbers.parse(text).national_number))
    return found
