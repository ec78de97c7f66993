"""What one can do with notices: keep one, read it, read them all."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from kontor_sdk.flow import EventContext, Events, Fact, JobContext
from kontor_sdk.models import UnitOfWork, now

from .models import Choice, Notice
from .queries import digests, group_of, read_long_ago, switched_off, unread_of
from .settings import InboxSettings

_MOST = 1000
_MOST_TOLD = 500


def keep_notices(ctx: EventContext, events: Events) -> None:
    """Put what was told into the inboxes; the same to the same person about the same once.

    What its recipient does not want to hear of is left out.
    """
    tz = ZoneInfo(ctx.actor.timezone)
    given = {values["digest"]: values for event in events if (values := _values(event, tz))}
    known = digests(ctx.uow, list(given))
    off = switched_off(ctx.uow, sorted({values["recipient_id"] for values in given.values()}))
    for digest, values in given.items():
        if digest in known or values["kind"] in off.get(values["recipient_id"], ()):
            continue
        if values["group_key"] is None or not _added(ctx.uow, values):
            ctx.uow.create(Notice, values)


def _added(uow: UnitOfWork, values: Mapping[str, Any]) -> bool:
    """Add to the notice of the same record and day; tells whether there is nothing left to do."""
    group = group_of(uow, values["recipient_id"], values["group_key"])
    if any(values["digest"] in (one.told or ()) for one in group):
        return True
    unread = next((one for one in group if one.read_at is None), None)
    if unread is None:
        return False
    newest = {name: values[name] for name in ("text", "text_en", "told_at", "digest")}
    told = [*(unread.told or ()), unread.digest][-_MOST_TOLD:]
    uow.change(Notice, unread.id, {**newest, "told": told, "count": unread.count + 1})
    return True


def _values(event: Fact, tz: ZoneInfo) -> Mapping[str, Any] | None:
    recipient, told = event.payload.get("recipient"), event.personal or {}
    text = str(told.get("text") or "")
    if not recipient or not text:
        return None  # erased before it was delivered
    about = event.payload.get("about") or event.subject_id or ""
    group = str(event.payload.get("group") or "")
    entity, _, record_id = group.partition(":")
    key = "\x1f".join((str(recipient), text, str(about)))
    return {
        "recipient_id": recipient,
        "owner_id": recipient,
        "text": text[:_MOST],
        "text_en": str(told["text_en"])[:_MOST] if told.get("text_en") else None,
        "told_at": event.at,
        "customer_id": event.customer_id,
        "contact_id": event.contact_id,
        "about": entity if record_id else event.subject,
        "about_id": record_id or event.subject_id,
        "kind": event.payload.get("kind"),
        "group_key": f"{group}:{event.at.astimezone(tz):%Y-%m-%d}" if record_id else None,
        "digest": sha256(key.encode()).hexdigest(),
    }


def choose(uow: UnitOfWork, user_id: str, kind: str, *, wanted: bool) -> None:
    """Switch a kind of notices on or off for a user."""
    choice = uow.find(Choice, user_id=user_id)
    before = list((choice.off if choice is not None else None) or ())
    off = [one for one in before if one != kind] + ([] if wanted else [kind])
    if choice is None:
        uow.create(Choice, {"user_id": user_id, "off": off})
    else:
        uow.change(Choice, choice.id, {"off": off})


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
