"""KontorApp: the wiring of one running CRM, and nothing else.

Definition -> plugins -> registries -> storage -> bus -> resources, in this order.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from kontor_core.core_plugin import Core
from kontor_core.customers.models import ROLES
from kontor_core.events import definition_log
from kontor_core.events.arrivals import FileArrived, NoteArrived, TagsArrived
from kontor_core.events.bus import Bus
from kontor_core.events.epoch import check_epoch
from kontor_core.events.log import Log
from kontor_core.events.notices import NotificationRequested
from kontor_core.events.schedules import Schedule
from kontor_core.events.subscriptions import service_actor
from kontor_core.events.tables import bus_rules
from kontor_core.events.worker import Worker
from kontor_core.foundation.access import second_factor, users
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.roles import Actors, actor_of
from kontor_core.foundation.definition import FILE_NAME, Definition, load
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L
from kontor_core.foundation.settings import load_settings
from kontor_core.foundation.storage.blobs import BLOBS, Blobs
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import (
    MigrationFailed,
    Migrations,
    Status,
    migrate,
    one_at_a_time,
    status,
)
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.slow import slow_statements
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.values import Conventions
from kontor_core.foundation.vault import Vault
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.field_registry import fields_of_many
from kontor_core.hooks.ledger import Ledger, LedgerRow
from kontor_core.hooks.lifecycle import block_unseeded, seed
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.loader import load as load_plugins
from kontor_core.hooks.register import register
from kontor_core.hooks.registries import Owned, Registries
from kontor_core.resources.catalogue import Catalogue, ResourceInfo
from kontor_core.resources.verbs import Resources
from kontor_core.search.search import Search


class NotMigrated(KontorError):
    """The tables of core are older than its code; nothing is served on an old schema."""

    status = 503
    code = "not_migrated"


class KontorApp:
    """One company's CRM. Use ``KontorApp.open(home)`` and close it again."""

    def __init__(
        self,
        home: Path,
        definition: Definition,
        loaded: Loaded,
        dispatcher: Dispatcher,
        registries: Registries,
        database: Database,
    ) -> None:
        self.home = home
        self.definition = definition
        self.loaded = loaded
        self.dispatcher = dispatcher
        self.registries = registries
        self.database = database
        self.storage = Storage(
            database,
            Schema([*registries.table_rules(), *bus_rules()]),
            conventions=_conventions(definition),
            custom_fields=_custom(definition),
            blobs=Blobs(home / BLOBS),
            settings=(
                load_settings(declared.model, key, definition)
                for key, declared in registries.settings.items()
            ),
        )
        slow_statements.keep_in(home)
        self.vault = Vault(home, partial(second_factor.kept, self.storage))
        self.log = Log(self.storage)
        catalogue = Catalogue(_infos(registries))
        self.search = Search(self.storage, catalogue)
        # wired here, not declared by a hook: what it indexes is what everybody declared
        indexing = Owned(CORE, "search", self.search.subscription())
        subscribers = (*registries.subscriptions, indexing)
        self.bus = Bus(self.log, subscribers, actor_of=self.service_actor, events=registries.events)
        self.storage.sink = self.bus
        self.actors = Actors(self.storage, definition.roles, timezone=definition.company.timezone)
        self.storage.actor_of = self.actor
        # a notice is for its recipient, who has it in the inbox, not for the customer's history;
        # a file stands there with what it came with
        told_elsewhere = {
            one.name for one in (NotificationRequested, FileArrived, NoteArrived, TagsArrived)
        }
        self.quiet_events = registries.quiet_events() | told_elsewhere
        self.resources = Resources(self.storage, catalogue, index=self.search)
        self._worker: Worker | None = None

    @classmethod
    def open(cls, home: Path, *, strict: bool = False, migrate: bool = False) -> "KontorApp":
        """Open the CRM in a company's folder.

        Raises DefinitionError for a ``kontor.toml`` that cannot be used and NotMigrated when
        core's tables are behind; a plugin whose tables are behind is blocked, the rest runs.
        ``migrate`` brings all tables up to date first and lets plugins seed their rows; one whose
        seed fails is quarantined.
        """
        definition = load(home / FILE_NAME)
        database = _database(definition)
        try:
            with one_at_a_time(database) if migrate else nullcontext():
                return cls._opened(home, definition, database, strict=strict, migrate=migrate)
        except BaseException:
            database.close()
            raise

    @classmethod
    def _opened(
        cls, home: Path, definition: Definition, database: Database, *, strict: bool, migrate: bool
    ) -> "KontorApp":
        ledger = Ledger(database)
        known = ledger.rows()
        loaded, dispatcher, registries = _plugins(definition, known.values(), strict=strict)
        if migrate:
            _migrate(database, loaded)
        found = _check_schema(database, loaded)
        never_ran = [key for key in loaded.keys if key not in known or not known[key].enabled_at]
        if not migrate:
            block_unseeded(dispatcher, [key for key in never_ran if key in known])
        if set(loaded.keys) != set(registries.plugins):
            registries = _register(dispatcher, definition)  # without those just blocked
        check_epoch(database)
        app = cls(home, definition, loaded, dispatcher, registries, database)
        app.bus.enrol()
        if migrate:
            seed(dispatcher, lambda: app.unit(SYSTEM), fresh=never_ran)
        if set(loaded.keys) != set(registries.plugins):  # a seed failed
            app.bus.close()
            registries = _register(dispatcher, definition)
            app = cls(home, definition, loaded, dispatcher, registries, database)
            app.bus.enrol()
        ledger.note(loaded, registries, found)
        definition_log.note(app.storage, definition)
        return app

    @staticmethod
    def migrate(home: Path, *, done: Callable[[Status], None] | None = None) -> list[Status]:
        """Bring all tables up to date, seed, and close again.

        Raises MigrationFailed of the first plugin that failed, when all others are done.
        """
        definition = load(home / FILE_NAME)
        loaded, _, _ = _plugins(definition)
        database = _database(definition)
        try:
            ran, failed = _migrate(database, loaded, done)
        finally:
            database.close()
        KontorApp.open(home, migrate=True).close()
        if failed:
            raise failed[0]
        return ran

    @staticmethod
    def migration_status(home: Path) -> list[Status]:
        definition = load(home / FILE_NAME)
        loaded, _, _ = _plugins(definition)
        database = _database(definition)
        try:
            return status(database, _migrations(loaded))
        finally:
            database.close()

    # ---- what everybody asks of it

    def unit(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        return self.storage.unit(actor)

    def reader(self, actor: Actor) -> Reader:
        return self.storage.reader(actor)

    def actor(self, user_id: str) -> Actor:
        """Give a user as an actor; raises NotFound for one who is unknown or switched off."""
        definition = self.definition
        return actor_of(
            self.storage, user_id, definition.roles, timezone=definition.company.timezone
        )

    def service_actor(self, plugin: str) -> Actor:
        """Give the one in whose name a plugin's durable subscriptions and jobs run."""
        actor = service_actor(plugin).in_zone(self.definition.company.timezone)
        role = self.definition.roles.get(f"service_{plugin}")
        return actor if role is None else actor.with_profile(role.profile())

    def actor_by_email(self, email: str) -> Actor | None:
        user = users.find_by_email(self.storage, email)
        return None if user is None else self.actor(user.id)

    def migrations(self) -> Sequence[Migrations]:
        """Give the migrations of core and of every healthy plugin, in load order."""
        return _migrations(self.loaded)

    def start_worker(self) -> None:
        """Deliver durable subscriptions and run jobs in the background until ``close``."""
        if self._worker is None:
            self._worker = Worker(self.bus, self.jobs())
            self._worker.start()

    def jobs(self) -> Sequence[Owned[Job]]:
        """Give all recurring jobs, those of the search among them."""
        indexing = (Owned(CORE, job.id, job) for job in self.search.jobs())
        return [*self.registries.jobs.values(), *indexing]

    def schedule(self) -> Schedule:
        """Give the recurring jobs to look at and to ask for; workers run them."""
        return Schedule(self.storage, self.jobs(), actor_of=self.service_actor)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        self.bus.close()
        self.storage.close()


def _database(definition: Definition) -> Database:
    settings = definition.database
    return Database(settings.url, durability=settings.durability)


def _conventions(definition: Definition) -> Conventions:
    roles = tuple(replace(role, label=definition.label(role.value, role.label)) for role in ROLES)
    options = {**definition.options, "customer_roles": roles}
    return replace(definition.conventions, options=options)


def _custom(definition: Definition) -> dict[str, dict[str, FieldSpec]]:
    found: dict[str, dict[str, FieldSpec]] = {}
    for field in definition.custom_fields:
        found.setdefault(field.entity, {})[str(field.json_key)] = field.spec
    return found


def _plugins(
    definition: Definition, known: Iterable[LedgerRow] = (), *, strict: bool = False
) -> tuple[Loaded, Dispatcher, Registries]:
    loaded = load_plugins(enabled=definition.plugins, core=Core(), ledger=known, strict=strict)
    dispatcher = Dispatcher(loaded)
    return loaded, dispatcher, _register(dispatcher, definition)


def _register(dispatcher: Dispatcher, definition: Definition) -> Registries:
    return register(dispatcher, custom=definition.custom_fields, labels=definition.labels)


def _migrations(loaded: Loaded) -> Sequence[Migrations]:
    found = []
    for key, plugin in loaded.items():
        package = type(plugin).__module__.partition(".")[0]
        migrations = Migrations.of(key, package)
        if migrations is not None:
            found.append(migrations)
    return found


def _migrate(
    database: Database, loaded: Loaded, done: Callable[[Status], None] | None = None
) -> tuple[list[Status], list[MigrationFailed]]:
    """Migrate one plugin after the other; one that fails is blocked, but core's failure raises."""
    ran: list[Status] = []
    failed = []
    for plugin in _migrations(loaded):
        try:
            ran += migrate(database, [plugin], done=done)
        except MigrationFailed as error:
            if plugin.key == CORE or loaded.strict:
                raise
            loaded.block(plugin.key, error.message)
            failed.append(error)
    return ran, failed


def _check_schema(database: Database, loaded: Loaded) -> list[Status]:
    """Refuse to serve an old schema of core; block plugins whose tables do not fit their code."""
    statuses = []
    for plugin in _migrations(loaded):
        try:
            (found,) = status(database, [plugin])
        except MigrationFailed as error:
            if plugin.key == CORE or loaded.strict:
                raise
            loaded.block(plugin.key, error.message)
            continue
        statuses.append(found)
        if not found.pending:
            continue
        behind = L(
            f"Tabellen von {found.key} sind nicht auf dem neuesten Stand "
            f"({len(found.pending)} ausstehend). Rufen Sie „kontor db migrate“ auf.",
            en=f"The tables of {found.key} are not up to date ({len(found.pending)} pending). "
            "Run 'kontor db migrate'.",
        )
        if found.key == CORE:
            raise NotMigrated(behind if found.current else _EMPTY)
        loaded.block(found.key, behind)
    return statuses


_EMPTY = L(
    "Die Datenbank ist leer. „kontor db migrate“ beginnt von vorn; gab es hier Daten, bringt "
    "„kontor restore SICHERUNG“ sie zurück.",
    en="The database is empty. 'kontor db migrate' begins anew; if there was data here, "
    "'kontor restore BACKUP' brings it back.",
)


def _infos(registries: Registries) -> list[ResourceInfo]:
    rules = {rule.entity: rule for rule in registries.table_rules()}
    facets = (owned.spec for owned in registries.facets)
    permissions = {facet.table: facet.edit for facet in facets if facet.edit is not None}
    many = fields_of_many(
        ((owned.owner, owned.spec) for owned in registries.entities.values()),
        [rule.entity for rule in rules.values() if rule.keeps],
    )
    return [
        ResourceInfo(
            name=owned.id,
            entity=owned.spec.entity,
            declaration=owned.spec,
            rule=rules[owned.spec.entity],
            fields=registries.fields(owned.spec.entity),
            title=registries.entity(owned.spec.entity).title,
            permissions=permissions,
            many=many.get(owned.spec.entity, {}),
        )
        for owned in registries.resources.values()
    ]
