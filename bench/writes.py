"""Writing: what the event costs a create, in process."""

from bench.data import company
from bench.harness import Hold, Measured, compare
from kontor_core.foundation.access.identities import SYSTEM


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

    try:
        return [
            compare(
                "create with event / without, SQLite, CPU",
                Hold("most", 1.20),
                subject=with_event,
                raw=without_event,
                times=20,
                rounds=9,
                share_of_raw=False,
            )
        ]
    finally:
        app.storage.sink = bus
        app.close()
