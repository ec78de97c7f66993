"""What happened between the company and its customers over goods and money."""

from kontor_sdk.flow import Event


class OrderPlaced(Event):
    name = "transactions.order.placed"

    number: str
    total: int
    currency: str


class OrderReturned(Event):
    """Goods came back; ``amount`` is what the customer gets for them."""

    name = "transactions.order.returned"

    number: str
    amount: int
    currency: str


class OrderCancelled(Event):
    """``amount`` is what will not be earned."""

    name = "transactions.order.cancelled"

    number: str
    amount: int
    currency: str


class InvoiceIssued(Event):
    name = "transactions.invoice.issued"

    number: str
    total: int
    currency: str
    due_on: str


class PaymentReceived(Event):
    """``open_amount`` is what the invoice still waits for."""

    name = "transactions.payment.received"

    invoice: str
    amount: int
    open_amount: int
    currency: str


EVENTS: list[type[Event]] = [
    OrderPlaced,
    OrderReturned,
    OrderCancelled,
    InvoiceIssued,
    PaymentReceived,
]
