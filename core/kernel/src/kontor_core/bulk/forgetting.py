"""What bulk work keeps of people is kept for a month, and not beyond an erasure."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, update

from kontor_core.bulk.models import BulkJob, BulkLine
from kontor_core.foundation.storage.models import table_of_model
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import Json, Moment, String
from kontor_core.hooks.declarations.contexts import EventContext, JobContext
from kontor_core.hooks.declarations.flow import Events

KEPT = timedelta(days=30)

_jobs, _lines = table_of_model(BulkJob), table_of_model(BulkLine)
_OLD = Prepared(delete(_jobs).where(_jobs.c.created_at < bindparam("before", type_=Moment())))
_BLANK_LINES = Prepared(
    update(_lines).values(
        title=bindparam("no_text", type_=String()),
        before=bindparam("nothing", type_=Json()),
        reason=bindparam("nothing", type_=Json()),
    )
)
_BLANK_JOBS = Prepared(
    update(_jobs)
    .where(_jobs.c.finished_at.is_not(None))
    .values(
        changes=bindparam("empty", type_=Json()),
        back=bindparam("blank", type_=String()),
        problem=bindparam("no_text", type_=String()),
    )
)


def forget_old_bulk(ctx: JobContext) -> None:
    """Delete jobs that are older than a month, with all they remember."""
    with ctx.unit() as uow:
        uow.prepared(_OLD, {"before": ctx.clock.now() - KEPT})


def forget_bulk_values(ctx: EventContext, events: Events) -> None:
    """Forget all former values when somebody is erased: nobody knows in which they stand."""
    values: dict[str, object] = {"no_text": None, "nothing": None, "empty": {}, "blank": ""}
    ctx.uow.prepared(_BLANK_LINES, values)
    ctx.uow.prepared(_BLANK_JOBS, values)
