"""All that is wrong with a definition, each with its line, and the reading that collects it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kontor_core.foundation.definition.lines import Lines
from kontor_core.foundation.errors import DefinitionError, Invalid, KontorError
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.text import clean_text, nearest

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_TEXT = 500
_LISTED = 20

T = TypeVar("T")


class DefinitionErrors(KontorError):
    """A definition that cannot be used; ``errors`` holds every problem, in order of lines."""

    code = "definition"

    def __init__(self, errors: Iterable[DefinitionError]) -> None:
        self.errors = sorted(errors, key=lambda error: error.line or 0)
        super().__init__(
            L(
                "\n".join(text_of(error.message, "de") for error in self.errors),
                en="\n".join(text_of(error.message, "en") for error in self.errors),
            )
        )


class Problems:
    """What has been found so far."""

    def __init__(self, path: Path, lines: Lines) -> None:
        self.found: list[DefinitionError] = []
        self._source = path.name
        self._lines = lines

    def add(self, path: tuple[str | int, ...], de: str, en: str) -> None:
        place = dotted(path)
        self.found.append(
            DefinitionError(
                L(f"{place}: {de}", en=f"{place}: {en}") if place else L(de, en=en),
                line=self._lines.of(*path),
                source=self._source,
            )
        )

    def add_unknown(
        self, path: tuple[str | int, ...], name: str, allowed: Iterable[str], what: L
    ) -> None:
        """Say that a name does not exist, which ones do, and which was probably meant."""
        names = list(allowed)
        meant = nearest(name, names)
        listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
        if meant and len(names) > _LISTED:  # the first of all time zones help nobody
            de = f"{what.de} „{name}“ gibt es nicht."
            en = f'There is no {what.in_("en")} "{name}".'
        else:
            de = f"{what.de} „{name}“ gibt es nicht, nur: {listed}."
            en = f'There is no {what.in_("en")} "{name}", only: {listed}.'
        if meant:
            de += f" Meinten Sie „{meant}“?"
            en += f' Did you mean "{meant}"?'
        self.add(path, de, en)


def dotted(path: tuple[str | int, ...]) -> str:
    """Write a path as people do: ``phases[2].key``; counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class Section:
    """One table of the file. Reading a key makes it known; ``close`` refuses the others."""

    def __init__(
        self, data: Mapping[str, Any], problems: Problems, path: tuple[str | int, ...] = ()
    ) -> None:
        self.path = path
        self.problems = problems
        self._data = data
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def items(self) -> list[tuple[str, Any]]:
        """Give what stands in the table, for names the company chooses."""
        return list(self._data.items())

    def close(self, also: Iterable[str] = ()) -> None:
        """Refuse what was not asked for; ``also`` names keys that need not be asked for."""
        known = [*self._known, *also]
        for key in self._data:
            if key not in known:
                what = L("Den Eintrag", en="entry")
                self.problems.add_unknown((*self.path, key), key, dict.fromkeys(known), what)

    def wrong(self, key: str, de: str, en: str) -> None:
        self.problems.add((*self.path, key), de, en)

    def _get(self, key: str, kind: type[T], de: str, en: str) -> T | None:
        self._known.append(key)
        value = self._data.get(key)
        if value is None or (
            isinstance(value, kind) and not (isinstance(value, bool) and kind is int)
        ):
            return value
        self.wrong(key, f"Hier gehört {de} hin.", f"Here belongs {en}.")
        return None

    def text(self, key: str, default: str = "") -> str:
        value = self._get(key, str, "ein Text in Anführungszeichen", "a text in quotes")
        if value is None:
            return default
        try:
            return clean_text(value, max_length=MAX_TEXT)
        except Invalid as error:
            self.wrong(key, text_of(error.message, "de"), text_of(error.message, "en"))
            return default

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value and not isinstance(self._data.get(key), list | dict | int | float):
            self.wrong(key, "Fehlt.", "Is missing.")
        return value

    def name(self, key: str) -> str:
        """Read a required name of a-z, 0-9 and _."""
        value = self.required(key)
        if value and not KEY.fullmatch(value):
            self.wrong(
                key,
                f"„{value}“ geht nicht als Name: Kleinbuchstaben, Ziffern und _, höchstens 40.",
                f'"{value}" cannot be a name: small letters, digits and _, at most 40.',
            )
            return ""
        return value

    def label(self, key: str, default: str = "") -> L:
        """Read ``label`` and its English form ``label_en``."""
        german = self.text(key, default)
        return L(german, en=self.text(f"{key}_en"))

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._get(key, bool, "true oder false", "true or false")
        return default if value is None else value

    def whole(self, key: str, default: int, *, least: int, most: int) -> int:
        value = self._get(key, int, "eine ganze Zahl", "a whole number")
        if value is not None and not least <= value <= most:
            self.wrong(key, f"Erlaubt ist {least} bis {most}.", f"Allowed is {least} to {most}.")
            return default
        return default if value is None else value

    def one_of(self, key: str, allowed: Iterable[str], default: str, what: L) -> str:
        value = self.text(key, default)
        names = list(allowed)
        if value in names:
            return value
        self.problems.add_unknown((*self.path, key), value, names, what)
        return default

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Read a list of texts; None when it is not there."""
        value = self._get(key, list, "eine Liste", "a list")
        if value is None:
            return None
        if not all(isinstance(part, str) for part in value):
            self.wrong(key, "Hier gehören nur Texte hinein.", "Only texts belong in here.")
            return ()
        return tuple(value)

    def some_of(self, key: str, allowed: Iterable[str], what: L) -> tuple[str, ...] | None:
        names = list(allowed)
        given = self.texts(key)
        for name in given or ():
            if name not in names:
                self.problems.add_unknown((*self.path, key), name, names, what)
        return None if given is None else tuple(name for name in given if name in names)

    def raw(self, key: str) -> Any:
        self._known.append(key)
        return self._data.get(key)

    def section(self, key: str) -> "Section":
        name = dotted((*self.path, key))
        value = self._get(key, dict, f"eine Tabelle [{name}]", f"a table [{name}]")
        return Section(value or {}, self.problems, (*self.path, key))

    def sections(self) -> Iterator[tuple[str, "Section"]]:
        """Give the tables in this table, by names the company chooses."""
        for key in self._data:
            yield key, self.section(key)

    def tables(self, key: str) -> list["Section"]:
        """Read an array of tables, ``[[phases]]``."""
        name = dotted((*self.path, key))
        value = self._get(key, list, f"eine Liste [[{name}]]", f"a list [[{name}]]") or []
        found = []
        for number, part in enumerate(value):
            path = (*self.path, key, number)
            if isinstance(part, dict):
                found.append(Section(part, self.problems, path))
            else:
                self.problems.add(path, "Hier gehört eine Tabelle hin.", "Here belongs a table.")
        return found
