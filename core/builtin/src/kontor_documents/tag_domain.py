"""What one can do with tags themselves: delete, bring back, make one of two."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from kontor_sdk import KontorError, L
from kontor_sdk.flow import EventContext, Events, JobContext, Refused
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

from .models import DeletedTag, Tag, Tagging
from .tagging import put_tag

KEPT_DELETED = timedelta(days=30)


class _Carrying(msgspec.Struct):
    id: str
    entity: str
    record_id: str


class _Used(msgspec.Struct):
    entity: str
    number: int


class _TagUsed(msgspec.Struct):
    tag_id: str
    number: int


class _Id(msgspec.Struct):
    id: str


_tagging, _deleted = columns(Tagging), columns(DeletedTag)
_TAG = bindparam("tag", type_=Id())
_CARRIED = (
    select(_tagging.id, _tagging.subject, _tagging.subject_id)
    .where(_tagging.tag_id == _TAG)
    .order_by(_tagging.id)
)
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
_OLD = select(_deleted.id).where(_deleted.created_at < bindparam("before", type_=Moment()))


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
    tag = uow.get(Tag, tag_id)
    carried: dict[str, list[str]] = {}
    for one in uow.read(_CARRIED, _Carrying, {"tag": tag_id}):
        carried.setdefault(one.entity, []).append(one.record_id)
    values = {"name": tag.name, "color": tag.color, "tag_id": tag.id, "carried": carried}
    kept = uow.create(DeletedTag, values)
    uow.delete(tag, version=version)
    return kept.id


def restore_tag(uow: UnitOfWork, deleted_id: str) -> int:
    """Bring a deleted tag back on all that is still there; gives on how many records.

    Raises NotFound when it is forgotten already, Conflict when there is another one of its name.
    """
    kept = uow.get(DeletedTag, deleted_id)
    uow.create(Tag, {"name": kept.name, "color": kept.color}, row_id=kept.tag_id)
    put = 0
    for entity, records in kept.carried.items():
        put += _put_where_there(uow, kept.tag_id, entity, records)
    uow.delete(kept)
    return put


def merge_tags(uow: UnitOfWork, *, tag_id: str, into: str) -> int:
    """Put another tag where this one is, and delete it; gives how many records changed tags."""
    if tag_id == into:
        raise Refused(
            L("Das ist dasselbe Schlagwort.", en="This is the same tag."), field="into_id"
        )
    put = 0
    carried: dict[str, list[str]] = {}
    for one in uow.read(_CARRIED, _Carrying, {"tag": tag_id}):
        carried.setdefault(one.entity, []).append(one.record_id)
    for entity, records in carried.items():
        put += put_tag(uow, tag_id=into, entity=entity, records=records)
    drop_tag(uow, tag_id)
    return put


def forget_carrying(ctx: EventContext, events: Events) -> None:
    """Let deleted tags not come back on people who were erased meanwhile."""
    erased = {event.contact_id or event.customer_id for event in events}
    for kept in ctx.uow.find_all(DeletedTag):
        left = {
            entity: [one for one in records if one not in erased]
            for entity, records in kept.carried.items()
        }
        if left != kept.carried:
            ctx.uow.change(DeletedTag, kept.id, {"carried": left})


def forget_deleted(ctx: JobContext) -> None:
    """Forget tags that were deleted 30 days ago."""
    with ctx.unit() as uow:
        for one in uow.read(_OLD, _Id, {"before": ctx.clock.now() - KEPT_DELETED}):
            uow.delete(uow.get(DeletedTag, one.id))


def _put_where_there(uow: UnitOfWork, tag_id: str, entity: str, records: list[str]) -> int:
    put = 0
    for record_id in records:
        try:
            with uow.savepoint():
                put += put_tag(uow, tag_id=tag_id, entity=entity, records=[record_id])
        except KontorError:
            continue  # the record is gone, or no longer ours to change
    return put
