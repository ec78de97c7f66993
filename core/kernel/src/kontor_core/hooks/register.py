"""From answers to registries: put together, resolve every name, freeze.

A plugin whose declarations do not hold is quarantined, and the rest is put together anew: what
others said about it must not dangle. Answers are asked for once; this is arithmetic on them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from kontor_core.events.types import Event, event_classes
from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label
from kontor_core.hooks.answers import Answers, collect
from kontor_core.hooks.declarations.actions import KEEPING, Action, Spec
from kontor_core.hooks.declarations.entities import Entity, Facet, Resource
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.declarations.health import Check
from kontor_core.hooks.declarations.keys import PAGE_KEYS, PLACE_KEYS
from kontor_core.hooks.declarations.rights import Permission, RoleTemplate
from kontor_core.hooks.declarations.routes import Route
from kontor_core.hooks.declarations.settings import Settings
from kontor_core.hooks.declarations.ui import Board, NavItem, Page
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.event_names import check_patterns, names_of_entity
from kontor_core.hooks.field_registry import build_fields
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.names import FIELD, PERMISSION, Absent, Names
from kontor_core.hooks.own_words import in_own_words
from kontor_core.hooks.registries import Owned, Registries, by_id, frozen, full_name
from kontor_core.hooks.slot_check import World, check_filter, check_slot
from kontor_core.hooks.tables import check_tables, withdraw_dangling

LOCAL = re.compile(r"[a-z][a-z0-9_]*")


def register(
    dispatcher: Dispatcher,
    *,
    custom: Iterable[Field] = (),
    labels: Mapping[str, Label] | None = None,
) -> Registries:
    """Ask every plugin what it declares and freeze the answers of those that hold.

    ``custom`` are the fields of the definition, ``labels`` its own words: for an entity
    (``customer``), a resource (``customers``) or a field (``customer.phase``).
    """
    loaded = dispatcher.loaded
    answers = collect(dispatcher)
    fields = tuple(custom)
    while True:
        try:
            return _Assembly(loaded, answers, fields, labels or {}).registries()
        except PluginError as error:
            if error.plugin not in loaded:
                raise
            withdraw_dangling(error.plugin)
            loaded.quarantine(error.plugin, error)


class _Assembly:
    """One attempt with the plugins that are healthy so far."""

    def __init__(
        self,
        loaded: Loaded,
        answers: Answers,
        custom: tuple[Field, ...],
        labels: Mapping[str, Label],
    ) -> None:
        self.infos = {key: plugin.info for key, plugin in loaded.items()}
        self.packages = {
            key: type(plugin).__module__.partition(".")[0] for key, plugin in loaded.items()
        }
        self.names = {key: Names(info, self.infos.keys()) for key, info in self.infos.items()}
        self._answers = {key: answers.get(key, {}) for key in self.infos}
        self._custom = custom
        self._labels = labels

    def registries(self) -> Registries:
        entities = self._entities()
        fields = build_fields([(o.owner, o.spec) for o in entities], self._custom, self._labels)
        resources = self._resources(entities, fields)
        permissions, templates = self._rights(entities)
        events = self._events()
        event_names = {name for o in entities for name in names_of_entity(o.id)}
        event_names |= {o.id for o in events}
        world = World(
            running=self.infos.keys(),
            entities={KEEPING, *(o.id for o in entities)},
            fields=fields,
            permissions={o.id for o in permissions},
            events=event_names,
            pages=self._pages(resources),
            packages=self.packages,
        )
        self._check_facets(entities, world)
        words = self._words(entities, resources)
        return Registries(
            plugins=frozen(self.infos),
            packages=frozen(self.packages),
            entities=by_id(entities),
            resources=by_id(resources),
            events=by_id(events),
            subscriptions=self._subscriptions(world),
            jobs=by_id(self._jobs()),
            checks=self._checks(),
            permissions=by_id(permissions),
            role_templates=by_id(templates),
            settings=frozen(self._settings()),
            routes=self._routes(world),
            slots=frozen(self._slots(world, words)),
            all_fields=frozen({name: frozen(of) for name, of in fields.items()}),
            words=frozen(words),
        )

    def _said(self, hook: str) -> Iterable[tuple[str, Any]]:
        for key, answers in self._answers.items():
            for item in answers.get(hook, ()):
                yield key, item

    def _entities(self) -> list[Owned[Entity]]:
        for key, info in self.infos.items():
            own = [entity for owner, entity in self._said("kontor_entities") if owner == key]
            check_tables(key, own, info.requires)
        return self._unique(
            Owned(key, entity.name, entity) for key, entity in self._said("kontor_entities")
        )

    def _check_facets(self, entities: Iterable[Owned[Entity]], world: World) -> None:
        for owned in entities:
            facet = owned.spec
            if isinstance(facet, Facet) and facet.edit is not None:
                where = f"Facet {owned.id}"
                self.names[owned.owner].known(
                    PERMISSION, facet.edit, world.permissions, where=where
                )

    def _resources(
        self, entities: Iterable[Owned[Entity]], fields: Mapping[str, Mapping[str, Field]]
    ) -> list[Owned[Resource]]:
        own = {(o.owner, o.id) for o in entities}
        found = []
        for key, resource in self._said("kontor_resources"):
            where = f"Resource {resource.full_name}"
            names = self.names[key]
            if (key, resource.entity) not in own:
                raise names.refusal(
                    f"{where}: {resource.entity} ist keine eigene Entität; nennen Sie sie zuerst "
                    "in kontor_entities.",
                    f"{where}: {resource.entity} is no entity of its own; name it in "
                    "kontor_entities first.",
                )
            named = [*resource.columns, *resource.form, resource.search, resource.import_key]
            named += [part.removeprefix("-") for part in (resource.sort or "").split(",")]
            for name in filter(None, named):
                names.known(FIELD, name, fields[resource.entity], where=where)
            check_filter(resource.open, fields[resource.entity], names, f"{where} open=")
            found.append(Owned(key, resource.full_name, self._relabelled(resource)))
        return self._unique(found)

    def _relabelled(self, resource: Resource) -> Resource:
        """Use the definition's words, if it has any: ``customer`` and ``customers``."""
        return replace(
            resource,
            label=self._labels.get(resource.entity, resource.label),
            label_plural=self._labels.get(resource.full_name, resource.label_plural),
        )

    def _rights(
        self, entities: Iterable[Owned[Entity]]
    ) -> tuple[list[Owned[Permission]], list[Owned[RoleTemplate]]]:
        permissions: list[Owned[Permission]] = []
        templates: list[Owned[RoleTemplate]] = []
        for key, item in self._said("kontor_permissions"):
            self._check_local(key, type(item).__name__, item.name)
            name = full_name(key, item.name)
            if isinstance(item, Permission):
                permissions.append(Owned(key, name, item))
            else:
                templates.append(Owned(key, name, item))
        known = {o.id for o in permissions}
        for template in templates:
            where = f"RoleTemplate {template.id}"
            for right in template.spec.permissions:
                self.names[template.owner].known(PERMISSION, right, known, where=where)
        return self._unique(permissions), self._unique(templates)

    def _events(self) -> list[Owned[type[Event]]]:
        declared = list(self._said("kontor_events"))
        event_classes(declared)
        return [Owned(key, cls.name, cls) for key, cls in declared]

    def _subscriptions(self, world: World) -> tuple[Owned[Subscription], ...]:
        found = []
        for key, spec in self._said("kontor_subscriptions"):
            where = f"Subscription {spec.local_id}"
            names = self.names[key]
            check_patterns(names, spec.patterns, world.events, world.running, where=where)
            if spec.mode not in ("durable", "transactional"):
                raise names.refusal(
                    f"{where}: mode ist „durable“ oder „transactional“, nicht „{spec.mode}“.",
                    f'{where}: mode is "durable" or "transactional", not "{spec.mode}".',
                )
            found.append(Owned(key, full_name(key, spec.local_id), spec))
        return tuple(self._unique(found))

    def _jobs(self) -> list[Owned[Job]]:
        found = []
        for key, job in self._said("kontor_jobs"):
            self._check_local(key, "Job", job.id)
            if not _is_rhythm(job.every):
                raise self.names[key].refusal(
                    f"Job {job.id}: every ist ein timedelta größer null oder eine Uhrzeit „03:00“, "
                    f"nicht {job.every!r}.",
                    f'Job {job.id}: every is a timedelta above zero or a time of day "03:00", '
                    f"not {job.every!r}.",
                )
            found.append(Owned(key, full_name(key, job.id), job))
        return self._unique(found)

    def _checks(self) -> tuple[Owned[Check], ...]:
        found = []
        for key, check in self._said("kontor_checks"):
            self._check_local(key, "Check", check.id)
            found.append(Owned(key, full_name(key, check.id), check))
        return tuple(self._unique(found))

    def _settings(self) -> dict[str, Settings]:
        found: dict[str, Settings] = {}
        for key, settings in self._said("kontor_settings"):
            if key in found:
                raise self.names[key].refusal(
                    "kontor_settings: höchstens eine Deklaration; legen Sie beide zusammen.",
                    "kontor_settings: one declaration at most; put them together.",
                )
            missing = [
                name for name, info in settings.model.model_fields.items() if info.is_required()
            ]
            if missing or not settings.model.model_config.get("frozen"):
                listed = ", ".join(missing) or "frozen=True"
                raise self.names[key].refusal(
                    f"Einstellungen {settings.model.__name__}: das Modell ist frozen, jedes Feld "
                    f"hat eine Vorgabe. Es fehlt: {listed}.",
                    f"Settings {settings.model.__name__}: the model is frozen and every field has "
                    f"a default. Missing: {listed}.",
                )
            found[key] = settings
        return found

    def _routes(self, world: World) -> tuple[Owned[Route], ...]:
        found = []
        for key, route in self._said("kontor_routes"):
            where = f"Route {route.method} {route.path}"
            if route.permission:
                self.names[key].known(PERMISSION, route.permission, world.permissions, where=where)
            # "/{id:int}" beside "/{name:str}" would both match, and only the first be called
            shape = re.sub(r"{[^}]*}", "{}", route.path.strip("/"))
            found.append(Owned(key, f"{route.method} /x/{key}/{shape}", route))
        return tuple(self._unique(found))

    def _pages(self, resources: Iterable[Owned[Resource]]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {key: set() for key in self.infos}
        for key, spec in self._said("kontor_ui"):
            if isinstance(spec, Page):
                found[key].add(spec.path)
            elif isinstance(spec, Board):
                found[key].add(f"board/{spec.id}")
        for owned in resources:
            found[owned.owner].add(owned.id.rpartition(".")[2])
        return found

    def _words(
        self, entities: Iterable[Owned[Entity]], resources: Iterable[Owned[Resource]]
    ) -> dict[str, Label]:
        """Give what entities (``customer``) and resources (``customers``) are called here."""
        words = {o.id: label for o in entities if (label := o.spec.label) is not None}
        for owned in resources:
            words |= {owned.spec.entity: owned.spec.label, owned.id: owned.spec.plural_label}
        return {**words, **self._labels}

    def _slots(
        self, world: World, words: Mapping[str, Label]
    ) -> dict[type[Spec], tuple[Owned[Spec], ...]]:
        by_kind: dict[type[Spec], list[Owned[Spec]]] = {}
        for key, spec in self._said("kontor_ui"):
            self._check_local(key, type(spec).__name__, spec.id)
            try:
                check_slot(spec, self.names[key], world)
            except Absent:
                continue
            own = in_own_words(spec, words, self._labels)
            by_kind.setdefault(type(spec), []).append(Owned(key, full_name(key, spec.id), own))
        self._check_keys(by_kind.get(NavItem, []), PLACE_KEYS)
        self._check_keys(by_kind.get(Action, []), PAGE_KEYS)
        return {
            kind: tuple(sorted(self._unique(found), key=lambda owned: owned.spec.order))
            for kind, found in by_kind.items()
        }

    def _check_keys(self, slots: Iterable[Owned[Spec]], reserved: str) -> None:
        """Refuse the later of two plugins that want the same key, and those of every page."""
        taken: dict[tuple[str, str | None], Owned[Spec]] = {}
        for owned in slots:
            key = getattr(owned.spec, "key", None)
            if key is None:
                continue
            if len(key) != 1 or key in reserved:
                kind = type(owned.spec).__name__
                raise self.names[owned.owner].refusal(
                    f"{kind} {owned.spec.id}: die Taste „{key}“ gibt es nicht oder sie gehört "
                    f"Kontor. Wählen Sie ein Zeichen außer: {' '.join(reserved)}.",
                    f'{kind} {owned.spec.id}: the key "{key}" is none or belongs to Kontor. '
                    f"Choose one character besides: {' '.join(reserved)}.",
                )
            first = taken.setdefault((key, getattr(owned.spec, "on", None)), owned)
            in_turn = first.owner == owned.owner and None not in (first.spec.when, owned.spec.when)
            if first is not owned and not in_turn:
                kind = type(owned.spec).__name__
                raise self.names[owned.owner].refusal(
                    f"{kind} {owned.spec.id}: die Taste „{key}“ hat schon {first.id} des Plugins "
                    f"{first.owner}. Wählen Sie eine andere.",
                    f'{kind} {owned.spec.id}: the key "{key}" is taken by {first.id} of the plugin '
                    f"{first.owner}. Choose another one.",
                )

    def _check_local(self, key: str, kind: str, name: str) -> None:
        if not LOCAL.fullmatch(name):
            raise self.names[key].refusal(
                f"{kind} „{name}“: schreiben Sie den Namen ohne Schlüssel, in Kleinbuchstaben, "
                "Ziffern und Unterstrichen.",
                f'{kind} "{name}": write the name without the key, in lower-case letters, digits '
                "and underscores.",
            )

    def _unique(self, found: Iterable[Owned[Any]]) -> list[Owned[Any]]:
        """Refuse a second declaration under the same full id; the later plugin is to blame."""
        first: dict[str, Owned[Any]] = {}
        for owned in found:
            before = first.setdefault(owned.id, owned)
            if before is not owned:
                kind = type(owned.spec).__name__
                raise PluginError(
                    owned.owner,
                    L(
                        f"{kind} {owned.id} steht zweimal da (auch im Plugin {before.owner}).",
                        en=f"{kind} {owned.id} is declared twice (also in plugin {before.owner}).",
                    ),
                )
        return list(first.values())


def _is_rhythm(every: timedelta | str) -> bool:
    if isinstance(every, timedelta):
        return every > timedelta(0)
    try:
        time.fromisoformat(every)
    except ValueError:
        return False
    return len(every) == len("03:00")
