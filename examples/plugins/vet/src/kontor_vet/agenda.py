"""When vaccinations run out, in the calendar of whoever sees the animal."""

from collections.abc import Sequence
from datetime import date, datetime, time

from kontor_sdk import L
from kontor_sdk.ui import (
    ActionContext,
    ActionResult,
    CalendarEntry,
    Done,
    RecordRef,
    UiContext,
)

from .models import Vaccination
from .queries import PLANNED, PlannedRow


def planned(ctx: UiContext, start: datetime, end: datetime) -> Sequence[CalendarEntry]:
    """Give the vaccinations that run out in that time, each on its day."""
    rows = ctx.read(PLANNED, PlannedRow, {"first": start.date(), "last": end.date()})
    return [
        CalendarEntry(
            id=row.id,
            title=f"{row.name}: {row.against}",
            start=(day := datetime.combine(date.fromisoformat(row.due_on), time(), ctx.tz)),
            end=day,
            to=RecordRef("vet.vaccination", row.id),
            all_day=True,
        )
        for row in rows
    ]


def put_off(ctx: ActionContext, vaccination_id: str, day: date) -> ActionResult:
    """Let a vaccination run out on another day."""
    with ctx.unit() as uow:
        uow.change(Vaccination, vaccination_id, {"due_on": day})
    return Done(L("Impfung verschoben.", en="Vaccination moved."))
