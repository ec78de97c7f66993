"""What one can do with notices: keep one, read it, read them all."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from kontor_sdk.flow import EventContext, Events, Fact, JobContext
from kontor_sdk.models import UnitOfWork, now

from .models import Notice
from .queries import digests, read_long_ago, unread_of
from .settings import InboxSettings

_MOST = 1000


def keep_notices(ctx: EventContext, events: Events) -> None:
    """Put what was told into the inboxes; the same to the same person about the same once."""
    given = {values["digest"]: values for event in events if (values := _values(event))}
    known = digests(ctx.uow, list(given))
    for digest, values in given.items():
        if digest not in known:
            ctx.uow.create(Notice, values)


def _values(event: Fact) -> Mapping[str, Any] | None:
    recipient, told = event.payload.get("recipient"), event.personal or {}
    text = str(told.get("text") or "")
    if not recipient or not text:
        return None  # erased before it was delivered
    about = event.payload.get("about") or event.subject_id or ""
    key = "\x1f".join((str(recipient), text, str(about)))
    return {
        "recipient_id": recipient,
        "owner_id": recipient,
        "text": text[:_MOST],
        "text_en": str(told["text_en"])[:_MOST] if told.get("text_en") else None,
        "told_at": event.at,
        "customer_id": event.customer_id,
        "contact_id": event.contact_id,
        "about": event.subject,
        "about_id": event.subject_id,
        "digest": sha256(key.encode()).hexdigest(),
    }


def mark_read(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Mark notices of the acting user as read; those of others are left alone."""
    for notice_id in ids:
        notice = uow.find(Notice, id=notice_id, recipient_id=uow.actor.id)
        if notice is not None and notice.read_at is None:
            uow.change(Notice, notice.id, {"read_at": now()})


def mark_unread(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Put notices of the acting user back among those to be read."""
    for notice_id in ids:
        notice = uow.find(Notice, id=notice_id, recipient_id=uow.actor.id)
        if notice is not None and notice.read_at is not None:
            uow.change(Notice, notice.id, {"read_at": None})


def mark_all_read(uow: UnitOfWork) -> list[str]:
    """Mark everything as read; gives what was unread before."""
    ids = unread_of(uow)
    mark_read(uow, ids)
    return ids


def forget_read(ctx: JobContext) -> None:
    """Delete notices that were read so many days ago as the settings say; unread ones stay."""
    kept = timedelta(days=ctx.settings(InboxSettings).keep_days)
    before = ctx.clock.now() - kept
    while not ctx.stop() and (ids := read_long_ago(ctx.reader, before)):
        with ctx.unit() as uow:
            for notice_id in ids:
                uow.delete(uow.get(Notice, notice_id))
