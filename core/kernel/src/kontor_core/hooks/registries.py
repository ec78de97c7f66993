"""What all plugins declared, frozen at start: the one place run-time code looks things up.

Everything carries its owner. Ids are full (``loyalty.account``); core's own stand bare.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from kontor_core.events.types import Event
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.text import nearest
from kontor_core.hooks.declarations.actions import EVERY, KEEPING, Spec
from kontor_core.hooks.declarations.entities import CORE, Entity, Facet, Resource
from kontor_core.hooks.declarations.flow import Job, Subscription, covers
from kontor_core.hooks.declarations.health import Check
from kontor_core.hooks.declarations.rights import Permission, RoleTemplate
from kontor_core.hooks.declarations.routes import Route
from kontor_core.hooks.declarations.settings import Settings
from kontor_core.hooks.declarations.ui import TimelineRenderer
from kontor_core.hooks.hookspecs import PluginInfo
from kontor_core.hooks.tables import rule_of

K = TypeVar("K")
T = TypeVar("T")
S = TypeVar("S", bound=Spec)


@dataclass(frozen=True, slots=True)
class Owned(Generic[T]):
    """A declaration with the key of its plugin and its full id."""

    owner: str
    id: str
    spec: T


def full_name(key: str, local: str) -> str:
    """Put a plugin's key before a local name; core's is left out."""
    return local if key == CORE else f"{key}.{local}"


@dataclass(frozen=True, kw_only=True)
class Registries:
    """The declarations of one application."""

    plugins: Mapping[str, PluginInfo]  # in load order
    packages: Mapping[str, str]  # key -> import package, for templates, static files, locale
    entities: Mapping[str, Owned[Entity]]
    resources: Mapping[str, Owned[Resource]]
    events: Mapping[str, Owned[type[Event]]]
    subscriptions: tuple[Owned[Subscription], ...]
    jobs: Mapping[str, Owned[Job]]
    checks: tuple[Owned[Check], ...]
    permissions: Mapping[str, Owned[Permission]]
    role_templates: Mapping[str, Owned[RoleTemplate]]
    settings: Mapping[str, Settings]
    routes: tuple[Owned[Route], ...]
    slots: Mapping[type[Spec], tuple[Owned[Spec], ...]]
    all_fields: Mapping[str, Mapping[str, Field]] = field(repr=False)
    words: Mapping[str, Label] = field(repr=False)  # what the company calls entities, resources

    @property
    def facets(self) -> tuple[Owned[Facet], ...]:
        """Give the facets of customer in load order."""
        found = (owned for owned in self.entities.values() if isinstance(owned.spec, Facet))
        return tuple(cast("Iterator[Owned[Facet]]", found))

    @cached_property
    def keeping(self) -> frozenset[str]:
        """Give the entities with whose records anything may be kept."""
        return frozenset(o.spec.entity for o in self.resources.values() if o.spec.keeps)

    def fields(self, entity: str) -> Mapping[str, Field]:
        """Give the fields of an entity by name, facet and custom fields included."""
        return self.all_fields.get(entity, {})

    def field(self, entity: str, name: str) -> Field:
        """Give one field; raises Invalid with the nearest name."""
        fields = self.fields(entity)
        try:
            return fields[name]
        except KeyError:
            guess = nearest(name, [f.name for f in fields.values() if not f.spec.hidden])
            de, en = f"Das Feld „{name}“ gibt es nicht.", f'There is no field "{name}".'
            if guess:
                de, en = f"{de} Meinten Sie „{guess}“?", f'{en} Did you mean "{guess}"?'
            raise Invalid(L(de, en=en), field=name) from None

    def entity(self, name: str) -> Entity:
        """Give an entity by name; raises KeyError."""
        return self.entities[name].spec

    def resource_of(self, entity: str) -> Owned[Resource] | None:
        """Give the resource of an entity; None for one that is only seen inside others."""
        for owned in self.resources.values():
            if owned.spec.entity == entity:
                return owned
        return None

    def label_of(self, entity: str) -> Label:
        """Give what an entity is called on screen."""
        resource = self.resource_of(entity)
        if resource is not None:
            return resource.spec.label
        owned = self.entities.get(entity)
        return owned.spec.label or entity if owned is not None else entity

    def specs(self, kind: type[S], on: str | None = None) -> tuple[Owned[S], ...]:
        """Give the slots of a kind in their order; ``on`` keeps those of one entity or page."""
        found = cast("tuple[Owned[S], ...]", self.slots.get(kind, ()))
        if on is None:
            return found
        return tuple(o for o in found if self.stands_on(o.spec, on))

    def stands_on(self, spec: Spec, on: str) -> bool:
        """Tell whether a slot is one of an entity or a page."""
        target = target_of(spec)
        if target == KEEPING:
            return on in self.keeping
        return target == on or (target == EVERY and on in self.entities)

    def spec(self, kind: type[S], full_id: str) -> Owned[S] | None:
        """Give one slot by its full id."""
        return next((o for o in self.specs(kind) if o.id == full_id), None)

    def renderer(self, event: str) -> Owned[TimelineRenderer] | None:
        """Give who renders an event on the timeline; an exact name wins over a pattern."""
        exact = [o for o in self.specs(TimelineRenderer) if event in o.spec.events]
        near = (
            o
            for o in self.specs(TimelineRenderer)
            if any(covers(pattern, event) for pattern in o.spec.events)
        )
        return exact[0] if exact else next(near, None)

    def quiet_events(self) -> frozenset[str]:
        """Give the automatic events of plugins' entities that nobody renders.

        They are for subscriptions; on the timeline a plugin shows the events it has words for.
        """
        every = (
            f"{name}.{verb}"
            for name, owned in self.entities.items()
            if owned.owner != CORE
            for verb in ("created", "changed", "deleted")
        )
        return frozenset(event for event in every if self.renderer(event) is None)

    def table_rules(self) -> list[TableRule]:
        """Give what the fence must know of every table."""
        listed = {o.spec.entity: o.spec for o in self.resources.values()}
        return [rule_of(owned.spec, listed.get(name)) for name, owned in self.entities.items()]

    def owned_tables(self, key: str) -> tuple[str, ...]:
        """Give the tables of a plugin, for the ledger."""
        return tuple(o.spec.table for o in self.entities.values() if o.owner == key)


def target_of(spec: Spec) -> str | None:
    """Give the entity or page a slot stands on."""
    target: str | None = getattr(spec, "on", None) or getattr(spec, "of", None)
    return target


def by_id(owned: Iterable[Owned[T]]) -> Mapping[str, Owned[T]]:
    return MappingProxyType({o.id: o for o in owned})


def frozen(mapping: Mapping[K, T]) -> Mapping[K, T]:
    return MappingProxyType(dict(mapping))
