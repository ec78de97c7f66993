"""A shop on both databases, and invoice lines of our own making with what goes wrong in them.

Beside the file the generator says what must come of it, added up with fractions and without the
product.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from kontor_core.app import KontorApp

DEFINITION = """\
[company]
name = "Shop"
currency = "GBP"
timezone = "Europe/London"

[plugins]
enabled = ["transactions"]

[database]
url = "{url}"
durability = "normal"
"""


@pytest.fixture
def shop(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a company's folder with the plugin, on SQLite and on PostgreSQL."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    home = tmp_path / "shop"
    home.mkdir()
    (home / "kontor.toml").write_text(DEFINITION.format(url=database_url), encoding="utf-8")
    KontorApp.open(home, strict=True, migrate=True).close()
    return home


@pytest.fixture
def app(shop: Path) -> Iterator[KontorApp]:
    opened = KontorApp.open(shop, strict=True)
    yield opened
    opened.close()


@pytest.fixture
def lines_file(tmp_path: Path) -> Callable[[int], tuple[Path, "Expected"]]:
    """Give a function that writes the lines of so many invoices and says what they add up to."""

    def write(invoices: int = 60) -> tuple[Path, Expected]:
        path = tmp_path / "lines.csv"
        return path, write_lines(path, invoices=invoices)

    return write


HEADER = (
    "Invoice",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "Price",
    "Customer ID",
    "Country",
)
ARTICLES = (
    ("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", "2.55"),
    ("71053", "LANTERNE MÉTAL BLANC", "3.39"),
    ("84406B", "CREAM CUPID HEARTS, COAT HANGER", "2.75"),
    ("22752", 'SET 7 "BABUSHKA" BOXES', "7.649"),
    ("21730", "GLASS STAR\nFROSTED", "4.25"),
    ("POST", "POSTAGE", "18"),
    ("90214", "", "0.001"),
    ("KG-1", "RIBBON, PER METRE", "1.125"),
)


@dataclass
class Expected:
    """What the file adds up to."""

    good: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    sold: Fraction = Fraction(0)
    sold_lines: int = 0
    all: Fraction = Fraction(0)
    cancelled_lines: int = 0
    anonymous_lines: int = 0
    customers: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


def write_lines(path: Path, *, invoices: int = 60, seed: int = 7) -> Expected:
    """Write about 300 lines; gives what has to come of them."""
    random = Random(seed)  # noqa: S311  # sample data
    expected = Expected()
    rows: list[Sequence[str]] = []
    for number in range(536_300, 536_300 + invoices):
        rows += _invoice(random, expected, number)
    rows += _nonsense(expected)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return expected


def _invoice(random: Random, expected: Expected, number: int) -> list[Sequence[str]]:
    cancelled = random.random() < 0.15
    customer = "" if random.random() < 0.2 else str(random.randint(12_346, 12_366))
    name = f"C{number}" if cancelled else str(number)
    day = f"2010-12-{number % 28 + 1:02d} 08:{number % 60:02d}:00"
    rows = []
    for code, text, price in random.sample(ARTICLES, random.randint(2, 7)):
        quantity = random.choice((1, 2, 6, 12, 48)) * (-1 if cancelled else 1)
        amount = "2.5" if code == "KG-1" and not cancelled else str(quantity)
        rows.append((name, code, text, amount, day, price, customer, "United Kingdom"))
        _take(expected, name, code, Fraction(amount), Fraction(price), customer)
    return rows


def _take(
    expected: Expected, invoice: str, code: str, quantity: Fraction, price: Fraction, customer: str
) -> None:
    expected.good += 1
    expected.all += quantity * price
    expected.orders.add(invoice)
    expected.articles.add(code)
    expected.cancelled_lines += invoice.startswith("C")
    if not customer:
        expected.anonymous_lines += 1
        return
    expected.customers.add(customer)
    if quantity > 0:
        expected.sold += quantity * price
        expected.sold_lines += 1


def _nonsense(expected: Expected) -> list[Sequence[str]]:
    """Give lines that are to be refused, each for a reason of its own."""
    day, uk = "2010-12-24 12:00:00", "United Kingdom"
    rows: list[tuple[str, Sequence[str]]] = [
        ("Price", ("A563185", "B", "Adjust bad debt", "1", day, "-11062.06", "", uk)),
        ("Price", ("536901", "71053", "x", "1", day, "three", "12346", uk)),
        ("Price", ("536901", "71053", "x", "1", day, "", "12346", uk)),
        ("Price", ("536901", "71053", "x", "1", day, "0.0000001", "12346", uk)),
        ("Quantity", ("536902", "71053", "damages", "-9", day, "0", "", uk)),
        ("Quantity", ("536902", "71053", "x", "0", day, "1", "", uk)),
        ("Quantity", ("536902", "71053", "x", "many", day, "1", "", uk)),
        ("Quantity", ("C536903", "71053", "x", "3", day, "1", "12346", uk)),
        ("InvoiceDate", ("536904", "71053", "x", "1", "2010-02-30 12:00", "1", "", uk)),
        ("InvoiceDate", ("536904", "71053", "x", "1", "", "1", "", uk)),
        ("Invoice", ("", "71053", "x", "1", day, "1", "", uk)),
        ("StockCode", ("536904", " ", "x", "1", day, "1", "", uk)),
        ("", ("536904", "71053", "x", "1")),
    ]
    expected.bad.update(column for column, _ in rows)
    first = ("536905", "71053", "x", "1", day, "1", "12346", uk)
    _take(expected, "536905", "71053", Fraction(1), Fraction(1), "12346")
    expected.bad["Customer ID"] += 1
    second = ("536905", "71053", "x", "1", day, "1", "12347", uk)
    return [*(row for _, row in rows), first, second]
