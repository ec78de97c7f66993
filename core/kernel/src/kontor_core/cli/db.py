"""``kontor db``: migrations and their state."""

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import home_of, json_option, print_json, print_table
from kontor_core.foundation.storage.migrate import Status


@click.group()
def db() -> None:
    """Migrate the database and look at its state."""


@db.command()
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring all tables to their newest form; forward only, so back up first."""
    ran: list[Status] = []
    KontorApp.migrate(home_of(ctx), done=ran.append)
    for status in ran:
        click.echo(f"{status.key}: {', '.join(status.pending)}")
    if not ran:
        click.echo("Everything is up to date.")


@db.command()
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show for each plugin where its tables stand."""
    found = KontorApp.migration_status(home_of(ctx))
    if as_json:
        print_json(
            [
                {"key": s.key, "current": s.current, "head": s.head, "pending": s.pending}
                for s in found
            ]
        )
        return
    print_table(
        ("plugin", "tables at", "newest", "pending"),
        [(s.key, s.current or "-", s.head or "-", ", ".join(s.pending) or "none") for s in found],
    )
