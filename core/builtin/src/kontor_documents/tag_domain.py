"""What one can do with tags themselves: delete, bring back, make one of two."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from kontor_sdk import L, NotFound
from kontor_sdk.flow import JobContext, Refused
from kontor_sdk.models import (
    Id,
    Moment,
    Reader,
    UnitOfWork,
    bindparam,
    columns,
    func,
    select,
)

from .models import DeletedTag, SetAside, Tag, Tagging
from .settling import AT_ONCE, settle, unsettled

KEPT_DELETED = timedelta(days=30)


class _Used(msgspec.Struct):
    entity: str
    number: int


class _TagUsed(msgspec.Struct):
    tag_id: str
    number: int


class _Id(msgspec.Struct):
    id: str


_tagging, _deleted = columns(Tagging), columns(DeletedTag)
_aside = columns(SetAside)
_TAG = bindparam("tag", type_=Id())
_USED = (
    select(_tagging.subject, func.count(_tagging.id))
    .where(_tagging.tag_id == _TAG)
    .group_by(_tagging.subject)
    .order_by(_tagging.subject)
)
_USES = (
    select(_tagging.tag_id, func.count(_tagging.id))
    .where(_tagging.tag_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .group_by(_tagging.tag_id)
)
_ASIDE = (
    select(_aside.subject, func.count(_aside.id))
    .where(_aside.tag_id == _TAG)
    .group_by(_aside.subject)
)
_BEFORE = bindparam("before", type_=Moment())
_OLD = (
    select(_deleted.id)
    .where(_deleted.created_at < _BEFORE, _deleted.into_id.is_(None))
    .limit(AT_ONCE)
)
_OLD_ASIDE = select(_aside.id).where(_aside.created_at < _BEFORE).limit(AT_ONCE)


def uses_of(reader: Reader, tag_id: str) -> Mapping[str, int]:
    """Count the records that carry a tag, by entity; those alone that one may see."""
    return {one.entity: one.number for one in reader.read(_USED, _Used, {"tag": tag_id})}


def uses_of_all(reader: Reader, ids: list[str]) -> Mapping[str, int]:
    """Count the records that carry each of these tags."""
    found = reader.read(_USES, _TagUsed, {"ids": ids}) if ids else []
    return {one.tag_id: one.number for one in found}


def delete_tag(uow: UnitOfWork, tag_id: str, version: int) -> None:
    """Delete a tag as form and API do."""
    drop_tag(uow, tag_id, version)


def drop_tag(uow: UnitOfWork, tag_id: str, version: int | None = None) -> str:
    """Delete a tag and take it off whatever carries it; gives what brings it back."""
    return _drop(uow, tag_id, version=version).id


def restore_tag(uow: UnitOfWork, deleted_id: str) -> int:
    """Bring a deleted tag back on all that is still there; gives on how many records one sees.

    Raises NotFound when it is forgotten already, Conflict when there is another one of its name.
    """
    kept = uow.get(DeletedTag, deleted_id)
    if kept.into_id is not None:
        raise NotFound("documents.tag", kept.tag_id)
    uow.create(Tag, {"name": kept.name, "color": kept.color}, row_id=kept.tag_id)
    uow.delete(kept)
    settle(uow, kept.tag_id)
    tag = {"tag": kept.tag_id}
    return sum(row.number for row in (*uow.read(_USED, _Used, tag), *uow.read(_ASIDE, _Used, tag)))


def merge_tags(uow: UnitOfWork, *, tag_id: str, into: str) -> int:
    """Put another tag where this one is, and delete it; gives on how many records one sees."""
    if tag_id == into:
        raise Refused(
            L("Das ist dasselbe Schlagwort.", en="This is the same tag."), field="into_id"
        )
    uow.get(Tag, into)  # raises NotFound
    carried = sum(row.number for row in uow.read(_USED, _Used, {"tag": tag_id}))
    _drop(uow, tag_id, into_id=into)
    return carried


def forget_deleted(ctx: JobContext) -> None:
    """Forget tags that were deleted 30 days ago, and see to what could not follow one before."""
    before = {"before": ctx.clock.now() - KEPT_DELETED}
    for tag_id in unsettled(ctx.reader):
        more = True
        while more and not ctx.stop():
            with ctx.unit() as uow:
                more = settle(uow, tag_id)
    for model, statement in ((DeletedTag, _OLD), (SetAside, _OLD_ASIDE)):
        while not ctx.stop() and (found := ctx.reader.read(statement, _Id, before)):
            with ctx.unit() as uow:
                for one in found:
                    uow.delete(uow.get(model, one.id))


def _drop(
    uow: UnitOfWork, tag_id: str, *, version: int | None = None, into_id: str | None = None
) -> DeletedTag:
    tag = uow.get(Tag, tag_id)
    for former in uow.find_all(DeletedTag, tag_id=tag_id):
        uow.delete(former)  # it had come back with a selection
    values = {"name": tag.name, "color": tag.color, "tag_id": tag.id, "into_id": into_id}
    kept = uow.create(DeletedTag, values)
    uow.delete(tag, version=version)
    settle(uow, tag_id)
    return kept
