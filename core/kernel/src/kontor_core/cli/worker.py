"""``kontor worker``: deliver events and run jobs without the web."""

import signal
import threading

import click

from kontor_core.cli.context import open_app, say


@click.command()
@click.pass_context
def worker(ctx: click.Context) -> None:
    """Deliver events and run jobs until a signal ends it; several share the work."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with open_app(ctx) as app:
        app.start_worker()
        say("Der Worker läuft; Strg-C beendet ihn.", "The worker is up; Ctrl-C ends it.")
        stop.wait()
