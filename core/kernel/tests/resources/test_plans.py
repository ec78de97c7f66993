"""What a list costs, without a clock: statements per page, and plans without scans and sorts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import insert

from kontor_core.app import KontorApp
from kontor_core.customers.models import Customer
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.models import Share
from kontor_core.foundation.access.profiles import Level

from .conftest import Card

CUSTOMERS = 4_000
BIG = ("core_customer", "club_card")
SORTS = ("name", "number", "club.points", "club.price", "club.joined_on", "club.seen_at")
BY_ID = ("pk_core_customer", "uq_club_card_customer_id")

Explain = Callable[[str], list[tuple[Any, ...]]]


@contextmanager
def statements(app: KontorApp) -> Iterator[list[Explain]]:
    """Collect what the read door runs; each is called with a prefix such as EXPLAIN."""
    run: list[Any] = []
    connection = app.database.reading()
    if app.database.is_sqlite:

        def note(sql: str) -> None:
            if sql.startswith(("--", "PRAGMA")):  # what FTS5 runs for itself; has somebody written?
                return
            run.append(lambda prefix: connection.execute(f"{prefix} {sql}").fetchall())

        connection.set_trace_callback(note)
        yield run
        connection.set_trace_callback(None)
        return
    plain = connection.cursor_factory

    class Noting(plain):  # type: ignore[misc,valid-type]
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            run.append(
                lambda prefix: plain(connection).execute(f"{prefix} {query}", params).fetchall()
            )
            return super().execute(query, params, **options)

    connection.cursor_factory = Noting
    yield run
    connection.cursor_factory = plain


def faults(app: KontorApp, explain: Explain) -> list[str]:
    """Name the scans and sorts of big tables in a plan.

    The one sort that may be is that of the rows which Shares open: they are found by their ids,
    and nobody is handed very many.
    """
    if app.database.is_sqlite:
        return list(_bad_steps(explain("EXPLAIN QUERY PLAN")))
    for kind in ("seqscan", "bitmapscan", "sort"):  # what is left cannot be avoided by an index
        app.database.reading().execute(f"SET enable_{kind} = off")
    ((plan,),) = explain("EXPLAIN (FORMAT JSON)")
    return list(_bad_nodes(plan[0]["Plan"]))


def _bad_steps(steps: list[tuple[Any, ...]]) -> Iterator[str]:
    first: dict[int, str] = {}
    for _, parent, _, step in steps:
        by_id = first.setdefault(parent, step).endswith((" (id=?)", " (customer_id=?)"))
        if "TEMP B-TREE" in step and not by_id:
            yield f"{step} after {first[parent]}"
        if step.startswith("SCAN") and "USING" not in step and any(t in step for t in BIG):
            yield step


def _bad_nodes(node: dict[str, Any]) -> Iterator[str]:
    read = [scan for scan in _scans(node) if scan.get("Relation Name") in BIG]
    if node["Node Type"] == "Sort" and any(s.get("Index Name") not in BY_ID for s in read):
        yield f"Sort by {node['Sort Key']}"
    if node in read and node["Node Type"] == "Seq Scan":
        yield f"Seq Scan on {node['Relation Name']}"
    for child in node.get("Plans", []):
        yield from _bad_nodes(child)


def _scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _scans(child)


class Crowd:
    def __init__(self, app: KontorApp, actors: dict[str, Actor]) -> None:
        self.app = app
        self.actors = actors


@pytest.fixture
def crowd(app: KontorApp, staff: Any) -> Crowd:
    """Four thousand customers, most with a card; two teams of half of them each."""
    north, south = staff.team(), staff.team()
    actors = {
        "all": staff.user(Level.ALL),
        "own": staff.user(Level.OWN),
        "team": staff.user(Level.TEAM, teams=[north, south]),
    }
    now = clock.now()
    stamps = {"created_at": now, "updated_at": now, "version": 1}
    customers, cards, shares = [], [], []
    for n in range(CUSTOMERS):
        owned = {
            "owner_id": actors["own"].id if n % 3 == 0 else None,
            "team_id": (north, south, None)[n % 3],
        }
        row = {**stamps, **owned, "id": ids.new_id()}
        named = {"number": f"K-{n}", "name": f"Firma {n * 7 % 4000}", "language": "de"}
        fixed = {"kind": "organisation", "phase": "active", "roles": ["customer"], "custom": {}}
        customers.append({**row, **named, **fixed, "name_key": f"firma {n * 7 % 4000:04}"})
        if n % 10:
            card = {**row, "id": ids.new_id(), "customer_id": row["id"]}
            card |= {"points": n % 500, "price": n, "joined_on": now.date(), "seen_at": now}
            cards.append(card)
        if n % 500 == 1:
            share = {**stamps, "id": ids.new_id(), "record_id": row["id"], "level": "read"}
            shares.append({**share, "principal_id": actors["own"].id, "plugin": "core"})
    with app.database.engine.begin() as connection:
        for model, rows in ((Customer, customers), (Card, cards), (Share, shares)):
            connection.execute(insert(model.__table__), rows)
    return Crowd(app, actors)


def analyse(app: KontorApp) -> None:
    app.database.close()  # SQLite reads its statistics when a connection opens
    with app.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def test_every_sort_walks_an_index_at_every_level(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")
    found: dict[str, list[str]] = {}
    for analysed in (False, True) if app.database.is_sqlite else (True,):
        if analysed:
            analyse(app)
        for level, actor in crowd.actors.items():
            for sort in SORTS:
                for direction in ("", "-"):
                    asked = {"sort": direction + sort, "fields": ["name", "phase"]}
                    with statements(app) as run:
                        first = app.resources.page(actor, info, **asked)
                        cursor = first.next.encode()
                        second = app.resources.page(actor, info, cursor=cursor, **asked)
                        back = second.previous.encode()
                        app.resources.page(actor, info, cursor=back, **asked)
                    for number, explain in enumerate(list(run)):
                        if problems := faults(app, explain):
                            found[f"{level} {direction}{sort} {number} {analysed}"] = problems

    assert found == {}


def test_search_walks_the_index_of_its_column_at_every_level(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")
    analyse(app)

    for actor in crowd.actors.values():
        with statements(app) as run:
            app.resources.page(actor, info, search="firma 12")
        for explain in list(run):
            assert faults(app, explain) == []


def test_count_looks_at_no_rows_of_others(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")
    analyse(app)

    for level in ("own", "team"):
        with statements(app) as run:
            app.resources.count(crowd.actors[level], info)

        (explain,) = list(run)
        assert faults(app, explain) == []


def test_record_is_got_by_its_key(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")
    wanted = app.resources.page(crowd.actors["own"], info, fields=(), limit=1).rows[0].f0

    for actor in (crowd.actors["all"], crowd.actors["own"]):
        with statements(app) as run:
            app.resources.get(actor, info, wanted)

        (explain,) = list(run)
        assert faults(app, explain) == []


def test_page_takes_as_many_statements_for_one_row_as_for_fifty(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")
    counts = {}
    for level, actor in crowd.actors.items():
        for sort in ("name", "club.points"):
            for limit in (1, 3, 50):
                with statements(app) as run:
                    app.resources.page(actor, info, sort=sort, limit=limit)
                counts[level, sort, limit] = len(run)

    assert set(counts.values()) == {1}


def test_last_page_takes_one_more_for_the_rows_without_a_value(crowd: Crowd) -> None:
    app = crowd.app
    info = app.resources.named("customers")

    with statements(app) as run:
        app.resources.page(
            crowd.actors["all"], info, sort="club.points", limit=50, filter="club.points > 498"
        )

    assert len(run) == 2
