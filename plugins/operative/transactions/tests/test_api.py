"""An order by API, the way a shop writes it."""

import pytest

from kontor_sdk.testing.kit import Kontor

pytest.importorskip("kontor_web", reason="There is no kontor-web here to ask.")


def test_shop_writes_an_order_with_its_lines(kontor: Kontor) -> None:
    api = kontor.client(as_=kontor.user(role="administrator"))
    product = api.post("/api/transactions.products", json={"sku": "X", "name": "X", "price": "1.5"})
    customer = kontor.customer()
    made = api.post(
        "/api/transactions.orders",
        json={"customer_id": customer.id, "placed_at": "2026-03-01T10:00:00Z", "channel": "web"},
    )
    order = made.headers["location"]
    line = {"product_id": product.json()["id"], "quantity": "2.5", "order_id": made.json()["id"]}

    added = api.post("/api/transactions.order_lines", json=line)

    assert [r.status_code for r in (product, made, added)] == [201, 201, 201]
    assert added.json()["amount"] == "3.750000"
    read = api.get(order)
    assert read.json()["total"] == 375
    refused = api.post("/api/transactions.order_lines", json={**line, "quantity": "0"})
    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == ["quantity"]
    found = api.get("/api/customers", params={"filter": "transactions.revenue > 3"})
    kontor.deliver()
    again = api.get("/api/customers", params={"filter": "transactions.revenue > 3"})
    assert [len(r.json()["items"]) for r in (found, again)] == [0, 1]
