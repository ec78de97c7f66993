"""The messages behind interactions: what they were, their HTML, the conversation they belong to."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from kontor_sdk.models import Id, Interaction, String, bindparam, columns, select
from kontor_sdk.ui import UiContext

from .models import File, Message


class Sent(msgspec.Struct):
    """A message behind an interaction."""

    id: str
    interaction_id: str
    account: str
    kind: str
    thread: str
    sent_at: str
    sender: str | None
    recipients: str | None
    copies: str | None
    mark: str | None
    attachments: int | None


class Page(msgspec.Struct):
    """The HTML of a message, cleaned."""

    html: str | None


class Picture(msgspec.Struct):
    """A picture that stands in the HTML of a message."""

    content_id: str
    blob_id: str


class InThread(msgspec.Struct):
    """A step of a conversation."""

    interaction_id: str
    subject: str | None
    direction: str
    occurred_at: str
    body: str | None
    sender: str | None
    attachments: int | None


_message, _file, _touch = columns(Message), columns(File), columns(Interaction)
_IDS = bindparam("ids", expanding=True, type_=Id())
_SENT = select(
    _message.id,
    _message.interaction_id,
    _message.account,
    _message.kind,
    _message.thread,
    _message.sent_at,
    _message.sender,
    _message.recipients,
    _message.copies,
    _message.mark,
    _message.attachments,
).order_by(_message.sent_at, _message.id)
_OF_INTERACTIONS = _SENT.where(_message.interaction_id.in_(_IDS))
_MESSAGE = bindparam("message", type_=Id())
_PAGE = select(_message.html).where(_message.id == _MESSAGE)
_PICTURES = (
    select(_file.content_id, _file.blob_id)
    .where(_file.message_id == _MESSAGE, _file.content_id.is_not(None))
    .order_by(_file.id)
    .limit(200)
)
_THREAD = (
    select(
        _touch.id,
        _touch.subject,
        _touch.direction,
        _touch.occurred_at,
        _touch.body,
        _message.sender,
        _message.attachments,
    )
    .join_from(_message.id.table, _touch.id.table, _touch.id == _message.interaction_id)
    .where(_message.thread == bindparam("thread", type_=String()))
    .order_by(_touch.occurred_at, _touch.id)
    .limit(50)
)


def is_id(text: str) -> bool:
    """Tell whether a text from outside can be the id of a record at all."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def of_interactions(ctx: UiContext, ids: Sequence[str]) -> list[Sent]:
    """Give the messages behind these interactions."""
    return ctx.read(_OF_INTERACTIONS, Sent, {"ids": list(ids)}) if ids else []


def html_of(ctx: UiContext, message_id: str) -> str:
    """Give the HTML of a message; empty when it has none, or none to see."""
    found = ctx.read(_PAGE, Page, {"message": message_id}) if is_id(message_id) else []
    return (found[0].html or "") if found else ""


def pictures_of(ctx: UiContext, message_id: str) -> list[Picture]:
    """Give the pictures in the HTML of a message."""
    return ctx.read(_PICTURES, Picture, {"message": message_id})


def thread_of(ctx: UiContext, thread: str) -> list[InThread]:
    """Give the interactions of a conversation, the oldest first; at most 50."""
    return ctx.read(_THREAD, InThread, {"thread": thread})
