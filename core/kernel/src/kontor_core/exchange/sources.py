"""A table in a file, as chunks of columns, whatever format it came in."""

import codecs
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from kontor_core.exchange.formulas import unguarded_cells
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, Label

_BLOCK = 1 << 20

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # of spreadsheets, which know no time zones


@dataclass(frozen=True, slots=True)
class Malformed:
    """A record that is no row of the table: too many or too few cells."""

    line: int
    text: str
    reason: Label


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in place of a cell that has no value, with the reason."""

    text: str
    reason: Label

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in a cell, as its file has it."""

    content: bytes
    ending: str

    def __str__(self) -> str:
        return f"{self.ending.upper()}, {len(self.content) / 1000:,.0f} kB"


@dataclass(slots=True)
class Chunk:
    """Some records of a file, column by column; ``count`` includes the malformed ones."""

    lines: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    malformed: list[Malformed] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.malformed)


class Source(Protocol):
    """A table in a file."""

    path: Path
    file_hash: str
    header: Sequence[str]
    total: int | None
    day_zero: datetime
    """From where a number in a column of days counts."""

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        """Read on after ``skip`` records."""
        ...

    def layout(self) -> dict[str, Any]:
        """Tell how the file was understood, for people."""
        ...


def unique_names(header: Sequence[str]) -> list[str]:
    """Give every column a name of its own: ``column 3`` for an empty one, ``name (2)``."""
    names: list[str] = []
    for place, raw in enumerate(header, start=1):
        name = " ".join(raw.replace("\ufeff", "").split()) or f"column {place}"
        number, free = 2, name
        while free in names:
            free, number = f"{name} ({number})", number + 1
        names.append(free)
    return names


def look(path: Path) -> tuple[str, str, int]:
    """Read a file once: its hash, its encoding, the number of its lines."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        start = file.read(4)
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            encoding = "utf-16"
        file.seek(0)
        while block := file.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
            last = block[-1:]
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if encoding == "utf-8-sig":
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            encoding = "cp1252"
    return digest.hexdigest(), encoding, lines + (last != b"\n")


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unreadable(line: int, error: Exception) -> Invalid:
    return Invalid(
        L(
            f"Zeile {line} ist nicht zu lesen: {error}.",
            en=f"Line {line} cannot be read: {error}.",
        ),
        field="file",
    )


def misshapen(line: int, shown: str, cells: int, width: int) -> Malformed:
    return Malformed(
        line,
        shown[:200],
        L(f"{cells} Zellen statt {width}.", en=f"{cells} cells instead of {width}."),
    )


def as_chunk(
    names: Sequence[str],
    lines: Sequence[int],
    rows: Sequence[Sequence[str]],
    malformed: list[Malformed],
    *,
    marked: bool = False,
) -> Chunk:
    """Turn rows into columns; ``marked`` where an export puts a mark before what runs."""
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(names)
    if marked:
        columns = [unguarded_cells(column) for column in columns]
    return Chunk(lines, dict(zip(names, columns, strict=True)), malformed)
