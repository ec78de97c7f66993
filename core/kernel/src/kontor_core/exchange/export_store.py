"""Exports that wait to be fetched: a folder for each, of one person only, gone after a day."""

import shutil
from datetime import timedelta
from pathlib import Path

import msgspec

from kontor_core.exchange.export_wanted import Wanted
from kontor_core.foundation import clock, ids
from kontor_core.foundation.errors import NotFound
from kontor_core.hooks.declarations.contexts import EventContext, JobContext
from kontor_core.hooks.declarations.flow import Events

FOLDER = "exports"
KEPT = timedelta(days=1)

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"


class Ticket(msgspec.Struct):
    """How far an export is, and what it was asked for."""

    id: str
    actor_id: str | None
    wanted: Wanted
    name: str  # of the file, as its reader will see it
    started_at: str
    total: int | None = None
    done: int = 0
    state: str = RUNNING
    message: str = ""
    ended_at: str | None = None

    @property
    def until(self) -> str:
        return clock.as_text(clock.from_text(self.started_at) + KEPT)


class ExportStore:
    """The folder ``exports/`` of a company."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def open(self, actor_id: str | None, wanted: Wanted, name: str, total: int | None) -> Ticket:
        """Make a place for an export; those that nobody may fetch any more go."""
        self.folder.mkdir(mode=0o700, exist_ok=True)  # nobody else reads them
        self.forget_old()
        ticket = Ticket(ids.new_id(), actor_id, wanted, name, clock.as_text(clock.now()), total)
        place = self._place(actor_id, ticket.id)
        place.mkdir(mode=0o700, parents=True)
        self.save(ticket)
        return ticket

    def get(self, actor_id: str | None, ticket_id: str) -> Ticket:
        """Give one's own ticket; raises NotFound for others', unknown and outdated ones."""
        ticket = self.load(actor_id, ticket_id)
        if _is_old(ticket):
            raise NotFound("export", ticket_id)
        return ticket

    def load(self, actor_id: str | None, ticket_id: str) -> Ticket:
        path = self._place(actor_id, ticket_id) / "ticket.json"
        if not ids.is_id(ticket_id) or not path.is_file():
            raise NotFound("export", ticket_id)
        return msgspec.json.decode(path.read_bytes(), type=Ticket)

    def of(self, actor_id: str | None) -> list[Ticket]:
        """Give one's own tickets, the newest first."""
        found = []
        for place in sorted((self.folder / (actor_id or "system")).glob("*"), reverse=True):
            try:
                found.append(self.get(actor_id, place.name))
            except NotFound:
                continue
        return found

    def newest(self, most: int) -> list[Ticket]:
        """Give everybody's tickets, the newest first; for who looks after all of them."""
        places = sorted(self.folder.glob("*/*"), key=lambda place: place.name, reverse=True)
        found = []
        for place in places[:most]:
            owner = place.parent.name
            try:
                found.append(self.get(None if owner == "system" else owner, place.name))
            except NotFound:
                continue
        return found

    def save(self, ticket: Ticket) -> None:
        """Write as a whole: whoever reads meanwhile sees the old one or the new one."""
        if ticket.state != RUNNING and ticket.ended_at is None:
            ticket.ended_at = clock.as_text(clock.now())
        path = self._place(ticket.actor_id, ticket.id) / "ticket.json"
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(ticket))
        fresh.replace(path)

    def file(self, ticket: Ticket) -> Path:
        return self._place(ticket.actor_id, ticket.id) / "file"

    def pid_file(self, ticket: Ticket) -> Path:
        return self._place(ticket.actor_id, ticket.id) / "pid"

    def forget_old(self) -> None:
        for place in self.folder.glob("*/*"):
            ticket = place / "ticket.json"
            # without one it broke off before it had begun
            if not ticket.is_file() or _is_old(
                msgspec.json.decode(ticket.read_bytes(), type=Ticket)
            ):
                shutil.rmtree(place, ignore_errors=True)

    def forget_all(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _place(self, actor_id: str | None, ticket_id: str) -> Path:
        return self.folder / (actor_id or "system") / ticket_id


def _is_old(ticket: Ticket) -> bool:
    return ticket.until < clock.as_text(clock.now())


def forget_old_exports(ctx: JobContext) -> None:
    """Delete exports that are older than a day."""
    ExportStore(ctx.blobs.folder.parent).forget_old()


def forget_exports_of_the_erased(ctx: EventContext, events: Events) -> None:
    """Delete all that waits when somebody is erased: nobody knows in which file they stand."""
    ExportStore(ctx.uow.storage.blobs.folder.parent).forget_all()
