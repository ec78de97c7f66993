"""Exports of the web: small ones at once, large ones in a process of their own.

What a page shows comes from the ticket beside the file, so a person may leave and come back.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kontor_core.events.notices import NotificationRequested
from kontor_core.exchange.export_store import (
    CANCELLED,
    DONE,
    FAILED,
    RUNNING,
    ExportStore,
    Ticket,
)
from kontor_core.exchange.exporting import Export, file_name
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import KontorError, Refused
from kontor_core.foundation.i18n import L, text_of, use_locale
from kontor_core.resources.listing import COUNTED_TO
from kontor_web import processes

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

AT_ONCE = 3_000
"""Records that are written while somebody waits; more are a job."""

_MOST_RUNNING = 3
_EVERY = 1_000
_BUSY = L(
    "Drei Ihrer Exporte laufen noch. Warten Sie, bis einer fertig ist.",
    en="Three of your exports are still running. Wait until one is done.",
)
_READY = L(
    "Der Export „{name}“ ist fertig; er liegt einen Tag lang unter „Exporte“.",
    en="The export “{name}” is ready; it stays under “Exports” for a day.",
)


def begin(app: "KontorApp", actor: Actor, export: Export) -> Ticket:
    """Write an export, or start the process that does."""
    store = ExportStore(app.home)
    small = export.count <= AT_ONCE
    if not small and sum(state(app, one) == RUNNING for one in store.of(actor.id)) >= _MOST_RUNNING:
        raise Refused(_BUSY)
    total = export.count if export.count <= COUNTED_TO else None
    name = file_name(export.info, export.wanted, clock.today().isoformat())
    ticket = store.open(actor.id, export.wanted, name, total)
    if small:
        _write(store, ticket, export)
    else:
        module = "kontor_web.resources.exports"
        processes.start(module, [str(app.home), actor.id or "", ticket.id], store.pid_file(ticket))
    return ticket


def state(app: "KontorApp", ticket: Ticket) -> str:
    """Give how an export is; one whose process died has failed, whatever its ticket says."""
    pid_file = ExportStore(app.home).pid_file(ticket)
    if ticket.state == RUNNING and not processes.is_running(pid_file):
        return FAILED
    return ticket.state


def cancel(app: "KontorApp", ticket: Ticket) -> None:
    store = ExportStore(app.home)
    processes.stop(store.pid_file(ticket))
    store.file(ticket).unlink(missing_ok=True)
    ticket.state = CANCELLED
    store.save(ticket)


def _write(store: ExportStore, ticket: Ticket, export: Export) -> None:
    path = store.file(ticket)

    def moved(done: int) -> None:
        if done - ticket.done >= _EVERY:
            ticket.done = done
            store.save(ticket)

    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as file:
        ticket.done = export.write(file, moved)
    unfinished.replace(path)
    ticket.state = DONE
    store.save(ticket)


def main(arguments: list[str]) -> None:
    """Write one export in this process: ``HOME ACTOR TICKET``."""
    from kontor_core.app import KontorApp

    home, actor_id, ticket_id = Path(arguments[0]), arguments[1], arguments[2]
    app = KontorApp.open(home)
    store = ExportStore(home)
    ticket = store.load(actor_id or None, ticket_id)
    try:
        with use_locale(ticket.wanted.locale):
            actor = app.actor(actor_id) if actor_id else SYSTEM
            try:
                _write(store, ticket, Export(app, actor, ticket.wanted))
            except KontorError as error:
                ticket.state, ticket.message = FAILED, error.text()
                store.save(ticket)
            else:
                _notify(app, ticket)
    finally:
        app.close()


def _notify(app: "KontorApp", ticket: Ticket) -> None:
    if ticket.actor_id is None:
        return
    told = _READY.format(name=ticket.name)
    with app.unit(SYSTEM) as uow:
        uow.publish(
            NotificationRequested(
                recipient=ticket.actor_id,
                about=ticket.id,
                text=text_of(told, "de"),
                text_en=text_of(told, "en"),
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
