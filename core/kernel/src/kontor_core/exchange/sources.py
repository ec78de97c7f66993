"""Files as chunks of columns: found out by their content, CSV in whatever dialect it was written.

The other formats have modules of their own, which are loaded when such a file comes.
"""

import codecs
import csv
import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kontor_core.exchange.formulas import unguarded_cells
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, Label

DELIMITERS = ",;\t|"
_BLOCK = 1 << 20
_SAMPLE = 20
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


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

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        """Read on after ``skip`` records."""
        ...

    def layout(self) -> dict[str, Any]:
        """Tell how the file was understood, for people."""
        ...


def open_source(
    path: Path | str, *, delimiter: str | None = None, sheet: str | None = None
) -> Source:
    """Open a file by its content; raises Invalid when it is no table, or has no such sheet."""
    path = Path(path)
    if not path.is_file():
        raise Invalid(
            L(f"Die Datei {path} gibt es nicht.", en=f"There is no file {path}."), field="file"
        )
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    if start.startswith(b"PAR1"):
        return _parquet(path)
    if start.startswith(_ZIP):
        return _archive(path, sheet)
    if sheet:
        raise Invalid(
            L("Blätter hat nur eine Arbeitsmappe (XLSX).", en="Only workbooks (XLSX) have sheets."),
            field="sheet",
        )
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if text[:1] == b"{" and _is_json(text.partition(b"\n")[0]):
        # these formats are rare beside CSV, and their libraries cost time to load
        from kontor_core.exchange.json_lines import JsonLinesSource

        return JsonLinesSource(path)
    if text[:11].upper() == b"BEGIN:VCARD":
        from kontor_core.exchange.vcards import VCardSource

        return VCardSource(path)
    _refuse_others(start, text)
    return CsvSource(path, delimiter=delimiter)


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # an object over several lines, or a first line that is damaged
        return line.rstrip() in (b"{", b"{}") or b'":' in line


def _archive(path: Path, sheet: str | None) -> Source:
    """Open a workbook; tell of other archives what they are."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = set()
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        # needed for workbooks alone
        from kontor_core.exchange.workbooks import WorkbookSource

        return WorkbookSource(path, sheet)
    raise _no_table(
        "eine gepackte Datei (etwa ZIP oder ODS). Entpacken Sie sie, oder speichern Sie die "
        "Tabelle als .xlsx oder .csv",
        "a packed file (such as ZIP or ODS). Unpack it, or save the table as .xlsx or .csv",
    )


def _refuse_others(start: bytes, text: bytes) -> None:
    """Tell of files that are often taken for a table what they are."""
    if start.startswith(_OLD_OFFICE):
        raise _no_table(
            "eine alte oder mit Kennwort geschützte Arbeitsmappe. Speichern Sie sie als .xlsx "
            "ohne Kennwort",
            "an old workbook, or one with a password. Save it as .xlsx without a password",
        )
    if text[:1] == b"[" and text[1:].lstrip()[:1] == b"{":
        raise _no_table(
            "eine JSON-Liste. Angenommen werden JSON-Zeilen: je Zeile ein Objekt, ohne Klammern "
            "und Kommas darum",
            "a JSON list. JSON lines are taken: one object a line, without brackets and commas "
            "around them",
        )
    if text[:500].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise _no_table(
            "eine Webseite oder XML. Speichern Sie die Tabelle als .xlsx oder .csv",
            "a web page or XML. Save the table as .xlsx or .csv",
        )
    utf16 = start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if start.startswith(_BINARY) or (b"\0" in start and not utf16):
        raise _no_table(
            "keine Tabelle. Angenommen werden CSV, XLSX, JSON-Zeilen, vCard und Parquet",
            "no table. CSV, XLSX, JSON lines, vCard and Parquet are taken",
        )


def _no_table(de: str, en: str) -> Invalid:
    return Invalid(L(f"Das ist {de}.", en=f"This is {en}."), field="file")


def _parquet(path: Path) -> Source:
    try:
        # not everybody imports Parquet, and polars is heavy
        from kontor_core.exchange.parquet import ParquetSource
    except ImportError:
        raise Invalid(
            L(
                "Für Parquet-Dateien fehlt polars. Installieren Sie kontor-core[fast-import] "
                "oder speichern Sie die Datei als CSV.",
                en="Parquet files need polars. Install kontor-core[fast-import] or save the "
                "file as CSV.",
            ),
            field="file",
        ) from None
    return ParquetSource(path)


class CsvSource:
    """A CSV file; encoding and delimiter are found out, the first record is the header."""

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
