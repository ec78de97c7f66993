"""Tags: put on records of any kind, one or many at once, and taken off again."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from pydantic import BaseModel, ConfigDict

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext, RecordRef
from kontor_sdk.models import Id, Kind, UnitOfWork, bindparam, columns, field, search_key, select
from kontor_sdk.ui import ActionResult, Block, Button, Done, Hit, Link, Template, UiContext

from .models import Tag, Tagging
from .queries import is_id

TAGS = "/x/documents/tags"


class TagChoice(BaseModel):
    """Which tag to put on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tag_id: str = field(L("Schlagwort", en="Tag"), kind=Kind.REF, ref="documents.tag")


class Carried(msgspec.Struct):
    """A tag on a record."""

    id: str
    tag_id: str
    name: str
    color: str
    entity: str
    record_id: str


class _Named(msgspec.Struct):
    id: str
    name: str


class _Id(msgspec.Struct):
    id: str


_tag, _tagging = columns(Tag), columns(Tagging)
_EVERY = select(_tag.id, _tag.name)
_ALL = _EVERY.order_by(_tag.name).limit(1000)
_CARRIED = (
    select(
        _tagging.id,
        _tagging.tag_id,
        _tag.name,
        _tag.color,
        _tagging.subject,
        _tagging.subject_id,
    )
    .join_from(_tagging.id.table, _tag.id.table, _tag.id == _tagging.tag_id)
    .order_by(_tag.name, _tagging.id)
)
_IDS = bindparam("ids", expanding=True, type_=Id())
_OF_RECORDS = _CARRIED.where(_tagging.subject_id.in_(_IDS))
_ONE = _CARRIED.where(_tagging.id == bindparam("id", type_=Id()))
_CARRYING = select(_tagging.subject_id).where(
    _tagging.tag_id == bindparam("tag", type_=Id()), _tagging.subject_id.in_(_IDS)
)
_AT_ONCE = 500


def put_tag(uow: UnitOfWork, *, tag_id: str, entity: str, records: Sequence[str]) -> int:
    """Put a tag on records of one kind; gives how many did not carry it before."""
    uow.get(Tag, tag_id)  # raises NotFound
    put = 0
    for start in range(0, len(records), _AT_ONCE):
        some = list(dict.fromkeys(records[start : start + _AT_ONCE]))
        there = {row.id for row in uow.read(_CARRYING, _Id, {"tag": tag_id, "ids": some})}
        for record_id in some:
            if record_id not in there:
                values = {"tag_id": tag_id, "subject": entity, "subject_id": record_id}
                uow.create(Tagging, values)
                put += 1
    return put


def tags_named(uow: UnitOfWork, names: Iterable[str]) -> Mapping[str, str]:
    """Give the tags of these names, however they are capitalised; made where there are none."""
    known = {search_key(one.name): one.id for one in uow.read(_EVERY, _Named)}
    found: dict[str, str] = {}
    for name in names:
        key = search_key(name)
        if key not in known:
            known[key] = uow.create(Tag, {"name": name}).id
        found[name] = known[key]
    return found


def tag_records(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Put the chosen tag on one record or a selection."""
    assert isinstance(ctx.input, TagChoice)  # noqa: S101  # the action's own input model
    assert ctx.entity is not None  # noqa: S101  # an action on records
    with ctx.unit() as uow:
        put = put_tag(uow, tag_id=ctx.input.tag_id, entity=ctx.entity, records=targets)
    return Done(
        L("Schlagwort {n}-mal vergeben.", en="Tag added to {n} {n:record|records}.").format(n=put)
        if len(targets) > 1
        else L("Schlagwort vergeben.", en="Tag added.")
    )


def untag_records(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Take the chosen tag off one record or a selection."""
    assert isinstance(ctx.input, TagChoice)  # noqa: S101  # the action's own input model
    taken = 0
    with ctx.unit() as uow:
        for record_id in targets:
            for tagging in uow.find_all(Tagging, tag_id=ctx.input.tag_id, subject_id=record_id):
                uow.delete(tagging)
                taken += 1
    return Done(
        L("Schlagwort {n}-mal entfernt.", en="Tag removed from {n} {n:record|records}.").format(
            n=taken
        )
    )


def take_off(ctx: ActionContext) -> Done:
    """Take the tag of a route off its record."""
    tagging_id = ctx.params.get("tagging_id", "")
    found = ctx.read(_ONE, Carried, {"id": tagging_id}) if is_id(tagging_id) else []
    if not found:
        raise NotFound("documents.tagging", tagging_id)
    with ctx.unit() as uow:
        uow.delete(uow.get(Tagging, tagging_id))
    return Done(L("Schlagwort entfernt.", en="Tag removed."))


def tags_panel(ctx: UiContext) -> list[Block]:
    """Show the tags of a record, each with a button that takes it off."""
    assert ctx.record is not None  # noqa: S101  # a panel of records
    carried = ctx.read(_OF_RECORDS, Carried, {"ids": [ctx.record.id]})
    texts = {
        "none": L("Noch keine Schlagwörter.", en="No tags yet."),
        "remove": L("entfernen", en="remove"),
    }
    return [
        Template(
            "documents/tags.html",
            tags=[{"id": one.id, "name": one.name, "color": one.color} for one in carried],
            words={name: text.in_(ctx.locale) for name, text in texts.items()},
        ),
        Button("documents.tag_record", L("Schlagwort vergeben", en="Add a tag")),
        Link(L("Alle Schlagwörter", en="All tags"), TAGS),
    ]


def find_tags(ctx: UiContext, text: str) -> Sequence[Hit]:
    """Find tags by any part of their name, for the palette."""
    wanted = search_key(text)
    found = [one for one in ctx.read(_ALL, _Named) if wanted in search_key(one.name)]
    return [Hit(title=one.name, to=RecordRef("documents.tag", one.id), icon="tag") for one in found]


def tags_of(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, str]:
    """Give the tags of the records of a list, in one query."""
    found: dict[str, list[str]] = {}
    for one in ctx.read(_OF_RECORDS, Carried, {"ids": list(ids)}) if ids else ():
        found.setdefault(one.record_id, []).append(one.name)
    return {record: ", ".join(names) for record, names in found.items()}
