"""The read door of one actor."""

from collections.abc import Hashable, Iterable
from typing import Any

from sqlalchemy import Select

from kontor_core.foundation.access.identities import Actor, acting_as
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.storage.read import Params, Row, fetch
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.titles import Titles, seen_of, titles_of


class Reader:
    """The read door of one actor, on this thread's held connection."""

    __slots__ = ("_plans", "actor", "storage")

    def __init__(self, storage: Store, actor: Actor, *, fenced: bool = True) -> None:
        self.storage = storage
        self.actor = actor
        self._plans = storage.plans(actor.profile, Action.READ) if fenced else storage.system_plans

    def read(
        self,
        statement: Select[Any] | Any,
        row: type[Row],
        params: Params | None = None,
        *,
        key: Hashable = None,
    ) -> list[Row]:
        """Run a SELECT and give its rows as Structs of the type ``row``, in column order.

        ``key`` names the shape of a statement that was built for this call, so that its
        compiled form is found again; leave it out for module-level statements.
        """
        with acting_as(self.actor):
            plan = self._plans.plan(statement, key)
            return fetch(self.storage.database.reading().cursor(), plan, params or {}, row)

    def read_once(
        self, statement: Select[Any], row: type[Row], params: Params, *, key: Hashable
    ) -> list[Row]:
        """Read what is small and dear, as counts are: asked again, the rows are those of before
        as long as nobody wrote to the database. PostgreSQL reads every time.
        """
        unchanged = self.storage.database.unchanged()
        if unchanged is None:
            return self.read(statement, row, params, key=key)
        with acting_as(self.actor):
            plan = self._plans.plan(statement, key)
            cursor = self.storage.database.reading().cursor()
            sql, values = plan.bound(params)
            question = (row, sql, tuple(values))  # with what the fence asks for this actor
            answers = unchanged.known(cursor)
            found: list[Row] | None = answers.get(question)
            if found is None:
                found = answers[question] = fetch(cursor, plan, params, row)
            return found

    def titles(self, wanted: Iterable[tuple[str, str]]) -> Titles:
        """Look up what records (entity, id) are called, as this reader sees them."""
        return titles_of(self, wanted)

    def sees(self, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Give those of these records (entity, id) that this reader sees."""
        return seen_of(self, wanted)

    def one(
        self,
        statement: Select[Any] | Any,
        row: type[Row],
        params: Params | None = None,
        *,
        key: Hashable = None,
    ) -> Row | None:
        """Give the first row, or None."""
        found = self.read(statement, row, params, key=key)
        return found[0] if found else None
