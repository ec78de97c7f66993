"""What must hold of a plugin's rows when events come twice and customers become one."""

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.rows import Rows
from kontor_sdk.testing.tables import counts_of, effects, rows_of

if TYPE_CHECKING:
    from kontor_sdk.testing.kit import Kontor


def provoke(kontor: "Kontor", key: str) -> None:
    """Make, change, delete and merge what the plugin may react to, and run its demo."""
    from kontor_core.foundation.clock import current
    from kontor_core.foundation.errors import KontorError
    from kontor_core.hooks.declarations.contexts import DemoContext, DemoCustomer

    rows = Rows(kontor, key)
    customers = [rows.one("customer") for _ in range(4)]
    for customer in customers:
        rows.below(customer, 2)
        kontor.change(customer, {"phase": "active"})
    kontor.merge(customers[0], customers[1])
    with suppress(KontorError):  # the plugin's rows may forbid it
        kontor.delete(customers[2])
    users = (kontor.user().id,)
    with kontor.unit() as uow:
        ctx = DemoContext(
            uow=uow,
            clock=current(),
            seed=1,
            customers=tuple(
                DemoCustomer(id=customer.id, since=current().now() - timedelta(days=365))
                for customer in (customers[0], customers[3])
            ),
            users=users,
        )
        kontor.app.dispatcher.act_for(key, "kontor_demo", ctx=ctx)


def publish_absent(kontor: "Kontor", key: str) -> None:
    """Publish what the plugin waits for from plugins that are not here, about a customer."""
    here = kontor.app.registries.plugins
    customer = kontor.customer()
    for owned in kontor.app.registries.subscriptions:
        for pattern in owned.spec.patterns if owned.owner == key else ():
            if pattern.count(".") == 2 and pattern.partition(".")[0] not in here:
                kontor.publish(pattern.replace("*", "happened"), customer=customer)


def check_reached(kontor: "Kontor", key: str) -> None:
    """See that every durable subscription got an event, or the check would prove nothing."""
    told = {event.type for event in kontor.events}
    idle = [
        owned.id
        for owned in kontor.app.registries.subscriptions
        if owned.owner == key
        and owned.spec.mode == "durable"
        and not any(owned.spec.matches(event) for event in told)
    ]
    hold(
        not idle,
        f"No event reached {', '.join(idle)}. Let it happen in provoke() of the contract.",
    )


def check_twice(kontor: "Kontor") -> None:
    """Deliver everything, then everything again: the second time may change no row."""
    kontor.deliver()
    once, notices = effects(kontor.app.database), kontor.notices
    kontor.rewind()
    kontor.deliver()
    twice = effects(kontor.app.database)

    changed = [table for table in once if once[table] != twice[table]]
    hold(
        not changed,
        f"Events that came twice had another effect than once, in {', '.join(changed)}. "
        "A handler has to see what it did already.",
    )
    hold(notices == kontor.notices, "Events that came twice told somebody twice.")


def check_merge(kontor: "Kontor", key: str) -> None:
    """Merge two customers: every row stays, and none still points at the one that is gone."""
    rows, database = Rows(kontor, key), kontor.app.database
    survivor, bare, merged, full = (rows.one("customer") for _ in range(4))
    for customer in (survivor, merged, full):
        rows.below(customer, 2)
    before = counts_of(database, key)
    kontor.merge(bare, full)
    kontor.merge(survivor, merged)
    after = counts_of(database, key)
    hold(before == after, f"Rows before the merge {before}, after it {after}.")

    from kontor_core.foundation.ids import to_bytes

    left = {
        f"{table}.{name}"
        for table, found in rows_of(database, key).items()
        for row in found
        for name, value in row.items()
        if value in (to_bytes(full.id), full.id)
    }
    hold(
        not left,
        f"After the merge {', '.join(sorted(left))} still points at the merged customer. "
        'Declare the column with link("customer", ...) or field(..., ref="customer").',
    )
