"""The same figures twice: asked of the CRM, and of the file it was filled from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from kontor_core.foundation.storage.reader import Reader
from kontor_sdk.models import Customer, case, columns, func, select
from kontor_transactions.models import CANCELLATION, RETURN, Account, Order, OrderLine, Product

_line = columns(OrderLine)
_order = columns(Order)
_product = columns(Product)
_customer = columns(Customer)
_account = columns(Account)


@dataclass(frozen=True)
class Figures:
    """What a shop's invoice lines add up to; amounts are exact."""

    lines: int
    below_zero: int
    nothing: int
    stock: int
    contradiction: int
    two_customers: int
    unreadable: int
    orders: int
    products: int
    customers: int
    anonymous_lines: int
    anonymous_orders: int
    cancellation_lines: int
    cancellation_amount: Decimal
    return_lines: int
    return_amount: Decimal
    sold_lines: int
    sold_customers: int
    sold_amount: Decimal
    net_amount: Decimal
    account_revenue: Decimal


LABELS: Mapping[str, str] = {
    "lines": "lines taken",
    "below_zero": "refused: price below zero",
    "nothing": "refused: quantity is zero",
    "stock": "refused: stock correction, no sale",
    "contradiction": "refused: cancellation that sells",
    "two_customers": "refused: second customer on an invoice",
    "unreadable": "refused: cell cannot be read",
    "orders": "orders (invoices)",
    "products": "products",
    "customers": "customers",
    "anonymous_lines": "lines without a customer",
    "anonymous_orders": "orders without a customer",
    "cancellation_lines": "cancellation lines",
    "cancellation_amount": "cancelled amount",
    "return_lines": "return lines",
    "return_amount": "returned amount",
    "sold_lines": "lines with customer, quantity > 0, price > 0",
    "sold_customers": "  their customers",
    "sold_amount": "  their revenue",
    "net_amount": "all lines together",
    "account_revenue": "sum of the field transactions.revenue",
}

_REASONS = {
    "below_zero": "The price is below zero",
    "nothing": "The quantity is zero",
    "stock": "A quantity below zero without",
    "contradiction": "A cancellation takes back",
    "two_customers": "This invoice has another customer",
}


class _Lines(msgspec.Struct):
    lines: int
    cancelled: int
    cancelled_amount: Decimal | None
    returned: int
    returned_amount: Decimal | None
    net: Decimal | None


class _Count(msgspec.Struct):
    count: int


class _Sold(msgspec.Struct):
    lines: int
    customers: int
    amount: Decimal | None


class _Sum(msgspec.Struct):
    amount: Any


_LINES = select(
    func.count(_line.id),
    func.count(case((_line.kind == CANCELLATION, _line.id))),
    func.sum(case((_line.kind == CANCELLATION, _line.amount))),
    func.count(case((_line.kind == RETURN, _line.id))),
    func.sum(case((_line.kind == RETURN, _line.amount))),
    func.sum(_line.amount),
)
_SOLD = (
    select(func.count(_line.id), func.count(_order.customer_id.distinct()), func.sum(_line.amount))
    .join(Order, _order.id == _line.order_id)
    .where(_order.customer_id.is_not(None), _line.quantity > 0, _line.unit_price > 0)
)
_ANONYMOUS_LINES = (
    select(func.count(_line.id))
    .join(Order, _order.id == _line.order_id)
    .where(_order.customer_id.is_(None))
)
_ANONYMOUS_ORDERS = select(func.count(_order.id)).where(_order.customer_id.is_(None))
_ORDERS = select(func.count(_order.id))
_PRODUCTS = select(func.count(_product.id))
_BUYERS = select(func.count(_order.customer_id.distinct()))
_REVENUE = select(func.sum(_account.revenue))


def figures_of_crm(reader: Reader, refused: Mapping[str, int]) -> Figures:
    """Ask the CRM, through the door its own pages read by; ``refused`` counts reasons."""

    def count(statement: Any) -> int:
        return reader.read(statement, _Count)[0].count

    (lines,) = reader.read(_LINES, _Lines)
    (sold,) = reader.read(_SOLD, _Sold)
    revenue = reader.read(_REVENUE, _Sum)[0].amount or 0
    by_reason = {
        name: sum(n for reason, n in refused.items() if reason.startswith(start))
        for name, start in _REASONS.items()
    }
    return Figures(
        lines=lines.lines,
        **by_reason,
        unreadable=sum(refused.values()) - sum(by_reason.values()),
        orders=count(_ORDERS),
        products=count(_PRODUCTS),
        customers=count(_BUYERS),
        anonymous_lines=count(_ANONYMOUS_LINES),
        anonymous_orders=count(_ANONYMOUS_ORDERS),
        cancellation_lines=lines.cancelled,
        cancellation_amount=lines.cancelled_amount or Decimal(0),
        return_lines=lines.returned,
        return_amount=lines.returned_amount or Decimal(0),
        sold_lines=sold.lines,
        sold_customers=sold.customers,
        sold_amount=sold.amount or Decimal(0),
        net_amount=lines.net or Decimal(0),
        account_revenue=Decimal(int(revenue)).scaleb(-2),
    )


def figures_of_file(
    path: Path, mapping: Mapping[str, str], layout: Mapping[str, str], prefix: str = "C"
) -> Figures:
    """Ask the file with polars alone; ``mapping`` names what its columns are."""
    rows = _table(path, mapping, layout)
    readable = rows.filter(~pl.any_horizontal(_required().is_null()))
    cancelled = pl.col("invoice").str.starts_with(prefix)
    price, quantity = pl.col("price"), pl.col("quantity")
    below_zero = price < 0
    nothing = ~below_zero & (quantity == 0)
    stock = ~below_zero & (quantity < 0) & (price == 0) & ~cancelled
    contradiction = ~below_zero & (quantity > 0) & cancelled
    sound = readable.filter(~(below_zero | nothing | stock | contradiction))
    first = pl.col("customer").first().over("invoice")
    taken = sound.filter(pl.col("customer").eq_missing(first))
    product = quantity * price
    amount = ((product.abs() + 500) // 1000 * product.sign()).sum()
    back = taken.filter(cancelled)
    returned = taken.filter(~cancelled & (quantity < 0))
    known = taken.filter(pl.col("customer").is_not_null())
    sold = known.filter((quantity > 0) & (price > 0))
    accounts = known.group_by("customer").agg(amount.alias("amount"))
    return Figures(
        lines=taken.height,
        below_zero=readable.filter(below_zero).height,
        nothing=readable.filter(nothing).height,
        stock=readable.filter(stock).height,
        contradiction=readable.filter(contradiction).height,
        two_customers=sound.height - taken.height,
        unreadable=rows.height - readable.height,
        orders=taken["invoice"].n_unique(),
        products=taken["article"].n_unique(),
        customers=known["customer"].n_unique(),
        anonymous_lines=taken.height - known.height,
        anonymous_orders=taken.filter(pl.col("customer").is_null())["invoice"].n_unique(),
        cancellation_lines=back.height,
        cancellation_amount=_exact(back.select(amount).item()),
        return_lines=returned.height,
        return_amount=_exact(returned.select(amount).item()),
        sold_lines=sold.height,
        sold_customers=sold["customer"].n_unique(),
        sold_amount=_exact(sold.select(amount).item()),
        net_amount=_exact(taken.select(amount).item()),
        account_revenue=sum(
            (_to_pence(_exact(value)) for value in accounts["amount"].to_list()), Decimal(0)
        ),
    )


def _table(path: Path, mapping: Mapping[str, str], layout: Mapping[str, str]) -> pl.DataFrame:
    """Read a file's own cells; prices become whole millionths, quantities thousandths.

    What is no number or no date becomes null: such a line cannot be read.
    """
    if layout.get("format") == "parquet":
        raw = pl.read_parquet(path)
    else:
        raw = pl.read_csv(
            path,
            separator=layout["delimiter"],
            encoding="utf8" if layout["encoding"].startswith("utf-8") else layout["encoding"],
            infer_schema_length=0,
            truncate_ragged_lines=True,
        )
    rows = raw.select(pl.col(column).alias(name) for column, name in mapping.items())
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars().replace("", None)
        for name in ("invoice", "article", "customer")
    ]
    numbers = [_scaled("price", 6), _scaled("quantity", 3)]
    return rows.with_columns(*texts, *numbers, _moment(rows.schema["placed_at"]))


def _scaled(name: str, digits: int) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64, strict=False) * 10**digits
    exact = (number - number.round()).abs() < 0.001
    return pl.when(exact).then(number.round()).cast(pl.Int64).alias(name)


def _moment(type_: pl.DataType) -> pl.Expr:
    if type_.is_temporal():
        return pl.col("placed_at")
    days = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
    forms = [f"{day} {time}".strip() for day in days for time in ("%H:%M:%S", "%H:%M", "")]
    text = pl.col("placed_at").str.strip_chars().str.replace("T", " ")
    return pl.coalesce(text.str.to_datetime(form, strict=False) for form in forms)


def _required() -> Any:
    return pl.col("invoice", "article", "quantity", "price", "placed_at")


def _exact(millionths: int | None) -> Decimal:
    return Decimal(millionths or 0).scaleb(-6)


def _to_pence(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def compare(crm: Figures, source: Figures) -> list[tuple[str, str, str, bool]]:
    """Give every figure as the CRM and as the file have it, and whether they agree."""
    found = []
    for field in fields(Figures):
        ours, theirs = getattr(crm, field.name), getattr(source, field.name)
        found.append((LABELS[field.name], _shown(ours), _shown(theirs), ours == theirs))
    return found


def _shown(value: object) -> str:
    return f"{value:,.3f}" if isinstance(value, Decimal) else f"{value:,}"
