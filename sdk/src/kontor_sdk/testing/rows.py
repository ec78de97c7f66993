"""Rows made from what columns declare, so that a suite can fill tables it has never seen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from graphlib import TopologicalSorter
from io import BytesIO
from typing import TYPE_CHECKING

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.moments import NOON
from kontor_sdk.ui import Kind

if TYPE_CHECKING:
    from sqlalchemy import Column

    from kontor_core.foundation.fields import FieldSpec
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork
    from kontor_core.hooks.declarations.entities import Entity
    from kontor_sdk.testing.kit import Kontor

CANARY = "Kanarienvogel"
"""Stands in every text of a made row: where it shows up, the text has come."""

_NUMBERS = {
    Kind.INT: int,
    Kind.MONEY: int,
    Kind.NUMBER: Decimal,
    Kind.UNIT_PRICE: Decimal,
    Kind.QUANTITY: Decimal,
}
_KEPT = ("id", "created_at", "updated_at", "version", "owner_id", "team_id")

Made = dict[str, list[str]]
"""Ids of made rows by entity."""


class Rows:
    """Makes rows of one plugin's tables, straight through the unit of work."""

    def __init__(self, kontor: "Kontor", key: str) -> None:
        self.kontor = kontor
        registries = kontor.app.registries
        self.entities: dict[str, Entity] = {
            owned.id: owned.spec for owned in registries.entities.values() if owned.owner == key
        }
        self._user = kontor.user().id

    def below(self, root: RecordRef, count: int, *, beside: Made | None = None) -> Made:
        """Make ``count`` rows of each entity that hangs below a record, one of a facet.

        ``root`` is a customer or a record of the plugin; what a row needs besides is made too,
        unless ``beside`` has it.
        """
        made: Made = {**(beside or {}), root.entity: [root.id]}
        hanging = self._hanging(root.entity)
        of_any = [e for e in self.entities.values() if e.name in hanging and _is_of_any(e)]
        if of_any and not self._keepers(made):
            made["customer"] = [self.one("customer").id]
        with self.kontor.unit() as uow:
            if root.entity in self.entities:
                made |= self._above(uow, root.id)
            for entity in self._parents_first():
                if entity.name in hanging:
                    self._make(uow, entity, count, made)
                elif entity.name in self._needed(hanging) and entity.name not in made:
                    self._make(uow, entity, 1, made)
        return made

    def one(self, entity: str) -> RecordRef:
        """Make a single record: a customer, a contact, an interaction, or one of a plugin's."""
        if entity == "contact":
            return self.kontor.create("contact", {"family_name": self._text()})
        customer = self.kontor.customer({"name": self._text()})
        if entity == "customer":
            return customer
        if entity == "interaction":
            return self.kontor.create(
                "interaction",
                {"customer_id": customer, "channel": "call", "subject": self._text()},
            )
        if entity not in self.entities:
            owner = self.kontor.app.registries.entities[entity].owner
            return Rows(self.kontor, owner).one(entity)
        made: Made = {"customer": [customer.id]}
        with self.kontor.unit() as uow:
            for above in self._parents_first():
                self._make(uow, above, 1, made)
                if above.name == entity:
                    break
        return RecordRef(entity, made[entity][0])

    def targets(self, entity: "Entity") -> set[str]:
        """Give the entities that a table points at."""
        from kontor_core.foundation.storage.models import columns

        return {target for c in columns(entity.model) if (target := self._target(c)) is not None}

    def _hanging(self, root: str) -> set[str]:
        found: set[str] = set()
        for entity in self._parents_first():
            if self.targets(entity) & {root, *found} or (
                _is_of_any(entity) and self._keepers([root])
            ):
                found.add(entity.name)
        return found - {root}

    def _needed(self, entities: set[str]) -> set[str]:
        found = set(entities)
        for entity in reversed(self._parents_first()):
            if entity.name in found:
                found |= self.targets(entity)
        return found

    def _above(self, uow: "UnitOfWork", record_id: str) -> Made:
        """Give what a made record points at itself, so that rows below it agree with it."""
        from kontor_core.foundation.storage.models import columns

        found: Made = {}
        for entity in self.entities.values():
            row = uow.find(entity.model, id=record_id)
            for column in columns(entity.model) if row is not None else ():
                target, value = self._target(column), getattr(row, column.name)
                if target not in (None, "user", "team") and value is not None:
                    found[str(target)] = [str(value)]
        return found

    def _make(self, uow: "UnitOfWork", entity: "Entity", count: int, made: Made) -> None:
        from kontor_core.foundation.fields import BLOB, spec_of
        from kontor_core.foundation.storage.models import columns

        once = any(c.unique and self._target(c) in made for c in columns(entity.model))
        ids = made.setdefault(entity.name, [])
        for number in range(min(count, 1) if once else count):
            values: dict[str, object] = {}
            if _is_of_any(entity):
                keepers = self._keepers(made)
                keeper = keepers[number % len(keepers)]
                values = {"subject": keeper, "subject_id": made[keeper][number % len(made[keeper])]}
            currencies = {
                spec.currency for c in columns(entity.model) if (spec := spec_of(c)) is not None
            }
            for column in columns(entity.model):
                spec = spec_of(column)
                if spec is None or column.name in _KEPT or column.name in values:
                    continue
                if column.name in currencies:
                    values[column.name] = "EUR"
                elif spec.ref == BLOB:
                    content = BytesIO(self._text().encode())
                    values[column.name] = uow.storage.blobs.put(content)
                elif spec.kind is Kind.REF:
                    values[column.name] = self._reference(column, made, number)
                else:
                    values[column.name] = self._value(spec)
            ids.append(uow.create(entity.model, values).id)

    def _keepers(self, entities: Iterable[str]) -> list[str]:
        """Give those of these entities that keep what belongs to records of any kind."""
        schema = self.kontor.app.storage.schema
        return [name for name in entities if schema.subject(name)]

    def _value(self, spec: "FieldSpec") -> object:
        n = self.kontor.number()
        options = self.kontor.app.storage.options.get(spec.options or "", ())
        choices = [choice.value for choice in (*spec.choices, *options)]
        match spec.kind:
            case kind if kind in _NUMBERS:
                return _NUMBERS[kind](n)
            case Kind.BOOL:
                return True
            case Kind.DATE:
                return date(2026, 5, 4) - timedelta(days=n)
            case Kind.DATETIME:
                return NOON - timedelta(hours=n)
            case Kind.CHOICE:
                return choices[0] if choices else None
            case Kind.CHOICES:
                return choices[:1]
            case Kind.JSON:
                return {"text": self._text()}
            case Kind.EMAIL:
                return f"{CANARY.lower()}{n}@kontor.example"
            case Kind.PHONE:
                return f"+4930{1_000_000 + n}"
            case Kind.URL:
                return f"https://kontor.example/{CANARY}/{n}"
            case _:
                return self._text()[: spec.max_length]

    def _text(self) -> str:
        return f"{self.kontor.number():05d}-{CANARY}"

    def _reference(
        self, column: "Column[object]", made: Mapping[str, Sequence[str]], n: int
    ) -> object:
        from kontor_core.foundation.ids import new_id

        target = self._target(column)
        if target == "user":
            return self._user
        if target is None and not column.nullable:
            return new_id()  # of what is known to the plugin alone
        ids = made.get(target or "", ())
        return ids[n % len(ids)] if ids else None

    @staticmethod
    def _target(column: "Column[object]") -> str | None:
        """Give the entity that a column points at, for a bare id by its name."""
        from kontor_core.foundation.fields import spec_of

        spec = spec_of(column)
        if spec is None or spec.kind is not Kind.REF:
            return None
        return spec.ref or ("customer" if "customer" in column.name else None)

    def _parents_first(self) -> "list[Entity]":
        needs = {
            name: self.targets(entity) & self.entities.keys() - {name}
            for name, entity in self.entities.items()
        }
        return [self.entities[name] for name in TopologicalSorter(needs).static_order()]


def _is_of_any(entity: "Entity") -> bool:
    """Tell whether rows of a table are kept with records of any kind."""
    from kontor_core.hooks.declarations.entities import Scope

    return entity.row_scope is Scope.SUBJECT
