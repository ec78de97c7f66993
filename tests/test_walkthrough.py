"""The walk-through reconciles any file of its shape, and says so when something is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = """\
Invoice;StockCode;Description;Quantity;InvoiceDate;Price;Customer ID;Country
536365;85123A;HEART HOLDER;6;01.12.2010 08:26;2.549;17850;United Kingdom
536365;71053;LANTERN;2.5;01.12.2010 08:26;3.39;17850;United Kingdom
C536379;D;Discount;-1;01.12.2010 09:41;27.50;14527;United Kingdom
536414;22139;;56;01.12.2010 11:52;0;;United Kingdom
536415;22139;damages;-20;01.12.2010 11:52;0;;United Kingdom
A563185;B;Adjust bad debt;1;12.08.2011 14:50;-11062.06;;United Kingdom
536416;71053;LANTERN;x;01.12.2010 11:52;1;17850;United Kingdom
536417;71053;LANTERN;1;31.02.2010 11:52;1;17850;United Kingdom
536418;POST;POSTAGE;1;01.12.2010 11:52;18;12583;France
536365;71053;LANTERN;1;01.12.2010 08:26;1;12583;United Kingdom
"""


def walk(tmp_path: Path, text: str) -> tuple[int, str]:
    pytest.importorskip("polars")
    file = tmp_path / "lines.csv"
    file.write_text(text, encoding="cp1252")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KONTOR_")}
    done = subprocess.run(
        [sys.executable, "-m", "examples.walkthrough", str(file)],
        cwd=ROOT, env=kept, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_every_figure_of_another_file_agrees(tmp_path: Path) -> None:
    code, said = walk(tmp_path, LINES)

    figures = {line[:45].strip(): line.split()[-3:] for line in said.splitlines() if "=" in line}
    assert code == 0, said
    assert figures["lines taken"] == ["5", "5", "="]
    assert figures["refused: cell cannot be read"] == ["2", "2", "="]
    assert figures["refused: second customer on an invoice"] == ["1", "1", "="]
    assert figures["their revenue"] == ["41.769", "41.769", "="]
    assert figures["cancelled amount"] == ["-27.500", "-27.500", "="]


def test_missing_file_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "examples.walkthrough", str(tmp_path / "none.csv")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.startswith("There is no file")) == (2, True)
