"""Which column of a file is which field: guessed from the header, corrected by hand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kontor_core.exchange.targets import Target
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.text import nearest, search_key

Columns = Mapping[str, str]
"""Source column -> field; columns that are not named are left out."""

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": ("firma", "firmenname", "unternehmen", "company", "account", "kunde", "kundenname"),
    "number": ("kundennr", "kundennummer", "kdnr", "nummer", "nr", "customerid", "customerno"),
    "phone": ("telefon", "tel", "telefonnummer", "phonenumber", "mobil", "mobile"),
    "email": ("mail", "emailadresse", "emailaddress", "emailadress"),
    "website": ("web", "homepage", "internet", "url", "webseite"),
    "given_name": ("vorname", "firstname", "forename"),
    "family_name": ("nachname", "lastname", "surname", "familienname"),
    "postcode": ("plz", "zip", "zipcode", "postleitzahl", "postalcode"),
    "city": ("ort", "stadt", "town", "wohnort"),
    "street": ("strasse", "strassehausnummer", "address", "adresse", "anschrift"),
    "country": ("land", "nation", "countrycode"),
    "born_on": ("geburtstag", "geburtsdatum", "birthday", "birthdate", "dateofbirth"),
    "language": ("sprache", "lang"),
    "sku": ("artikelnr", "artikelnummer", "artnr", "stockcode", "itemno", "productcode"),
    "price": ("preis", "einzelpreis", "unitprice", "salesprice", "listprice"),
    "placed_at": ("datum", "date", "orderdate", "bestelldatum", "auftragsdatum"),
    "owner_id": ("betreuer", "betreuung", "owner", "salesagent", "accountmanager"),
}
_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file's columns are taken for; ``unused`` columns have no field."""

    mapping: Columns
    unused: tuple[str, ...]
    missing: tuple[str, ...]  # fields without which no row can be taken


def guess_mapping(target: Target, header: Sequence[str]) -> Guess:
    """Guess from names and labels in both languages; each field is taken by one column at most."""
    by_word: dict[str, str] = {}
    for name, words in _all_words(target):
        for word in words:
            by_word.setdefault(word, name)
    mapping: dict[str, str] = {}
    for column in header:
        found = by_word.get(_word(column))
        if found is not None and found not in mapping.values():
            mapping[column] = found
    return _guess(target, header, mapping)


def read_mapping(
    target: Target, header: Sequence[str], given: Mapping[str, str] | None = None
) -> Guess:
    """Lay what somebody said over the guess: ``{"column": "field"}``, ``""`` leaves one out.

    Raises Invalid for columns and fields there are none of, with the nearest name.
    """
    mapping = dict(guess_mapping(target, header).mapping)
    by_key = {search_key(column): column for column in header}
    for said, name in (given or {}).items():
        column = said if said in header else by_key.get(search_key(said))
        if column is None:
            raise _unknown("Spalte", "column", said, header)
        mapping.pop(column, None)
        if not name:
            continue
        if name not in target.fields:
            raise _unknown("Feld", "field", name, target.fields)
        mapping = {c: f for c, f in mapping.items() if f != name}
        mapping[column] = name
    return _guess(target, header, mapping)


def _guess(target: Target, header: Sequence[str], mapping: Columns) -> Guess:
    taken = set(mapping.values())
    return Guess(
        {column: mapping[column] for column in header if column in mapping},
        tuple(column for column in header if column not in mapping),
        tuple(n for n, f in target.fields.items() if f.required and n not in taken),
    )


def _all_words(target: Target) -> Iterable[tuple[str, list[str]]]:
    """Give names before labels before synonyms, so that the plainest match wins."""
    fields = target.fields.items()
    yield from ((name, [_word(name)]) for name, _ in fields)
    yield from ((name, [_word(name.rpartition(".")[2])]) for name, _ in fields)
    yield from (
        (name, [_word(text_of(f.label, "de")), _word(text_of(f.label, "en"))]) for name, f in fields
    )
    yield from ((name, [_word(word) for word in f.names]) for name, f in fields)
    yield from ((name, list(_SYNONYMS.get(name.rpartition(".")[2], ()))) for name, _ in fields)


def _word(text: str) -> str:
    return _WORDS.sub("", search_key(text))


def _unknown(de: str, en: str, name: str, known: Iterable[str]) -> Invalid:
    names = list(known)
    near = nearest(name, names)
    hint_de = f"Meinten Sie „{near}“?" if near else f"Es gibt: {', '.join(names)}."
    hint_en = f'Did you mean "{near}"?' if near else f"There are: {', '.join(names)}."
    return Invalid(
        L(
            f"{de} „{name}“ gibt es nicht. {hint_de}",
            en=f'There is no {en} "{name}". {hint_en}',
        ),
        field="map",
    )
