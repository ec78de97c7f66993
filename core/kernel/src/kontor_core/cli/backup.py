"""``kontor backup`` and ``kontor restore``: a consistent copy of database, files and definition."""

from contextlib import closing
from pathlib import Path

import click

from kontor_core.cli.context import ask, home_of, say
from kontor_core.events.epoch import raise_epoch
from kontor_core.foundation.definition import FILE_NAME, load
from kontor_core.foundation.storage import backups
from kontor_core.foundation.storage.engine import Database


@click.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.pass_context
def backup(ctx: click.Context, target: Path | None) -> None:
    """Write a consistent copy of everything to TARGET (default: backups/ in the folder)."""
    home = home_of(ctx)
    made = backups.backup(home, target)
    size = sum(f.stat().st_size for f in made.rglob("*") if f.is_file())
    click.echo(f"{made}  {size / 1024 / 1024:.1f} MiB")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
@click.pass_context
def restore(ctx: click.Context, source: Path, yes: bool) -> None:
    """Bring the backup in SOURCE back; what is there now is kept beside it.

    A folder without a kontor.toml becomes the company's folder.
    """
    home = Path(ctx.find_root().obj or Path.cwd())
    backups.check(home, source)
    if not yes:
        ask(
            f"Die Daten in {home} durch {source} ersetzen?",
            f"Replace the data in {home} by {source}?",
        )
    kept = backups.restore(home, source)
    _begin_new_epoch(home)
    say("Zurückgespielt.", "Restored.")
    if kept is not None:
        say(f"Die bisherigen Daten stehen in {kept}.", f"The former data stands in {kept}.")
    say(
        "„kontor db migrate“ bringt sie auf den Stand dieser Version.",
        "'kontor db migrate' brings it up to this version.",
    )


def _begin_new_epoch(home: Path) -> None:
    """Let old cursors see new events: transaction ids may have begun anew (PostgreSQL)."""
    with closing(Database(load(home / FILE_NAME).database.url)) as database:
        raise_epoch(database)
