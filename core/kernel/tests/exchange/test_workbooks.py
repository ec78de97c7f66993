"""XLSX as people save it, and as nobody should send it."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kontor_core.exchange import workbooks
from kontor_core.exchange.cells import Reader
from kontor_core.exchange.opening import open_source
from kontor_core.exchange.sources import Fault, Source
from kontor_core.exchange.targets import Target, TargetField
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import DEFAULT

MORNING = datetime(2020, 2, 1, 10, 30)  # noqa: DTZ001  # spreadsheets know no time zones


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


def save(path: Path, *rows: list[Any], merged: str = "", **sheets: list[list[Any]]) -> Source:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    for name, content in sheets.items():
        more = book.create_sheet(name)
        for row in content:
            more.append(row)
    book.save(path)
    return open_source(path)


def rows(source: Source, size: int = 100, skip: int = 0) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for chunk in source.chunks(size, skip=skip):
        found += zip(*chunk.columns.values(), strict=True)
    return found


def refusal(path: Path) -> str:
    with pytest.raises(Invalid) as refused:
        list(open_source(path).chunks(10))
    return refused.value.text("en")


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_cells_become_what_they_show(file: Path) -> None:
    source = save(
        file,
        ["Name", "Nr", "Seit", "Um", "Umsatz", "Aktiv"],
        [" Müller ", 1001, date(2020, 2, 1), MORNING, 0.1 + 0.2, True],
        ["Huber", "0042", None, None, 1e20, False],
    )

    assert rows(source) == [
        (" Müller ", Decimal(1001), "2020-02-01", "2020-02-01 10:30:00", Decimal("0.3"), "true"),
        ("Huber", "0042", None, None, Decimal(10**20), "false"),
    ]
    assert str(rows(source)[1][4]) == "1" + "0" * 20


def test_lines_are_the_rows_of_the_sheet_and_blank_ones_do_not_count(file: Path) -> None:
    source = save(file, [], ["Kundenliste 2026"], [], ["Name", "Ort"], ["A", "B"], [], ["C"])

    (chunk,) = source.chunks(10)

    assert source.header == ["Name", "Ort"]
    assert (list(chunk.lines), rows(source)) == ([5, 7], [("A", "B"), ("C", None)])
    assert rows(source, size=1, skip=1) == [("C", None)]


def test_one_column_is_a_table_too(file: Path) -> None:
    assert rows(save(file, ["Name"], ["A"], ["B"])) == [("A",), ("B",)]


def test_cells_merged_over_rows_count_for_each_of_them(file: Path) -> None:
    source = save(file, ["Name", "Ort"], ["A", "Bonn"], ["B"], ["C"], ["D", "Kiel"], merged="B2:B4")

    assert rows(source, size=2, skip=1) == [("B", "Bonn"), ("C", "Bonn"), ("D", "Kiel")]


def test_title_merged_over_the_columns_is_no_header(file: Path) -> None:
    source = save(file, ["Kunden"], ["Name", "Ort", "PLZ"], ["A", "B", "C"], merged="A1:C1")

    assert source.header == ["Name", "Ort", "PLZ"]


def test_formula_gives_the_value_it_had_when_it_was_saved(file: Path) -> None:
    save(file, ["Name", "Summe"], ["A", "=1+1"], ["B", "=2+2"])
    rewritten(file, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")

    (_, first), (_, second) = rows(open_source(file))

    assert first == Decimal(2)
    assert isinstance(second, Fault)
    assert (second.text, "no value" in str(second.reason.in_("en"))) == ("=2+2", True)


def test_errors_of_the_spreadsheet_are_no_values(file: Path) -> None:
    ((name,),) = rows(save(file, ["Name"], ["#N/A"]))

    assert isinstance(name, Fault)


def test_rows_wider_than_the_header_are_reported(file: Path) -> None:
    (chunk,) = save(file, ["A", "B"], [1, 2, 3], [1, 2]).chunks(10)

    assert [(one.line, one.text) for one in chunk.malformed] == [(2, "1 | 2 | 3")]
    assert list(chunk.lines) == [3]


def test_first_visible_sheet_with_cells_is_taken(file: Path) -> None:
    source = save(file, Leer=[], Kunden=[["Name"], ["A"]], Andere=[["Nr"], [1]])

    assert source.header == ["Name"]
    assert source.layout() == {
        "format": "xlsx",
        "sheet": "Kunden",
        "sheets": ["Sheet", "Leer", "Kunden", "Andere"],
    }


def test_another_sheet_is_taken_when_it_is_named(file: Path) -> None:
    save(file, Kunden=[["Name"], ["A"]], Andere=[["Nr"], [1]])

    other = open_source(file, sheet="Andere")

    assert other.header == ["Nr"]
    assert other.file_hash != open_source(file).file_hash
    with pytest.raises(Invalid, match="There are: Sheet, Kunden, Andere"):
        open_source(file, sheet="Keines")
    with pytest.raises(Invalid, match="nothing in this workbook"):
        open_source(file, sheet="Sheet")


def test_empty_workbook_says_so(file: Path) -> None:
    Workbook().save(file)

    assert "nothing in this workbook" in refusal(file)


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_TEXT_BYTES", "MOST_PARTS", "MOST_ROWS"])
def test_workbooks_over_a_bound_are_refused(
    file: Path, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(file, ["Name", "Ort"], ["A", "B"], ["C", "D"])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst/>")
    monkeypatch.setattr(workbooks, limit, 2)

    assert "too large" in refusal(file)


def test_zip_bomb_is_refused_before_it_is_unpacked(file: Path) -> None:
    save(file, ["Name"], ["A"])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b" " * 120_000_000)

    assert "too large" in refusal(file)


@pytest.mark.parametrize("before", [b"", b"<!-- <a> -->", b"<!-- <a" + b" " * 70_000 + b"-->"])
def test_entities_are_refused(file: Path, before: bytes) -> None:
    save(file, ["Name"], ["A"])
    bomb = before + b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<worksheet'
    rewritten(file, "xl/worksheets/sheet1.xml", b"<worksheet", bomb)

    assert "damaged" in refusal(file)


def test_asvs_1_3_12_tags_that_never_end_are_passed_over_once(file: Path) -> None:
    save(file, ["Name"], ["A"])
    junk = b"</sheetData>" + b"<mergeCell " * 90_000 + b">"
    rewritten(file, "xl/worksheets/sheet1.xml", b"</sheetData>", junk)
    began = monotonic()

    with suppress(Invalid):
        rows(open_source(file))

    assert monotonic() - began < 20  # looking for merged cells alone could take minutes


def test_row_numbers_that_lie_end_the_table(file: Path) -> None:
    save(file, ["Name"], ["A"], ["B"])
    rewritten(file, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="999999999"')

    assert rows(open_source(file)) == [("A",)]


def test_more_columns_than_anybody_has_are_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_COLUMNS", 3)
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["a", "b", "c", "d"])
    book.save(file)

    assert "More than 3 columns" in refusal(file)


def test_cells_longer_than_a_spreadsheet_holds_are_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LONGEST_CELL", 10)

    ((name,),) = rows(save(file, ["Name"], ["x" * 11]))

    assert isinstance(name, Fault)


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_damaged_workbook_is_an_error_of_the_file(file: Path, keep: float) -> None:
    save(file, *[[f"Name {n}", n] for n in range(200)])
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])

    assert refusal(file)


def test_damaged_parts_are_an_error_of_the_file(file: Path) -> None:
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        save(file, ["Name"], ["A"])
        rewritten(file, part, b"<", b"<<")
        assert "damaged" in refusal(file)


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_it_shows(file: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    for row in (["Seit", "Zahl"], [date(2020, 2, 1), 42400], [None, 0]):
        sheet.append(row)
    book.save(file)
    source = open_source(file)
    spec = FieldSpec(L("Seit"), Kind.DATE)
    target = Target("x", "x", {"day": TargetField("day", spec, required=False)})

    (chunk,) = source.chunks(10)
    read = Reader(target, {"Zahl": "day"}, DEFAULT, day_zero=source.day_zero).read(chunk)

    assert rows(source)[0][0] == "2020-02-01"
    assert (read.columns["day"], read.problems) == (["2020-02-01", "1904-01-01"], [])
