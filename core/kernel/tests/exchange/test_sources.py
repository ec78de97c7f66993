"""Files as spreadsheets write them: encodings, delimiters, headers, broken rows."""

from pathlib import Path

import pytest

from kontor_core.exchange.csv_files import CsvSource
from kontor_core.exchange.opening import open_source
from kontor_core.exchange.sources import Source
from kontor_core.foundation.errors import Invalid


def rows(source: Source, size: int = 100, skip: int = 0) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for chunk in source.chunks(size, skip=skip):
        found += zip(*chunk.columns.values(), strict=True)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_spreadsheet_dialect_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    text = delimiter.join(("Name", "Ort")) + "\r\n" + delimiter.join(("Müller", "Köln")) + "\r\n"
    file.write_bytes(text.encode(encoding))

    source = open_source(file)

    assert source.header == ["Name", "Ort"]
    assert rows(source) == [("Müller", "Köln")]


def test_cells_may_hold_line_breaks_and_lines_are_still_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('name,note\n"A","one\ntwo"\nB,three\n')

    (chunk,) = open_source(file).chunks(10)

    assert list(chunk.lines) == [2, 4]


def test_rows_of_another_width_are_kept_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n3\n4,5,6\n\n7,8\n")

    (chunk,) = open_source(file).chunks(10)

    assert list(chunk.columns["a"]) == ["1", "7"]
    assert [m.line for m in chunk.malformed] == [3, 4]
    assert chunk.count == 4  # the empty line is no record


def test_reading_goes_on_after_any_number_of_records(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n" + "".join(f"{n},x\n" for n in range(10)))
    source = open_source(file)

    assert [row[0] for row in rows(source, 3, skip=7)] == ["7", "8", "9"]
    assert rows(source, 3, skip=10) == []


def test_every_column_gets_a_name_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,,name, name \n1,2,3,4\n")

    assert open_source(file).header == ["name", "column 2", "name (2)", "name (3)"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\n"])
def test_file_without_a_header_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)

    with pytest.raises(Invalid) as refused:
        open_source(file)

    assert refused.value.field == "file"


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Invalid):
            open_source(path)


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    file = tmp_path / "a.parquet"
    file.write_bytes(b"PAR1" + b"\x00" * 100)

    with pytest.raises(Invalid):
        open_source(file)


def test_parquet_is_read_by_its_content_and_in_chunks(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    file = tmp_path / "a.csv"  # its name lies
    polars.DataFrame({"n": list(range(7)), "t": list("abcdefg")}).write_parquet(file)
    source = open_source(file)

    assert source.total == 7
    assert rows(source, 3, skip=5) == [(5, "f"), (6, "g")]


def test_a_cell_too_large_for_any_field_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n" + '"' + "x" * 200_000 + '",3\n')
    source = CsvSource(file, delimiter=",")

    with pytest.raises(Invalid, match="Line 3"):
        rows(source)
