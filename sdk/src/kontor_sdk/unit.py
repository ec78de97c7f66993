"""A unit of work as plugins name it: rows by the fence and the flush, facts, and no more.

The unit that core works with has doors past the fence besides. A plugin that asks for one of them
is told so by mypy, and by the rule ``doors`` of ``kontor plugins check``.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from sqlalchemy import Select

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.facts import Fact, NamedEvent, Publishable
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.foundation.storage.models import Table
from kontor_core.foundation.storage.read import Params, Row
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.unit_of_work import UnitOfWork as CoreUnit

T = TypeVar("T", bound=Table)
P = ParamSpec("P")
R = TypeVar("R")


class UnitOfWork(Protocol):
    """One transaction in the name of one actor; it commits when its block ends."""

    actor: Actor

    @property
    def blobs(self) -> Blobs:
        """Give the files beside the database."""
        ...

    @property
    def currency(self) -> str:
        """Give the company's own currency."""
        ...

    def create(self, model: type[T], values: Mapping[str, Any], *, row_id: str | None = None) -> T:
        """Make a row from checked values; raises Invalid with one message per field."""
        ...

    def change(
        self,
        model: type[T],
        record_id: str,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
    ) -> T:
        """Change a row; ``version`` is the one the caller has seen, Stale when it is old."""
        ...

    def change_many(
        self, model: type[T], statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
    ) -> int:
        """Change every row that a query of ids finds; gives how many there were."""
        ...

    def save(self, row: Table) -> None:
        """Write a loaded row whose attributes were changed; the fact follows by itself."""
        ...

    def delete(self, row: Table, *, version: int | None = None) -> None:
        """Delete a loaded row; transactional subscribers may refuse before the commit."""
        ...

    def get(self, model: type[T], record_id: str) -> T:
        """Load a row to change it; raises NotFound when it is missing or hidden."""
        ...

    def find(self, model: type[T], **values: object) -> T | None:
        """Load the first row with these column values; None when there is none to see."""
        ...

    def find_all(self, model: type[T], **values: object) -> list[T]:
        """Load every row with these column values, oldest first; for few rows to change."""
        ...

    def facet(self, model: type[T], customer_id: str) -> T | None:
        """Load a customer's row of a facet."""
        ...

    def facets(self, model: type[T], customer_ids: Sequence[str] | set[str]) -> dict[str, T]:
        """Load the facet rows of several customers, by customer id."""
        ...

    def read(
        self, statement: Select[*tuple[Any, ...]], row: type[Row], params: Params | None = None
    ) -> list[Row]:
        """Read rows through the fence, this unit's own changes included."""
        ...

    def publish(self, event_: Publishable | Fact) -> Fact:
        """Write a fact with this transaction: it is lost only if the transaction is."""
        ...

    def later(
        self, event_: Publishable, *, at: datetime | timedelta, key: str | None = None
    ) -> str:
        """Publish an event at a moment to come, or after so long, exactly once; gives the key."""
        ...

    def cancel_later(self, event_: type[NamedEvent], key: str) -> bool:
        """Take back what ``later`` kept under this key; tells whether it was still waiting."""
        ...

    def replace_shares(self, records: Sequence[str] | set[str], shares: Sequence[Any]) -> None:
        """Put these Shares in place of all that the acting plugin gave on these records."""
        ...

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run this once the transaction stands; never when it is rolled back."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what happens in the block when it raises, facts included; the unit goes on."""
        ...


def writing(
    function: Callable[Concatenate[CoreUnit, P], R],
) -> Callable[Concatenate[UnitOfWork, P], R]:
    """Offer a function of core to plugins; the unit they hold is one of core."""
    return cast("Callable[Concatenate[UnitOfWork, P], R]", function)


def reading(
    function: Callable[Concatenate[Reader | CoreUnit, P], R],
) -> Callable[Concatenate[Reader | UnitOfWork, P], R]:
    """Offer a function of core that only reads."""
    return cast("Callable[Concatenate[Reader | UnitOfWork, P], R]", function)
