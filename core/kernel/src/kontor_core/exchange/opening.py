"""Opening a file as a table: its format is found out by its content, not by its name.

All formats but CSV have modules that are loaded when such a file comes.
"""

import codecs
import zipfile
from pathlib import Path

import msgspec

from kontor_core.exchange.csv_files import CsvSource
from kontor_core.exchange.sources import Source
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

_BLOCK = 1 << 20
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


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
