"""What waits to be sorted: messages of unknown senders, and those that could not be read."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from kontor_sdk.models import (
    Id,
    Moment,
    Reader,
    String,
    UnitOfWork,
    bindparam,
    columns,
    func,
    select,
)
from kontor_sdk.ui import UiContext

from .messages import is_id
from .models import ASSIGNED, NEW, Waiting


class Stranger(msgspec.Struct):
    """A message that waits to be sorted."""

    id: str
    account: str
    state: str
    kind: str
    address: str | None
    name: str | None
    subject: str | None
    preview: str | None
    sent_at: str
    received_at: str
    reason: str | None
    reason_en: str | None
    blob_id: str

    @property
    def who(self) -> str:
        return self.name or self.address or "…"


class _Named(msgspec.Struct):
    id: str


class _Count(msgspec.Struct):
    count: int


_waiting = columns(Waiting)
_IDS = bindparam("ids", expanding=True, type_=Id())
_STRANGERS = select(
    _waiting.id,
    _waiting.account,
    _waiting.state,
    _waiting.kind,
    _waiting.address,
    _waiting.name,
    _waiting.subject,
    _waiting.preview,
    _waiting.sent_at,
    _waiting.received_at,
    _waiting.reason,
    _waiting.reason_en,
    _waiting.blob_id,
)
_STATE = _waiting.state == bindparam("state", type_=String())
_IN_STATE = _STRANGERS.where(_STATE).order_by(_waiting.sent_at.desc(), _waiting.id).limit(200)
_THESE = _STRANGERS.where(_waiting.id.in_(_IDS))
_HOW_MANY = select(func.count(_waiting.id)).where(_STATE)
_SAME = select(_waiting.id).where(_STATE).order_by(_waiting.sent_at, _waiting.id).limit(200)
_SAME_SENDER = _SAME.where(_waiting.address == bindparam("address", type_=String()))
_SAME_DOMAIN = _SAME.where(_waiting.address.like(bindparam("domain", type_=String()), escape="\\"))
_BEFORE = bindparam("before", type_=Moment())
_DONE_WITH = (
    select(_waiting.id)
    .where(_waiting.state == ASSIGNED, _waiting.updated_at < _BEFORE)
    .order_by(_waiting.id)
    .limit(200)
)
_TOO_OLD = (
    select(_waiting.id).where(_waiting.received_at < _BEFORE).order_by(_waiting.id).limit(200)
)


def strangers(ctx: UiContext, state: str = NEW) -> list[Stranger]:
    """Give what waits to be sorted, the newest first; at most 200."""
    return ctx.read(_IN_STATE, Stranger, {"state": state})


def stranger(ctx: UiContext, waiting_id: str) -> Stranger | None:
    found = ctx.read(_THESE, Stranger, {"ids": [waiting_id]}) if is_id(waiting_id) else []
    return found[0] if found else None


def count_in(ctx: UiContext, state: str) -> int:
    return ctx.read(_HOW_MANY, _Count, {"state": state})[0].count


def these(ctx: UiContext, ids: Sequence[str]) -> list[Stranger]:
    """Give these messages, those that are still to be seen."""
    return ctx.read(_THESE, Stranger, {"ids": list(ids)}) if ids else []


def from_same(read: Reader | UnitOfWork, address: str, state: str = NEW) -> list[str]:
    """Give what waits from an address, the oldest first; at most 200."""
    found = read.read(_SAME_SENDER, _Named, {"address": address, "state": state})
    return [row.id for row in found]


def from_domain(uow: UnitOfWork, rule: str, state: str = NEW) -> list[str]:
    """Give what waits from everybody at a domain, the oldest first; at most 200."""
    plain = rule.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = uow.read(_SAME_DOMAIN, _Named, {"domain": f"%{plain}", "state": state})
    return [row.id for row in found]


def done_with(reader: Reader, before: datetime) -> Collection[str]:
    return [row.id for row in reader.read(_DONE_WITH, _Named, {"before": before})]


def too_old(reader: Reader, before: datetime) -> Collection[str]:
    return [row.id for row in reader.read(_TOO_OLD, _Named, {"before": before})]
