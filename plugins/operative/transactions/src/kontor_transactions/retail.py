"""Lines of a shop's invoices as products, customers, orders and lines, a chunk at a time.

One row of the file is one article on one invoice. An invoice whose number begins with the prefix
of cancellations takes back what another one sold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kontor_sdk import L
from kontor_sdk.exchange import (
    Import,
    ImportColumn,
    ImportOption,
    ImportPreset,
    Rows,
    Same,
)
from kontor_sdk.models import Customer, Money, search_key
from kontor_sdk.ui import Kind

from .events import OrderCancelled, OrderPlaced
from .models import (
    CANCELLATION,
    CANCELLED,
    CHARGE,
    DELIVERED,
    RETURN,
    SALE,
    Order,
    OrderLine,
    Product,
)
from .orders import PRICE_DIGITS, checked_currency
from .queries import STATE_OF_ORDERS, OrderState, batches

BELOW_ZERO = L(
    "Der Preis liegt unter null: das ist eine Buchung, kein Verkauf.",
    en="The price is below zero: this is a booking, not a sale.",
)
NOTHING = L("Die Menge ist null.", en="The quantity is zero.")
STOCK = L(
    "Menge unter null ohne Preis auf einer Rechnung, die kein Storno ist: eine Bestandskorrektur.",
    en="A quantity below zero without a price on an invoice that is no cancellation: a stock "
    "correction.",
)
CONTRADICTION = L(
    "Ein Storno nimmt zurück, diese Zeile verkauft: die Menge liegt über null.",
    en="A cancellation takes back, this line sells: its quantity is above zero.",
)
TWO_CUSTOMERS = L(
    "Auf dieser Rechnung steht schon ein anderer Kunde.",
    en="This invoice has another customer already.",
)
NAME = L("Kunde {number}", en="Customer {number}")

_QUANTITY_STEP = 1_000  # quantities are kept in thousandths, prices and amounts in millionths
_REMEMBERED = 200_000

RETAIL = ImportPreset(
    key="retail",
    label=L("Rechnungszeilen eines Händlers", en="A shop's invoice lines"),
    help=L(
        "Eine Zeile je Artikel und Rechnung; macht Artikel, Kunden und Aufträge daraus.",
        en="One row for each article of an invoice; makes products, customers and orders of them.",
    ),
    creates=(
        "customer",
        "transactions.product",
        "transactions.order",
        "transactions.order_line",
    ),
    columns=(
        ImportColumn(
            "invoice",
            L("Rechnungsnummer", en="Invoice number"),
            required=True,
            names=("invoice no", "rechnung", "beleg", "order", "order number", "auftrag"),
            max_length=60,
        ),
        ImportColumn(
            "article",
            L("Artikelnummer", en="Article number"),
            required=True,
            names=("stock code", "sku", "artikel", "product", "item"),
            max_length=60,
        ),
        ImportColumn(
            "description",
            L("Bezeichnung", en="Description"),
            names=("name", "artikelname", "product name"),
        ),
        ImportColumn(
            "quantity",
            L("Menge", en="Quantity"),
            Kind.QUANTITY,
            required=True,
            names=("anzahl", "qty", "stück"),
        ),
        ImportColumn(
            "placed_at",
            L("Datum", en="Date"),
            Kind.DATETIME,
            required=True,
            names=("invoice date", "rechnungsdatum", "zeitpunkt", "time", "order date"),
        ),
        ImportColumn(
            "price",
            L("Einzelpreis", en="Unit price"),
            Kind.UNIT_PRICE,
            required=True,
            names=("preis", "price", "unit price"),
        ),
        ImportColumn(
            "customer",
            L("Kundennummer", en="Customer number"),
            names=("customer id", "kunde", "customer", "customer no"),
            max_length=60,
        ),
        ImportColumn("country", L("Land", en="Country"), max_length=60),
    ),
    options=(
        ImportOption("currency", L("Währung der Preise", en="Currency of the prices")),
        ImportOption(
            "cancellation", L("Anfang von Stornonummern", en="Prefix of cancellations"), "C"
        ),
        ImportOption(
            "charges",
            L("Artikelnummern, die Nebenkosten sind", en="Article numbers that are charges"),
        ),
        ImportOption("phase", L("Phase neuer Kunden", en="Phase of new customers")),
    ),
    importer=lambda: RetailLines(),
)


@dataclass(slots=True)
class _Order:
    """An order the importer knows: what the next line of it needs."""

    id: str
    customer: str | None
    lines: int = 0
    amount: int = 0


@dataclass(slots=True)
class _Line:
    """A row that is taken; amounts in millionths."""

    index: int
    invoice: str
    article: str
    kind: str
    quantity: int
    price: int
    amount: int


class RetailLines:
    """Remembers the products, customers and orders it has met, so that each is looked up once."""

    def __init__(self) -> None:
        self._products: dict[str, str] = {}
        self._customers: dict[str, str] = {}
        self._orders: dict[str, _Order] = {}

    def take(self, imports: Import, rows: Rows) -> None:
        lines = _sorted_out(imports, rows)
        self._meet_products(imports, rows, lines)
        self._meet_customers(imports, rows, lines)
        lines = self._meet_orders(imports, rows, lines)
        self._insert_lines(imports, lines)

    def _meet_products(self, imports: Import, rows: Rows, lines: Sequence[_Line]) -> None:
        wanted = {line.article for line in lines} - self._products.keys()
        self._products |= imports.find(Product, "sku", sorted(wanted))
        fresh = sorted(wanted - self._products.keys())
        if not fresh:
            return
        names, prices = _named_and_priced(rows, lines, set(fresh))
        labels = [names.get(sku, sku) for sku in fresh]
        ids = imports.insert(
            Product,
            {
                "sku": fresh,
                "name": labels,
                "name_key": list(map(search_key, labels)),
                "price": [prices.get(sku) for sku in fresh],
                "currency": Same(_currency(imports)),
            },
            len(fresh),
        )
        self._products |= zip(fresh, ids, strict=True)

    def _meet_customers(self, imports: Import, rows: Rows, lines: Sequence[_Line]) -> None:
        given = rows.column("customer")
        numbers = {given[line.index] for line in lines} - {None} - self._customers.keys()
        self._customers |= imports.find(Customer, "number", sorted(numbers))
        fresh = sorted(numbers - self._customers.keys())
        ids = imports.insert_customers(
            {
                "number": fresh,
                "name": [str(NAME.format(number=number)) for number in fresh],
                "phase": Same(imports.options["phase"] or None),
            },
            len(fresh),
        )
        self._customers |= zip(fresh, ids, strict=True)

    def _meet_orders(self, imports: Import, rows: Rows, lines: list[_Line]) -> list[_Line]:
        """Find or make the orders of a chunk; lines of another customer's order are refused."""
        if len(self._orders) > _REMEMBERED:
            self._orders.clear()
        customers = rows.column("customer")
        unknown = {line.invoice for line in lines} - self._orders.keys()
        for part in batches(sorted(unknown)):
            for row in imports.read(STATE_OF_ORDERS, OrderState, {"numbers": list(part)}):
                amount = int((row.amount or Decimal(0)).scaleb(PRICE_DIGITS))
                self._orders[row.number] = _Order(row.id, row.customer_id, row.lines or 0, amount)
        fresh: dict[str, _Line] = {}
        taken, known = [], set()
        for line in lines:
            number = customers[line.index]
            customer = self._customers[number] if number is not None else None
            order = self._orders.get(line.invoice)
            if order is None:
                order = self._orders[line.invoice] = _Order("", customer)
                fresh[line.invoice] = line
            elif order.customer != customer:
                rows.refuse(line.index, "customer", TWO_CUSTOMERS)
                continue
            elif order.id:
                known.add(line.invoice)
            order.amount += line.amount
            taken.append(line)
        self._insert_orders(imports, rows, fresh)
        self._grow_orders(imports, sorted(known))
        return taken

    def _insert_orders(self, imports: Import, rows: Rows, fresh: dict[str, _Line]) -> None:
        if not fresh:
            return
        currency = _currency(imports)
        numbers = list(fresh)
        orders = [self._orders[number] for number in numbers]
        first = [line.index for line in fresh.values()]
        placed = [rows.column("placed_at")[index] for index in first]
        totals = [_minor(order.amount, currency) for order in orders]
        back = [line.kind == CANCELLATION for line in fresh.values()]
        ids = imports.insert(
            Order,
            {
                "number": numbers,
                "number_key": list(map(search_key, numbers)),
                "customer_id": [order.customer for order in orders],
                "placed_at": placed,
                "status": [CANCELLED if cancelled else DELIVERED for cancelled in back],
                "country": [rows.column("country")[index] for index in first],
                "currency": Same(currency),
                "total": totals,
            },
            len(numbers),
        )
        for order, order_id in zip(orders, ids, strict=True):
            order.id = order_id
        for cancelled in (False, True):
            places = [place for place, flag in enumerate(back) if flag is cancelled]
            imports.tell(
                OrderCancelled if cancelled else OrderPlaced,
                entity="transactions.order",
                record_ids=[ids[place] for place in places],
                customers=[orders[place].customer for place in places],
                occurred_at=[placed[place] for place in places],
                values={
                    "number": [numbers[place] for place in places],
                    "amount" if cancelled else "total": [
                        -totals[place] if cancelled else totals[place] for place in places
                    ],
                    "currency": Same(currency),
                },
            )

    def _grow_orders(self, imports: Import, numbers: Sequence[str]) -> None:
        """Raise the totals of orders that an earlier chunk, or an earlier file, began."""
        currency = _currency(imports)
        orders = [self._orders[number] for number in numbers]
        totals = [_minor(order.amount, currency) for order in orders]
        imports.update(Order, [order.id for order in orders], {"total": totals})

    def _insert_lines(self, imports: Import, lines: Sequence[_Line]) -> None:
        orders = [self._orders[line.invoice] for line in lines]
        positions = []
        for order in orders:
            order.lines += 1
            positions.append(order.lines)
        imports.insert(
            OrderLine,
            {
                "order_id": [order.id for order in orders],
                "product_id": [self._products[line.article] for line in lines],
                "position": positions,
                "kind": [line.kind for line in lines],
                "quantity": [line.quantity for line in lines],
                "unit_price": [line.price for line in lines],
                "amount": [line.amount for line in lines],
            },
            len(lines),
            told=False,
        )


def _sorted_out(imports: Import, rows: Rows) -> list[_Line]:
    """Tell sales, returns and cancellations apart; refuse what is none of them."""
    prefix = imports.options["cancellation"]
    charges = {code.strip() for code in imports.options["charges"].split(",")}
    lines: list[_Line] = []
    cells = (rows.column(name) for name in ("invoice", "article", "quantity", "price"))
    for index, (invoice, article, quantity, price) in enumerate(zip(*cells, strict=True)):
        cancelled = bool(prefix) and invoice.startswith(prefix)
        if price < 0:
            rows.refuse(index, "price", BELOW_ZERO)
        elif quantity == 0:
            rows.refuse(index, "quantity", NOTHING)
        elif quantity < 0 and price == 0 and not cancelled:
            rows.refuse(index, "quantity", STOCK)
        elif quantity > 0 and cancelled:
            rows.refuse(index, "quantity", CONTRADICTION)
        else:
            kind = (
                CANCELLATION
                if cancelled
                else RETURN
                if quantity < 0
                else CHARGE
                if article in charges
                else SALE
            )
            amount = _exact(quantity, price)
            lines.append(_Line(index, invoice, article, kind, quantity, price, amount))
    return lines


def _exact(quantity: int, price: int) -> int:
    """Multiply thousandths by millionths into millionths; half a millionth is rounded away."""
    product = quantity * price
    whole, rest = divmod(abs(product), _QUANTITY_STEP)
    whole += 2 * rest >= _QUANTITY_STEP
    return whole if product >= 0 else -whole


def _named_and_priced(
    rows: Rows, lines: Iterable[_Line], wanted: set[str]
) -> tuple[dict[str, Any], dict[str, int]]:
    """Give the first name and the first price above zero of each new product."""
    descriptions = rows.column("description")
    names: dict[str, Any] = {}
    prices: dict[str, int] = {}
    for line in lines:
        if line.article in wanted:
            if descriptions[line.index]:
                names.setdefault(line.article, descriptions[line.index])
            if line.price > 0:
                prices.setdefault(line.article, line.price)
    return names, prices


def _currency(imports: Import) -> str:
    return checked_currency(imports.uow, imports.options["currency"])


def _minor(amount: int, currency: str) -> int:
    return Money.of(Decimal(amount).scaleb(-PRICE_DIGITS), currency).minor
