"""Write a plugin's next migration from the difference between its models and its migrations.

``python -m kontor_sdk.scaffold.migration loyalty -m "Points expire"``
"""

import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from kontor_core.foundation.storage.engine import Database
from kontor_core.foundation.storage.migrate import Migrations, autogenerate, migrate, status
from kontor_core.foundation.storage.models import METADATA

_CORE = (
    "kontor_core.customers.models",
    "kontor_core.contacts.models",
    "kontor_core.interactions.models",
    "kontor_core.foundation.access.models",
)
_SCRIPT = '''"""{message}."""

from kontor_sdk.migration import op, sa, types

revision = "{revision}"
down_revision = {before}


def upgrade() -> None:
    {body}
'''


@dataclass(frozen=True)
class Difference:
    """What separates models from migrations; ``body`` is None when nothing does."""

    folder: Path
    head: str | None
    body: str | None


def difference(key: str, *, package: str | None = None, requires: Sequence[str] = ()) -> Difference:
    """Run a plugin's migrations on an empty database and compare its tables with its models.

    ``requires`` are the keys of plugins whose tables this one refers to.
    """
    package = package or f"kontor_{key}"
    for module in (*_CORE, *(f"kontor_{other}.plugin" for other in requires), f"{package}.plugin"):
        import_module(module)
    folder = Path(str(import_module(package).__file__)).parent / "migrations"
    core = Migrations(
        "core", Path(str(import_module("kontor_core").__file__)).parent / "migrations"
    )
    others = [Migrations.of(other, f"kontor_{other}") for other in requires]
    with tempfile.TemporaryDirectory() as scratch:
        mine = Migrations(key, folder if folder.is_dir() else Path(tempfile.mkdtemp(dir=scratch)))
        database = Database(f"sqlite:///{scratch}/kontor.db")
        try:
            migrate(database, [core, *(o for o in others if o is not None), mine])
            (state,) = status(database, [mine])
            code, _ = autogenerate(database, key, METADATA)
        finally:
            database.close()
    body = _body(code)
    return Difference(folder, state.head, None if body == "pass" else body)


def write_migration(
    key: str, message: str, *, package: str | None = None, requires: Sequence[str] = ()
) -> Path | None:
    """Write ``migrations/<key>_NNNN.py``; None when models and migrations agree already."""
    found = difference(key, package=package, requires=requires)
    if found.body is None:
        return None
    number = int(found.head.rpartition("_")[2]) + 1 if found.head else 1
    revision = f"{key}_{number:04d}"
    found.folder.mkdir(exist_ok=True)
    script = found.folder / f"{revision}.py"
    before = f'"{found.head}"' if found.head else "None"
    script.write_text(
        _SCRIPT.format(message=message, revision=revision, before=before, body=found.body)
    )
    if find_spec("ruff") is not None:
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", script], check=False)
    return script


def _body(code: str) -> str:
    # comments of the generator, and what only models need to know of a table
    noise = re.compile(r"\s*(# ###|info=\{'same')")
    lines = [line for line in code.splitlines() if not noise.match(line)]
    return textwrap.indent(textwrap.dedent("\n".join(lines)).strip(), "    ").strip()


@click.command()
@click.argument("key")
@click.option("-m", "--message", required=True, help="What the migration does, in one line.")
@click.option("--requires", multiple=True, help="Key of a plugin whose tables are referred to.")
def migration(key: str, message: str, requires: tuple[str, ...]) -> None:
    """Write the next migration of the plugin KEY."""
    script = write_migration(key, message, requires=requires)
    if script is None:
        click.echo("Models and migrations agree; nothing to write.")
        return
    here = Path.cwd()
    click.echo(f"Wrote {script.relative_to(here) if script.is_relative_to(here) else script}")


if __name__ == "__main__":
    migration()
