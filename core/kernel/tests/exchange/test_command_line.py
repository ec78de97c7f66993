"""``kontor import``: what an operator sees, and the exit code a script sees."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kontor_core.cli.main import main

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Say things once: the command line is the same on both databases."""
    return sqlite_url


@pytest.fixture
def kontor(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run the command line in this process; gives exit code and what was printed."""
    monkeypatch.setenv("KONTOR_LANG", "en")

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["kontor", "-H", str(home), *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return code, (out + err).decode()

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("Name;Kundennummer\nA;1\n;2\nC;3\n")
    return path


def test_import_says_what_it_took_and_where_the_rest_is(kontor: Run, file: Path) -> None:
    code, said = kontor("import", "customers", file)

    assert code == 0
    assert "Name -> name" in said
    assert "2 rows taken, 1 refused" in said
    assert "-errors.csv" in said


def test_json_is_all_that_a_script_gets(kontor: Run, file: Path) -> None:
    code, said = kontor("import", "customers", file, "--json")

    told = json.loads(said)
    assert (code, told["state"], told["taken"], told["refused"]) == (0, "done", 2, 1)
    errors = json.loads(kontor("import", "errors", told["import"], "--json")[1])
    assert errors == [{"line": 3, "column": "Name", "value": "", "reason": "Please fill in."}]
    listed = json.loads(kontor("import", "jobs", "--json")[1])
    assert [job["import"] for job in listed] == [told["import"]]


def test_dry_run_writes_nothing(kontor: Run, file: Path) -> None:
    code, said = kontor("import", "customers", file, "--dry-run")

    assert code == 0
    assert "Nothing was written. 2 rows would be taken, 1 refused." in said
    assert "line 3, Name: Please fill in." in said
    assert json.loads(kontor("import", "jobs", "--json")[1]) == []


def test_undo_and_forget(kontor: Run, file: Path) -> None:
    job = json.loads(kontor("import", "customers", file, "--json")[1])["import"]

    assert kontor("import", "forget", job) == (0, "1 rows forgotten.\n")
    code, said = kontor("import", "undo", job, "--yes")

    assert code == 0
    assert "2  customer deleted" in said
    assert kontor("import", "undo", job, "--yes")[0] == 2


def test_presets_say_what_they_take(kontor: Run) -> None:
    _, said = kontor("import", "presets")

    assert "staff: Colleagues and teams" in said
    assert "--set domain=...  Domain of missing addresses" in said


def test_file_without_a_single_good_row_fails(kontor: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("name,number\n,1\n")

    assert kontor("import", "customers", file)[0] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["customers", "FILE", "--map", "Name=nmae"], 'There is no field "nmae". Did you mean'),
        (["customers", "FILE", "--map", "Name"], "is no NAME=VALUE pair"),
        (["customers", "/no/such.csv"], "There is no file /no/such.csv."),
        (["custmers", "FILE"], 'Did you mean "customers"?'),
        (["teams", "FILE"], '"teams" cannot be imported'),
        (["--preset", "stuff", "FILE"], 'Did you mean "staff"?'),
        (["--preset", "staff", "FILE", "--set", "domian=x"], 'Did you mean "domain"?'),
        (["contacts", "FILE"], "family_name (Family name)"),
        (["customers"], "Say 'kontor import RESOURCE FILE'"),
        (["undo", "nonsense", "--yes"], "import nonsense does not exist"),
    ],
)
def test_slips_are_told_in_one_sentence(
    kontor: Run, file: Path, words: list[str], told: str
) -> None:
    code, said = kontor("import", *[str(file) if w == "FILE" else w for w in words])

    assert code == 2
    assert told in said
    assert "Traceback" not in said


def test_sheets_come_in_one_after_another(kontor: Run, tmp_path: Path) -> None:
    book = Workbook()
    for name in ("Nord", "Süd"):
        sheet: Any = book.create_sheet(name)
        for row in (["Name"], [f"{name} GmbH"]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")

    code, said = kontor(
        "import", "customers", tmp_path / "a.xlsx", "--sheet", "Nord", "--sheet", "Süd"
    )

    assert (code, said.count("1 rows taken, 0 refused")) == (0, 2)
    assert [job["taken"] for job in json.loads(kontor("import", "jobs", "--json")[1])] == [1, 1]


def test_scripts_are_told_what_an_import_would_ask(kontor: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Nachname;Firma\nBerg;Neue AG\n")

    _, said = kontor("import", "contacts", file, "--organisations", "ask", "--dry-run", "--json")

    assert json.loads(said)["organisations"] == [{"name": "Neue AG", "rows": 1, "similar": []}]
