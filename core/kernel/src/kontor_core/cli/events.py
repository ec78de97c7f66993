"""``kontor events``: subscribers, dead letters, timers, replay."""

import sys

import click

from kontor_core.cli.context import json_option, open_app, print_json, print_table, say
from kontor_core.events.timers import Timer, TimerState
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L, text_of


@click.group()
def events() -> None:
    """Look at the event log's subscribers, at dead letters and at timers."""


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
@click.argument("number")
@click.pass_context
def retry(ctx: click.Context, number: str) -> None:
    """Hand dead letter NUMBER to its subscriber once more, or fire a timer that failed."""
    with open_app(ctx) as app:
        if number.isdecimal():
            app.bus.retry(int(number))
        else:
            app.bus.timers.retry(number)
            app.bus.timers.fire_due(clock.now())
        app.bus.deliver()
        say(
            "Noch einmal zugestellt. „kontor events dead“ und „kontor events timers“ zeigen, ob "
            "es angenommen wurde.",
            "Handed on. 'kontor events dead' and 'kontor events timers' show whether it was taken.",
        )


@events.command()
@click.option("--limit", default=100, show_default=True, help="How many at most.")
@json_option
@click.pass_context
def timers(ctx: click.Context, limit: int, as_json: bool) -> None:
    """List events that wait for their time; exit code 1 when one was given up."""
    with open_app(ctx) as app:
        found = [(timer, app.bus.timers.state_of(timer)) for timer in app.bus.timers.waiting(limit)]
        if as_json:
            print_json([_timer_as_json(timer, state) for timer, state in found])
        elif found:
            print_table(
                (
                    L("Kennung", en="id"),
                    L("Ereignis", en="event"),
                    L("Schlüssel", en="key"),
                    L("Fällig", en="due"),
                    L("Zustand", en="state"),
                    L("Fehler", en="error"),
                ),
                [
                    (t.id, t.type, t.key, t.due_at[:16], text_of(_STATES[state]), t.error or "")
                    for t, state in found
                ],
            )
        else:
            say("Kein Ereignis wartet auf seine Zeit.", "No event waits for its time.")
        if any(state is TimerState.DEAD for _, state in found):
            sys.exit(1)


@events.command()
@click.argument("timer")
@click.pass_context
def cancel(ctx: click.Context, timer: str) -> None:
    """Take back the event that waits under the id TIMER."""
    with open_app(ctx) as app:
        app.bus.timers.cancel(timer)
        say("Zurückgenommen; dieses Ereignis kommt nicht mehr.", "Taken back; it never comes.")


def _timer_as_json(timer: Timer, state: TimerState) -> dict[str, object]:
    return {
        "id": timer.id,
        "event": timer.type,
        "key": timer.key,
        "plugin": timer.plugin,
        "due_at": timer.due_at,
        "next_at": timer.next_at,
        "state": state.value,
        "attempts": timer.attempts,
        "error": timer.error,
    }


_STATES = {
    TimerState.WAITING: L("wartet", en="waits"),
    TimerState.PARKED: L("Plugin ist aus", en="plugin is off"),
    TimerState.FAILING: L("gescheitert, wird wiederholt", en="failed, will be retried"),
    TimerState.DEAD: L("aufgegeben", en="given up"),
}
