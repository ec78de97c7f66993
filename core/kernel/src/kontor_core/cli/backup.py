"""``kontor backup`` and ``kontor restore``: a consistent copy of database, files and definition."""

from pathlib import Path

import click

from kontor_core.cli.context import home_of
from kontor_core.foundation.storage import backups


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
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
@click.pass_context
def restore(ctx: click.Context, source: Path, yes: bool) -> None:
    """Bring the backup in SOURCE back; what is there now is kept beside it."""
    home = home_of(ctx)
    if not yes:
        click.confirm(f"Replace the data in {home} by {source}?", abort=True)
    kept = backups.restore(home, source)
    click.echo("Restored." + (f" The former data stands in {kept}." if kept else ""))
