"""Each night: tell whose vaccination runs out within three weeks, once."""

from datetime import timedelta

from kontor_sdk.flow import JobContext, RecordRef

from .events import VaccinationFellDue
from .models import Vaccination
from .queries import DUE, DueRow

AHEAD = timedelta(weeks=3)


def remind(ctx: JobContext) -> None:
    """Publish what fell due, a batch in each transaction; a reminder stays said."""
    today = ctx.clock.now().date()
    while not ctx.stop():
        due = ctx.reader.read(DUE, DueRow, {"until": today + AHEAD})
        if not due:
            return
        with ctx.unit() as uow:
            for row in due:
                uow.publish(
                    VaccinationFellDue(
                        customer_id=row.customer_id,
                        subject=RecordRef("vet.vaccination", row.id),
                        against=row.against,
                        due_on=row.due_on,
                    )
                )
                uow.change(Vaccination, row.id, {"reminded_on": today})
