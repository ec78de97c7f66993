"""What one can ask about documents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kontor_sdk.models import (
    Id,
    Interaction,
    Moment,
    Reader,
    UnitOfWork,
    bindparam,
    columns,
    func,
    select,
)
from kontor_sdk.ui import UiContext

from .models import Document

MOST_SHOWN = 500
_RECENT = 500
"""Interactions of one customer that are looked through for files."""


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
    entity: str
    record_id: str
    blob_id: str


class Origin(Stored):
    """A file of an interaction, and what that was."""

    channel: str
    about: str | None


class _Number(msgspec.Struct):
    number: int | None


class _Count(msgspec.Struct):
    record_id: str
    number: int


class _Id(msgspec.Struct):
    id: str


_document = columns(Document)
_RECORD = bindparam("record", type_=Id())
_IDS = bindparam("ids", expanding=True, type_=Id())
_KEPT_WITH = _document.subject_id == _RECORD
_PRESENT = _document.removed_at.is_(None)
_STORED = select(
    _document.id,
    _document.name,
    _document.number,
    _document.size,
    _document.media_type,
    _document.author_id,
    _document.created_at,
    _document.removed_at,
    _document.subject,
    _document.subject_id,
    _document.blob_id,
)
_OF_RECORD = (
    _STORED.where(_KEPT_WITH)
    .order_by(_document.created_at.desc(), _document.id.desc())
    .limit(MOST_SHOWN)
)
_BY_ID = _STORED.where(_document.id.in_(bindparam("ids", expanding=True)))
_HOW_MANY = select(func.count(_document.name.distinct())).where(_KEPT_WITH, _PRESENT)
_COUNTS = (
    select(_document.subject_id, func.count(_document.name.distinct()))
    .where(_document.subject_id.in_(_IDS), _PRESENT)
    .group_by(_document.subject_id)
)
_OF_RECORDS = (
    _STORED.where(_document.subject_id.in_(_IDS), _PRESENT)
    .order_by(_document.subject_id, _document.id)
    .limit(MOST_SHOWN)
)
_touch = columns(Interaction)


def _from_touches(column: Any) -> Any:
    recent = (
        select(_touch.id, _touch.channel, _touch.subject)
        .where(column == _RECORD)
        .order_by(_touch.occurred_at.desc(), _touch.id.desc())
        .limit(_RECENT)
        .subquery()
    )
    return (
        _STORED.add_columns(recent.c.channel, recent.c.subject.label("about"))
        .join_from(recent, _document.id.table, recent.c.id == _document.subject_id)
        .where(_PRESENT)
        .order_by(_document.created_at.desc(), _document.id.desc())
        .limit(100)
    )


_FROM_INTERACTIONS = {
    "customer": _from_touches(_touch.customer_id),
    "contact": _from_touches(_touch.contact_id),
}
_OF_TOUCHES_WITH = (
    select(_document.id)
    .join_from(_document.id.table, _touch.id.table, _touch.id == _document.subject_id)
    .where(_touch.contact_id == bindparam("contact", type_=Id()))
)
_LAST = (
    select(func.max(_document.number)).where(_KEPT_WITH).where(_document.name == bindparam("name"))
)
_LONG_GONE = (
    select(_document.id)
    .where(_document.removed_at < bindparam("before", type_=Moment()))
    .order_by(_document.id)
    .limit(200)
)


def of_record(ctx: UiContext, record_id: str) -> list[Stored]:
    """Give the newest versions kept with a record, removed ones included."""
    return ctx.read(_OF_RECORD, Stored, {"record": record_id})


def of_records(ctx: UiContext, ids: Sequence[str]) -> list[Stored]:
    """Give the files kept with these records."""
    return ctx.read(_OF_RECORDS, Stored, {"ids": list(ids)}) if ids else []


def from_interactions(ctx: UiContext, entity: str, record_id: str) -> list[Origin]:
    """Give the newest files that came with interactions of a customer or a person."""
    statement = _FROM_INTERACTIONS.get(entity)
    return [] if statement is None else ctx.read(statement, Origin, {"record": record_id})


def count_of(ctx: UiContext, record_id: str) -> int:
    """Count the files of a record; versions of one name are one file."""
    return ctx.read(_HOW_MANY, _Number, {"record": record_id})[0].number or 0


def counts_of(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, int]:
    """Count the files of many records at once."""
    found = ctx.read(_COUNTS, _Count, {"ids": list(ids)}) if ids else []
    return {one.record_id: one.number for one in found}


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
