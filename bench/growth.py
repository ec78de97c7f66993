"""How cost grows: ten thousand against a million customers, every level, ten million events.

Whole list requests are measured as the API makes them: page, then JSON. Run with
``make bench-growth``; the first run makes the data and takes some minutes.
"""

import sqlite3
import sys
from collections.abc import Callable

from bench import searching
from bench.data import Company, company, customer_id
from bench.harness import Hold, Measured, compare, report
from kontor_core.events.history import of_customer
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.resources.verbs import json_rows

SMALL, LARGE, EVENTS = 10_000, 1_000_000, 10_000_000


def page(made: Company, actor: Actor, sort: str = "name") -> Callable[[], object]:
    resources = made.app.resources
    info = resources.named("customers")

    def work() -> object:
        return json_rows(resources.page(actor, info, sort=sort, limit=50))

    return work


def levels(made: Company) -> dict[str, Actor]:
    """Give an actor for every level, and for teams of every size; user 0 has Shares too."""
    return {
        "own": made.actor(Level.OWN, 0, user=5),
        "own + shares": made.actor(Level.OWN, 0),
        "team, half of all": made.actor(Level.TEAM, 0, user=7),
        "team, 1 %": made.actor(Level.TEAM, 2, user=7),
        "team, 0.01 %": made.actor(Level.TEAM, 3, user=7),
        "team, 8 teams": made.actor(Level.TEAM, *range(8), user=7),
        "team, 30 teams": made.actor(Level.TEAM, *range(30), user=7),
        "team + shares": made.actor(Level.TEAM, 3),
    }


def levels_rows(made: Company, suffix: str) -> list[Measured]:
    rows = []
    for sort in ("name", "-number"):
        everything = page(made, made.actor(Level.ALL), sort)
        for name, actor in levels(made).items():
            rows.append(
                compare(
                    f"list by {sort}, {name} / all, {made.customers:,}{suffix}",
                    Hold("most", 3.0),
                    subject=page(made, actor, sort),
                    raw=everything,
                    times=50,
                    share_of_raw=False,
                )
            )
    return rows


def timeline(made: Company, number: int) -> Callable[[], object]:
    reader = made.app.reader(made.system)
    customer = customer_id(number)
    return lambda: of_customer(reader, customer, limit=50)


def main() -> int:
    rows: list[Measured | str] = []
    small, large = company(SMALL), company(LARGE, events=EVENTS)
    everything = large.actor(Level.ALL)
    rows.append(
        compare(
            "list page, 1M / 10k customers",
            Hold("most", 1.25),
            subject=page(large, everything),
            raw=page(small, small.actor(Level.ALL)),
            share_of_raw=False,
        )
    )
    for who, name in ((0, "1M events"), (4711, "few events")):
        rows.append(
            compare(
                f"timeline among 10M events, {name} / list page",
                Hold("most", 2.0),
                subject=timeline(large, who),
                raw=page(large, everything),
                share_of_raw=False,
            )
        )
    rows += searching.growth(small, large)
    for made in (small, large):
        rows += levels_rows(made, "")
    for made in (small, large):
        path = made.app.database.path
        assert path is not None
        with sqlite3.connect(path) as connection:
            connection.execute("ANALYZE")
        made.app.close()
    small, large = company(SMALL), company(LARGE, events=EVENTS)
    for made in (small, large):
        rows += levels_rows(made, ", ANALYZE")
    return report(rows, save="--save" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
