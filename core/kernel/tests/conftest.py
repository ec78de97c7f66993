"""Fixtures of the kernel's tests: a storage with core's tables, users and roles to act as."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert

import kontor_core
from kontor_core.app import KontorApp
from kontor_core.core_plugin import Core
from kontor_core.events.tables import bus_rules
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.models import Membership, Team, User
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.fields import Choice, FieldSpec, Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import Migrations, migrate
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.schema import Schema
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.values import Conventions
from kontor_core.hooks.tables import rule_of
from kontor_sdk.testing.databases import PostgresServer

MIGRATIONS = [Migrations("core", Path(str(kontor_core.__file__)).parent / "migrations")]
PHASES = tuple(Choice(name, name) for name in ("prospect", "new", "active", "lost"))
CUSTOM = {
    "customer": {
        "size": FieldSpec("Size", Kind.TEXT, choices=()),
        "founded_on": FieldSpec("Founded", Kind.DATE),
        "score": FieldSpec("Score", Kind.INT),
    }
}


class Told:
    """A bus that only remembers; ``refuse`` plays a transactional subscriber."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.refuse: Callable[[UnitOfWork, Sequence[Fact]], None] = lambda uow, facts: None

    def before_commit(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        self.refuse(uow, facts)

    def append(self, uow: UnitOfWork, facts: Sequence[Fact]) -> None:
        self.facts += facts

    def committed(self, facts: Sequence[Fact]) -> None: ...
    def later(self, uow: UnitOfWork, fact: Fact, at: datetime, key: str) -> None: ...

    def types(self) -> list[str]:
        return [fact.type for fact in self.facts]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with core's tables and nothing in them."""
    path = tmp_path_factory.mktemp("migrated") / "kontor.db"
    database = Database(f"sqlite:///{path}")
    migrate(database, MIGRATIONS)
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """Return the name of a PostgreSQL database with core's tables, to make copies of."""
    url = postgres_server.create_database()
    database = Database(url)
    migrate(database, MIGRATIONS)
    database.close()
    yield url.partition("?")[0].rpartition("/")[2]
    postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Open a migrated database; the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "kontor.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        database = Database(f"sqlite:///{path}", durability="normal")
        yield database
        database.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    database = Database(url)
    yield database
    database.close()
    server.drop_database(url)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def storage(database: Database, told: Told) -> Storage:
    rules = [rule_of(entity) for entity in Core().kontor_entities()]
    return Storage(
        database,
        Schema([*rules, *bus_rules()]),
        sink=told,
        conventions=Conventions(options={"phases": PHASES}),
        custom_fields=CUSTOM,
    )


@pytest.fixture
def sqlite_storage(migrated_file: Path, tmp_path: Path, told: Told) -> Iterator[Storage]:
    """Open a storage on SQLite alone, where the database makes no difference."""
    path = tmp_path / "alone.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", durability="normal")
    rules = [rule_of(entity) for entity in Core().kontor_entities()]
    yield Storage(
        database,
        Schema([*rules, *bus_rules()]),
        sink=told,
        conventions=Conventions(options={"phases": PHASES}),
        custom_fields=CUSTOM,
    )
    database.close()


class Staff:
    """Makes users, teams and the actors who act for them."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._count = 0

    def team(self) -> str:
        self._count += 1
        with self.storage.unit(SYSTEM) as uow:
            return uow.create(Team, {"name": f"Team {self._count}"}).id

    def user(
        self,
        level: Level | dict[str, Level] = Level.ALL,
        *,
        teams: Sequence[str] = (),
        read: frozenset[Data] | None = None,
        edit: frozenset[Data] | None = None,
    ) -> Actor:
        """Make a user; ``level`` holds for every action, or by action."""
        self._count += 1
        name = f"User {self._count}"
        with self.storage.unit(SYSTEM) as uow:
            user = uow.create(User, {"name": name, "email": f"user{self._count}@kontor.example"})
            rows = [self._membership(user.id, team) for team in teams]
            uow.prepared_many(_MEMBER, rows)
        by_action = level if isinstance(level, dict) else {}
        base = level if isinstance(level, Level) else Level.ALL
        levels = {"*": {a: by_action.get(a.value, base) for a in Action}}
        profile = Profile(
            levels=levels,
            read_classes=read or Profile({}).read_classes,
            edit_classes=edit or read or Profile({}).edit_classes,
        )
        return Actor(id=user.id, name=name, profile=profile, team_ids=tuple(teams))

    @staticmethod
    def _membership(user_id: str, team_id: str) -> dict[str, object]:
        now = clock.now()
        stamps = {"id": ids.new_id(), "created_at": now, "updated_at": now, "version": 1}
        return {**stamps, "user_id": user_id, "team_id": team_id}


_TABLE = Membership.__table__
_MEMBER = Prepared(insert(_TABLE).values({c: bindparam(c.name, type_=c.type) for c in _TABLE.c}))


@pytest.fixture
def staff(storage: Storage) -> Staff:
    return Staff(storage)


COMPANY_TOML = """\
[company]
name = "Company"

[plugins]
enabled = []

[database]
url = "{url}"
durability = "normal"

[[fields.customer]]
name = "size"
label = "Größe"
label_en = "Size"
kind = "int"

[[fields.customer]]
name = "since"
label = "Kunde seit"
label_en = "Customer since"
kind = "date"
"""


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a company's folder whose tables are there, with two fields of its own."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "kontor.toml").write_text(COMPANY_TOML.format(url=database_url), encoding="utf-8")
    KontorApp.open(folder, strict=True, migrate=True).close()
    return folder


@pytest.fixture
def crm(home: Path) -> Iterator[KontorApp]:
    app = KontorApp.open(home, strict=True)
    yield app
    app.close()
