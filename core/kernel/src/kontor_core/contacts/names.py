"""Names of people: put together for the screen, taken apart when they come as one text."""

from kontor_core.foundation.text import search_key

_TITLES = frozenset({"dr.", "prof.", "dr", "prof", "dipl.-ing.", "dipl.-kfm.", "mag.", "ing."})
_SALUTATIONS = frozenset({"herr", "frau", "mr", "mr.", "mrs", "mrs.", "ms", "ms."})
_PARTICLES = frozenset({"von", "van", "de", "zu", "der", "den", "del", "di", "la", "le", "vom"})


def display_name(title: str | None, given_name: str | None, family_name: str | None) -> str:
    """``Dr.``, ``Erika``, ``Mustermann`` -> ``Dr. Erika Mustermann``."""
    return " ".join(part for part in (title, given_name, family_name) if part)


def name_key(given_name: str | None, family_name: str | None) -> str:
    """Give the form people sort by: family name first."""
    return search_key(" ".join(part for part in (family_name, given_name) if part))


def parse_name(text: str) -> dict[str, str | None]:
    """Take one text apart: ``Dr. Erika von Berg`` or ``von Berg, Erika``."""
    words = text.split()
    while words and words[0].casefold() in _SALUTATIONS:
        words.pop(0)
    titles = []
    while len(words) > 1 and words[0].casefold() in _TITLES:
        titles.append(words.pop(0))
    family, comma, given = " ".join(words).partition(",")
    if not comma:
        start = max(len(words) - 1, 0)
        while start > 1 and words[start - 1].casefold() in _PARTICLES:
            start -= 1
        family, given = " ".join(words[start:]), " ".join(words[:start])
    return {
        "title": " ".join(titles) or None,
        "given_name": given.strip() or None,
        "family_name": family.strip() or text.strip(),
    }
