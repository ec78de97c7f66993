"""The books of imports: jobs, the rows they refused, the rows they made."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import plugin_base

Base = plugin_base("core")

WAITING, RUNNING, DONE, FAILED, UNDOING, UNDONE = (
    "waiting",
    "running",
    "done",
    "failed",
    "undoing",
    "undone",
)
STATES = (
    Choice(WAITING, L("Wartet", en="Waiting"), "c6"),
    Choice(RUNNING, L("Läuft", en="Running"), "c2"),
    Choice(DONE, L("Fertig", en="Done"), "c5"),
    Choice(FAILED, L("Abgebrochen", en="Failed"), "c4"),
    Choice(UNDOING, L("Wird zurückgenommen", en="Being undone"), "c2"),
    Choice(UNDONE, L("Zurückgenommen", en="Undone"), "c8"),
)


class ImportJob(Base, table=True):
    """One file on its way in; ``position`` counts the records that are through.

    ``key`` is the file with its mapping: the same file is not taken twice by mistake.
    """

    key: str = field(L("Prüfwert", en="Hash"), index=True)
    target: str = field(L("Ziel", en="Target"))  # a resource, or a preset's full name
    preset: bool = field(L("Vorlage", en="Preset"), kind=Kind.BOOL, default=False)
    path: str = field(L("Datei", en="File"), max_length=4000)
    source: dict[str, Any] = field(L("Aufbau", en="Layout"), kind=Kind.JSON, default={})
    mapping: dict[str, Any] = field(L("Zuordnung", en="Mapping"), kind=Kind.JSON, default={})
    options: dict[str, Any] = field(L("Angaben", en="Options"), kind=Kind.JSON, default={})
    state: str = field(L("Zustand", en="State"), choices=STATES, default=WAITING)
    actor_id: str | None = field(L("Durch", en="By"), kind=Kind.REF, ref="user", nullable=True)
    total: int | None = field(L("Zeilen", en="Rows"), kind=Kind.INT, nullable=True)
    position: int = field(L("Stelle", en="Position"), kind=Kind.INT, default=0)
    good: int = field(L("Übernommen", en="Imported"), kind=Kind.INT, default=0)
    bad: int = field(L("Abgelehnt", en="Refused"), kind=Kind.INT, default=0)
    made: dict[str, Any] = field(L("Angelegt", en="Created"), kind=Kind.JSON, default={})
    problem: str | None = field(
        L("Problem", en="Problem"), Data.PERSONAL, nullable=True, max_length=2000
    )
    finished_at: datetime | None = field(
        L("Beendet", en="Finished"), kind=Kind.DATETIME, nullable=True
    )


class ImportError(Base, table=True):  # the table is core_import_error
    """One row of a file that was not taken, or could not be taken back."""

    job_id: str = link("import_job", L("Import", en="Import"), on_delete="cascade", index=False)
    line: int = field(L("Zeile", en="Line"), kind=Kind.INT)
    column_name: str = field(L("Spalte", en="Column"), default="")
    value: str = field(L("Wert", en="Value"), Data.PERSONAL, erase=Erase.DELETE, default="")
    reason: dict[str, str] = field(L("Grund", en="Reason"), Data.PERSONAL, kind=Kind.JSON)
    __indexes__ = (Index("ix_core_import_error_job", "job_id", "id"),)


class ImportChunk(Base, table=True):
    """What one chunk made and changed, so that the whole import can be taken back."""

    job_id: str = link("import_job", L("Import", en="Import"), on_delete="cascade", index=False)
    number: int = field(L("Nummer", en="Number"), kind=Kind.INT)
    made: list[Any] = field(L("Angelegt", en="Created"), kind=Kind.JSON)
    changed: list[Any] = field(L("Geändert", en="Changed"), Data.PERSONAL, kind=Kind.JSON)
    __indexes__ = (Index("ix_core_import_chunk_job", "job_id", "number"),)
