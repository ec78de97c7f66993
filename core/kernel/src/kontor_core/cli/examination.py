"""What the doctor looks at: each look yields findings with a remedy."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import exists, func, select

from kontor_core.app import KontorApp
from kontor_core.events.timers import TimerState
from kontor_core.foundation.access import users
from kontor_core.foundation.access.key_check import look_at_key
from kontor_core.foundation.access.models import Team, User
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.blobs import BLOBS
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.schema import RowScope
from kontor_core.foundation.vault import FILE_NAME as KEY
from kontor_core.hooks.declarations.health import Finding
from kontor_core.hooks.examining import findings
from kontor_core.hooks.states import State

Look = Callable[[KontorApp], Iterator[Finding]]

_GIB = 1024**3
_FAR_BEHIND = 1000
_OLDEST_POSTGRES = 150_000


class _Count(msgspec.Struct):
    n: int


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("ok", f"Python {version}, SQLite {sqlite3.sqlite_version}")


def _definition(app: KontorApp) -> Iterator[Finding]:
    name = app.definition.company.name
    yield Finding(
        "ok", L(f"kontor.toml von {name} ist in Ordnung", en=f"kontor.toml of {name} is fine")
    )


def _plugins(app: KontorApp) -> Iterator[Finding]:
    for state in app.loaded.states.values():
        if state.state in (State.FAILED, State.BLOCKED, State.INCOMPATIBLE, State.MISSING):
            yield Finding("problem", f"Plugin {state.key}: {state.state}", state.problem or "")
    running = ", ".join(app.loaded.keys)
    yield Finding(
        "ok",
        L(
            f"an sind: {running}; ihre Tabellen sind aktuell",
            en=f"enabled: {running}; their tables are up to date",
        ),
    )


def _database(app: KontorApp) -> Iterator[Finding]:
    look = _sqlite if app.database.is_sqlite else _postgresql
    yield from look(app)


def _ask(app: KontorApp, sql: str) -> Any:
    return app.database.reading().cursor().execute(sql).fetchone()[0]


def _sqlite(app: KontorApp) -> Iterator[Finding]:
    broken = _ask(app, "PRAGMA quick_check")
    if broken != "ok":
        yield Finding(
            "problem",
            L(f"Die Datenbank ist beschädigt: {broken}", en=f"The database is damaged: {broken}"),
            L("Spielen Sie eine Sicherung ein.", en="Restore a backup."),
        )
    if app.database.durability != "full":
        yield Finding(
            "warning",
            L("Die Haltbarkeit ist „normal“", en="Durability is normal"),
            L(
                "Ein Stromausfall kann die letzten Änderungen kosten; entfernen Sie durability "
                "unter [database].",
                en="The last commits may be lost at power failure; remove durability from "
                "[database].",
            ),
        )
    else:
        yield Finding(
            "ok",
            L("SQLite, jede Änderung ist auf der Platte", en="SQLite, every commit is on disk"),
        )


def _postgresql(app: KontorApp) -> Iterator[Finding]:
    version = _ask(app, "SHOW server_version")
    if int(_ask(app, "SHOW server_version_num")) < _OLDEST_POSTGRES:
        yield Finding(
            "problem",
            f"PostgreSQL {version}",
            L("Kontor braucht Version 15 oder neuer.", en="Kontor needs version 15 or later."),
        )
    else:
        yield Finding("ok", f"PostgreSQL {version}")
    if _ask(app, "SHOW fsync") != "on":
        yield Finding(
            "problem",
            L("fsync ist aus", en="fsync is off"),
            L(
                "Setzen Sie fsync = on: ein Absturz kostet sonst Daten.",
                en="Set fsync = on: a crash would lose commits.",
            ),
        )
    if _ask(app, "SHOW synchronous_commit") == "off":
        yield Finding(
            "warning",
            L("synchronous_commit ist aus", en="synchronous_commit is off"),
            L(
                "Ein Absturz kann die letzten Änderungen kosten.",
                en="The last commits may be lost in a crash.",
            ),
        )


def _people(app: KontorApp) -> Iterator[Finding]:
    able = [u for u in users.all_users(app.storage) if u.active and u.password_hash]
    if not able:
        yield Finding(
            "warning",
            L("Niemand kann sich anmelden", en="Nobody can sign in"),
            "kontor user create you@example.org --role administrator",
        )


def _key(app: KontorApp) -> Iterator[Finding]:
    yield from look_at_key(app.storage, app.vault)


def _owners(app: KontorApp) -> Iterator[Finding]:
    """No foreign key says that owners and teams exist: users and teams are never deleted."""
    reader = app.storage.system_reader()
    lost: dict[str, int] = {}
    for rule in app.storage.schema:
        if rule.scope not in (RowScope.ROOT, RowScope.CHILD):
            continue
        for name, model in (("owner_id", User), ("team_id", Team)):
            column = rule.table.c[name]
            there = exists().where(columns(model).id == column)
            found = reader.one(
                select(func.count()).select_from(rule.table).where(column.isnot(None), ~there),
                _Count,
            )
            if found is not None and found.n:
                lost[f"{rule.entity}.{name}"] = found.n
    if lost:
        told = ", ".join(f"{n} x {name}" for name, n in lost.items())
        yield Finding(
            "problem",
            L(
                f"Zeilen gehören jemandem, den es nicht gibt: {told}",
                en=f"Rows belong to somebody who does not exist: {told}",
            ),
            L(
                "Geben Sie ihnen jemand anderen: kontor change RESOURCE ID owner_id=...",
                en="Give them to somebody else: kontor change RESOURCE ID owner_id=...",
            ),
        )


def _events(app: KontorApp) -> Iterator[Finding]:
    letters = len(app.bus.dead_letters())
    if letters:
        yield Finding(
            "warning",
            L(
                "{n} {n:Ereignis konnte|Ereignisse konnten} nicht zugestellt werden",
                en="{n} {n:event|events} could not be delivered",
            ).format(n=letters),
            "kontor events dead; kontor events retry NUMBER",
        )
    late = [s for s in app.bus.standings() if s.behind > _FAR_BEHIND]
    for standing in late:
        yield Finding(
            "warning",
            L(
                "{id} ist {n} {n:Ereignis|Ereignisse} im Rückstand",
                en="{id} is {n} {n:event|events} behind",
            ).format(id=standing.id, n=standing.behind),
            L(
                "Läuft der Server oder „kontor worker“?",
                en="Is the server or 'kontor worker' running?",
            ),
        )
    failed = sum(
        app.bus.timers.state_of(timer) is TimerState.DEAD for timer in app.bus.timers.waiting()
    )
    if failed:
        yield Finding(
            "warning",
            L(
                "{n} {n:Ereignis kam|Ereignisse kamen} nicht zu {n:seiner|ihrer} Zeit",
                en="{n} {n:event|events} did not arrive on time",
            ).format(n=failed),
            "kontor events timers; kontor events retry ID",
        )
    if not letters and not late and not failed:
        yield Finding("ok", L("Ereignisse kommen an", en="events arrive"))


def _search(app: KontorApp) -> Iterator[Finding]:
    due = ", ".join(app.search.builder.due())
    if due:
        yield Finding(
            "warning",
            L(
                f"Der Suche fehlt noch einiges: {due}",
                en=f"The search index is not complete yet: {due}",
            ),
            L(
                "Der Worker liest es von selbst; „kontor search rebuild“ sofort.",
                en="The worker catches up by itself; 'kontor search rebuild' does it at once.",
            ),
        )
    else:
        count = f"{app.search.index.count():,}"
        yield Finding(
            "ok",
            L(f"die Suche kennt {count} Datensätze", en=f"the search index holds {count} records"),
        )


def _files(app: KontorApp) -> Iterator[Finding]:
    """What the company knows of people is for this user's eyes only."""
    for path in (app.database.path, app.home / BLOBS, app.home / KEY):
        if path is None or not path.exists():
            continue
        if path.stat().st_mode & stat.S_IRWXO:
            yield Finding(
                "warning",
                L(
                    f"Jeder Benutzer dieses Rechners kann {path.name} lesen",
                    en=f"Every user of this machine can read {path.name}",
                ),
                f"chmod -R go= {path}",
            )
        if not os.access(path, os.W_OK):
            yield Finding(
                "problem",
                L(f"{path} ist nicht beschreibbar", en=f"{path} cannot be written"),
                L("Geben Sie diesem Benutzer das Recht.", en="Give this user the right."),
            )


def _space(app: KontorApp) -> Iterator[Finding]:
    free = shutil.disk_usage(app.home).free
    text = L(f"{free / _GIB:.1f} GiB sind frei", en=f"{free / _GIB:.1f} GiB are free")
    if free < _GIB:
        need = L(
            "Sicherungen und Importe brauchen Platz; unter 1 GiB wird es eng.",
            en="Backups and imports need room; below 1 GiB it gets tight.",
        )
        yield Finding("warning", text, need)
    else:
        yield Finding("ok", text)


def _of_plugins(app: KontorApp) -> Iterator[Finding]:
    """What only a plugin can know: whether its mailboxes are read."""
    found = findings(app.registries, app.dispatcher, app.storage.reader, app.service_actor)
    for _, finding in found:
        yield finding


LOOKS: tuple[Look, ...] = (
    _definition,
    _plugins,
    _database,
    _people,
    _key,
    _owners,
    _events,
    _search,
    _files,
    _space,
    _of_plugins,
)
