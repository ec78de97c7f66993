"""Keeping a message: as an interaction with its files, or for somebody to sort."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from kontor_sdk import L
from kontor_sdk.flow import FileArrived, RecordRef
from kontor_sdk.models import Interaction, UnitOfWork
from kontor_sdk.people import record_interaction

from .headers import Address, digest_of
from .knowing import Known, team_named
from .matching import Whom
from .models import BROKEN, IGNORED, MOST_HTML, NEW, File, Message, Waiting
from .pictures import picture_type
from .reading import Mail
from .settings import Account

_MOST_TEXT = 20_000
_PREVIEW = 300
_MOST_MARK = 400


class Stored:
    """Files that were put beside the database before the rows that name them."""

    def __init__(self, blobs: Any) -> None:
        self._blobs = blobs
        self.ids: list[str] = []

    def put(self, content: bytes) -> str:
        self.ids.append(self._blobs.put(BytesIO(content)))
        return self.ids[-1]


@contextmanager
def storing(blobs: Any) -> Iterator[Stored]:
    """Take the files away again when the rows that name them are not saved."""
    stored = Stored(blobs)
    try:
        yield stored
    except BaseException:
        for blob_id in stored.ids:
            blobs.remove(blob_id)
        raise


def file_message(
    uow: UnitOfWork, stored: Stored, known: Known, mail: Mail, found: Whom, account: str
) -> Interaction:
    """Write the interaction of a message, the message itself and what came with it."""
    assert found.customer_id is not None  # noqa: S101  # whoever calls knows whose it is
    inside = found.mail
    touch = record_interaction(
        uow,
        {
            "customer_id": found.customer_id,
            "contact_id": found.contact_id,
            "channel": "email",
            "direction": found.direction,
            "occurred_at": inside.sent_at,
            "subject": inside.subject or None,
            "body": _cut(inside.text) or None,
        },
        people=found.people,
        colleagues=found.colleagues,
    )
    thread = known.thread(inside, found.customer_id, mail.digest)
    message = uow.create(
        Message,
        {
            "interaction_id": touch.id,
            "digest": mail.digest,
            "mark": inside.message_id[:_MOST_MARK] or None,
            "thread": thread,
            "account": account,
            "kind": mail.kind,
            "sent_at": inside.sent_at,
            "sender": _written([inside.sender] if inside.sender else [])[:600] or "?",
            "recipients": _written(inside.to) or None,
            "copies": _written(inside.cc) or None,
            "attachments": len(inside.files),
            "html": inside.html if 0 < len(inside.html) <= MOST_HTML else None,
        },
    )
    known.filed(mail.digest, thread, found.customer_id)
    _keep_pictures(uow, stored, message, inside)
    _hand_on(uow, stored, touch, inside)
    return touch


def _keep_pictures(uow: UnitOfWork, stored: Stored, message: Message, mail: Mail) -> None:
    """Keep the pictures inside the HTML of a message; they go when the message goes."""
    for one in mail.pictures:
        uow.create(
            File,
            {
                "message_id": message.id,
                "name": one.name[:300],
                "media_type": picture_type(one.content),
                "size": len(one.content),
                "content_id": one.content_id,
                "blob_id": stored.put(one.content),
            },
        )


def _hand_on(uow: UnitOfWork, stored: Stored, touch: Interaction, mail: Mail) -> None:
    """Give the attachments to whoever keeps files: they stand in the files of the interaction."""
    names: set[str] = set()
    for one in mail.files:
        name = _unlike(one.name[:250], names)
        names.add(name)
        uow.publish(
            FileArrived(
                customer_id=touch.customer_id,
                contact_id=touch.contact_id,
                subject=RecordRef("interaction", touch.id),
                blob_id=stored.put(one.content),
                size=len(one.content),
                file_name=name,
            )
        )


def _unlike(name: str, others: set[str]) -> str:
    """Give a name that none of the others has: the same name would be its next version."""
    start, dot, end = name.rpartition(".")
    number = 2
    found = name
    while found in others:
        found = f"{start} ({number}).{end}" if dot and start else f"{name} ({number})"
        number += 1
    return found


def set_aside(
    uow: UnitOfWork,
    stored: Stored,
    known: Known,
    raw: bytes,
    mail: Mail,
    found: Whom,
    account: Account,
    **more: Any,
) -> Waiting:
    """Keep a message of somebody unknown until somebody says whose it is."""
    who = found.stranger
    values = {
        "digest": mail.digest,
        "account": account.name,
        "state": NEW,
        "kind": mail.kind,
        "address": who.address[:320],
        "name": who.name or None,
        "subject": found.mail.subject or None,
        "preview": " ".join(found.mail.text[: _PREVIEW * 2].split())[:_PREVIEW] or None,
        "outbound": found.direction == "out",
        "sent_at": found.mail.sent_at,
        "blob_id": stored.put(raw),
        **_keeper(uow, known, account),
        **more,
    }
    known.filed(mail.digest)
    return uow.create(Waiting, values)


def mark_of(raw: bytes, head: Mail | None) -> str:
    """Give the mark of a message that could not be read."""
    return head.digest if head is not None else digest_of("broken", digest_of(raw))


def set_apart(
    uow: UnitOfWork,
    stored: Stored,
    known: Known,
    raw: bytes,
    reason: L,
    account: Account,
    *,
    head: Mail | None,
    received: datetime,
) -> Waiting:
    """Keep what could not be read, with the reason."""
    digest = mark_of(raw, head)
    sender = (head.sender if head is not None else None) or Address("?")
    known.filed(digest)
    return uow.create(
        Waiting,
        {
            "digest": digest,
            "account": account.name,
            "state": BROKEN,
            "address": sender.address[:320],
            "name": sender.name or None,
            "subject": (head.subject if head is not None else "") or None,
            "sent_at": head.sent_at if head is not None else received,
            "received_at": received,
            "reason": reason.de,
            "reason_en": reason.en,
            "blob_id": stored.put(raw or b"\n"),
            **_keeper(uow, known, account),
        },
    )


def state_for(*, ignored: bool, automatic: bool) -> str:
    """Give how a message of somebody unknown begins: nobody sorts newsletters."""
    return IGNORED if ignored or automatic else NEW


def _keeper(uow: UnitOfWork, known: Known, account: Account) -> dict[str, str | None]:
    owner = known.staff.get(account.owner.lower()) if account.owner else None
    team = team_named(uow, account.team) if account.team else None
    return {"owner_id": owner, "team_id": team}


def _written(found: Sequence[Address]) -> str:
    return ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in found)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 2].rstrip() + " …"
