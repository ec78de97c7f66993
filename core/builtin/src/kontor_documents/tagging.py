"""Tags: put on customers and people, one or many at once, and taken off again."""

from collections.abc import Mapping, Sequence

import msgspec
from pydantic import BaseModel, ConfigDict

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext, EventContext, Events, JobContext, RecordRef
from kontor_sdk.models import Id, Kind, UnitOfWork, bindparam, columns, field, search_key, select
from kontor_sdk.ui import ActionResult, Block, Button, Done, Hit, Link, Template, UiContext

from .domain import OWNERS
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
    customer_id: str | None
    contact_id: str | None


class _Named(msgspec.Struct):
    id: str
    name: str


_tag, _tagging = columns(Tag), columns(Tagging)
_ALL = select(_tag.id, _tag.name).order_by(_tag.name).limit(1000)
_CARRIED = (
    select(
        _tagging.id,
        _tagging.tag_id,
        _tag.name,
        _tag.color,
        _tagging.customer_id,
        _tagging.contact_id,
    )
    .join_from(_tagging.id.table, _tag.id.table, _tag.id == _tagging.tag_id)
    .order_by(_tag.name, _tagging.id)
)
_IDS = bindparam("ids", expanding=True, type_=Id())
_OF = {
    "customer": _CARRIED.where(_tagging.customer_id.in_(_IDS)),
    "contact": _CARRIED.where(_tagging.contact_id.in_(_IDS)),
}
_ONE = _CARRIED.where(_tagging.id == bindparam("id", type_=Id()))


def put_tag(uow: UnitOfWork, *, tag_id: str, entity: str, records: Sequence[str]) -> int:
    """Put a tag on records; gives how many did not carry it before."""
    uow.get(Tag, tag_id)  # raises NotFound
    column, put = OWNERS[entity], 0
    for record_id in records:
        if uow.find(Tagging, **{column: record_id, "tag_id": tag_id}) is not None:
            continue
        empty = uow.find(Tagging, **{column: record_id, "tag_id": None})
        if empty is not None:
            uow.change(Tagging, empty.id, {"tag_id": tag_id})
        else:
            uow.create(Tagging, {"tag_id": tag_id, column: record_id})
        put += 1
    return put


def tag_customers(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    return _tag_all(ctx, "customer", targets)


def tag_contacts(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    return _tag_all(ctx, "contact", targets)


def take_off(ctx: ActionContext) -> Done:
    """Take the tag of a route off its record."""
    tagging_id = ctx.params.get("tagging_id", "")
    found = ctx.read(_ONE, Carried, {"id": tagging_id}) if is_id(tagging_id) else []
    if not found:
        raise NotFound("documents.tagging", tagging_id)
    with ctx.unit() as uow:
        uow.change(Tagging, tagging_id, {"tag_id": None})
    return Done(L("Schlagwort entfernt.", en="Tag removed."), to=_owner(found[0]))


def forget_tags(ctx: EventContext, events: Events) -> None:
    """Take all tags off a person who is erased: they told something about them."""
    for event in events:
        column = OWNERS[event.type.partition(".")[0]]
        erased = event.contact_id if column == "contact_id" else event.customer_id
        for tagging in ctx.uow.find_all(Tagging, **{column: erased}):
            ctx.uow.delete(tagging)


def forget_empty(ctx: JobContext) -> None:
    """Delete what taking tags off has left behind."""
    with ctx.unit() as uow:
        for tagging in uow.find_all(Tagging, tag_id=None):
            uow.delete(tagging)


def tags_panel(ctx: UiContext) -> list[Block]:
    """Show the tags of a record, each with a button that takes it off."""
    assert ctx.record is not None  # noqa: S101  # a panel of records
    carried = ctx.read(_OF[ctx.record.entity], Carried, {"ids": [ctx.record.id]})
    add = f"documents.tag_{ctx.record.entity}"
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
        Button(add, L("Schlagwort vergeben", en="Add a tag")),
        Link(L("Alle Schlagwörter", en="All tags"), TAGS),
    ]


def find_tags(ctx: UiContext, text: str) -> Sequence[Hit]:
    """Find tags by any part of their name, for the palette."""
    wanted = search_key(text)
    found = [one for one in ctx.read(_ALL, _Named) if wanted in search_key(one.name)]
    return [Hit(title=one.name, to=RecordRef("documents.tag", one.id), icon="tag") for one in found]


def tags_of_customers(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, str]:
    return _named(ctx, "customer", ids)


def tags_of_contacts(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, str]:
    return _named(ctx, "contact", ids)


def _named(ctx: UiContext, entity: str, ids: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for one in ctx.read(_OF[entity], Carried, {"ids": list(ids)}) if ids else ():
        found.setdefault(_owner(one).id, []).append(one.name)
    return {record: ", ".join(names) for record, names in found.items()}


def _tag_all(ctx: ActionContext, entity: str, targets: Sequence[str]) -> ActionResult:
    assert isinstance(ctx.input, TagChoice)  # noqa: S101  # the action's own input model
    with ctx.unit() as uow:
        put = put_tag(uow, tag_id=ctx.input.tag_id, entity=entity, records=targets)
    return Done(
        L("Schlagwort {n}-mal vergeben.", en="Tag added to {n} {n:record|records}.").format(n=put)
        if len(targets) > 1
        else L("Schlagwort vergeben.", en="Tag added.")
    )


def _owner(one: Carried) -> RecordRef:
    if one.customer_id:
        return RecordRef("customer", one.customer_id)
    return RecordRef("contact", one.contact_id or "")
