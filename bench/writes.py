"""Writing: what the event costs a create, and many creates beside raw inserts, in process."""

import sqlite3

from bench.data import company
from bench.harness import Hold, Measured, compare
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.engine import set_pragmas
from kontor_core.resources.many import Create, run_many

_MANY = 500
_AT = "2026-01-01T00:00:00.000000Z"
_INSERT = (
    "INSERT INTO core_customer (id, created_at, updated_at, version, number, kind, name, name_key,"
    " phase, roles, language, custom) VALUES (?, ?, ?, 1, ?, 'organisation', ?, ?, 'prospect',"
    " '[\"customer\"]', 'de', '{}')"
)


def rows() -> list[Measured | str]:
    made = company(10_000)
    app = made.app
    bus = app.storage.sink

    class Silent:
        """A sink that forgets the facts: the same create without its event."""

        def before_commit(self, uow: object, facts: object) -> None: ...
        def append(self, uow: object, facts: object) -> None: ...
        def committed(self, facts: object) -> None: ...

    info = app.resources.named("customers")
    number = iter(range(10**9))

    def create() -> None:
        with app.unit(SYSTEM) as uow:
            for _ in range(10):
                app.resources.create_in(uow, info, {"name": f"Bench {next(number)}"})

    def with_event() -> None:
        app.storage.sink = bus
        create()

    def without_event() -> None:
        app.storage.sink = Silent()  # type: ignore[assignment]  # the same three methods
        create()

    raw = sqlite3.connect(app.home / "kontor.db", isolation_level=None)
    set_pragmas(raw, "full")

    def many() -> None:
        steps = [Create({"name": f"Bench {next(number)}"}) for _ in range(_MANY)]
        run_many(app.resources, SYSTEM, info, steps, all_or_nothing=True)

    def raw_inserts() -> None:
        raw.execute("BEGIN IMMEDIATE")
        for _ in range(_MANY):
            name = f"Bench {next(number)}"
            id_ = ids.new_id()  # the company is kept between runs, so numbers must be new ones
            row = (ids.to_bytes(id_), _AT, _AT, f"B-{id_}", name, name.lower())
            raw.execute(_INSERT, row)
        raw.execute("COMMIT")

    try:
        return [
            compare(
                f"API bulk create of {_MANY} / as many raw inserts in one transaction, CPU",
                Hold("most", 120.0),
                subject=many,
                raw=raw_inserts,
                times=3,
                rounds=7,
                share_of_raw=False,
            ),
            compare(
                "create with event / without, SQLite, CPU",
                Hold("most", 1.20),
                subject=with_event,
                raw=without_event,
                times=20,
                rounds=9,
                share_of_raw=False,
            ),
        ]
    finally:
        app.storage.sink = bus
        raw.close()
        app.close()
