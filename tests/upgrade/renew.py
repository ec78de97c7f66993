"""Write down a small company as it stands in today's tables, for versions to come to start from.

``make upgrade-fixture`` runs it: every entity of core, of all builtin plugins and of
``transactions`` has rows in ``sqlite.sql`` and ``postgres.sql``. Renew them with a release, not
with every migration: what the test proves is the way from an older version to this one.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kontor_core.app import KontorApp
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.databases import running_postgres
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon
from kontor_sdk.testing.rows import Rows

HERE = Path(__file__).parent
PLUGINS = ("transactions",)
DEFINITION = """\
[company]
name = "Alster Maschinenbau"

[plugins]
enabled = ["transactions"]

[database]
url = "{url}"
durability = "normal"
"""


def fill(home: Path, url: str) -> None:
    """Make the company: customers with everything that can hang below them."""
    home.mkdir()
    (home / "kontor.toml").write_text(DEFINITION.format(url=url), encoding="utf-8")
    with living_at_noon() as clock:
        app = KontorApp.open(home, strict=True, migrate=True)
        kontor = Kontor(app, PLUGINS, clock)
        roots = people(kontor)
        for key in [key for key in app.registries.plugins if key != "core"]:
            rows = Rows(kontor, key)
            for root in roots:
                rows.below(root, 2)
        app.bus.deliver()
        app.search.builder.run(stop=lambda: False)
        app.close()


def people(kontor: Kontor) -> tuple[RecordRef, ...]:
    """Make what core keeps, a merge too; gives a customer, a person and a talk."""
    ann = kontor.user(role="administrator", team=kontor.team("Vertrieb"), name="Ann Ott")
    firm = kontor.customer({"name": "Müller & Söhne", "owner_id": ann})
    kontor.customer({"name": "Dr. Erika Brandt", "kind": "person"})
    contact = kontor.create("contact", {"given_name": "Jan", "family_name": "Ohl"})
    kontor.create("affiliation", {"customer_id": firm, "contact_id": contact, "role": "Einkauf"})
    address = {"contact_id": contact, "scheme": "email", "value": "jan@mueller.de"}
    kontor.create("contact_point", address)
    talk = {"customer_id": firm, "contact_id": contact, "channel": "call", "subject": "Angebot"}
    said = kontor.create("interaction", talk, as_=ann)
    kontor.merge(firm, kontor.customer({"name": "Mueller und Soehne"}))
    return kontor.customer({"owner_id": ann}), contact, said


def sqlite_text(file: Path) -> Iterator[str]:
    """Give a database as statements; the index of words is filled as any other table."""
    import sqlite3

    connection = sqlite3.connect(file)
    things = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'core_search_text_%'"
        " ORDER BY type != 'table', name"
    ).fetchall()
    for kind, name, sql in things:
        yield f"{sql};"
        if kind != "table":
            continue
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        if name == "core_search_text":
            columns.insert(0, "rowid")
        listed = ", ".join(f'"{column}"' for column in columns)
        quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
        for (values,) in connection.execute(f'SELECT {quoted} FROM "{name}"'):  # noqa: S608  # its own names
            yield f'INSERT INTO "{name}" ({listed}) VALUES ({values});'  # noqa: S608  # as above
    connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_postgres("kontor-upgrade") as server:
        fill(Path(folder) / "one", "sqlite:///kontor.db")
        text = "\n".join(sqlite_text(Path(folder) / "one" / "kontor.db"))
        (HERE / "sqlite.sql").write_text(f"{text}\n", encoding="utf-8")

        url = server.create_database()
        fill(Path(folder) / "two", url)
        done = subprocess.run(
            [server.programs / "pg_dump", "--inserts", "--no-owner", "--no-privileges", url],
            capture_output=True,
            text=True,
            check=True,
        )
        kept = [
            line
            for line in done.stdout.splitlines()
            if line and not line.startswith(("--", "\\", "SET ", "SELECT pg_catalog.set_config"))
        ]
        (HERE / "postgres.sql").write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
