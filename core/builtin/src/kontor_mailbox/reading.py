"""Bytes of a message -> what Kontor has to know of it; never raises for what is in them."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from typing import Any

import msgspec

from kontor_sdk import L

from .bodies import Body, File, TooMuch, body_of
from .forwarded import inner_of
from .headers import (
    Address,
    addresses,
    digest_of,
    message_ids,
    raw_text,
    sent_at,
    text_of_header,
)

ORDINARY, AUTOMATIC, BOUNCE = "ordinary", "automatic", "bounce"
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})


class _AsItCame(Compat32):
    """Headers as their bytes were; the standard library would put marks into them."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value


_POLICY = _AsItCame()


class Mail(msgspec.Struct):
    """A message that was understood."""

    digest: str
    message_id: str
    references: tuple[str, ...]
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    others: tuple[Address, ...]  # where it was delivered: BCC, Resent-To, Delivered-To
    subject: str
    sent_at: datetime
    kind: str
    text: str
    html: str
    files: Sequence[File]
    pictures: Sequence[File] = ()  # shown inside the HTML
    concerns: tuple[str, ...] = ()  # of a bounce: whom the lost message was for
    forwarded: "Mail | None" = None


class Unreadable(Exception):  # says what is wrong, as the errors of Kontor do
    """A message that cannot be understood; ``reason`` tells people why."""

    def __init__(self, reason: L) -> None:
        super().__init__(reason.en)
        self.reason = reason


def read_mail(raw: bytes, received: datetime, *, most_files: int = 50, tz: tzinfo = UTC) -> Mail:
    """Understand a message; raises Unreadable and nothing else.

    ``tz`` is where colleagues forward messages in the text of others.
    """
    try:
        message = message_from_bytes(raw, policy=_POLICY)
        if not message.keys():
            raise Unreadable(L("Das ist keine Nachricht.", en="This is not a message."))
        return _mail(message, raw, received, most_files, tz)
    except TooMuch:
        raise Unreadable(
            L(
                "Zu viele oder zu tief verschachtelte Teile.",
                en="Too many parts, or parts nested too deeply.",
            )
        ) from None
    except RecursionError:
        raise Unreadable(L("Zu tief verschachtelt.", en="Nested too deeply.")) from None
    except Unreadable:
        raise
    except Exception as error:  # parsers of mail fail in many ways; all are told
        name = type(error).__name__
        raise Unreadable(
            L(f"Nicht zu verstehen ({name}).", en=f"Cannot be understood ({name}).")
        ) from error


def _mail(message: Message, raw: bytes, received: datetime, most_files: int, tz: tzinfo) -> Mail:
    body = body_of(message)
    mail = _of(message, body, raw, received)
    if len(body.files) > most_files:
        mail.files = body.files[:most_files]
    mail.forwarded = _forwarded(mail, body, received, tz)
    return mail


def _of(message: Message, body: Body, raw: bytes, received: datetime) -> Mail:
    own = message_ids(message, "Message-ID")
    kind = _kind(message)
    senders = addresses(message, "From") or addresses(message, "Sender", "Reply-To")
    return Mail(
        digest=digest_of("id", own[0]) if own else digest_of("bytes", _stable(message, raw)),
        message_id=own[0] if own else "",
        references=message_ids(message, "References", "In-Reply-To"),
        sender=senders[0] if senders else None,
        to=addresses(message, "To"),
        cc=addresses(message, "Cc"),
        others=addresses(message, "Bcc", "Delivered-To", "X-Original-To", "Resent-To"),
        subject=text_of_header(message, "Subject")[:400],
        sent_at=sent_at(message, received),
        kind=kind,
        text=body.text,
        html=body.html,
        files=body.files,
        pictures=body.pictures,
        concerns=_lost(message) if kind == BOUNCE else (),
    )


def _stable(message: Message, raw: bytes) -> bytes:
    """Give what stays the same when a message without an id lies in two mailboxes."""
    head = "\n".join(raw_text(message.get(name) or "") for name in ("Date", "From", "Subject"))
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return head.encode("utf-8", "replace") + b"\0" + body


def _kind(message: Message) -> str:
    content = message.get_content_type()
    report = raw_text(message.get("Content-Type") or "").lower()
    returned = raw_text(message.get("Return-Path") or "?").strip()
    if content == "multipart/report" and "delivery-status" in report:
        return BOUNCE
    sender = (addresses(message, "From") or (Address(""),))[0].address
    if returned == "<>" and sender.startswith(("mailer-daemon@", "postmaster@")):
        return BOUNCE
    automatic = raw_text(message.get("Auto-Submitted") or "no").strip().lower()
    if not automatic.startswith("no"):
        return AUTOMATIC
    if raw_text(message.get("Precedence") or "").strip().lower() in _BULK:
        return AUTOMATIC
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id")):
        return AUTOMATIC
    return ORDINARY


def _lost(message: Message) -> tuple[str, ...]:
    """Give for whom the message was that came back (RFC 3464)."""
    found: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            fields = part.get_payload()
            blocks = fields if isinstance(fields, list) else []
            for block in (one for one in blocks if isinstance(one, Message)):
                found += [a.address for a in addresses(block, "Final-Recipient")]
                found += [a.address for a in addresses(block, "Original-Recipient")]
    return tuple(dict.fromkeys(one.removeprefix("rfc822;").strip() for one in found))


def _forwarded(mail: Mail, body: Body, received: datetime, tz: tzinfo) -> Mail | None:
    if body.inner:
        inner = body.inner[0]
        if inner.get("From") is None:
            return None
        return _of(inner, body_of(inner), inner.as_bytes(), received)
    found = inner_of(mail.subject, mail.text, tz)
    if found is None:
        return None
    return msgspec.structs.replace(
        mail,
        sender=found.sender,
        to=found.to,
        cc=(),
        others=(),
        subject=found.subject or mail.subject,
        sent_at=found.sent_at if found.sent_at and found.sent_at <= received else mail.sent_at,
        kind=ORDINARY,
        text=found.text,
    )
