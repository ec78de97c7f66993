"""Amounts stand in the currency of their own row: read, listed, exported and taken back so."""

import io
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.cli.main import main
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation.access.identities import SYSTEM

INVOICES = """\
customer_id;number;total;currency;issued_on;due_on
1;R-1;1.234,50;USD;2026-01-01;2026-02-01
1;R-2;1500;JPY;2026-01-02;2026-02-01
1;R-3;2,125;kwd;2026-01-03;2026-02-01
1;R-4;12,50;;2026-01-04;2026-02-01
"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Say things once: how values are read is the same on both databases."""
    return sqlite_url


def load(app: KontorApp, path: Path, target: str) -> tuple[int, int]:
    job = run_import(app, start_import(app, SYSTEM, path, target))
    return job.good, job.bad


@pytest.fixture
def billed(app: KontorApp, tmp_path: Path) -> KontorApp:
    customers, invoices = tmp_path / "customers.csv", tmp_path / "invoices.csv"
    customers.write_text("number;name\n1;Alster\n")
    invoices.write_text(INVOICES)
    assert load(app, customers, "customers") == (1, 0)
    assert load(app, invoices, "transactions.invoices") == (4, 0)
    return app


def amounts(app: KontorApp) -> list[tuple[int, str, int]]:
    info = app.resources.named("transactions.invoices")
    page = app.resources.page(
        SYSTEM, info, fields=["number", "total", "currency"], sort="issued_on"
    )
    return [(row.f1, row.f2) for row in page.rows]


def test_file_is_read_in_the_currency_of_each_row(billed: KontorApp) -> None:
    assert amounts(billed) == [(123450, "USD"), (1500, "JPY"), (2125, "KWD"), (1250, "GBP")]


def test_command_line_shows_each_row_in_its_own_currency(
    billed: KontorApp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KONTOR_HOME", str(billed.home))
    monkeypatch.setenv("KONTOR_LANG", "en")
    capsys.readouterr()
    main(["list", "transactions.invoices", "--fields", "number,total", "--sort", "issued_on"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]

    totals = [row[1] for row in rows[1:5]]
    assert totals == ["US$1,234.50", "JP¥1,500", "KWD2.125", "£12.50"]
    assert "Currency" not in " ".join(rows[0])


def test_text_of_a_form_or_command_has_the_decimals_of_its_currency(billed: KontorApp) -> None:
    info = billed.resources.named("transactions.invoices")
    customers = billed.resources.named("customers")
    customer = billed.resources.page(SYSTEM, customers, fields=["name"]).rows[0].f1

    for number, currency, text in (("R-5", "JPY", "700"), ("R-6", "KWD", "1.5")):
        values = {"customer_id": customer, "number": number, "total": text, "currency": currency}
        values["issued_on"] = "2026-01-05"
        billed.resources.create(SYSTEM, info, values)

    assert amounts(billed)[-2:] == [(700, "JPY"), (1500, "KWD")]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "jsonl"])
def test_export_comes_back_with_the_same_amounts(
    billed: KontorApp, tmp_path: Path, format_: str
) -> None:
    file = io.BytesIO()
    fields = ("number", "customer_id", "total", "currency", "issued_on", "due_on")
    Export(billed, SYSTEM, Wanted("transactions.invoices", format_, fields=fields)).write(file)
    (tmp_path / "again").write_bytes(file.getvalue())

    before = amounts(billed)
    taken = load(billed, tmp_path / "again", "transactions.invoices")

    assert amounts(billed) == before
    assert taken[0] + taken[1] == 4
