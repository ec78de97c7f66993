"""The books of bulk work: what was asked for, and what became of each record."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import plugin_base

Base = plugin_base("core")

EDIT, DELETE = "edit", "delete"
KINDS = (
    Choice(EDIT, L("Ändern", en="Change"), "c2"),
    Choice(DELETE, L("Löschen", en="Delete"), "c4"),
)

WAITING, RUNNING, DONE, FAILED, CANCELLED, UNDOING, UNDONE = (
    "waiting",
    "running",
    "done",
    "failed",
    "cancelled",
    "undoing",
    "undone",
)
STATES = (
    Choice(WAITING, L("Wartet", en="Waiting"), "c6"),
    Choice(RUNNING, L("Läuft", en="Running"), "c2"),
    Choice(DONE, L("Fertig", en="Done"), "c5"),
    Choice(FAILED, L("Abgebrochen", en="Failed"), "c4"),
    Choice(CANCELLED, L("Angehalten", en="Stopped"), "c8"),
    Choice(UNDOING, L("Wird zurückgenommen", en="Being undone"), "c2"),
    Choice(UNDONE, L("Zurückgenommen", en="Undone"), "c8"),
)

SAME, REFUSED, KEPT = "same", "refused", "kept"
"""A record that had the values already; one that was refused; one an undo had to leave."""


class BulkJob(Base, table=True):
    """The same thing done to many records of one resource."""

    kind: str = field(L("Art", en="Kind"), choices=KINDS, default=EDIT)
    resource: str = field(L("Liste", en="List"))
    changes: dict[str, Any] = field(
        L("Neue Werte", en="New values"), Data.PERSONAL, kind=Kind.JSON, default={}
    )
    back: str = field(L("Zurück", en="Back"), Data.PERSONAL, default="", max_length=8000)
    state: str = field(L("Zustand", en="State"), choices=STATES, default=WAITING)
    actor_id: str | None = field(L("Durch", en="By"), kind=Kind.REF, ref="user", nullable=True)
    total: int = field(L("Datensätze", en="Records"), kind=Kind.INT, default=0)
    problem: str | None = field(
        L("Problem", en="Problem"), Data.PERSONAL, nullable=True, max_length=2000
    )
    finished_at: datetime | None = field(
        L("Beendet", en="Finished"), kind=Kind.DATETIME, nullable=True
    )
    __indexes__ = (Index("ix_core_bulk_job_actor", "actor_id", "id"),)


class BulkLine(Base, table=True):
    """One record of a job: its version since, its values before, or why it was refused."""

    job_id: str = link("bulk_job", L("Vorgang", en="Job"), on_delete="cascade", index=False)
    number: int = field(L("Nummer", en="Number"), kind=Kind.INT)
    record_id: str = field(L("Datensatz", en="Record"), kind=Kind.REF)
    state: str = field(L("Zustand", en="State"), default=WAITING)
    title: str | None = field(
        L("Name", en="Name"), Data.PERSONAL, erase=Erase.DELETE, nullable=True
    )
    seen: int | None = field(L("Fassung", en="Version"), kind=Kind.INT, nullable=True)
    before: dict[str, Any] | None = field(
        L("Vorher", en="Before"), Data.PERSONAL, kind=Kind.JSON, nullable=True
    )
    reason: dict[str, str] | None = field(
        L("Grund", en="Reason"), Data.PERSONAL, kind=Kind.JSON, nullable=True
    )
    __indexes__ = (
        Index("ix_core_bulk_line_job", "job_id", "number"),
        Index("ix_core_bulk_line_state", "job_id", "state", "number"),
    )
