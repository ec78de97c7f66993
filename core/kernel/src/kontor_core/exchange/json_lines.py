"""JSON lines: one object a line, its names are the columns.

Values are those of the API: amounts of money as whole minor units, decimals as texts.
"""

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kontor_core.exchange.sources import DAY_ZERO, Chunk, Malformed, as_chunk, hash_of
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

MOST_COLUMNS = 500
LONGEST_LINE = 1_000_000

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class JsonLinesSource:
    """A file of JSON objects; columns are the names that any of them has, in their order."""

    day_zero = DAY_ZERO

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file_hash = hash_of(path)
        names: dict[str, None] = {}
        total = 0
        for _, found in self._records():
            total += 1
            if isinstance(found, dict):
                names.update(dict.fromkeys(found))
                if len(names) > MOST_COLUMNS:
                    raise Invalid(
                        L(
                            f"Mehr als {MOST_COLUMNS} verschiedene Namen.",
                            en=f"More than {MOST_COLUMNS} different names.",
                        ),
                        field="file",
                    )
        if not names:
            raise Invalid(
                L(
                    "In dieser Datei steht kein JSON-Objekt. Jede Zeile ist eines: "
                    '{"name": "Alster GmbH"}.',
                    en="There is no JSON object in this file. Each line is one: "
                    '{"name": "Alster Ltd"}.',
                ),
                field="file",
            )
        self.header: Sequence[str] = list(names)
        self.total: int | None = total

    def layout(self) -> dict[str, Any]:
        return {"format": "jsonl"}

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        lines: list[int] = []
        rows: list[list[Any]] = []
        malformed: list[Malformed] = []
        for number, (line, found) in enumerate(self._records()):
            if number < skip:
                continue
            if isinstance(found, Malformed):
                malformed.append(found)
            else:
                lines.append(line)
                rows.append([found.get(name) for name in self.header])
            if len(rows) + len(malformed) >= size:
                yield as_chunk(self.header, lines, rows, malformed)
                lines, rows, malformed = [], [], []
        if rows or malformed:
            yield as_chunk(self.header, lines, rows, malformed)

    def _records(self) -> Iterator[tuple[int, dict[str, Any] | Malformed]]:
        with self.path.open("rb") as file:
            line = 0
            while text := file.readline(LONGEST_LINE + 1):
                line += 1
                if line == 1:
                    text = text.removeprefix(codecs.BOM_UTF8)
                if len(text) > LONGEST_LINE:
                    yield line, Malformed(line, _shown(text), _TOO_LONG)
                    while text and not text.endswith(b"\n"):
                        text = file.readline(LONGEST_LINE)
                elif text.strip():
                    yield line, _read(line, text)


_TOO_LONG = L(
    f"Eine Zeile hat höchstens {LONGEST_LINE:,} Zeichen.".replace(",", "."),
    en=f"A line has at most {LONGEST_LINE:,} characters.",
)


def _read(line: int, text: bytes) -> dict[str, Any] | Malformed:
    try:
        found = _decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = L(f"Kein gültiges JSON: {error}.", en=f"Not valid JSON: {error}.")
        return Malformed(line, _shown(text), reason)
    if not isinstance(found, dict):
        reason = L("Das ist kein JSON-Objekt.", en="This is not a JSON object.")
        return Malformed(line, _shown(text), reason)
    return {name: cell for key, value in found.items() for name, cell in _cells(str(key), value)}


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Give ``{"custom": {"size": 7}}`` as ``custom.size``; lists as they are, the rest as text."""
    if isinstance(value, dict):
        if value and not any(isinstance(part, dict) for part in value.values()):
            for key, part in value.items():
                yield f"{name}.{key}", _cell(part)
        else:
            yield name, _encode(value).decode()
    else:
        yield name, _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        if any(isinstance(part, list | dict) for part in value):
            return _encode(value).decode()
        return tuple(value)
    if isinstance(value, bool):  # to Python True is 1, to people it is not
        return "true" if value else "false"
    if isinstance(value, dict):
        return _encode(value).decode()
    return value


def _shown(text: bytes) -> str:
    return text[:200].decode("utf-8", "replace").strip()
