"""A plausible past for the demo company: who bought what over two years, and who still owes.

The same seed gives the same rows: nothing here asks the clock for more than "today". The company's
``demo.toml`` may name other ``articles`` and ``channels``; the article LI-FRACHT is the freight.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from kontor_sdk import L
from kontor_sdk.flow import DemoContext, DemoCustomer
from kontor_sdk.models import UnitOfWork

from . import invoices, orders
from .accounts import refresh_accounts
from .models import DELIVERED, Invoice, Order, OrderLine, Product

_ARTICLES = (
    ("BT-1200", "Schreibtisch Linea, 120 × 80 cm", "389.00"),
    ("BT-1600", "Schreibtisch Linea, 160 × 80 cm", "449.00"),
    ("BT-1800E", "Steh-Sitz-Tisch Linea E, 180 × 80 cm", "899.00"),
    ("DS-210", "Drehstuhl Takt, Netzrücken", "329.00"),
    ("DS-240", "Drehstuhl Takt Plus, Kopfstütze", "419.00"),
    ("BS-110", "Besucherstuhl Form, stapelbar", "119.00"),
    ("SR-800", "Aktenschrank Ordo, 5 Ordnerhöhen", "359.00"),
    ("RC-430", "Rollcontainer Ordo, abschließbar", "189.00"),
    ("TW-140", "Trennwand Ruhe, 140 cm, Filz", "239.00"),
    ("AK-060", "Akustikpaneel Ruhe, 60 × 60 cm", "49.90"),
    ("LL-015", "Tischleuchte Klar, LED", "89.00"),
    ("LS-190", "Stehleuchte Klar, LED, dimmbar", "349.00"),
    ("MK-002", "Monitorarm Gelenk, zwei Bildschirme", "129.00"),
    ("KK-450", "Kabelkanal, je Meter", "4.275"),
    ("FU-080", "Fußstütze Tritt", "39.50"),
    ("PW-500", "Pinnwand Kork, 120 × 90 cm", "44.90"),
    ("WB-180", "Whiteboard Glas, 180 × 120 cm", "279.00"),
    ("KP-A4", "Kopierpapier A4, 500 Blatt", "4.95"),
    ("TN-BK4", "Toner schwarz, 4.000 Seiten", "74.90"),
    ("OR-80", "Ordner 80 mm, 10 Stück", "21.90"),
    ("MT-3J", "Wartung Tischantriebe, je Jahr", "29.00"),
    ("LI-FRACHT", "Lieferung und Aufbau", "149.00"),
)
_FREIGHT = "LI-FRACHT"
_CHANNELS = ("Webshop", "Telefon", "Außendienst", "E-Mail")
_BUYING = {
    "new": ((0.45, 1.0),),
    "active": ((0.12, 1.0),),
    "at_risk": ((0.1, 0.8),),
    "lost": ((0.1, 0.55),),
    "won_back": ((0.1, 0.45), (0.92, 1.0)),
}
"""From which to which part of their time with us customers in a phase bought."""
_PAUSES = (50, 75, 100, 120, 150, 180, 240)
_SIZES = (1, 1, 1, 2, 2, 4)
_PATIENCE = 150
"""Days after which every invoice was paid."""
_METHODS = ("transfer", "transfer", "transfer", "debit", "card")


_Day = TypeVar("_Day", date, datetime)


def make_demo(ctx: DemoContext) -> None:
    """Fill price list and order book, from each customer's first days on, in order of time."""
    random = Random(ctx.seed)  # noqa: S311  # plausible rows, no secrets
    products = _price_list(ctx)
    buyers = [c for c in ctx.customers if c.stage != "prospect" and "customer" in c.roles]
    ctx.say(L("Aufträge und Rechnungen …", en="Orders and invoices ..."))
    purchases = (found for customer in buyers for found in _purchases(ctx, random, customer))
    for placed_at, customer, size in sorted(purchases, key=lambda found: found[0]):
        _purchase(ctx, random, customer, _basket(random, products, size), placed_at)
    refresh_accounts(ctx.uow, [customer.id for customer in buyers])


def _price_list(ctx: DemoContext) -> dict[str, Product]:
    first = min((customer.since for customer in ctx.customers), default=ctx.clock.now())
    with ctx.at(first - timedelta(days=7)):
        return {
            sku: orders.create_product(ctx.uow, {"sku": sku, "name": name, "price": price})
            for sku, name, price in ctx.words.get("articles", _ARTICLES)
        }


def _purchases(
    ctx: DemoContext, random: Random, customer: DemoCustomer
) -> Iterator[tuple[datetime, DemoCustomer, int]]:
    """Let a customer buy every few weeks or months; those at risk or lost stopped at one point."""
    pause, size = random.choice(_PAUSES), random.choice(_SIZES)
    age = ctx.clock.now() - customer.since
    for first, last in _BUYING.get(customer.stage, _BUYING["active"]):
        day, end = customer.since + first * age, customer.since + last * age
        while day < end:
            yield max(ctx.office_hours(random, day), customer.since), customer, size
            day += timedelta(days=max(7, round(random.gauss(pause, pause / 3))))


def _purchase(
    ctx: DemoContext,
    random: Random,
    customer: DemoCustomer,
    lines: list[dict[str, object]],
    placed_at: datetime,
) -> None:
    """Take an order and let it go its way as far as there was time for it."""
    values = {
        "customer_id": customer.id,
        "placed_at": placed_at,
        "channel": random.choice(ctx.words.get("channels", _CHANNELS)),
        "country": "DE",
    }
    age = (ctx.clock.now() - placed_at).days
    with ctx.at(placed_at, by=customer.owner_id):
        order = orders.place_order(ctx.uow, values, lines)
    fate = random.random()
    if fate < 0.03 and age > 1:
        with ctx.at(placed_at + timedelta(days=1), by=customer.owner_id):
            orders.cancel_order(ctx.uow, order_id=order.id)
        return
    if age < 6:
        return
    with ctx.at(_workday(placed_at + timedelta(days=3)), by=customer.owner_id):
        orders.change_order(ctx.uow, order.id, {"status": DELIVERED}, order.version)
        invoice = invoices.issue_invoice(ctx.uow, {"order_id": order.id})
    if fate < 0.08 and age > 12:
        with ctx.at(placed_at + timedelta(days=12), by=customer.owner_id):
            _return_one(ctx.uow, order)
    _pay(ctx, random, invoice, age)


def _basket(random: Random, products: dict[str, Product], size: int) -> list[dict[str, object]]:
    freight = products.get(_FREIGHT)
    chosen = random.sample([sku for sku in products if sku != _FREIGHT], random.randint(1, 3))
    lines: list[dict[str, object]] = []
    for sku in chosen:
        product = products[sku]
        small = (product.price or 0) < 100
        quantity = random.choice((5, 10, 20, 40) if small else (1, 1, 2, 4, 6))
        lines.append({"product_id": product.id, "quantity": Decimal(quantity * size)})
    if freight and any((products[sku].price or 0) > 300 for sku in chosen):
        lines.append({"product_id": freight.id, "quantity": Decimal(1), "kind": "charge"})
    return lines


def _return_one(uow: UnitOfWork, order: Order) -> None:
    line = uow.find(OrderLine, order_id=order.id)
    if line is not None:
        orders.return_lines(uow, order_id=order.id, quantities={line.id: Decimal(1)})


def _pay(ctx: DemoContext, random: Random, invoice: Invoice, age: int) -> None:
    """Let most pay around the due day, some late, a few in part or not at all."""
    late = max(1, round(random.gauss(12, 8)))
    patience = random.random()
    if age > _PATIENCE:
        patience = 1.0  # what is older was paid in the end
    if age < late + 8 or patience < 0.1:
        return
    amount = invoice.total // 2 if patience < 0.16 else invoice.total
    if amount <= 0:
        return
    paid_on = _workday(invoice.issued_on + timedelta(days=late))
    values = {
        "invoice_id": invoice.id,
        "amount": amount,
        "paid_on": paid_on,
        "method": random.choice(_METHODS),
    }
    with ctx.at(datetime.combine(paid_on, time(8), UTC)):
        invoices.receive_payment(ctx.uow, values)


def _workday(day: _Day) -> _Day:
    """Move a day of a weekend to the Monday after."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
