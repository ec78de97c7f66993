"""vCards, versions 2.1 to 4.0: every card is a row, its properties are columns of a person.

Of several addresses of one kind the first ``MOST`` are taken, the preferred one first. Pictures,
sounds and keys never reach the library: a picture is decoded here, the others are passed over. One
that is broken, too large or somewhere on the web is left out; the rest of its card comes in.
"""

import base64
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import vobject

from kontor_core.contacts.names import parse_name
from kontor_core.exchange.sources import (
    DAY_ZERO,
    Chunk,
    Malformed,
    Picture,
    as_chunk,
    look,
    unreadable,
)
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

MOST = 3
LONGEST_CARD = 1_000_000
LONGEST_PICTURE = 4_000_000
"""Characters of a picture as cards write it: three megabytes."""
COLUMNS = (
    "name", "title", "given_name", "family_name", "sex", "born_on", "language",
    "email", "email_2", "email_3", "phone", "phone_2", "phone_3", "website",
    "street", "postcode", "city", "country", "organisation", "role", "note", "photo",
)  # fmt: skip

Contents = Mapping[str, Sequence[Any]]  # the lines of each property; the library has loose types

_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_LEFT_OUT = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT)[;:]", re.IGNORECASE)
_PHOTO = re.compile(r"(?:[\w-]+\.)?PHOTO[;:]", re.IGNORECASE)
_PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif", b"RIFF": "webp"}
_MOST_AT_ONCE = 16_000_000  # bytes of pictures in one chunk
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
_SEX = {"F": "f", "M": "m", "O": "d"}

logging.getLogger("vobject.base").setLevel(logging.CRITICAL)  # it logs what is in the cards


class VCardSource:
    """A file of cards; a record's line is where its card begins."""

    day_zero = DAY_ZERO

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file_hash, self.encoding, _ = look(path)
        used: set[str] = set()
        total = 0
        for _, card, picture in self._cards():
            total += 1
            if isinstance(card, dict):
                used.update(card)
                used |= {"photo"} if picture else set()
        self.header: Sequence[str] = [name for name in COLUMNS if name in used]
        self.total: int | None = total
        if not used:
            raise Invalid(
                L("In dieser Datei steht keine lesbare Karte.", en="There is no readable card."),
                field="file",
            )

    def layout(self) -> dict[str, Any]:
        return {"format": "vcf", "encoding": self.encoding}

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        lines: list[int] = []
        rows: list[list[Any]] = []
        malformed: list[Malformed] = []
        held = 0
        for number, (line, card, lines_of_picture) in enumerate(self._cards()):
            if number < skip:
                continue
            if isinstance(card, Malformed):
                malformed.append(card)
            else:
                picture = _picture(lines_of_picture)
                held += len(picture.content) if picture else 0
                found = {**card, "photo": picture}
                lines.append(line)
                rows.append([found.get(name) for name in self.header])
            if len(rows) + len(malformed) >= size or held > _MOST_AT_ONCE:
                yield as_chunk(self.header, lines, rows, malformed)
                lines, rows, malformed, held = [], [], [], 0
        if rows or malformed:
            yield as_chunk(self.header, lines, rows, malformed)

    def _cards(self) -> Iterator[tuple[int, dict[str, Any] | Malformed, list[str]]]:
        """Give each card with its line and the lines of its picture, not decoded."""
        with self.path.open(encoding=self.encoding, newline=None) as file:
            begun, size, held, passing, pictured = 0, 0, 0, False, False
            text: list[str] = []
            picture: list[str] = []
            line = 0
            try:
                for line, one in enumerate(file, start=1):
                    mark = one.strip().upper()
                    if mark == _BEGIN:
                        if begun:
                            yield begun, Malformed(begun, text[0], _NO_END), []
                        begun, size, held, text, picture = line, 0, 0, [], []
                    if not begun:
                        continue
                    # what goes on over several lines begins with a blank
                    goes_on = one[:1] in " \t"
                    first = not goes_on and not picture and bool(_PHOTO.match(one))
                    pictured = first or (goes_on and pictured)
                    passing = (goes_on and passing) or bool(_LEFT_OUT.match(one))
                    if pictured:
                        held += len(one)
                        if held <= LONGEST_PICTURE:
                            picture.append(one)
                    elif not passing:
                        size += len(one)
                        if size <= LONGEST_CARD:
                            text.append(one)
                    if mark == _END:
                        yield (
                            begun,
                            _read(begun, text, size),
                            picture if held <= LONGEST_PICTURE else [],
                        )
                        begun = 0
            except UnicodeDecodeError as error:
                raise unreadable(line + 1, error) from error
            if begun:
                yield begun, Malformed(begun, text[0].strip(), _NO_END), []


_NO_END = L("Dieser Karte fehlt ihr Ende (END:VCARD).", en="This card has no end (END:VCARD).")
_NO_CARD = L("Diese Karte ist nicht zu lesen.", en="This card cannot be read.")
_GROUP = L("Das ist eine Gruppe, keine Person.", en="This is a group, not a person.")
_TOO_LONG = L(
    f"Diese Karte ist länger als {LONGEST_CARD:,} Zeichen.".replace(",", "."),
    en=f"This card is longer than {LONGEST_CARD:,} characters.",
)


def _read(line: int, text: Sequence[str], size: int) -> dict[str, str] | Malformed:
    shown = "".join(text[1:4])[:200].strip()
    if size > LONGEST_CARD:
        return Malformed(line, shown, _TOO_LONG)
    try:
        card = next(
            vobject.readComponents("".join(text), allowQP=True, ignoreUnreadable=True), None
        )
        found = None if card is None else _person(card.contents)
    except Exception:  # noqa: BLE001  # the library was not written for hostile cards
        found = None
    if found is None:
        return Malformed(line, shown, _NO_CARD)
    if found.get("kind") == "group":
        return Malformed(line, found.get("name", shown), _GROUP)
    found.pop("kind", None)
    return {name: value for name, value in found.items() if value}


def _picture(lines: Sequence[str]) -> Picture | None:
    """Decode a picture; None for one that is broken, of another kind, or an address of the web."""
    _, colon, value = "".join(line.strip() for line in lines).partition(":")
    if not colon or value.lower().startswith(("http:", "https:")):
        return None
    value = value.replace("\\", "")
    if value.lower().startswith("data:"):
        value = value.partition(",")[2]
    try:
        content = base64.b64decode(value, validate=True)
    except ValueError:
        return None
    ending = next((one for start, one in _PICTURES.items() if content.startswith(start)), None)
    return None if ending is None else Picture(content, ending)


def _person(contents: Contents) -> dict[str, str]:
    found = {"name": _first(contents, "fn"), "kind": _first(contents, "kind").lower()}
    found |= _names(contents, found["name"])
    found["sex"] = _SEX.get(_first(contents, "gender")[:1].upper(), "")
    day = _DAY.fullmatch(_first(contents, "bday"))
    found["born_on"] = "-".join(day.groups()) if day else ""
    language = _first(contents, "lang")[:2].lower()
    found["language"] = language if language in ("de", "en") else ""
    for property_, name in (("email", "email"), ("tel", "phone")):
        values = [_plain(one) for one in _by_preference(contents.get(property_, ()))]
        values = list(dict.fromkeys(value for value in values if value))
        for number, value in enumerate(values[:MOST], start=1):
            found[name if number == 1 else f"{name}_{number}"] = value
    found["website"] = _first(contents, "url")
    for address in _by_preference(contents.get("adr", ()))[:1]:
        found |= _address(address.value)
    organisation = contents.get("org", ())
    found["organisation"] = _text(organisation[0].value[:1]) if organisation else ""
    found["role"] = _first(contents, "title") or _first(contents, "role")
    notes = [str(one.value).strip() for one in contents.get("note", ()) if one.value]
    found["note"] = "\n\n".join(filter(None, notes))
    return found


def _names(contents: Contents, shown: str) -> dict[str, str]:
    if "n" in contents:
        name = contents["n"][0].value
        family, given = (
            _text(name.family),
            " ".join(filter(None, map(_text, (name.given, name.additional)))),
        )
        if family:
            return {"title": _text(name.prefix), "given_name": given, "family_name": family}
        shown = shown or given
    if not shown or _first(contents, "kind").lower() == "org":
        return {}
    return {name: value or "" for name, value in parse_name(shown).items()}


def _address(value: Any) -> dict[str, str]:
    return {
        "street": ", ".join(filter(None, map(_text, (value.street, value.extended, value.box)))),
        "postcode": _text(value.code),
        "city": _text(value.city),
        "country": _text(value.country),
    }


def _first(contents: Contents, name: str) -> str:
    lines = _by_preference(contents.get(name, ()))
    return _text(lines[0].value) if lines else ""


def _plain(line: Any) -> str:
    return _text(line.value).removeprefix("tel:").removeprefix("mailto:").partition(";")[0]


def _by_preference(lines: Sequence[Any]) -> list[Any]:
    """Put the preferred address first: ``PREF=1`` of version 4, ``TYPE=pref`` of those before."""

    def rank(line: Any) -> int:
        pref = line.params.get("PREF", [""])[0]
        if pref.isdigit():
            return int(pref)
        types = ",".join([*line.params.get("TYPE", ()), *line.singletonparams]).lower()
        return 1 if "pref" in types else 101

    return sorted(lines, key=rank)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(_text, value)))
    return " ".join(str(value).split()) if isinstance(value, str) else ""
