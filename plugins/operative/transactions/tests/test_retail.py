"""A shop's invoice lines become products, customers, orders and lines, exactly."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kontor_core.app import KontorApp
from kontor_core.exchange import jobs
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.starting import look_at, rehearse_import, run_import, start_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.models import columns, func, select
from kontor_transactions import orders
from kontor_transactions.models import Account, Order, OrderLine, Product

SHARED = Path(__file__).parents[5] / "shared" / "data" / "online_retail_2009_2010.parquet"

_line, _order, _product = columns(OrderLine), columns(Order), columns(Product)


LinesFile = Callable[..., tuple[Path, Any]]


class Sums(msgspec.Struct):
    lines: int
    amount: Decimal | None


ALL = select(func.count(_line.id), func.sum(_line.amount))
SOLD = ALL.join(Order, _order.id == _line.order_id).where(
    _order.customer_id.is_not(None), _line.quantity > 0, _line.unit_price > 0
)
NOBODYS = ALL.join(Order, _order.id == _line.order_id).where(_order.customer_id.is_(None))


def take_in(app: KontorApp, path: Path, **more: Any) -> Job:
    size = more.pop("chunk_size", 100)
    return run_import(
        app, start_import(app, SYSTEM, path, "retail", preset=True, **more), chunk_size=size
    )


def sums(app: KontorApp, statement: Any) -> tuple[int, Fraction]:
    (found,) = app.reader(SYSTEM).read(statement, Sums)
    return found.lines, Fraction(found.amount or 0)


def count(app: KontorApp, resource: str) -> int:
    return app.resources.count(SYSTEM, app.resources.named(resource))


def test_every_line_lands_where_it_belongs(app: KontorApp, lines_file: LinesFile) -> None:
    file, expected = lines_file()

    job = take_in(app, file)

    assert (job.good, job.bad) == (expected.good, expected.bad.total())
    assert sums(app, ALL) == (expected.good, expected.all)
    assert sums(app, SOLD) == (expected.sold_lines, expected.sold)
    assert sums(app, NOBODYS)[0] == expected.anonymous_lines
    assert count(app, "customers") == len(expected.customers)
    assert count(app, "transactions.orders") == len(expected.orders)
    assert count(app, "transactions.products") == len(expected.articles)
    cancelled = ALL.where(_line.kind == "cancellation")
    assert sums(app, cancelled)[0] == expected.cancelled_lines


def test_every_refused_line_names_its_column(app: KontorApp, lines_file: LinesFile) -> None:
    file, expected = lines_file()

    job = take_in(app, file)

    errors = jobs.job_errors(app, job.id, limit=1000)
    assert Counter(error.column for error in errors) == expected.bad
    assert [error.line for error in errors] == sorted(error.line for error in errors)


@pytest.mark.parametrize("chunk_size", [1, 7, 10_000])
def test_sums_do_not_depend_on_where_the_chunks_end(
    app: KontorApp, lines_file: LinesFile, chunk_size: int
) -> None:
    file, expected = lines_file(12)

    take_in(app, file, chunk_size=chunk_size)

    assert sums(app, ALL) == (expected.good, expected.all)
    _assert_totals_are_true(app)


def test_orders_a_second_file_continues_grow(app: KontorApp, tmp_path: Path) -> None:
    head = "invoice,stock_code,quantity,invoice_date,price,customer_id\n"
    (tmp_path / "a.csv").write_text(head + "1,X,2,2010-01-01,1.005,7\n")
    (tmp_path / "b.csv").write_text(head + "1,Y,1,2010-01-01,1.005,7\n1,Y,1,2010-01-01,1,8\n")
    take_in(app, tmp_path / "a.csv")

    job = take_in(app, tmp_path / "b.csv")

    assert (job.good, job.bad) == (1, 1)
    assert count(app, "transactions.orders") == 1
    _assert_totals_are_true(app)
    undo_import(app, job.id)
    assert sums(app, ALL) == (1, Fraction("2.01"))
    _assert_totals_are_true(app)


def test_accounts_follow_the_import(app: KontorApp, lines_file: LinesFile) -> None:
    file, _ = lines_file()
    take_in(app, file)

    app.bus.deliver()

    account = columns(Account)

    class Revenue(msgspec.Struct):
        customers: int
        total: int

    (found,) = app.reader(SYSTEM).read(
        select(func.count(account.id), func.sum(account.revenue)), Revenue
    )
    known = sums(app, ALL)[1] - sums(app, NOBODYS)[1]
    assert found.customers == count(app, "customers")
    assert abs(Fraction(int(found.total), 100) - known) < Fraction(found.customers, 200)


def test_charges_and_phase_are_said_by_the_operator(app: KontorApp, lines_file: LinesFile) -> None:
    file, _ = lines_file()

    take_in(app, file, options={"charges": "POST, DOT", "phase": "active"})

    (codes,) = _texts(
        app,
        select(_product.sku, _line.kind)
        .join(OrderLine, _line.product_id == _product.id)
        .where(_line.kind == "charge")
        .distinct(),
    )
    assert codes == ("POST", "charge")
    info = app.resources.named("customers")
    assert app.resources.count(SYSTEM, info, filter='phase != "active"') == 0


def test_rehearsal_of_lines_writes_nothing(app: KontorApp, lines_file: LinesFile) -> None:
    file, expected = lines_file()

    preview = look_at(app, SYSTEM, file, "transactions.retail", preset=True)
    report = rehearse_import(app, SYSTEM, preview)

    assert (report.good, report.bad) == (expected.good, expected.bad.total())
    assert [count(app, name) for name in ("customers", "transactions.orders")] == [0, 0]


def test_undo_leaves_an_empty_shop(app: KontorApp, lines_file: LinesFile) -> None:
    file, _ = lines_file()
    job = take_in(app, file)
    app.bus.deliver()

    done = undo_import(app, job.id)

    assert done.kept == 0
    assert done.deleted == job.made
    names = (
        "customers",
        "transactions.orders",
        "transactions.order_lines",
        "transactions.products",
    )
    assert [count(app, name) for name in names] == [0, 0, 0, 0]
    app.bus.deliver()
    assert app.bus.dead_letters() == app.bus.parked_letters() == []


def test_undo_keeps_an_order_that_was_worked_on_and_all_it_needs(
    app: KontorApp, tmp_path: Path
) -> None:
    head = "invoice,stock_code,quantity,invoice_date,price,customer_id\n"
    file = tmp_path / "a.csv"
    file.write_text(head + "1,X,2,2010-01-01,1,7\n2,Y,1,2010-01-01,1,8\n3,X,1,2010-01-01,1,9\n")
    job = take_in(app, file)
    with app.unit(SYSTEM) as uow:
        order = uow.find(Order, number="2")
        product = uow.find(Product, sku="X")
        assert order is not None
        assert product is not None
        orders.add_line(
            uow, {"order_id": order.id, "product_id": product.id, "quantity": Decimal(1)}
        )

    undo_import(app, job.id)

    kept = _texts(app, select(_order.number, _order.number))
    assert kept == [("2", "2")]
    assert count(app, "customers") == 1
    assert [row[0] for row in _texts(app, select(_product.sku, _product.sku))] == ["X"]


def test_other_currency_than_the_companys_is_said(app: KontorApp, lines_file: LinesFile) -> None:
    file, _ = lines_file(3)

    take_in(app, file, options={"currency": "eur"})

    currencies = _texts(app, select(_order.currency, _order.currency).distinct())
    assert currencies == [("EUR", "EUR")]


def test_real_lines_agree_with_the_file(app: KontorApp, tmp_path: Path) -> None:
    """The first lines of the file that `make walkthrough` takes as a whole."""
    polars = pytest.importorskip("polars")
    if not SHARED.is_file():
        pytest.skip("The shared data is not here; the samples of our own cover the same ground.")
    part = polars.read_parquet(SHARED).head(12_000)
    file = tmp_path / "real.parquet"
    part.write_parquet(file)

    take_in(app, file, chunk_size=None)

    col = polars.col
    sold = part.filter(
        col("customer_id").is_not_null() & (col("quantity") > 0) & (col("price") > 0)
    )
    amount = sold.select(((col("price") * 1000).round().cast(int) * col("quantity")).sum()).item()
    assert sums(app, SOLD) == (sold.height, Fraction(amount, 1000))


def _texts(app: KontorApp, statement: Any) -> list[tuple[str, str]]:
    class Pair(msgspec.Struct):
        one: str
        other: str

    return [(row.one, row.other) for row in app.reader(SYSTEM).read(statement, Pair)]


def _assert_totals_are_true(app: KontorApp) -> None:
    """Every order's total is the rounded sum of its lines, and its positions are 1, 2, 3 ..."""

    class Row(msgspec.Struct):
        total: int
        amount: Decimal
        lines: int
        last: int

    rows = app.reader(SYSTEM).read(
        select(_order.total, func.sum(_line.amount), func.count(_line.id), func.max(_line.position))
        .join(OrderLine, _line.order_id == _order.id)
        .group_by(_order.id, _order.total),
        Row,
    )
    for row in rows:
        assert row.total == int((row.amount * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
        assert row.lines == row.last
