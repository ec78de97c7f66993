"""XLSX workbooks: one sheet, the first that holds anything, read row by row and within bounds.

What a formula gave when the file was saved is its value. A cell merged over several rows counts
for each of them.
"""

import re
import weakref
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kontor_core.exchange.sources import (
    DAY_ZERO,
    Chunk,
    Fault,
    Malformed,
    as_chunk,
    hash_of,
    misshapen,
    unique_names,
)
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

MOST_COLUMNS = 500
MOST_ROWS = 1_048_576
MOST_BYTES = 2_000_000_000  # of all parts of the file, unpacked
MOST_TEXT_BYTES = 200_000_000  # of the table of texts, which is held in memory
MOST_PARTS = 5_000
LONGEST_CELL = 32_767

_MOST_RATIO = 300  # sheets of equal rows pack to a hundredth, bombs to a thousandth
_SMALL = 50_000_000
_MOST_BLANK = 20_000  # rows in a row: what follows is formatting, not data
_MOST_MERGED = 20_000
_HEADER_AMONG = 20
_BLOCK = 1 << 20
_ERRORS = frozenset(
    {"#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"}
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ROWS = (b"<row ", b"<row>", b":row ", b":row>")  # counted as they are: sheets are long
_FORMULAS = (b"<f>", b"<f ", b":f>", b":f ")
_PROLOG = 64_000
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ENCODING = re.compile(rb"""encoding=["']([\w-]+)["']""")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")

Row = Sequence[Any]


class WorkbookSource:
    """One sheet of a workbook; a record's line is its row."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self.path = path
        with _readable():
            _check_parts(path)
            # held: without a word of its size in it, a sheet is read through at every opening
            file = path.open("rb")
            weakref.finalize(self, file.close)
            self._book = _opened(file)
            old_mac = self._book.epoch == CALENDAR_MAC_1904
            self.day_zero = CALENDAR_MAC_1904 if old_mac else DAY_ZERO
            self._sheet, self.sheets = self._choose(sheet)
            self._looked = _look(path, self._book[self._sheet]._worksheet_path)
            self._head_row, header = self._read_header()
        self.header: Sequence[str] = header
        self.file_hash = f"{hash_of(path)} {self._sheet}"  # each sheet is a table of its own
        self.total: int | None = max(self._looked.rows - 1, 0)  # a good estimate

    def layout(self) -> dict[str, Any]:
        return {"format": "xlsx", "sheet": self._sheet, "sheets": self.sheets}

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        width = len(self.header)
        seen = 0
        lines: list[int] = []
        rows: list[list[Any]] = []
        malformed: list[Malformed] = []
        with _readable():
            for line, row in self._rows(self._head_row + 1):
                seen += 1
                if seen <= skip:
                    continue
                while len(row) > width and row[-1] is None:
                    row.pop()
                if len(row) > width:
                    shown = " | ".join("" if cell is None else str(cell) for cell in row)
                    malformed.append(misshapen(line, shown, len(row), width))
                else:
                    lines.append(line)
                    rows.append(row + [None] * (width - len(row)))
                if len(rows) + len(malformed) >= size:
                    yield as_chunk(self.header, lines, rows, malformed, marked=True)
                    lines, rows, malformed = [], [], []
        if rows or malformed:
            yield as_chunk(self.header, lines, rows, malformed, marked=True)

    # ---- inside

    def _choose(self, wanted: str | None) -> tuple[str, list[str]]:
        """Give the sheet that was asked for, else the first that holds something; all names."""
        sheets = [one for one in self._book.worksheets if one.sheet_state == "visible"]
        names = [one.title for one in sheets]
        if wanted and wanted not in names:
            raise Invalid(
                L(
                    f"Das Blatt „{wanted}“ gibt es nicht. Es gibt: {', '.join(names)}.",
                    en=f'There is no sheet "{wanted}". There are: {", ".join(names)}.',
                ),
                field="sheet",
            )
        for sheet in sheets:
            if wanted and sheet.title != wanted:
                continue
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            if any(cell is not None for row in islice(rows, _HEADER_AMONG) for cell in row):
                return sheet.title, names
        raise Invalid(
            L(
                "In dieser Arbeitsmappe steht nichts. Die erste Zeile nennt die Spalten.",
                en="There is nothing in this workbook. Its first row names the columns.",
            ),
            field="file",
        )

    def _read_header(self) -> tuple[int, list[str]]:
        """Find the row that names the columns: titles above it have a cell or two."""
        first = list(islice(self._rows(1), _HEADER_AMONG))
        counts = [sum(cell is not None for cell in row) for _, row in first]
        enough = min(max(2, max(counts) / 2), max(counts))
        line, row = next(
            found for found, count in zip(first, counts, strict=True) if count >= enough
        )
        while row and row[-1] is None:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise Invalid(
                L(
                    f"Mehr als {MOST_COLUMNS} Spalten.",
                    en=f"More than {MOST_COLUMNS} columns.",
                ),
                field="file",
            )
        return line, unique_names(["" if cell is None else _as_name(cell) for cell in row])

    def _rows(self, start: int) -> Iterator[tuple[int, list[Any]]]:
        """Give the rows that hold something from ``start`` on, with their numbers."""
        blank = 0
        merged = self._looked.merged
        open_cells: dict[int, tuple[int, Any]] = {}  # column -> last row, value of a merged cell
        with self._formulas() as formulas:
            rows = self._book[self._sheet].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            for line, values in enumerate(rows, start=1):
                row = [value if value is None else _cell(value) for value in values]
                written = next(formulas, ()) if formulas is not None else ()
                for place, formula in enumerate(written):
                    if type(formula) is str and formula[:1] == "=" and row[place] is None:
                        row[place] = Fault(formula, _NOT_CALCULATED)
                for column, last in merged.get(line, ()):
                    if column < len(row):
                        open_cells[column] = (last, row[column])
                for column, (last, value) in list(open_cells.items()):
                    if line > last:
                        del open_cells[column]
                    elif column < len(row):
                        row[column] = value
                if all(cell is None for cell in row):
                    blank += 1
                    if blank > _MOST_BLANK:
                        return
                    continue
                blank = 0
                if line >= start:
                    yield line, row

    @contextmanager
    def _formulas(self) -> Iterator[Iterator[Row] | None]:
        """Give the rows with their formulas, where there are any: one may have no value yet."""
        if not self._looked.formulas:
            yield None
            return
        with self.path.open("rb") as file:
            book = _opened(file, values=False)
            yield book[self._sheet].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)


class _Looked:
    """What one pass over a sheet's XML tells."""

    def __init__(self) -> None:
        self.rows = 0
        self.formulas = False
        self.merged: dict[int, list[tuple[int, int]]] = {}  # row -> (column, last row)

    def merge(self, ref: str) -> None:
        left, top, _, bottom = range_boundaries(ref)
        if left and top and bottom and bottom > top:
            self.merged.setdefault(top, []).append((left - 1, bottom))


def _look(path: Path, part: str) -> _Looked:
    found = _Looked()
    count = 0
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as sheet:
        rest = b""
        while block := sheet.read(_BLOCK):
            text = rest + block
            cut = text.rfind(b">") + 1
            text, rest = text[:cut], text[cut:][-LONGEST_CELL * 4 :]
            found.rows += sum(map(text.count, _ROWS))
            found.formulas = found.formulas or any(tag in text for tag in _FORMULAS)
            for ref in _MERGED.findall(text) if b"mergeCell " in text else ():
                count += 1
                if count <= _MOST_MERGED:
                    found.merge(ref.decode())
    if found.rows > MOST_ROWS:
        raise _too_much(f"{MOST_ROWS:,}", "Zeilen", "rows")
    return found


def _check_parts(path: Path) -> None:
    """Refuse what unpacks to far more than it is, before any library unpacks it."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise _too_much(f"{MOST_PARTS:,}", "Teile", "parts")
        size = sum(part.file_size for part in parts)
        packed = max(path.stat().st_size, 1)
        if size > MOST_BYTES or (size > _SMALL and size / packed > _MOST_RATIO):
            raise _too_much(f"{MOST_BYTES // 1_000_000_000} GB", "", "")
        for part in parts:
            if part.filename.endswith("sharedStrings.xml") and part.file_size > MOST_TEXT_BYTES:
                raise _too_much(f"{MOST_TEXT_BYTES // 1_000_000} MB", "Text", "of text")
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    if not _is_plain(file.read(_PROLOG)):
                        raise _no_workbook()


def _is_plain(start: bytes) -> bool:
    """Tell whether XML begins without a document type, which is where entities would stand."""
    if b"\0" in start:  # UTF-16: no program writes workbooks so
        return False
    encoding = _ENCODING.search(start[:200])
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        return False
    root = _ROOT.search(_COMMENT.sub(b"", start))
    return root is not None and _DOCTYPE.search(start) is None


def _too_much(most: str, de: str, en: str) -> Invalid:
    return Invalid(
        L(
            f"Diese Arbeitsmappe ist zu groß: höchstens {most} {de}".rstrip() + ".",
            en=f"This workbook is too large: at most {most} {en}".rstrip() + ".",
        ),
        field="file",
    )


def _no_workbook() -> Invalid:
    return Invalid(
        L(
            "Diese Arbeitsmappe ist beschädigt. Öffnen Sie sie in Ihrer Tabellenkalkulation und "
            "speichern Sie sie neu als .xlsx.",
            en="This workbook is damaged. Open it in your spreadsheet program and save it "
            "again as .xlsx.",
        ),
        field="file",
    )


def _opened(file: IO[bytes], *, values: bool = True) -> Any:
    book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # files lie about their size
    return book


@contextmanager
def _readable() -> Iterator[None]:
    """Tell whatever a library stumbles over as what it is: a file that cannot be read."""
    try:
        yield
    except Invalid:
        raise
    except (GeneratorExit, MemoryError):
        raise
    except Exception as error:
        raise _no_workbook() from error


_NOT_CALCULATED = L(
    "Diese Formel hat keinen Wert. Öffnen und speichern Sie die Datei in Ihrer "
    "Tabellenkalkulation, dann wird sie berechnet.",
    en="This formula has no value. Open and save the file in your spreadsheet program "
    "to calculate it.",
)
_ERROR = L("Hier steht ein Fehler der Tabelle.", en="The spreadsheet has an error here.")
_TOO_LONG = L(
    f"Höchstens {LONGEST_CELL:,} Zeichen in einer Zelle.".replace(",", "."),
    en=f"At most {LONGEST_CELL:,} characters in a cell.",
)


def _cell(value: Any) -> Any:
    """Give a cell in a form that fields read: amounts as they are shown, days without a time."""
    if isinstance(value, str):
        if value in _ERRORS:
            return Fault(value, _ERROR)
        if len(value) > LONGEST_CELL:
            return Fault(value[:200], _TOO_LONG)
        return value if value.strip() else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")  # as many digits as a spreadsheet shows
        return Decimal(int(number)) if number == int(number) else number
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _as_name(value: Any) -> str:
    return value.text if isinstance(value, Fault) else str(value)
