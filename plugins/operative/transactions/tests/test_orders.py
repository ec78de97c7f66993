"""Orders: placed, added to, returned, cancelled; sums that are always true."""

from decimal import Decimal

import pytest

from kontor_sdk import Conflict, Forbidden, Invalid, Refused
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_transactions import orders
from kontor_transactions.models import Order, OrderLine

Sold = tuple[RecordRef, list[str]]


@pytest.fixture
def product(kontor: Kontor) -> str:
    values = {"sku": "KK-450", "name": "Kabelkanal", "price": Decimal("4.275")}
    return kontor.create("transactions.product", values).id


def sell(kontor: Kontor, customer: RecordRef, product: str, *quantities: int) -> Sold:
    lines = [{"product_id": product, "quantity": Decimal(q)} for q in quantities]
    with kontor.unit() as uow:
        order = orders.place_order(uow, {"customer_id": customer.id}, lines)
        line_ids = [line.id for line in uow.find_all(OrderLine, order_id=order.id)]
    return RecordRef("transactions.order", order.id), line_ids


def told(kontor: Kontor) -> list[str]:
    return [e.type for e in kontor.events if not e.type.endswith((".created", ".changed"))]


def test_order_takes_the_price_of_the_product_and_rounds_once(kontor: Kontor, product: str) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 1, 1, 1)

    assert kontor.values(order)["total"] == 1283  # 12.825, not three times 4.28
    assert str(kontor.values(order)["number"]).startswith("A-")
    assert told(kontor) == ["transactions.order.placed"]


def test_line_added_by_hand_changes_the_sum_of_its_order(kontor: Kontor, product: str) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 2)

    kontor.create(
        "transactions.order_line",
        {"order_id": order, "product_id": product, "quantity": "3", "unit_price": "0,10"},
    )

    assert kontor.values(order)["total"] == 885


def test_goods_that_come_back_lower_the_sum(kontor: Kontor, product: str) -> None:
    order, (line,) = sell(kontor, kontor.customer(), product, 3)

    with kontor.unit() as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(2)})

    assert kontor.values(order)["total"] == 428
    assert kontor.values(order)["status"] == "open"
    assert told(kontor) == ["transactions.order.placed", "transactions.order.returned"]


def test_order_of_which_all_came_back_is_returned(kontor: Kontor, product: str) -> None:
    order, (line,) = sell(kontor, kontor.customer(), product, 3)

    with kontor.unit() as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(3)})

    assert kontor.values(order)["status"] == "returned"
    assert kontor.values(order)["total"] == 0


def test_nobody_brings_back_more_than_was_sold(kontor: Kontor, product: str) -> None:
    order, (line,) = sell(kontor, kontor.customer(), product, 3)

    with kontor.unit() as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(2)})

    with pytest.raises(Refused) as refused, kontor.unit() as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(2)})

    assert refused.value.field == line
    assert kontor.values(order)["total"] == 428


def test_cancelling_takes_back_what_is_left(kontor: Kontor, product: str) -> None:
    order, (line, _) = sell(kontor, kontor.customer(), product, 3, 4)
    with kontor.unit() as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(1)})

    with kontor.unit() as uow:
        orders.cancel_order(uow, order_id=order.id)

    assert kontor.values(order)["total"] == 0
    assert kontor.values(order)["status"] == "cancelled"
    with pytest.raises(Refused), kontor.unit() as uow:
        orders.cancel_order(uow, order_id=order.id)


def test_cancelled_order_takes_no_more_lines(kontor: Kontor, product: str) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 3)
    with kontor.unit() as uow:
        orders.cancel_order(uow, order_id=order.id)

    with pytest.raises(Refused):
        kontor.create(
            "transactions.order_line", {"order_id": order, "product_id": product, "quantity": 1}
        )


def test_status_is_not_cancelled_by_typing(kontor: Kontor, product: str) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 3)

    with pytest.raises(Refused) as refused:
        kontor.change(order, {"status": "cancelled"})

    assert refused.value.field == "status"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "x"}, "quantity"),
        ({"quantity": "1", "unit_price": "-1"}, "unit_price"),
        ({"quantity": "1.2345"}, "quantity"),
    ],
)
def test_line_that_makes_no_sense_is_refused_at_its_field(
    kontor: Kontor, product: str, values: dict[str, str], field: str
) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 1)

    with pytest.raises((Refused, Invalid)) as refused:
        kontor.create(
            "transactions.order_line", {"order_id": order, "product_id": product, **values}
        )

    assert list(refused.value.problems()) == [field]
    assert kontor.values(order)["total"] == 428


def test_sale_over_the_counter_is_seen_by_those_who_see_all(kontor: Kontor, product: str) -> None:
    team = kontor.team()
    agent, lead = kontor.user(team=team), kontor.user(role="manager", team=team)
    reader = kontor.user(role="reader")
    with kontor.unit() as uow:
        line = {"product_id": product, "quantity": Decimal(1)}
        order = orders.place_order(uow, {}, [line])

    seen = [kontor.visible("transactions.order", to=user) for user in (agent, lead, reader)]

    assert seen == [[], [], [order.id]]
    assert kontor.visible("transactions.order_line", to=lead) == []


def test_only_who_sees_all_may_sell_to_nobody(kontor: Kontor) -> None:
    lead = kontor.user(role="manager", team=kontor.team())

    with pytest.raises(Forbidden):
        kontor.create("transactions.order", {}, as_=lead)


def test_order_follows_its_customer_to_another_owner(kontor: Kontor, product: str) -> None:
    old, new = kontor.user(), kontor.user()
    customer = kontor.customer({"owner_id": old})
    order, _ = sell(kontor, customer, product, 1)

    kontor.change(customer, {"owner_id": new})

    assert kontor.visible("transactions.order", to=old) == []
    assert kontor.visible("transactions.order", to=new) == [order.id]
    assert len(kontor.visible("transactions.order_line", to=new)) == 1


def test_taking_goods_back_needs_the_right_to_book(kontor: Kontor, product: str) -> None:
    agent = kontor.user()
    customer = kontor.customer({"owner_id": agent})
    order, (line,) = sell(kontor, customer, product, 3)

    with pytest.raises(Forbidden), kontor.unit(as_=agent) as uow:
        orders.return_lines(uow, order_id=order.id, quantities={line: Decimal(1)})


def test_customer_with_orders_cannot_be_deleted(kontor: Kontor, product: str) -> None:
    customer = kontor.customer()
    sell(kontor, customer, product, 1)

    with pytest.raises(Conflict):
        kontor.delete(customer)


def test_two_orders_never_share_a_number(kontor: Kontor) -> None:
    customer = kontor.customer()
    kontor.create("transactions.order", {"customer_id": customer, "number": "2026-1"})

    with pytest.raises(Conflict):
        kontor.create("transactions.order", {"customer_id": customer, "number": "2026-1"})


def test_order_is_found_by_its_number_whatever_the_case(kontor: Kontor) -> None:
    order = kontor.create("transactions.order", {"number": "C536379"})
    info = kontor.app.resources.named("transactions.orders")

    page = kontor.app.resources.page(kontor.actor(), info, search="c5363", fields=["number"])

    assert [row.f0 for row in page.rows] == ["C536379"]
    assert kontor.values(order)["number"] == "C536379"


def test_currency_that_is_none_is_refused(kontor: Kontor) -> None:
    with pytest.raises(Invalid) as refused:
        kontor.create("transactions.order", {"currency": "Euro"})

    assert list(refused.value.problems()) == ["currency"]


def test_deleting_an_order_takes_its_lines_along(kontor: Kontor, product: str) -> None:
    order, _ = sell(kontor, kontor.customer(), product, 1, 2)

    kontor.delete(order)

    assert kontor.visible("transactions.order_line") == []
    with kontor.unit() as uow:
        assert uow.find(Order, id=order.id) is None
