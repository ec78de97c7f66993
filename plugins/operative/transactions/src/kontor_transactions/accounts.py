"""The customer's account: kept up by events, put right every night."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from kontor_sdk.flow import EventContext, Events, JobContext
from kontor_sdk.models import Money, UnitOfWork, from_text

from .models import Account
from .orders import company_currency
from .queries import (
    BATCH,
    CUSTOMERS_WITH_ACCOUNT,
    CUSTOMERS_WITH_ORDERS,
    LINES_BY_CUSTOMER,
    OPEN_BY_CUSTOMER,
    ORDERS_BY_CUSTOMER,
    TAKEN_BACK,
    CustomerOf,
    LineSum,
    OpenSum,
    OrderSum,
    batches,
)

NOBODY = "00000000-0000-0000-0000-000000000000"


def keep_accounts(ctx: EventContext, events: Events) -> None:
    """Add up anew the accounts of all customers a batch of events is about."""
    refresh_accounts(ctx.uow, {e.customer_id for e in events if e.customer_id})


def put_accounts_right(ctx: JobContext) -> None:
    """Add up every account anew: what an interrupted import or a hand in the database left."""
    for statement in (CUSTOMERS_WITH_ORDERS, CUSTOMERS_WITH_ACCOUNT):
        after = NOBODY
        while not ctx.stop():
            found = ctx.reader.read(statement, CustomerOf, {"after": after})
            if not found:
                break
            after = found[-1].customer_id
            with ctx.unit() as uow:
                refresh_accounts(uow, [row.customer_id for row in found])


def refresh_accounts(uow: UnitOfWork, customers: Collection[str]) -> None:
    """Add up what these customers ordered, gave back and owe, in the company's currency.

    Amounts in other currencies stay out: sums never mix currencies. Accounts that are right
    already are not written.
    """
    for part in batches(sorted(customers), BATCH):
        sums = _sums(uow, part)
        accounts = uow.facets(Account, part)
        for customer, values in sums.items():
            account = accounts.get(customer)
            if account is None:
                if any(v for name, v in values.items() if name != "currency"):
                    uow.create(Account, {**values, "customer_id": customer})
                continue
            for name, value in values.items():
                if getattr(account, name) != value:
                    setattr(account, name, value)
            uow.save(account)


def _sums(uow: UnitOfWork, customers: Collection[str]) -> dict[str, dict[str, object]]:
    currency = company_currency(uow)
    params = {"customers": list(customers), "currency": currency}
    sums: dict[str, dict[str, object]] = {
        customer: {
            "revenue": 0,
            "returned": 0,
            "orders": 0,
            "last_order_at": None,
            "open_amount": 0,
            "currency": currency,
        }
        for customer in customers
    }
    for order in uow.read(ORDERS_BY_CUSTOMER, OrderSum, params):
        sums[order.customer_id]["orders"] = order.orders
        last = order.last_order_at
        sums[order.customer_id]["last_order_at"] = from_text(last) if last else None
    exact = _exact(uow.read(LINES_BY_CUSTOMER, LineSum, params))
    for customer, (revenue, returned) in exact.items():
        sums[customer]["revenue"] = Money.of(revenue, currency).minor
        sums[customer]["returned"] = Money.of(returned, currency).minor
    for open_ in uow.read(OPEN_BY_CUSTOMER, OpenSum, params):
        sums[open_.customer_id]["open_amount"] = int(open_.amount)
    return sums


def _exact(rows: Sequence[LineSum]) -> dict[str, tuple[Decimal, Decimal]]:
    """Give revenue and what was taken back, by customer; rounded once, at the very end."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        revenue, returned = found.get(row.customer_id, (Decimal(0), Decimal(0)))
        back = -row.amount if row.kind in TAKEN_BACK else Decimal(0)
        found[row.customer_id] = (revenue + row.amount, returned + back)
    return found
