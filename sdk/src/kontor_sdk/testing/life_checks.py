"""What must hold of a plugin's tables when it comes, goes and comes back."""

from pathlib import Path
from typing import TYPE_CHECKING

from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.homes import lay_out
from kontor_sdk.testing.rows import Rows
from kontor_sdk.testing.tables import counts_of, effects, names

if TYPE_CHECKING:
    from kontor_core.app import KontorApp
    from kontor_sdk.testing.kit import Kontor


def check_arrival(home: Path, key: str, beside: tuple[str, ...]) -> None:
    """Bring a plugin's tables to an empty and to a filled company, and seed once more.

    The filled one has customers, persons and interactions from the time before the plugin.
    """
    from kontor_core.app import KontorApp
    from kontor_core.customers.domain import create_customer
    from kontor_core.foundation.access.identities import SYSTEM
    from kontor_core.foundation.definition import set_plugins

    for name, filled in (("empty", False), ("filled", True)):
        folder = home / name
        lay_out(folder, beside)
        if filled:
            app = KontorApp.open(folder)
            with app.unit(SYSTEM) as uow:
                for kind in ("organisation", "person"):
                    create_customer(uow, {"name": "Kanarienvogel Erna", "kind": kind})
            app.close()
        set_plugins(folder / "kontor.toml", [*beside, key])
        app = KontorApp.open(folder, strict=True, migrate=True)
        try:
            _check_tables(app, key)
            before = counts_of(app.database, key)
            _seed_again(app)
            after = counts_of(app.database, key)
            hold(
                before == after,
                f"Seeded once {before}, twice {after}. Find rows by a stable key.",
            )
        finally:
            app.close()


def check_return(kontor: "Kontor", key: str, beside: tuple[str, ...]) -> None:
    """Switch a plugin off and on again: it is gone meanwhile, its rows are not."""
    from kontor_core.app import KontorApp
    from kontor_core.foundation.definition import set_plugins

    rows = Rows(kontor, key)
    rows.below(rows.one("customer"), 3)
    home = kontor.app.home
    before = counts_of(kontor.app.database, key)
    kontor.close()

    set_plugins(home / "kontor.toml", beside)
    app = KontorApp.open(home, strict=True, migrate=True)
    gone, kept = key not in app.loaded, counts_of(app.database, key)
    app.close()
    set_plugins(home / "kontor.toml", [*beside, key])
    app = KontorApp.open(home, strict=True, migrate=True)
    back = counts_of(app.database, key)
    app.close()

    hold(gone, f"{key} is still there although it was switched off.")
    hold(kept == before, f"Rows before {before}, while it was off {kept}.")
    hold(back == before, f"Rows before {before}, when it came back {back}.")


def check_purge(kontor: "Kontor", bare: Path, key: str, beside: tuple[str, ...]) -> None:
    """Purge a plugin: what is left is what a company has that never knew it, row by row."""
    from kontor_core.foundation.definition import set_plugins
    from kontor_core.foundation.storage.engine import Database
    from kontor_core.hooks.purging import purge

    rows = Rows(kontor, key)
    customer = rows.one("customer")
    home, database = kontor.app.home, kontor.app.database
    others = {table for table in names(database) if not table.startswith(f"{key}_")}
    before = {table: rows for table, rows in effects(database).items() if table in others}
    rows.below(customer, 3)
    url = database.url
    kontor.close()
    set_plugins(home / "kontor.toml", beside)

    database = Database(url)
    purge(database, key)
    left, after = names(database), effects(database)
    database.close()

    lay_out(bare, beside)
    never = Database(f"sqlite:///{bare / 'kontor.db'}")
    known = names(never)
    never.close()
    strange = sorted(set(left) - set(known))
    hold(not strange, f"After the purge {', '.join(strange)} stays. Begin its name with {key}_.")
    changed = [table for table in before if before[table] != after.get(table)]
    hold(not changed, f"The purge changed rows of others, in {', '.join(changed)}.")


def _check_tables(app: "KontorApp", key: str) -> None:
    """See that migrations make what the models declare."""
    from kontor_core.foundation.storage.migrate import autogenerate
    from kontor_core.foundation.storage.models import METADATA

    declared = {o.spec.table for o in app.registries.entities.values() if o.owner == key}
    missing = declared - counts_of(app.database, key).keys()
    hold(not missing, f"No migration makes {', '.join(sorted(missing))}.")
    code, _ = autogenerate(app.database, key, METADATA)
    steps = [line.strip() for line in code.splitlines() if line.strip().startswith("op.")]
    hold(
        not steps,
        "Models and migrations differ; `kontor plugins migration` writes what is missing: "
        + "; ".join(steps),
    )


def _seed_again(app: "KontorApp") -> None:
    from kontor_core.foundation.access.identities import SYSTEM
    from kontor_core.hooks.lifecycle import seed

    seed(app.dispatcher, lambda: app.unit(SYSTEM), fresh=app.loaded.keys)
