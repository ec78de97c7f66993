"""``kontor db``: migrations and their state."""

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import home_of, json_option, print_json, print_table, say
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.backups import backup
from kontor_core.foundation.storage.migrate import Status


@click.group()
def db() -> None:
    """Migrate the database and look at its state."""


@db.command()
@click.option("--no-backup", is_flag=True, help="Do not write a backup first.")
@click.pass_context
def migrate(ctx: click.Context, no_backup: bool) -> None:
    """Bring all tables to their newest form, after a backup: there is no other way back."""
    home = home_of(ctx)
    ran: list[Status] = []
    before = KontorApp.migration_status(home)
    if not no_backup and any(s.pending for s in before) and any(s.current for s in before):
        made = backup(home)
        say(f"Sicherung: {made}", f"Backup: {made}")
    KontorApp.migrate(home, done=ran.append)
    for status in ran:
        click.echo(f"{status.key}: {', '.join(status.pending)}")
    if not ran:
        say("Alles ist auf dem neuesten Stand.", "Everything is up to date.")


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
        (
            "Plugin",
            L("Stand", en="Tables at"),
            L("Neuester", en="Newest"),
            L("Ausstehend", en="Pending"),
        ),
        [(s.key, s.current or "-", s.head or "-", ", ".join(s.pending) or "-") for s in found],
    )
