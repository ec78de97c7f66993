"""Keeping the index: a durable subscriber reads again what facts tell has changed.

It reads rows as they are now and never what a fact says, so events may come twice or late.
"""

from collections.abc import Iterable, Mapping, Sequence

from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.bulk import parts
from kontor_core.foundation.storage.search_index import Document, SearchIndex
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.search.declared import Indexed

_TOGETHER = ("merged", "unmerged", "erased", "deleted")
"""What happens to a customer or contact and to everything that belongs to it."""

_AT_ONCE = 500


class Keeper:
    """Puts records into the index and takes them out again."""

    def __init__(
        self, storage: Storage, index: SearchIndex, indexed: Mapping[str, Indexed]
    ) -> None:
        self._storage = storage
        self._index = index
        self._indexed = indexed
        tables = {rule.name: rule.entity for rule in storage.schema}
        self._facets = {
            tables[field.table]: (entity, one)
            for entity, one in indexed.items()
            for field in one.fields
            if field.table != one.info.rule.name
        }

    def subscription(self) -> Subscription:
        entities = (*self._indexed, *self._facets)
        patterns = tuple(f"{entity}.*" for entity in entities)
        return Subscription(patterns, self.keep, id="search", batch=_AT_ONCE)

    def keep(self, ctx: EventContext, facts: Sequence[Fact]) -> None:
        self._index.alone(ctx.uow)
        wanted: dict[str, dict[str, None]] = {}
        customers: set[str] = set()
        contacts: set[str] = set()
        for fact in facts:
            for entity, record in self._named(fact):
                wanted.setdefault(entity, {})[record] = None
            noun, _, verb = fact.type.partition(".")
            if verb in _TOGETHER and noun in ("customer", "contact"):
                (customers if noun == "customer" else contacts).update(_all_of(fact, noun))
        if customers or contacts:
            for entity, record in self._index.around(ctx.uow, sorted(customers), sorted(contacts)):
                wanted.setdefault(entity, {})[record] = None
            wanted.setdefault("customer", {}).update(dict.fromkeys(sorted(customers)))
            wanted.setdefault("contact", {}).update(dict.fromkeys(sorted(contacts)))
        for entity, records in wanted.items():
            if entity in self._indexed:
                self.refresh(ctx.uow, self._indexed[entity], list(records))

    def refresh(self, uow: UnitOfWork, one: Indexed, record_ids: Sequence[str]) -> None:
        """Put records into the index as they are now; those that are gone leave it."""
        for some in parts(record_ids, _AT_ONCE):
            documents = self.documents(uow, one, some)
            there = {document.entity_id for document in documents}
            self._index.put(uow, documents)
            if gone := [record for record in some if record not in there]:
                self._index.remove(uow, gone)

    def documents(self, uow: UnitOfWork, one: Indexed, record_ids: Sequence[str]) -> list[Document]:
        statement = self._storage.statement(
            ("search document", one.info.entity), lambda: one.statement(self._storage.schema)
        )
        rows = uow.system_read(statement, one.row, {"ids": list(record_ids)})
        return [one.document(row) for row in rows]

    def _named(self, fact: Fact) -> Iterable[tuple[str, str]]:
        """Give the record whose words a fact may have changed."""
        changed = fact.payload.get("changed")
        subject = fact.subject or ""
        if subject in self._indexed:
            one, entity, record = self._indexed[subject], subject, fact.subject_id
        elif subject in self._facets:
            (entity, one), record = self._facets[subject], fact.customer_id
        else:
            return
        if record and (changed is None or not one.watched.isdisjoint(changed)):
            yield entity, record


def _all_of(fact: Fact, noun: str) -> set[str]:
    own = fact.customer_id if noun == "customer" else fact.contact_id
    merged = fact.payload.get("merged") or ()
    return {record for record in (own, *merged) if record}
