"""What commands share: the company's folder, the open application, who acts, how rows print."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from kontor_core.app import KontorApp
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, Label, text_of


def home_of(ctx: click.Context) -> Path:
    """Give the company's folder; a usage error when there is no kontor.toml in it."""
    named = ctx.find_root().obj
    home = Path(named) if named else Path.cwd()
    if not (home / "kontor.toml").is_file():
        raise misused(
            f"In {home} gibt es keine kontor.toml. Legen Sie mit „kontor init {home}“ eine an oder "
            "nennen Sie den Ordner mit --home oder KONTOR_HOME.",
            f"There is no kontor.toml in {home}. Make one with 'kontor init {home}' or name the "
            "folder with --home or KONTOR_HOME.",
        )
    return home


@contextmanager
def open_app(ctx: click.Context, *, migrate: bool = False) -> Iterator[KontorApp]:
    app = KontorApp.open(home_of(ctx), migrate=migrate)
    try:
        yield app
    finally:
        app.close()


def actor_named(app: KontorApp, email: str | None) -> Actor:
    """Give the user of an e-mail address; without one the operator acts as the system."""
    if email is None:
        return SYSTEM
    found = app.actor_by_email(email)
    if found is None:
        raise NotFound("user", email)
    return found


as_option = click.option("--as", "as_user", metavar="E-MAIL", help="Act as this user.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def say(de: str, en: str) -> None:
    """Print a line in the language of the terminal (KONTOR_LANG, else LANG)."""
    click.echo(str(L(de, en=en)))


def ask(de: str, en: str) -> None:
    """Ask for a yes; ends the command otherwise."""
    click.confirm(str(L(de, en=en)), abort=True)


def misused(de: str, en: str) -> click.UsageError:
    return click.UsageError(str(L(de, en=en)))


def print_json(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value)) + b"\n")
    sys.stdout.buffer.flush()


def print_table(head: Sequence[Label], rows: Iterable[Sequence[str]]) -> None:
    """Print columns as wide as their content needs; long cells are cut at 40 characters."""
    cells = [[_cut(cell) for cell in row] for row in rows]
    titles = [text_of(title) for title in head]
    widths = [max([len(title), *(len(row[i]) for row in cells)]) for i, title in enumerate(titles)]
    for line in (titles, *cells):
        click.echo("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip())


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
