"""What one can do with products and orders: verbs with checks first, one event each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kontor_sdk import Invalid, Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.models import (
    Money,
    UnitOfWork,
    next_number,
    now,
    parse_decimal,
    round_amount,
    search_key,
)

from . import phrases
from .events import OrderCancelled, OrderPlaced, OrderReturned
from .models import (
    CANCELLATION,
    CANCELLED,
    RETURN,
    RETURNED,
    STATUSES,
    Order,
    OrderLine,
    Product,
)
from .permissions import require_book
from .queries import (
    INVOICES_OF_ORDER,
    LINES_OF_ORDER,
    TOTAL_OF_ORDER,
    Found,
    LineRow,
    Total,
)

PRICE_DIGITS = 6

Values = Mapping[str, Any]


def company_currency(uow: UnitOfWork) -> str:
    return uow.currency


def checked_currency(uow: UnitOfWork, given: object) -> str:
    """Give the currency somebody named, or the company's own."""
    text = str(given or "").strip().upper() or company_currency(uow)
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise Invalid({"currency": phrases.NO_CURRENCY.format(text=text[:20])})
    return text


def create_product(uow: UnitOfWork, values: Values) -> Product:
    """Put an article on the price list."""
    given = {**values, "currency": checked_currency(uow, values.get("currency"))}
    given["name_key"] = search_key(str(given.get("name") or ""))
    return _checked(uow.create(Product, given))


def change_product(uow: UnitOfWork, product_id: str, values: Values, version: int) -> Product:
    given = dict(values)
    if "currency" in given:
        given["currency"] = checked_currency(uow, given["currency"])
    if "name" in given:
        given["name_key"] = search_key(str(given["name"] or ""))
    return _checked(uow.change(Product, product_id, given, version=version))


def place_order(uow: UnitOfWork, values: Values, lines: Sequence[Values] = ()) -> Order:
    """Take an order; without a customer it is a sale over the counter.

    ``lines`` are values of order lines: product, quantity, and the price where it is not the
    product's own.
    """
    number = str(values.get("number") or "") or f"A-{next_number(uow, 'transactions.order')}"
    order = uow.create(
        Order,
        {
            **values,
            "number": number,
            "number_key": search_key(number),
            "placed_at": values.get("placed_at") or now(),
            "currency": checked_currency(uow, values.get("currency")),
        },
    )
    for position, line in enumerate(lines, start=1):
        _put_line(uow, order, line, position)
    _sum_up(uow, order)
    uow.publish(
        OrderPlaced(
            customer_id=order.customer_id,
            subject=_ref(order),
            occurred_at=order.placed_at,
            number=order.number,
            total=order.total,
            currency=order.currency,
        )
    )
    return order


def change_order(uow: UnitOfWork, order_id: str, values: Values, version: int) -> Order:
    """Change an order's head; cancelled and returned ones stay as they are."""
    _refuse_closed(uow.get(Order, order_id))
    if values.get("status") in (CANCELLED, RETURNED):
        raise Refused(phrases.NOT_BY_HAND, field="status")
    given = dict(values)
    if "currency" in given:
        given["currency"] = checked_currency(uow, given["currency"])
    if "number" in given:
        given["number_key"] = search_key(str(given["number"] or ""))
    order = uow.change(Order, order_id, given, version=version)
    _sum_up(uow, order)
    return order


def delete_order(uow: UnitOfWork, order_id: str, version: int) -> None:
    """Take an order back that was a slip of the hand; one with an invoice is cancelled instead."""
    order = uow.get(Order, order_id)
    if uow.read(INVOICES_OF_ORDER, Found, {"order": order_id}):
        raise Refused(phrases.BILLED)
    uow.delete(order, version=version)


def add_line(uow: UnitOfWork, values: Values) -> OrderLine:
    """Add an article to an order that is not closed."""
    order = uow.get(Order, str(values.get("order_id") or ""))
    _refuse_closed(order)
    line = _put_line(uow, order, values, _last_position(uow, order) + 1)
    _sum_up(uow, order)
    return line


def change_line(uow: UnitOfWork, line_id: str, values: Values, version: int) -> OrderLine:
    line = uow.get(OrderLine, line_id)
    order = uow.get(Order, line.order_id)
    _refuse_closed(order)
    given = {"quantity": line.quantity, "unit_price": line.unit_price, **values}
    given["amount"] = exact_amount(_number(given, "quantity"), _number(given, "unit_price"))
    line = uow.change(OrderLine, line_id, given, version=version)
    _refuse_empty(line)
    _sum_up(uow, order)
    return line


def remove_line(uow: UnitOfWork, line_id: str, version: int) -> None:
    line = uow.get(OrderLine, line_id)
    order = uow.get(Order, line.order_id)
    _refuse_closed(order)
    uow.delete(line, version=version)
    _sum_up(uow, order)


def return_lines(uow: UnitOfWork, *, order_id: str, quantities: Mapping[str, Decimal]) -> Order:
    """Take goods back: quantities by the id of the line they were sold on.

    Nobody can bring back more than is left of a line; an order of which nothing is left is
    returned.
    """
    require_book(uow)
    order = uow.get(Order, order_id)
    if order.status == CANCELLED:
        _refuse_closed(order)
    lines = _lines(uow, order)
    sold = {line.id: line for line in lines if line.quantity > 0}
    left = _left(lines)
    for line_id, quantity in quantities.items():
        if line_id not in sold:
            raise Refused(phrases.NO_SUCH_LINE, field=line_id)
        if quantity <= 0:
            raise Refused(phrases.ABOVE_ZERO, field=line_id)
        key = _article(sold[line_id])
        if quantity > left.get(key, 0):
            raise Refused(phrases.TOO_MUCH_BACK.format(left=f"{left.get(key, 0):f}"), field=line_id)
        left[key] -= quantity
    amount = _take_back(uow, order, {sold[i]: q for i, q in quantities.items()}, RETURN)
    if not any(left.values()):
        order.status = RETURNED
    _sum_up(uow, order)
    uow.publish(
        OrderReturned(
            customer_id=order.customer_id,
            subject=_ref(order),
            number=order.number,
            amount=amount,
            currency=order.currency,
        )
    )
    return order


def cancel_order(uow: UnitOfWork, *, order_id: str) -> Order:
    """Call an order off; what is left of its lines is taken back, so sums stay true."""
    require_book(uow)
    order = uow.get(Order, order_id)
    if order.status == CANCELLED:
        raise Refused(phrases.NOTHING_LEFT)
    lines = _lines(uow, order)
    left = _left(lines)
    back = {}
    for line in lines:
        key = _article(line)
        if line.quantity > 0 and left.get(key, 0) > 0:
            back[line] = min(line.quantity, left[key])
            left[key] -= back[line]
    amount = _take_back(uow, order, back, CANCELLATION)
    order.status = CANCELLED
    _sum_up(uow, order)
    uow.publish(
        OrderCancelled(
            customer_id=order.customer_id,
            subject=_ref(order),
            number=order.number,
            amount=amount,
            currency=order.currency,
        )
    )
    return order


def exact_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    return round_amount(quantity * unit_price, PRICE_DIGITS)


def _put_line(uow: UnitOfWork, order: Order, values: Values, position: int) -> OrderLine:
    given = dict(values)
    if given.get("unit_price") in (None, "") and given.get("product_id"):
        given["unit_price"] = uow.get(Product, str(given["product_id"])).price or Decimal(0)
    given |= {
        "order_id": order.id,
        "position": given.get("position") or position,
        "amount": exact_amount(_number(given, "quantity"), _number(given, "unit_price")),
    }
    line = uow.create(OrderLine, given)
    _refuse_empty(line)
    return line


def _number(values: Values, name: str) -> Decimal:
    try:
        return parse_decimal(values.get(name) or 0, scale=PRICE_DIGITS)
    except Invalid:
        return Decimal(0)  # the unit of work says what is wrong, and with the other fields


def _take_back(
    uow: UnitOfWork, order: Order, quantities: Mapping[LineRow, Decimal], kind: str
) -> int:
    position = _last_position(uow, order)
    amount = Decimal(0)
    for line, quantity in quantities.items():
        position += 1
        values = {
            "product_id": line.product_id,
            "kind": kind,
            "quantity": -quantity,
            "unit_price": line.unit_price,
        }
        amount -= _put_line(uow, order, values, position).amount
    return Money.of(amount, order.currency).minor


def _sum_up(uow: UnitOfWork, order: Order) -> None:
    (found,) = uow.read(TOTAL_OF_ORDER, Total, {"order": order.id})
    order.total = Money.of(found.amount or Decimal(0), order.currency).minor
    uow.save(order)


def _lines(uow: UnitOfWork, order: Order) -> list[LineRow]:
    return uow.read(LINES_OF_ORDER, LineRow, {"order": order.id})


def _last_position(uow: UnitOfWork, order: Order) -> int:
    return max((line.position for line in _lines(uow, order)), default=0)


Article = tuple[str, Decimal]


def _article(line: LineRow) -> Article:
    """What one line sells and another takes back: the product at its price."""
    return line.product_id, line.unit_price


def _left(lines: Sequence[LineRow]) -> dict[Article, Decimal]:
    left: dict[Article, Decimal] = {}
    for line in lines:
        left[_article(line)] = left.get(_article(line), Decimal(0)) + line.quantity
    return left


def _ref(order: Order) -> RecordRef:
    return RecordRef("transactions.order", order.id)


def _refuse_closed(order: Order) -> None:
    if order.status in (CANCELLED, RETURNED):
        status = next(choice.label for choice in STATUSES if choice.value == order.status)
        raise Refused(phrases.CLOSED.format(status=status))


def _refuse_empty(line: OrderLine) -> None:
    if line.quantity == 0:
        raise Refused(phrases.NOT_ZERO, field="quantity")
    if line.unit_price < 0:
        raise Refused(phrases.BELOW_ZERO, field="unit_price")


def _checked(product: Product) -> Product:
    if product.price is not None and product.price < 0:
        raise Refused(phrases.BELOW_ZERO, field="price")
    return product
