"""``kontor init`` and ``kontor definition``: a company's folder and its kontor.toml."""

import shlex
from contextlib import closing
from pathlib import Path

import click

from kontor_core.app import KontorApp
from kontor_core.cli import examples
from kontor_core.cli.context import home_of, json_option, misused, print_json, say
from kontor_core.cli.demo import fill
from kontor_core.core_plugin import Core
from kontor_core.foundation.definition import (
    FILE_NAME,
    DefinitionErrors,
    diff,
    load,
    write_default,
)
from kontor_core.foundation.definition.schema import schema
from kontor_core.foundation.i18n import L, current_locale, text_of
from kontor_core.foundation.text import nearest
from kontor_core.hooks.definition_check import unknown_names
from kontor_core.hooks.discovery import scan

_DESTRUCTIVE = L("{text} (betrifft vorhandene Daten)", en="{text} (affects existing data)")


def _list(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        width = max(map(len, examples.NAMES))
        for name in examples.NAMES:
            click.echo(f"{name.ljust(width)}  {examples.summary(name)}")
        ctx.exit()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="The company's name; default: the folder's.")
@click.option("--plugin", "plugins", multiple=True, help="Switch this plugin on; repeatable.")
@click.option("--example", type=click.Choice(examples.NAMES), help="Begin as this company.")
@click.option(
    "--list-examples",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="List the companies to begin as.",
)
def init(folder: Path, name: str | None, plugins: tuple[str, ...], example: str | None) -> None:
    """Make FOLDER a company: write its kontor.toml and lay out the database.

    With --example it begins as a company that is set up already, with demo data.
    """
    path = folder / FILE_NAME
    if path.exists():
        raise misused(
            f"{path} gibt es schon; dieser Ordner gehört einer Firma.",
            f"{path} exists already; this folder is a company.",
        )
    if example and (name or plugins):
        raise misused(
            "--example bringt Namen und Plugins mit; ändern Sie danach die kontor.toml.",
            "--example brings name and plugins; change kontor.toml afterwards.",
        )
    installed = {candidate.key for candidate in scan()}
    for key in plugins:
        if key not in installed:
            raise _not_installed(key, installed)
    folder.mkdir(parents=True, exist_ok=True)
    if example:
        examples.copy(example, folder)
    else:
        write_default(path, name=name or folder.resolve().name, plugins=plugins)
    with closing(KontorApp.open(folder, migrate=True)) as app:
        if example:
            fill(app)
    say(
        f"{path} ist geschrieben, die Datenbank ist bereit.",
        f"{path} is written and the database is ready.",
    )
    say("Als Nächstes die erste Administration:", "Next: make the first administrator with")
    home = shlex.quote(str(folder))
    click.echo(f"  kontor --home {home} user create you@example.org --role administrator")


def _not_installed(key: str, installed: set[str]) -> click.UsageError:
    near = nearest(key, list(installed))
    return misused(
        f"Das Plugin „{key}“ ist nicht installiert." + (f" Meinten Sie „{near}“?" if near else ""),
        f'The plugin "{key}" is not installed.' + (f' Did you mean "{near}"?' if near else ""),
    )


@click.group()
def definition() -> None:
    """Check kontor.toml and compare it."""


@definition.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check kontor.toml; every problem is named with its line.

    Names of plugins, entities and permissions are compared with what is installed.
    """
    found = load(home_of(ctx) / FILE_NAME)
    mistakes = unknown_names(found, core=Core())
    if mistakes:
        raise DefinitionErrors(mistakes)
    plugins = ", ".join(found.plugins) or str(L("keine", en="none"))
    say(
        f"{found.path} ist in Ordnung: {found.company.name}, Plugins: {plugins}.",
        f"{found.path} is fine: {found.company.name}, plugins: {plugins}.",
    )


@definition.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of kontor.toml, for editors."""
    print_json(schema())


@definition.command("diff")
@click.argument("other", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
@click.pass_context
def diff_command(ctx: click.Context, other: Path, as_json: bool) -> None:
    """Show what would change if OTHER were this company's kontor.toml."""
    changes = diff(load(home_of(ctx) / FILE_NAME), load(other))
    if as_json:
        names = ("path", "kind", "before", "after", "destructive")
        print_json([{name: getattr(change, name) for name in names} for change in changes])
        return
    if not changes:
        say("Nichts würde sich ändern.", "Nothing would change.")
    locale = current_locale()
    for change in changes:
        told = _DESTRUCTIVE.format(text=change.text()) if change.destructive else change.text()
        click.echo(text_of(told, locale))
