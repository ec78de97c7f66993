"""Event classes: immutable, versioned facts with the data class of every field.

    class PlanOpened(Event):
        name = "keyaccounts.plan.opened"

        plan_id: str
        objective: str = personal()

    uow.publish(PlanOpened(customer_id=customer.id, plan_id=plan.id, objective="..."))

What tells of a person goes to its own column of the log, so that an erasure blanks it while the
fact stays. Fields that say nothing are internal: ids, numbers, moments.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticUndefined

from kontor_core.foundation import clock
from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.declarations.contexts import RecordRef

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}")
_HEAD = frozenset({"customer_id", "contact_id", "subject", "occurred_at"})
_PERSONAL = frozenset({Data.PERSONAL, Data.SPECIAL, Data.SECRET})


def personal(default: Any = PydanticUndefined, *, data: Data = Data.PERSONAL) -> Any:
    """Declare a field of an event that tells of a person; ``data`` names a class beyond that."""
    return Field(default=default, json_schema_extra={"kontor_data": data.value})


class Event(BaseModel):
    """The base of every event class; ``name`` is ``<key>.<noun>.<past verb>``, core's without key.

    ``subject`` is the record the event is about when that is neither the customer nor the contact.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    version: ClassVar[int] = 1

    customer_id: str | None = None
    contact_id: str | None = None
    subject: RecordRef | None = None
    occurred_at: datetime | None = None  # left out: the moment it is published

    @classmethod
    def plugin(cls) -> str:
        """Give the key of the plugin that the event belongs to."""
        return cls.name.split(".")[0] if cls.name.count(".") == 2 else "core"

    @classmethod
    def classes(cls) -> Mapping[str, Data]:
        """Give the data class of each field that is the event's own."""
        found = {}
        for name, info in cls.model_fields.items():
            if name not in _HEAD:
                extra = info.json_schema_extra
                told = extra.get("kontor_data") if isinstance(extra, dict) else None
                found[name] = Data(str(told)) if told else Data.INTERNAL
        return found

    def as_fact(self) -> Fact:
        """Give the form the log keeps, personal values apart."""
        values = self.model_dump(mode="json", exclude=set(_HEAD))
        classes = self.classes()
        kept = {name: value for name, value in values.items() if classes[name] not in _PERSONAL}
        told = {name: value for name, value in values.items() if classes[name] in _PERSONAL}
        subject, subject_id = _subject(self)
        return Fact(
            type=self.name,
            version=self.version,
            customer_id=self.customer_id,
            contact_id=self.contact_id,
            subject=subject,
            subject_id=subject_id,
            plugin=self.plugin(),
            occurred_at=clock.as_text(self.occurred_at or clock.now()),
            payload=kept,
            personal=told or None,
        )

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """Read an event back; raises ValueError when the fact is another's or was erased."""
        if fact.type != cls.name:
            raise ValueError(f"{fact.type} is no {cls.name}")
        own = fact.subject not in (None, "customer", "contact")
        return cls(
            customer_id=fact.customer_id,
            contact_id=fact.contact_id,
            subject=RecordRef(str(fact.subject), str(fact.subject_id)) if own else None,
            occurred_at=fact.at,
            **fact.payload,
            **(fact.personal or {}),
        )


def _subject(event: Event) -> tuple[str | None, str | None]:
    if event.subject is not None:
        return event.subject.entity, event.subject.id
    if event.customer_id is not None:
        return "customer", event.customer_id
    return ("contact", event.contact_id) if event.contact_id is not None else (None, None)


def event_classes(declared: Iterable[tuple[str, type[Event]]]) -> Mapping[str, type[Event]]:
    """Make the registry by name of ``(plugin key, class)``; raises PluginError naming the class."""
    found: dict[str, type[Event]] = {}
    for key, cls in declared:
        name = getattr(cls, "name", "")
        if not _NAME.fullmatch(name):
            raise PluginError(
                key,
                L(
                    f"{cls.__name__}.name = {name!r}: erwartet wird „{key}.<Ding>.<Verb>“.",
                    en=f'{cls.__name__}.name = {name!r}: expected "{key}.<noun>.<past verb>".',
                ),
            )
        if cls.plugin() != key:
            raise PluginError(
                key,
                L(
                    f"{cls.__name__}.name = {name!r} beginnt nicht mit „{key}.“.",
                    en=f'{cls.__name__}.name = {name!r} does not begin with "{key}.".',
                ),
            )
        if name in found:
            raise PluginError(
                key,
                L(
                    f"{name} ist zweimal deklariert: {found[name].__name__}, {cls.__name__}.",
                    en=f"{name} is declared twice: {found[name].__name__}, {cls.__name__}.",
                ),
            )
        found[name] = cls
    return MappingProxyType(found)
