"""``kontor plugins new``: a plugin that runs and passes its tests before its author begins."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import get_args

import click

from kontor_core.foundation.errors import KontorError, PluginError
from kontor_core.foundation.i18n import L
from kontor_core.hooks.class_check import check_key
from kontor_core.hooks.declarations.entities import plural
from kontor_core.hooks.discovery import version_of
from kontor_core.hooks.hookspecs import Form

_PROJECT = Path(__file__).parent / "project"
_SUFFIX = ".tmpl"


def write_project(folder: Path, form: str, key: str) -> list[Path]:
    """Write the files of a new plugin, its first migration among them.

    Raises PluginError for a key that is no namespace, KontorError for a folder that is not empty.
    """
    check_key(key)
    if form not in get_args(Form):
        known = ", ".join(get_args(Form))
        raise PluginError(
            key,
            L(f"Die Form „{form}“ gibt es nicht: {known}.", en=f'no form "{form}": {known}.'),
        )
    if folder.exists() and any(folder.iterdir()):
        raise KontorError(L(f"{folder} ist nicht leer.", en=f"{folder} is not empty."))
    written = list(_files(folder, _words(form, key)))
    package = folder / "src" / f"kontor_{key}"
    for name in ("__init__.py", "py.typed"):
        (package / name).touch()
    _write_migration(folder, key)
    return [*written, *sorted(package.glob("migrations/*.py"))]


def _words(form: str, key: str) -> dict[str, str]:
    major = int((version_of() or "1").partition(".")[0])
    one = _singular(key)
    return {
        "key": key,
        "form": form,
        "title": key.title(),
        "noun": one.title(),
        "entity": f"{key}.{one}",
        "plural": plural(one),
        "sdk": str(major),
        "next": str(major + 1),
    }


def _singular(key: str) -> str:
    """Give what one row of ``contracts`` is called; a word that is no plural stays."""
    if key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("xes", "ches", "shes", "sses")):
        return key[:-2]
    return key[:-1] if re.search("[^aisuw]s$", key) else key


def _files(folder: Path, words: dict[str, str]) -> Iterator[Path]:
    for template in sorted(_PROJECT.rglob(f"*{_SUFFIX}")):
        place = template.relative_to(_PROJECT).as_posix().removesuffix(_SUFFIX)
        file = folder / place.replace("src/package", f"src/kontor_{words['key']}")
        file.parent.mkdir(parents=True, exist_ok=True)
        text = Template(template.read_text(encoding="utf-8")).substitute(words)
        file.write_text(text, encoding="utf-8")
        yield file


def _write_migration(folder: Path, key: str) -> None:
    """Write the first migration in a process of its own: the new package is not installed yet."""
    paths = [str(folder / "src"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "kontor_sdk.scaffold.migration", key, "-m", "The first tables"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise KontorError(done.stderr.strip())


@click.command()
@click.argument("name", metavar="FORM/KEY")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Default: ./KEY.")
def new(name: str, into: Path | None) -> None:
    """Write a new plugin: kontor plugins new operative/warranty."""
    form, slash, key = name.partition("/")
    if not slash:
        raise click.UsageError("Say form and key: kontor plugins new operative/warranty")
    folder = into or Path(key)
    for file in write_project(folder, form, key):
        click.echo(file)
    click.echo(f"Next: cd {folder} && pip install -e . && python -m pytest")
