"""What carried a tag follows it: set aside when it is deleted, put back with it, or moved on.

Whoever deletes or merges a tag need not see everything that carries it. So a tag that goes takes
nothing along by itself: what its author may change follows at once, the rest in the name of the
plugin, which sees all records.
"""

from collections.abc import Sequence

import msgspec

from kontor_sdk import KontorError
from kontor_sdk.flow import EventContext, Events, RecordRef
from kontor_sdk.models import Id, Reader, Table, UnitOfWork, bindparam, columns, select

from .events import TagUnsettled
from .models import DeletedTag, SetAside, Tag, Tagging
from .tagging import put_tag

AT_ONCE = 100
"""Records that follow in one transaction."""


class _Carrying(msgspec.Struct):
    id: str
    entity: str
    record_id: str


class _Id(msgspec.Struct):
    id: str


_tag, _tagging = columns(Tag), columns(Tagging)
_UNSETTLED = (
    select(_tagging.tag_id).where(_tagging.tag_id.not_in(select(_tag.id))).distinct().limit(AT_ONCE)
)


def settle(uow: UnitOfWork, tag_id: str) -> bool:
    """Let some of what carried a tag follow it; tells whether more of it may be left.

    What the actor may not change, and what is kept with records of a plugin that is switched off,
    stays as it is; nothing shows it meanwhile.
    """
    there = uow.find(Tag, id=tag_id) is not None
    source: type[Table] = SetAside if there else Tagging
    c = columns(source)
    found = uow.read(
        select(c.id, c.subject, c.subject_id)
        .where(c.tag_id == bindparam("tag", type_=Id()))
        .order_by(c.id)
        .limit(AT_ONCE),
        _Carrying,
        {"tag": tag_id},
    )
    target = tag_id if there else _heir(uow, tag_id)
    followed = sum(_follow(uow, source, one, target) for one in found)
    return followed > 0 and len(found) == AT_ONCE


def settle_tags(ctx: EventContext, events: Events) -> None:
    """Go on where whoever deleted, merged or restored a tag had to leave off."""
    for tag_id in dict.fromkeys(str(event.subject_id) for event in events):
        if settle(ctx.uow, tag_id):
            ctx.uow.publish(TagUnsettled(subject=RecordRef("documents.tag", tag_id)))


def unsettled(reader: Reader) -> Sequence[str]:
    """Give tags that are gone and that something still carries: a plugin came back, for one."""
    return [one.id for one in reader.read(_UNSETTLED, _Id)]


def _heir(uow: UnitOfWork, tag_id: str) -> str:
    """Give the tag that a merged one became, through merges of that one too; itself for none."""
    while uow.find(Tag, id=tag_id) is None:
        gone = uow.find(DeletedTag, tag_id=tag_id)
        if gone is None or gone.into_id is None:
            break
        tag_id = gone.into_id
    return tag_id


def _follow(uow: UnitOfWork, source: type[Table], one: _Carrying, target: str) -> bool:
    try:
        with uow.savepoint():
            if uow.find(Tag, id=target) is not None:
                put_tag(uow, tag_id=target, entity=one.entity, records=[one.record_id])
            elif uow.find(SetAside, tag_id=target, subject_id=one.record_id) is None:
                values = {"tag_id": target, "subject": one.entity, "subject_id": one.record_id}
                uow.create(SetAside, values)
            uow.delete(uow.get(source, one.id))
    except KontorError:
        return False  # not theirs to change; the plugin sees to it
    return True
