"""A bus on a migrated storage, and short ways to make customers and events."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from kontor_core.customers.models import Customer
from kontor_core.events.bus import Bus
from kontor_core.events.log import START, Log
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned

MakeBus = Callable[..., Bus]


@pytest.fixture
def log(storage: Storage) -> Log:
    return Log(storage)


@pytest.fixture
def make_bus(log: Log) -> Iterator[MakeBus]:
    """Make a bus with subscriptions of the plugin ``shop`` and join it to the storage."""
    made: list[Bus] = []

    def make(*subscriptions: Subscription) -> Bus:
        owned = [Owned("shop", f"shop.{s.local_id}", s) for s in subscriptions]
        bus = Bus(log, owned)
        log.storage.sink = bus
        made.append(bus)
        bus.enrol()
        return bus

    yield make
    for bus in made:
        bus.close()


class Company:
    """Makes customers and publishes events of theirs."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._count = 0

    def customer(self, name: str = "Müller GmbH", *, actor: Actor = SYSTEM) -> str:
        self._count += 1
        with self.storage.unit(actor) as uow:
            values = {"name": name, "phase": "prospect", "number": f"K-{self._count}"}
            return uow.create(Customer, values).id

    def rename(self, customer_id: str, name: str) -> None:
        with self.storage.unit(SYSTEM) as uow:
            uow.change(Customer, customer_id, {"name": name})

    def name_of(self, customer_id: str) -> str:
        with self.storage.unit(SYSTEM) as uow:
            return uow.get(Customer, customer_id).name

    def publish(
        self,
        numbers: Sequence[int],
        *,
        customer_id: str | None = None,
        type_: str = "shop.cart.filled",
    ) -> list[Fact]:
        """Publish events that carry these numbers, in one unit."""
        with self.storage.unit(SYSTEM) as uow:
            return [
                uow.publish(Fact(type=type_, customer_id=customer_id, payload={"n": number}))
                for number in numbers
            ]


@pytest.fixture
def company(storage: Storage) -> Company:
    return Company(storage)


class Seen:
    """A handler that remembers what it was given; ``poison`` are the numbers it fails on."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.batches: list[int] = []
        self.poison: set[int] = set()

    def __call__(self, ctx: EventContext, events: Sequence[Fact]) -> None:
        told = [event.payload["n"] for event in events]
        bad = self.poison.intersection(told)
        if bad:
            raise ValueError(f"cannot take {min(bad)}")
        self.numbers += told
        self.batches.append(len(told))


@pytest.fixture
def seen() -> Seen:
    return Seen()


def types_of(log: Log) -> list[str]:
    return [fact.type for fact in log.after(START, 10_000).facts]


def some_id() -> str:
    return ids.new_id()
