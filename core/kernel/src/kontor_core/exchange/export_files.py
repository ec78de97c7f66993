"""Tables as files, row by row: CSV, and workbooks that are written without being held."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError

MOST_SHEET_ROWS = 1_048_575  # and the header
_LONGEST_TITLE = 31
_NO_TITLE = str.maketrans("", "", "[]:*?/\\'")


class TableFile(Protocol):
    """A file that takes a header and then columns of cells, page by page."""

    def head(self, names: Sequence[str]) -> None: ...

    def rows(self, columns: Sequence[Sequence[Any]]) -> None: ...


@contextmanager
def table_file(
    kind: str, file: IO[bytes], *, title: str, delimiter: str, marked: bool
) -> Iterator[TableFile]:
    """Open a table of this kind; the file is complete when the block ends.

    ``marked`` puts the mark before a CSV that tells a spreadsheet that it is UTF-8.
    """
    if kind == "xlsx":
        book = _Book(title)
        yield book
        book.save(file)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        if marked:
            text.write("\ufeff")
        yield _Csv(text, delimiter)
        text.flush()
    finally:
        text.detach()


class _Csv:
    def __init__(self, file: IO[str], delimiter: str) -> None:
        self._file = file
        self._writer = csv.writer(file, delimiter=delimiter)

    def head(self, names: Sequence[str]) -> None:
        self._writer.writerow(names)

    def rows(self, columns: Sequence[Sequence[Any]]) -> None:
        self._writer.writerows(zip(*columns, strict=True))
        self._file.flush()  # a page is what may be taken away


class _Book:
    """A workbook of one sheet, and of more when there are more rows than a sheet has."""

    def __init__(self, title: str) -> None:
        self._book = Workbook(write_only=True)
        self._title = title.translate(_NO_TITLE)[: _LONGEST_TITLE - 4] or "1"
        self._names: Sequence[str] = ()
        self._left = 0

    def head(self, names: Sequence[str]) -> None:
        self._names = names
        self._begin()

    def rows(self, columns: Sequence[Sequence[Any]]) -> None:
        for row in zip(*columns, strict=True):
            if not self._left:
                self._begin()
            try:
                self._sheet.append(row)
            except IllegalCharacterError:  # what no workbook can hold, an old row may
                self._sheet.append([_legal(cell) for cell in row])
            self._left -= 1

    def save(self, file: IO[bytes]) -> None:
        self._book.save(file)

    def _begin(self) -> None:
        number = len(self._book.worksheets) + 1
        title = self._title if number == 1 else f"{self._title} {number}"
        self._sheet: Any = self._book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        for place, name in enumerate(self._names, start=1):
            column = self._sheet.column_dimensions[get_column_letter(place)]
            column.width = min(max(len(name) + 2, 14), 40)
        self._sheet.append([self._heading(name) for name in self._names])
        self._left = MOST_SHEET_ROWS

    def _heading(self, name: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=name)
        cell.font = Font(bold=True)
        return cell


def _legal(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", cell)
