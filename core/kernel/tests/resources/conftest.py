"""A company with a facet, custom fields, two teams, Shares, and rows that tie and lack values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from kontor_core.app import KontorApp
from kontor_core.core_plugin import Core
from kontor_core.customers.domain import create_customer
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.access.shares import Share
from kontor_core.foundation.definition import load
from kontor_core.foundation.fields import Kind, link
from kontor_core.foundation.fields import field as column
from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.models import plugin_base
from kontor_core.hooks.declarations.entities import Entity, Facet, Resource
from kontor_core.hooks.declarations.rights import Permission
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl
from kontor_core.hooks.loader import load as load_plugins
from kontor_core.hooks.register import register

DEFINITION = """
[company]
name = "Prüfstand"

[[fields.customer]]
name = "size"
label = "Größe"
kind = "text"

[[fields.customer]]
name = "score"
label = "Punktzahl"
kind = "int"
"""

Base = plugin_base("club")


class Card(Base, table=True):
    """One row for a customer, or none; every kind of value that a list can be sorted by."""

    customer_id: str = link("customer", on_delete="cascade", unique=True)
    points: int | None = column("Points", kind=Kind.INT, nullable=True, sort=True)
    price: Decimal | None = column("Price", kind=Kind.UNIT_PRICE, nullable=True, sort=True)
    joined_on: date | None = column("Joined", kind=Kind.DATE, nullable=True, sort=True)
    seen_at: datetime | None = column("Seen", kind=Kind.DATETIME, nullable=True, sort=True)


class Visit(Base, table=True):
    """A child of the customer whose sort may be empty."""

    customer_id: str = link("customer", on_delete="cascade")
    place: str | None = column("Place", nullable=True, sort=True)


class Pin(Base, table=True):
    """What somebody wants to find again: a customer, or a record of any other kind."""

    user_id: str = link("user", on_delete="cascade")
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True)
    record_id: str | None = column("Record", kind=Kind.REF, nullable=True)
    hint: str | None = column("Hint", nullable=True)


class Club(Plugin):
    info = PluginInfo("club", "Club")

    @hookimpl
    def kontor_permissions(self) -> list[Permission]:
        return [Permission("grant", "Grant points")]

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Facet(Card, title="points", edit="club.grant"),
            Entity(Visit, scope_parent="customer_id", filters_by="place"),
            Entity(
                Pin,
                title="hint",
                private="user_id",
                via=("customer_id",),
                of_any="record_id",
                filters_by="user_id",
            ),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [Resource(Visit, label="Visit", sort="place", search="place")]


@pytest.fixture
def app(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KontorApp]:
    """Wire an application on the test's database, core and the club in it."""
    for name in ("KONTOR_DATABASE_URL", "KONTOR_DATABASE_DURABILITY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "kontor.toml").write_text(DEFINITION)
    definition = load(tmp_path)
    loaded = load_plugins(enabled=(), builtin=(), core=Core(), candidates=())
    loaded.add("club", Club())
    dispatcher = Dispatcher(loaded)
    registries = register(dispatcher, custom=definition.custom_fields, labels=definition.labels)
    with database.engine.begin() as connection:
        for model in (Card, Visit, Pin):
            model.__table__.create(connection)
    app = KontorApp(tmp_path, definition, loaded, dispatcher, registries, database)
    app.bus.enrol()
    yield app
    app.close()


@dataclass
class Made:
    """A customer as it was made, to compute from what a list must show."""

    id: str
    name: str
    owner: str | None
    team: str | None
    shared_with: set[str] = field(default_factory=set)
    card: dict[str, Any] = field(default_factory=dict)


@dataclass
class Town:
    app: KontorApp
    teams: Sequence[str]
    actors: dict[str, Actor]
    customers: list[Made]

    def visible(self, actor: Actor) -> list[Made]:
        """Say who sees whom, in plain Python."""
        level = actor.profile.levels["*"]["read"]
        if level is Level.ALL:
            return self.customers
        mine = {actor.id, *actor.team_ids}
        return [
            made
            for made in self.customers
            if made.owner == actor.id
            or (level is Level.TEAM and made.team in actor.team_ids)
            or made.shared_with & mine
        ]


NAMES = ("Müller", "muller", "Möbius", "Zander", "Äther", "Apfel", "Ölmühle", "Straße", "Strasse")


@pytest.fixture
def town(app: KontorApp, staff) -> Town:  # type: ignore[no-untyped-def]
    """Fill 45 customers; names tie, owners and teams mix, every third has a card with gaps."""
    north, south, east = staff.team(), staff.team(), staff.team()
    actors = {
        "all": staff.user(Level.ALL),
        "own": staff.user(Level.OWN, teams=[north]),
        "team": staff.user(Level.TEAM, teams=[north]),
        "teams": staff.user(Level.TEAM, teams=[north, south]),
        "stranger": staff.user(Level.OWN),
    }
    owners = [None, *(actor.id for name, actor in actors.items() if name != "stranger")]
    teams = [north, south, east, None]
    made: list[Made] = []
    first = datetime(2024, 1, 1, 12, tzinfo=UTC)
    with app.unit(SYSTEM) as uow:
        for n in range(45):
            owner, team = owners[n % 5], teams[n % 4]
            given = {"name": NAMES[n % len(NAMES)], "owner_id": owner, "team_id": team}
            customer = create_customer(uow, given)
            found = Made(customer.id, given["name"], owner, team)
            if n % 3 == 0:
                found.card = {
                    "points": None if n % 2 else n % 4,
                    "price": Decimal(n % 5) / 1000,
                    "joined_on": date(2024, 1, 1 + n % 7),
                    "seen_at": None if n % 4 == 0 else first + timedelta(hours=n % 6),
                }
                uow.create(Card, {**found.card, "customer_id": customer.id})
            made.append(found)
        for n, principal in ((1, "own"), (7, "own"), (11, "team"), (22, "teams"), (30, "own")):
            actor = actors[principal]
            who = actor.team_ids[0] if n % 2 == 0 else str(actor.id)
            made[n].shared_with.add(who)
            uow.replace_shares([made[n].id], [Share(made[n].id, who)])
    return Town(app, (north, south, east), actors, made)


@pytest.fixture
def many_visits(app: KontorApp) -> Callable[[str, int], None]:
    """Write visits of a customer past the unit of work, as many as a test needs."""

    def write(customer_id: str, count: int) -> None:
        now = clock.now()
        rows = [
            {"id": ids.new_id(), "created_at": now, "updated_at": now, "version": 1}
            | {"customer_id": customer_id, "place": str(n)}
            for n in range(count)
        ]
        with app.database.engine.begin() as connection:
            connection.execute(insert(Visit.__table__), rows)

    return write
