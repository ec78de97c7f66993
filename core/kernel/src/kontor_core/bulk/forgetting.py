"""What bulk work keeps of people is kept for a month, and not beyond an erasure."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, update

from kontor_core.bulk.hanging import HUNG
from kontor_core.bulk.models import BulkJob, BulkLine
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.types import Id, Json, Moment, String, Whole
from kontor_core.hooks.declarations.contexts import EventContext, JobContext
from kontor_core.hooks.declarations.flow import Events

KEPT = timedelta(days=30)
_FIRST = "00000000-0000-0000-0000-000000000000"


class _Keeping(msgspec.Struct):
    id: str
    before: Mapping[str, Any]


_line = columns(BulkLine)
_KEEPING = (
    select(_line.id, _line.before)
    .where(_line.before.is_not(None), _line.id > bindparam("after", type_=Id()))
    .order_by(_line.id)
    .limit(bindparam("most", type_=Whole()))
)
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


def files_that_may_come_back(ctx: JobContext) -> Iterator[str]:
    """Give the stored files of deleted records that an undo would bring back."""
    return _files(ctx.reader.storage)


def forget_bulk_values(ctx: EventContext, events: Events) -> None:
    """Forget all former values when somebody is erased: nobody knows in which they stand."""
    storage = ctx.uow.storage
    for blob_id in _files(storage):
        ctx.uow.after_commit(partial(storage.blobs.remove, blob_id))
    values: dict[str, object] = {"no_text": None, "nothing": None, "empty": {}, "blank": ""}
    ctx.uow.prepared(_BLANK_LINES, values)
    ctx.uow.prepared(_BLANK_JOBS, values)


def _files(storage: Store) -> Iterator[str]:
    reader = Reader(storage, SYSTEM, fenced=False)
    after = _FIRST
    while found := reader.read(_KEEPING, _Keeping, {"after": after, "most": 500}):
        for one in found:
            yield from (one.before.get(HUNG) or {}).get("files", ())
        after = found[-1].id
