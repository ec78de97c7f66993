"""The unit of work: one transaction, one actor, one commit.

``with storage.unit(actor) as uow:`` takes the writer's place, begins, and commits at the end of
the block; an exception rolls everything back. Facts are written in the same transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import Actor, acting_as
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.errors import Conflict, NotFound, Stale
from kontor_core.foundation.facts import Fact, NamedEvent, Publishable
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage import copies
from kontor_core.foundation.storage.blobs import Blobs
from kontor_core.foundation.storage.checking import CUSTOM, checked
from kontor_core.foundation.storage.models import Table, columns
from kontor_core.foundation.storage.read import Params, Row, fetch
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.schema import RowScope, TableRule
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.transaction import Transaction

T = TypeVar("T", bound=Table)

_MOST_ROUNDS = 10
ONLY_LOOKING = L(
    "Sie sehen Kontor als jemand anderes; dabei wird nichts geändert.",
    en="You are viewing Kontor as somebody else; nothing can be changed meanwhile.",
)


class FactSink(Protocol):
    """The bus, as storage sees it."""

    def asks(self, event: str) -> bool:
        """Tell whether a transactional subscription wants this kind of fact."""
        ...

    def before_commit(self, uow: "UnitOfWork", facts: Sequence[Fact]) -> None:
        """Run transactional subscriptions; an exception rolls the unit back."""
        ...

    def append(self, uow: "UnitOfWork", facts: Sequence[Fact]) -> None:
        """Write the facts into the log, in the unit's transaction."""
        ...

    def committed(self, facts: Sequence[Fact]) -> None:
        """Wake whoever waits for facts."""
        ...

    def later(self, uow: "UnitOfWork", fact: Fact, at: datetime, key: str) -> None:
        """Keep a fact until its time; one of the same type and key takes the other's place."""
        ...

    def cancel_later(self, uow: "UnitOfWork", event: str, key: str) -> bool:
        """Forget what is kept under this key; tells whether there was anything."""
        ...


class _Found(msgspec.Struct):
    id: str


class UnitOfWork(Transaction):
    """Rows are read through the fence, written by flush, and told of as facts."""

    def __init__(self, storage: Store, sink: FactSink, actor: Actor, session: Session) -> None:
        super().__init__(storage, actor, session)
        self._sink = sink
        self.correlation_id: str | None = None
        self.causation_id: str | None = None
        self.backdated = False  # facts of the past go into the log in the order they happened
        self._facts: list[Fact] = []
        self._told: list[Fact] = []
        self._after_commit: list[Callable[[], None]] = []

    @property
    def blobs(self) -> Blobs:
        """Give the files beside the database."""
        return self.storage.blobs

    @property
    def currency(self) -> str:
        """Give the company's own currency."""
        return self.storage.conventions.currency

    # ---- reading

    def read(
        self, statement: Select[*tuple[Any, ...]], row: type[Row], params: Params | None = None
    ) -> list[Row]:
        """Read rows through the fence, this unit's own changes included."""
        self._flush()
        plan = self.storage.plans(self.actor.profile, Action.READ).plan(statement)
        with acting_as(self.actor):
            return fetch(self.cursor(), plan, params or {}, row)

    def get(self, model: type[T], record_id: str) -> T:
        """Load a row to change it; raises NotFound when it is missing or hidden."""
        row = None
        if ids.is_id(record_id):
            row = self.session.get(model, record_id)
        if row is None:
            raise NotFound(self.rule(model).entity, record_id)
        return row

    def find(self, model: type[T], **values: object) -> T | None:
        """Load the first row with these column values; None when there is none to see."""
        return self._matching(model, values, limit=1).first()

    def find_all(self, model: type[T], **values: object) -> list[T]:
        """Load every row with these column values, oldest first; for few rows to change."""
        return list(self._matching(model, values))

    def _matching(
        self, model: type[T], values: Mapping[str, object], limit: int | None = None
    ) -> ScalarResult[T]:
        self._flush()
        statement = select(model)
        for name, value in values.items():
            statement = statement.where(getattr(model, name) == value)
        return self.session.execute(statement.order_by(columns(model).id).limit(limit)).scalars()

    def facet(self, model: type[T], customer_id: str) -> T | None:
        """Load a customer's row of a facet."""
        return self.find(model, customer_id=customer_id)

    def facets(self, model: type[T], customer_ids: Sequence[str] | set[str]) -> dict[str, T]:
        """Load the facet rows of several customers, by customer id."""
        wanted = list(customer_ids)
        found: dict[str, T] = {}
        column = model.customer_id  # type: ignore[attr-defined]  # every facet has it
        for start in range(0, len(wanted), 512):
            statement = select(model).where(column.in_(wanted[start : start + 512]))
            for row in self.session.execute(statement).scalars():
                found[row.customer_id] = row  # type: ignore[attr-defined]  # as above
        return found

    def reader_of(self, user_id: str) -> Reader | None:
        """Give the read door of a user; None for one who is unknown or switched off."""
        if self.storage.actor_of is None:
            raise LookupError("this storage knows no users; open it through KontorApp")
        try:
            return Reader(self.storage, self.storage.actor_of(user_id))
        except NotFound:
            return None

    # ---- writing

    def create(self, model: type[T], values: Mapping[str, Any], *, row_id: str | None = None) -> T:
        """Make a row from checked values; raises Invalid with one message per field."""
        given = self._checked(model, values, partly=False)
        if CUSTOM in given:
            given[CUSTOM] = _without_none(given[CUSTOM])
        now = clock.now()
        row_id = row_id or ids.new_id()
        row = model(**given, id=row_id, created_at=now, updated_at=now, version=1)
        self.made.add(row_id)
        self.session.add(row)
        self._flush()
        return row

    def change(
        self,
        model: type[T],
        record_id: str,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
    ) -> T:
        """Change a row; ``version`` is the one the caller has seen, Stale when it is old."""
        row = self.get(model, record_id)
        if version is not None and row.version != version:
            raise Stale(self.rule(model).entity)
        given = self._checked(model, values, partly=True)
        if CUSTOM in given:
            given[CUSTOM] = _without_none({**(getattr(row, CUSTOM) or {}), **given[CUSTOM]})
        for name, value in given.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        self.save(row)
        return row

    def save(self, row: Table) -> None:
        """Write a loaded row whose attributes were changed; the fact follows by itself."""
        self._flush()

    def change_many(
        self, model: type[T], statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
    ) -> int:
        """Change every row that a query of ids finds; gives how many there were."""
        found = self.read(statement, _Found)
        for start in range(0, len(found), 500):
            part = [row.id for row in found[start : start + 500]]
            rows = self.session.execute(select(model).where(model.id.in_(part))).scalars()  # type: ignore[attr-defined]  # a column at class level
            for row in rows:
                self.change(model, row.id, values)
        return len(found)

    def delete(self, row: Table, *, version: int | None = None) -> None:
        """Delete a loaded row; transactional subscribers may refuse before the commit."""
        if version is not None and row.version != version:
            raise Stale(self.rule(type(row)).entity)
        self.session.delete(row)
        self._flush()

    def replace_shares(self, records: Sequence[str] | set[str], shares: Sequence[Any]) -> None:
        """Put these Shares in place of all that the acting plugin gave on these records."""
        copies.replace_shares(self, list(records), shares)

    def publish(self, event_: Publishable | Fact) -> Fact:
        """Write a fact with this transaction: it is lost only if the transaction is."""
        fact = event_ if isinstance(event_, Fact) else event_.as_fact()
        fact.actor_id = fact.actor_id or self.actor.id
        fact.correlation_id = fact.correlation_id or self.correlation_id
        fact.causation_id = fact.causation_id or self.causation_id
        self._facts.append(fact)
        return fact

    def later(
        self, event_: Publishable, *, at: datetime | timedelta, key: str | None = None
    ) -> str:
        """Publish an event at a moment to come, or after so long, exactly once.

        It is kept with this transaction and survives restarts. The same event with the same
        ``key`` takes the place of the former; ``cancel_later`` takes it back. Gives the key.
        """
        fact = event_.as_fact()
        fact.correlation_id = fact.correlation_id or self.correlation_id
        fact.causation_id = fact.causation_id or self.causation_id
        moment = clock.now() + at if isinstance(at, timedelta) else at
        if moment.tzinfo is None:
            raise ValueError(f"at={at!r} has no time zone; say datetime(..., tzinfo=UTC)")
        key = key or fact.id
        self._sink.later(self, fact, moment, key)
        return key

    def cancel_later(self, event_: type[NamedEvent], key: str) -> bool:
        """Take back what ``later`` kept under this key; tells whether it was still waiting."""
        return self._sink.cancel_later(self, event_.name, key)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run this once the transaction stands; never when it is rolled back."""
        self._after_commit.append(call)

    # ---- for core

    def asks(self, event: str) -> bool:
        """Tell whether somebody may refuse facts of this kind."""
        return self._sink.asks(event)

    def system_read(
        self, statement: Select[*tuple[Any, ...]], row: type[Row], params: Params | None = None
    ) -> list[Row]:
        """Read past the fence in this transaction; for core's bookkeeping only."""
        self.session.flush()
        plan = self.storage.system_plans.plan(statement)
        return fetch(self.cursor(), plan, params or {}, row)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens in the block when it raises, facts included; the unit goes on."""
        self.settle()
        told, calls = len(self._told), len(self._after_commit)
        try:
            with self.session.begin_nested():
                yield
                self.settle()
        except BaseException:
            self._facts.clear()
            del self._told[told:]
            del self._after_commit[calls:]
            raise

    def settle(self) -> None:
        """Write what is pending and run the transactional subscriptions of its facts."""
        for _ in range(_MOST_ROUNDS):
            self._flush()
            if not self._facts:
                return
            batch, self._facts = self._facts, []
            self._sink.before_commit(self, batch)
            self._told += batch
        raise RuntimeError("transactional subscriptions publish to each other without end")

    def told(self) -> Sequence[Fact]:
        """Give the facts that are settled: nobody refused them."""
        return self._told

    def finish(self) -> list[Fact]:
        """Settle and append the facts; called once, before the commit."""
        self.settle()
        if self.backdated:
            self._told.sort(key=lambda fact: fact.occurred_at)
        if self._told:
            self._sink.append(self, self._told)
        return self._told

    def run_after_commit(self) -> None:
        for call in self._after_commit:
            call()

    # ---- inside

    def _checked(
        self, model: type[Table], values: Mapping[str, Any], *, partly: bool
    ) -> dict[str, Any]:
        storage = self.storage
        custom = storage.custom_fields.get(self.rule(model).entity, {})
        return checked(model, values, storage.conventions, custom, partly=partly)

    def _flush(self) -> None:
        try:
            self.session.flush()
        except StaleDataError as error:
            raise Stale("record") from error
        except IntegrityError as error:
            raise integrity_problem(error) from error

    def tell(self, row: Table, verb: str, changed: Mapping[str, Any]) -> None:
        """Add the fact that a row was created, changed or deleted; called by every flush."""
        self._facts.append(self._fact(row, verb, changed))

    def after_flush(self) -> None:
        """Copy new owners and teams to the rows below; called by every flush."""
        moved, self.moved = self.moved, []
        for row in moved:
            copies.spread(self, self.rule(type(row)), row.id, row.owner_id, row.team_id)

    def _fact(self, row: Table, verb: str, changed: Mapping[str, Any]) -> Fact:
        rule = self.rule(type(row))
        return Fact(
            type=f"{rule.entity}.{verb}",
            customer_id=self._customer_of(rule, row),
            contact_id=_contact_of(rule, row),
            subject=rule.entity,
            subject_id=row.id,
            actor_id=self.actor.id,
            plugin=rule.entity.rpartition(".")[0] or "core",
            correlation_id=self.correlation_id,
            causation_id=self.causation_id,
            payload={"changed": dict(changed)} if changed else {},
        )

    def _customer_of(self, rule: TableRule, row: Table) -> str | None:
        if rule.entity == "customer":
            return row.id
        if rule.scope is RowScope.SUBJECT:
            return self._customer_of_subject(row)
        direct = getattr(row, "customer_id", None)
        if direct is not None or rule.scope is not RowScope.CHILD:
            return direct
        return copies.customer_of(self, rule, getattr(row, rule.parents[0].column))

    def _customer_of_subject(self, row: Any) -> str | None:
        above = self.schema.subject(row.subject)
        return None if above is None else copies.customer_with(self, above, row.subject_id)


def _contact_of(rule: TableRule, row: Any) -> str | None:
    if rule.scope is RowScope.SUBJECT:
        return row.subject_id if row.subject == "contact" else None
    return row.id if rule.entity == "contact" else getattr(row, "contact_id", None)


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def integrity_problem(error: IntegrityError) -> Conflict:
    """Say neutrally what the database refused; a unique key must not tell of hidden rows."""
    text = str(error.orig).lower()
    if "foreign key" in text:
        return Conflict(
            L(
                "Dieser Datensatz wird noch verwendet oder verweist auf einen, den es nicht gibt.",
                en="This record is still in use or refers to one that does not exist.",
            )
        )
    return Conflict(
        L(
            "Das konnte nicht gespeichert werden: einen solchen Eintrag gibt es schon.",
            en="This could not be saved: such an entry exists already.",
        )
    )
