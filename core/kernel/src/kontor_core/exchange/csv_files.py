"""CSV in whatever dialect it was written."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kontor_core.exchange.sources import (
    DAY_ZERO,
    Chunk,
    Malformed,
    as_chunk,
    look,
    misshapen,
    unique_names,
    unreadable,
)
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

DELIMITERS = ",;\t|"
_SAMPLE = 20


class CsvSource:
    """A CSV file; encoding and delimiter are found out, the first record is the header."""

    day_zero = DAY_ZERO

    def __init__(self, path: Path, *, delimiter: str | None = None) -> None:
        self.path = path
        self.file_hash, self.encoding, lines = look(path)
        self.delimiter = delimiter or self._guess_delimiter()
        self.header = self._read_header()
        self.total: int | None = max(lines - 1, 0)  # records may span lines: a good estimate

    def layout(self) -> dict[str, Any]:
        return {"format": "csv", "encoding": self.encoding, "delimiter": self.delimiter}

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        width = len(self.header)
        names = self.header
        seen = 0
        lines: list[int] = []
        rows: list[list[str]] = []
        malformed: list[Malformed] = []
        with self._open() as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=False)
            line = 1
            try:
                next(reader, None)
                line = reader.line_num + 1
                for row in reader:
                    start, line = line, reader.line_num + 1
                    if not row or (len(row) <= 1 and not "".join(row).strip()):
                        continue
                    seen += 1
                    if seen <= skip:
                        continue
                    if len(row) != width:
                        shown = self.delimiter.join(row)
                        malformed.append(misshapen(start, shown, len(row), width))
                    else:
                        lines.append(start)
                        rows.append(row)
                    if len(rows) + len(malformed) >= size:
                        yield as_chunk(names, lines, rows, malformed, marked=True)
                        lines, rows, malformed = [], [], []
            except (csv.Error, UnicodeDecodeError) as error:
                raise unreadable(line, error) from error
        if rows or malformed:
            yield as_chunk(names, lines, rows, malformed, marked=True)

    def _open(self) -> Any:
        return self.path.open(encoding=self.encoding, newline="")

    def _guess_delimiter(self) -> str:
        """Take the delimiter that cuts the first records into the most columns, all alike."""
        best, score = ",", (0, 0)
        for delimiter in DELIMITERS:
            with self._open() as file:
                reader = csv.reader(file, delimiter=delimiter)
                try:
                    widths = [
                        len(row) for row, _ in zip(reader, range(_SAMPLE), strict=False) if row
                    ]
                except csv.Error:
                    continue
            if widths and widths[0] > 1:
                found = (sum(width == widths[0] for width in widths), widths[0])
                if found > score:
                    best, score = delimiter, found
        return best

    def _read_header(self) -> Sequence[str]:
        with self._open() as file:
            try:
                first = next(csv.reader(file, delimiter=self.delimiter), [])
            except csv.Error as error:
                raise Invalid(
                    L(f"Die Kopfzeile ist nicht zu lesen: {error}.", en=f"Bad header: {error}."),
                    field="file",
                ) from error
        if not any(name.strip() for name in first):
            raise Invalid(
                L(
                    "Die Datei ist leer. Die erste Zeile nennt die Spalten.",
                    en="The file is empty. Its first line names the columns.",
                ),
                field="file",
            )
        return unique_names(first)
