"""Who reacts to which events, and the reactions that belong to the change itself.

A transactional subscription sees the facts of a unit before its commit and may refuse them.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor, ActorKind
from kontor_core.foundation.access.profiles import SERVICE
from kontor_core.foundation.errors import KontorError, PluginError
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import EventContext, RecordRef
from kontor_core.hooks.declarations.flow import Subscription


class Subscriber(Protocol):
    """A declared subscription with its plugin's key and its full id."""

    @property
    def owner(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def spec(self) -> Subscription: ...


class Transactional:
    """The transactional subscriptions of an application, in load order."""

    def __init__(self, subscribers: Iterable[Subscriber]) -> None:
        self._subscribers = tuple(s for s in subscribers if s.spec.mode == "transactional")
        self._by_type: dict[str, tuple[Subscriber, ...]] = {}

    def run(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        """Call every interested subscriber once with its facts.

        Refusals and other errors meant for the user pass; anything else becomes a PluginError
        that names the plugin. Both roll the unit back.
        """
        batches: dict[str, list[Fact]] = {}
        for fact in facts:
            for subscriber in self._interested(fact.type):
                batches.setdefault(subscriber.id, []).append(fact)
        if not batches:
            return
        for subscriber in self._subscribers:
            if subscriber.id in batches:
                _call_named(subscriber, uow, batches[subscriber.id])

    def asks(self, event: str) -> bool:
        """Tell whether anybody wants to see this kind of fact before its commit."""
        return bool(self._interested(event))

    def _interested(self, event: str) -> tuple[Subscriber, ...]:
        found = self._by_type.get(event)
        if found is None:
            found = tuple(s for s in self._subscribers if s.spec.matches(event))
            self._by_type[event] = found
        return found


def call(subscriber: Subscriber, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
    """Run a handler inside a unit; what it publishes names its cause where that is one event."""
    plugin, cause, correlation = uow.plugin, uow.causation_id, uow.correlation_id
    uow.plugin = subscriber.owner
    if len(facts) == 1:
        uow.causation_id = facts[0].id
        uow.correlation_id = facts[0].correlation_id or facts[0].id
    try:
        ctx = EventContext(uow=uow, actor=uow.actor, clock=clock, notify=Notices(uow))
        subscriber.spec.handler(ctx, facts)
    finally:
        uow.plugin, uow.causation_id, uow.correlation_id = plugin, cause, correlation


def service_actor(plugin: str) -> Actor:
    """Give the one in whose name a plugin works when nobody asked it to.

    It reaches all rows, but no special data (Art. 9 GDPR), no secrets and no permissions; a role
    ``service_<plugin>`` of the definition narrows or widens that.
    """
    return Actor(id=None, name=plugin, profile=SERVICE, kind=ActorKind.SERVICE)


def _call_named(subscriber: Subscriber, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
    try:
        call(subscriber, uow, facts)
    except KontorError as error:
        if error.status < 500:
            raise
        raise _named(subscriber, error) from error
    except Exception as error:
        raise _named(subscriber, error) from error


def _named(subscriber: Subscriber, error: Exception) -> PluginError:
    told = f"{type(error).__name__}: {error}"
    return PluginError(
        subscriber.owner,
        L(
            f"Die Reaktion {subscriber.id} ist gescheitert, nichts wurde gespeichert: {told}",
            en=f"The subscription {subscriber.id} failed, nothing was saved: {told}",
        ),
    )


class Notices:
    """What handlers call as ``ctx.notify``: puts a notice into the log.

    Whoever shows notices drops the second with the same recipient, text and subject.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def __call__(
        self,
        recipient: str,
        text: Label,
        *,
        about: object,
        kind: str = "",
        group: RecordRef | None = None,
    ) -> None:
        ref = _reference(about)
        told = {"text": text_of(text, "de")}
        if isinstance(text, L) and text.en:
            told["text_en"] = text.en
        about_id = about.id if isinstance(about, Fact | RecordRef) else None
        named = {"kind": f"{self._uow.plugin}.{kind}"} if kind else {}
        if group:
            named["group"] = f"{group.entity}:{group.id}"
        self._uow.publish(
            Fact(
                type="notification.requested",
                subject=ref.entity if ref else None,
                subject_id=ref.id if ref else None,
                customer_id=about.customer_id if isinstance(about, Fact) else None,
                contact_id=about.contact_id if isinstance(about, Fact) else None,
                plugin=self._uow.plugin,
                payload={"recipient": recipient, "about": about_id, **named},
                personal=told,
            )
        )


def _reference(about: object) -> RecordRef | None:
    if isinstance(about, RecordRef):
        return about
    if isinstance(about, Fact) and about.subject and about.subject_id:
        return RecordRef(about.subject, about.subject_id)
    return None
