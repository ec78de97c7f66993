"""``kontor events``: subscribers, dead letters, replay."""

import sys

import click

from kontor_core.cli.context import json_option, open_app, print_json, print_table, say
from kontor_core.foundation.i18n import L


@click.group()
def events() -> None:
    """Look at the event log's subscribers and at dead letters."""


@events.command()
@json_option
@click.pass_context
def subscribers(ctx: click.Context, as_json: bool) -> None:
    """Show how far each durable subscriber has come."""
    with open_app(ctx) as app:
        found = app.bus.standings()
        if as_json:
            print_json([{"id": s.id, "plugin": s.plugin, "behind": s.behind} for s in found])
            return
        print_table(
            (
                L("Abonnent", en="subscriber"),
                "Plugin",
                L("Ereignisse im Rückstand", en="events behind"),
            ),
            [(s.id, s.plugin, str(s.behind)) for s in found],
        )


@events.command()
@json_option
@click.pass_context
def dead(ctx: click.Context, as_json: bool) -> None:
    """List events that a subscriber could not take; exit code 1 when there are any."""
    with open_app(ctx) as app:
        letters = app.bus.dead_letters()
        if as_json:
            print_json(letters)
        elif letters:
            print_table(
                (
                    L("Nummer", en="number"),
                    L("Abonnent", en="subscriber"),
                    L("Ereignis", en="event"),
                    L("Versuche", en="attempts"),
                    L("Fehler", en="error"),
                ),
                [
                    (str(x.id), x.subscriber, x.type, str(x.attempts), x.error or "")
                    for x in letters
                ],
            )
        else:
            say("Es gibt keine unzustellbaren Ereignisse.", "There are no dead letters.")
        if letters:
            sys.exit(1)


@events.command()
@click.argument("number", type=int)
@click.pass_context
def retry(ctx: click.Context, number: int) -> None:
    """Hand dead letter NUMBER to its subscriber once more."""
    with open_app(ctx) as app:
        app.bus.retry(number)
        app.bus.deliver()
        say(
            "Noch einmal zugestellt. „kontor events dead“ zeigt, ob es angenommen wurde.",
            "Handed on. 'kontor events dead' shows whether it was taken.",
        )
