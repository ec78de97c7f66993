"""Where something stands in a TOML file: the parser of the standard library forgets it."""

import re
import tomllib

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*([.=]?)""")


class Lines:
    """The lines of tables and keys of a valid TOML text, by path: ``("phases", 0, "key")``."""

    def __init__(self, text: str = "") -> None:
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        lines = text.splitlines()
        table: Path = ()
        number = 0
        while number < len(lines):
            line = lines[number]
            start = number + 1
            number += 1
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if header := _HEADER.fullmatch(line):
                table = self._table(_keys(header[2]), is_array=header[1] == "[[")
                for length in range(1, len(table) + 1):
                    self._found.setdefault(table[:length], start)
                continue
            self._found.setdefault((*table, *_keys(line)), start)
            number = _end(lines, start)

    def of(self, *path: str | int) -> int | None:
        """Give the line of a path or of the nearest thing around it, from 1."""
        for length in range(len(path), 0, -1):
            if (line := self._found.get(path[:length])) is not None:
                return line
        return None

    def _table(self, keys: Path, *, is_array: bool) -> Path:
        found: Path = ()
        for position, key in enumerate(keys, start=1):
            found = (*found, key)
            if is_array and position == len(keys):
                self._counts[found] = self._counts.get(found, -1) + 1
            if found in self._counts:
                found = (*found, self._counts[found])
        return found


def _keys(text: str) -> Path:
    keys: list[str] = []
    place = 0
    while match := _KEY.match(text, place):
        keys.append(match[1].strip("\"'"))
        place = match.end()
        if match[2] != ".":
            break
    return tuple(keys)


def _end(lines: list[str], start: int) -> int:
    """Give the number of lines up to the end of the value that begins in line ``start``."""
    for end in range(start, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[start - 1 : end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return start
