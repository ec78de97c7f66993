"""What one can ask about documents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from kontor_sdk.models import (
    Id,
    Interaction,
    Moment,
    Reader,
    UnitOfWork,
    and_,
    bindparam,
    columns,
    func,
    or_,
    select,
)
from kontor_sdk.ui import UiContext

from .models import Document

MOST_SHOWN = 500


class Stored(msgspec.Struct):
    """One version of a file."""

    id: str
    name: str | None
    number: int
    size: int
    media_type: str
    author_id: str | None
    created_at: str
    removed_at: str | None
    customer_id: str | None
    contact_id: str | None
    interaction_id: str | None
    blob_id: str


class Origin(Stored):
    """A file of an interaction, and what that was."""

    channel: str
    subject: str | None


class _Number(msgspec.Struct):
    number: int | None


class _Id(msgspec.Struct):
    id: str


_document = columns(Document)
_RECORD = bindparam("record", type_=Id())
# what belongs to an interaction has versions of its own: every mail brings its image001.png
_ABOUT = or_(
    and_(_document.customer_id == _RECORD, _document.interaction_id.is_(None)),
    _document.contact_id == _RECORD,
    _document.interaction_id == _RECORD,
)
_STORED = select(
    _document.id,
    _document.name,
    _document.number,
    _document.size,
    _document.media_type,
    _document.author_id,
    _document.created_at,
    _document.removed_at,
    _document.customer_id,
    _document.contact_id,
    _document.interaction_id,
    _document.blob_id,
)
_OF_RECORD = (
    _STORED.where(_ABOUT)
    .order_by(_document.created_at.desc(), _document.id.desc())
    .limit(MOST_SHOWN)
)
_BY_ID = _STORED.where(_document.id.in_(bindparam("ids", expanding=True)))
_HOW_MANY = (
    select(func.count(_document.name.distinct()))
    .where(_ABOUT)
    .where(_document.removed_at.is_(None))
)
_OF_INTERACTIONS = (
    _STORED.where(_document.interaction_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .where(_document.removed_at.is_(None))
    .order_by(_document.interaction_id, _document.id)
    .limit(MOST_SHOWN)
)
_touch = columns(Interaction)
_FROM_TOUCHES = (
    _STORED.add_columns(_touch.channel, _touch.subject)
    .join_from(_document.id.table, _touch.id.table, _touch.id == _document.interaction_id)
    .where(_document.removed_at.is_(None))
    .order_by(_document.created_at.desc(), _document.id.desc())
    .limit(100)
)
_FROM_INTERACTIONS = {
    "customer": _FROM_TOUCHES.where(_document.customer_id == _RECORD),
    "contact": _FROM_TOUCHES.where(_touch.contact_id == _RECORD),
}
_OF_TOUCHES_WITH = (
    select(_document.id)
    .join_from(_document.id.table, _touch.id.table, _touch.id == _document.interaction_id)
    .where(_touch.contact_id == bindparam("contact", type_=Id()))
)
_LAST = select(func.max(_document.number)).where(_ABOUT).where(_document.name == bindparam("name"))
_LONG_GONE = (
    select(_document.id)
    .where(_document.removed_at < bindparam("before", type_=Moment()))
    .order_by(_document.id)
    .limit(200)
)


def of_record(ctx: UiContext, record_id: str) -> list[Stored]:
    """Give the newest versions kept with a record, removed ones included."""
    return ctx.read(_OF_RECORD, Stored, {"record": record_id})


def of_interactions(ctx: UiContext, ids: Sequence[str]) -> list[Stored]:
    """Give the files of these interactions."""
    return ctx.read(_OF_INTERACTIONS, Stored, {"ids": list(ids)}) if ids else []


def from_interactions(ctx: UiContext, entity: str, record_id: str) -> list[Origin]:
    """Give the newest files that came with interactions of a customer or a person."""
    statement = _FROM_INTERACTIONS.get(entity)
    return [] if statement is None else ctx.read(statement, Origin, {"record": record_id})


def count_of(ctx: UiContext, record_id: str) -> int:
    """Count the files of a record; versions of one name are one file."""
    return ctx.read(_HOW_MANY, _Number, {"record": record_id})[0].number or 0


def is_id(text: str) -> bool:
    """Tell whether a text from outside can be the id of a record at all."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def by_id(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Stored]:
    """Give the documents that are there and may be seen, by id; at most 512 ids."""
    if not ids:
        return {}
    return {one.id: one for one in ctx.read(_BY_ID, Stored, {"ids": list(ids)})}


def of_touches_with(uow: UnitOfWork, contact_id: str) -> list[str]:
    """Give the files of interactions with a person; they stand with the customer, not with them."""
    return [row.id for row in uow.read(_OF_TOUCHES_WITH, _Id, {"contact": contact_id})]


def last_number(uow: UnitOfWork, record_id: str, name: str) -> int:
    """Give the number of the newest version of a name; 0 when there is none."""
    return uow.read(_LAST, _Number, {"record": record_id, "name": name})[0].number or 0


def long_gone(reader: Reader, before: datetime) -> list[str]:
    """Give some documents that were removed before a moment."""
    return [row.id for row in reader.read(_LONG_GONE, _Id, {"before": before})]
