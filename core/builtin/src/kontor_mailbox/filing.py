"""Keeping a message: as an interaction with its files, or for somebody to sort."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from kontor_sdk import L
from kontor_sdk.models import Interaction, UnitOfWork
from kontor_sdk.people import record_interaction

from .headers import Address, digest_of
from .matching import Whom
from .models import BROKEN, FILE, HTML, IGNORED, NEW, File, Message, Waiting
from .queries import known, staff, team_named, thread_with
from .reading import Mail
from .settings import Account

_MOST_TEXT = 20_000
_PREVIEW = 300


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
    uow: UnitOfWork, stored: Stored, mail: Mail, found: Whom, account: str
) -> Interaction:
    """Write the interaction of a message, the message itself and its files."""
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
    message = uow.create(
        Message,
        {
            "interaction_id": touch.id,
            "digest": mail.digest,
            "thread": _thread(uow, inside, mail, found.customer_id),
            "account": account,
            "kind": mail.kind,
            "sent_at": inside.sent_at,
            "sender": _written([inside.sender] if inside.sender else [])[:600] or "?",
            "recipients": _written(inside.to) or None,
            "copies": _written(inside.cc) or None,
        },
    )
    for name, role, media_type, content in _files(inside):
        uow.create(
            File,
            {
                "message_id": message.id,
                "role": role,
                "name": name,
                "media_type": media_type,
                "size": len(content),
                "blob_id": stored.put(content),
            },
        )
    return touch


def set_aside(
    uow: UnitOfWork,
    stored: Stored,
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
        **_keeper(uow, account),
        **more,
    }
    return uow.create(Waiting, values)


def set_apart(
    uow: UnitOfWork,
    stored: Stored,
    raw: bytes,
    reason: L,
    account: Account,
    *,
    head: Mail | None,
    received: datetime,
    mark: str,
) -> Waiting | None:
    """Keep what could not be read, with the reason; the same only once."""
    digest = head.digest if head is not None else digest_of("broken", mark)
    if known(uow, digest):
        return None
    sender = (head.sender if head is not None else None) or Address("?")
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
            **_keeper(uow, account),
        },
    )


def state_for(*, ignored: bool, automatic: bool) -> str:
    """Give how a message of somebody unknown begins: nobody sorts newsletters."""
    return IGNORED if ignored or automatic else NEW


def _keeper(uow: UnitOfWork, account: Account) -> dict[str, str | None]:
    owner = staff(uow).get(account.owner.lower()) if account.owner else None
    team = team_named(uow, account.team) if account.team else None
    return {"owner_id": owner, "team_id": team}


def _thread(uow: UnitOfWork, inside: Mail, mail: Mail, customer_id: str) -> str:
    marks = [digest_of("id", one) for one in inside.references]
    return thread_with(uow, marks, customer_id) or (marks[0] if marks else mail.digest)


def _files(mail: Mail) -> Iterator[tuple[str, str, str, bytes]]:
    if mail.html:
        yield "message.html", HTML, "text/html", mail.html.encode("utf-8", "replace")
    for one in mail.files:
        yield one.name[:300], FILE, one.media_type[:200], one.content


def _written(found: Sequence[Address]) -> str:
    return ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in found)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 2].rstrip() + " …"
