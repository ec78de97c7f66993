"""Companies of any size, from a seed, kept in an ignored folder between runs."""

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kontor_core.app import KontorApp
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.definition import write_default

CACHE = Path(__file__).parent / ".cache"
TEAMS = 40
_AT = "2026-01-01T00:00:00.000000Z"
_WORDS = [
    "Albrecht",
    "Bremer",
    "Cordes",
    "Detlefsen",
    "Ehlers",
    "Frank",
    "Gerdes",
    "Hansen",
    "Ibsen",
    "Jansen",
    "Krüger",
]
_FORMS = ["GmbH", "AG", "KG", "OHG", "eG", "SE"]


@dataclass(frozen=True)
class Company:
    """An open company with the ids of its first users and teams."""

    app: KontorApp
    users: list[str]
    teams: list[str]
    customers: int

    def actor(self, level: Level, *teams: int, user: int = 0) -> Actor:
        """Give somebody who may do everything at one level, as a member of these teams."""
        levels = {"*": dict.fromkeys(Action, level)}
        return Actor(
            id=self.users[user],
            name="bench",
            profile=Profile(levels=levels),
            team_ids=tuple(self.teams[t] for t in teams),
        )

    @property
    def system(self) -> Actor:
        return SYSTEM


def company(customers: int, *, events: int = 0) -> Company:
    """Open a company of that size, made now if it is not there yet."""
    home = CACHE / f"c{customers}-e{events}"
    fresh = not (home / "kontor.toml").exists()
    home.mkdir(parents=True, exist_ok=True)
    if fresh:
        write_default(home / "kontor.toml", name="Bench")
    app = KontorApp.open(home, migrate=True)
    path = app.database.path
    assert path is not None
    users = [_id(1, n) for n in range(TEAMS)]
    teams = [_id(2, n) for n in range(TEAMS)]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        done = connection.execute("SELECT count(*) FROM core_user").fetchone()[0] >= TEAMS
    if not done:
        app.close()  # the journal is switched off while filling: nobody else may have it open
        _fill(path, customers, events, users, teams)
        app = KontorApp.open(home)
    return Company(app, users, teams, customers)


def _id(kind: int, number: int) -> str:
    """An id that is the same in every run; random in its head, as real ones spread by time."""
    spread = (number * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFF
    return ids.from_bytes(
        spread.to_bytes(6, "big")
        + b"\x70"
        + bytes([kind])
        + b"\x80\x00"
        + number.to_bytes(6, "big")
    )


def team_of(number: int) -> int:
    """Give the team of a customer: half in the first, then 5 %, 1 %, 0.01 %, the rest spread."""
    share = (number * 7919) % 10_000
    if share < 5000:
        return 0
    if share < 5500:
        return 1
    if share < 5600:
        return 2
    if share == 5600:
        return 3
    return 4 + number % (TEAMS - 4)


def _customers(count: int, users: list[str], teams: list[str]) -> Iterator[tuple[object, ...]]:
    chance = random.Random(7)  # noqa: S311  # a seed, no secret
    binary_users = [ids.to_bytes(u) for u in users]
    binary_teams = [ids.to_bytes(t) for t in teams]
    for number in range(count):
        name = f"{chance.choice(_WORDS)} {chance.randrange(count):07d} {chance.choice(_FORMS)}"
        team = team_of(number)
        yield (
            ids.to_bytes(_id(3, number)),
            _AT,
            _AT,
            1,
            binary_users[team if number % 3 else (team + 1) % TEAMS],
            binary_teams[team],
            f"K-{10_001 + number}",
            "organisation",
            name,
            name.lower().replace("ü", "u"),
            ("active", "prospect", "lost")[number % 3],
            '["customer"]',
            "de",
            "{}",
        )


def _fill(path: Path, customers: int, events: int, users: list[str], teams: list[str]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    # a cache that is made anew when it breaks; indexes are built at the end, sorted
    for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-2000000"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('core_customer', 'core_event')"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    for number, user in enumerate(users):
        connection.execute(
            "INSERT INTO core_user (id, created_at, updated_at, version, name, email, active,"
            " locale) VALUES (?, ?, ?, 1, ?, ?, 1, 'de')",
            (ids.to_bytes(user), _AT, _AT, f"User {number}", f"user{number}@example.org"),
        )
        connection.execute(
            "INSERT INTO core_team (id, created_at, updated_at, version, name)"
            " VALUES (?, ?, ?, 1, ?)",
            (ids.to_bytes(teams[number]), _AT, _AT, f"Team {number}"),
        )
    connection.executemany(
        "INSERT INTO core_customer (id, created_at, updated_at, version, owner_id, team_id,"
        " number, kind, name, name_key, phase, roles, language, custom)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(_customers(customers, users, teams)),
    )
    # user 0 is handed one record in a thousand, at most a thousand, one half through a team
    shared = range(0, customers, max(1000, customers // 1000))
    connection.executemany(
        "INSERT INTO core_share (id, created_at, updated_at, version, record_id, principal_id,"
        " level, plugin) VALUES (?, ?, ?, 1, ?, ?, 'read', 'core')",
        (
            (
                ids.to_bytes(_id(4, n)),
                _AT,
                _AT,
                ids.to_bytes(_id(3, n)),
                ids.to_bytes(users[0] if n % 2 else teams[3]),
            )
            for n in shared
        ),
    )
    if events:
        connection.executemany(
            "INSERT INTO core_event (id, type, version, customer_id, subject, subject_id,"
            " plugin, occurred_at, recorded_at, payload)"
            " VALUES (?, 'customer.changed', 1, ?, 'customer', ?, 'core', ?, ?, '{}')",
            _events(customers, events),
        )
    connection.execute("COMMIT")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _events(customers: int, events: int) -> Iterator[tuple[object, ...]]:
    """The first customer has a tenth of all events, the rest is spread evenly."""
    chance = random.Random(11)  # noqa: S311  # a seed, no secret
    for number in range(events):
        who = 0 if number % 10 == 0 else chance.randrange(customers)
        customer = ids.to_bytes(_id(3, who))
        yield (ids.to_bytes(_id(5, number)), customer, customer, _AT, _AT)


def customer_id(number: int) -> str:
    return _id(3, number)
