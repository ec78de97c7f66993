"""What imports keep of people is kept for a month: refused cells, and values that were replaced.

Ids of what an import made stay, so that it can still be taken back.
"""

from datetime import timedelta

from sqlalchemy import bindparam, delete, update

from kontor_core.exchange.models import ImportChunk, ImportError
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import Json, Moment
from kontor_core.hooks.declarations.contexts import JobContext

KEPT = timedelta(days=30)

_error, _chunk = columns(ImportError), columns(ImportChunk)
_OLD_ERRORS = Prepared(
    delete(ImportError.__table__).where(_error.created_at < bindparam("before", type_=Moment()))  # type: ignore[attr-defined]  # mapped classes have one
)
_OLD_VALUES = Prepared(
    update(ImportChunk.__table__)  # type: ignore[attr-defined]  # as above
    .where(_chunk.created_at < bindparam("before", type_=Moment()))
    .values(changed=bindparam("nothing", type_=Json()))
)


def forget_old_imports(ctx: JobContext) -> None:
    """Delete refused rows and replaced values that are older than a month."""
    before = ctx.clock.now() - KEPT
    with ctx.unit() as uow:
        uow.prepared(_OLD_ERRORS, {"before": before})
        uow.prepared(_OLD_VALUES, {"before": before, "nothing": []})
