"""What one can ask about mail: whose addresses are ours, what waits, what an interaction holds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from kontor_sdk.models import (
    Id,
    Interaction,
    Moment,
    Reader,
    String,
    Team,
    UnitOfWork,
    User,
    bindparam,
    columns,
    func,
    select,
)
from kontor_sdk.ui import UiContext

from .models import ASSIGNED, NEW, File, Folder, Ignored, Message, Waiting


class Standing(msgspec.Struct):
    """How a folder stands."""

    id: str
    account: str
    place: str
    taken: int
    read_at: str | None
    problem: str | None
    problem_en: str | None
    failures: int
    next_at: str | None


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


class Attached(msgspec.Struct):
    id: str
    message_id: str
    interaction_id: str
    role: str
    name: str | None
    media_type: str
    size: int
    blob_id: str


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
    reason: str | None
    reason_en: str | None
    blob_id: str


class InThread(msgspec.Struct):
    interaction_id: str
    subject: str | None
    direction: str
    occurred_at: str


class _Staff(msgspec.Struct):
    id: str
    email: str | None


class _Named(msgspec.Struct):
    id: str


class _Text(msgspec.Struct):
    text: str | None


class _Count(msgspec.Struct):
    count: int


class _Joined(msgspec.Struct):
    thread: str
    customer_id: str


_user, _team, _touch = columns(User), columns(Team), columns(Interaction)
_folder, _message, _file = columns(Folder), columns(Message), columns(File)
_waiting, _ignored = columns(Waiting), columns(Ignored)
_IDS = bindparam("ids", expanding=True, type_=Id())

_STAFF = select(_user.id, _user.email)
_TEAM = select(_team.id).where(_team.name == bindparam("name", type_=String()))
_FOLDERS = select(
    _folder.id,
    _folder.account,
    _folder.place,
    _folder.taken,
    _folder.read_at,
    _folder.problem,
    _folder.problem_en,
    _folder.failures,
    _folder.next_at,
).order_by(_folder.account)
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
).order_by(_message.sent_at, _message.id)
_OF_INTERACTIONS = _SENT.where(_message.interaction_id.in_(_IDS))
_BY_ID = _SENT.where(_message.id.in_(_IDS))
_FILES = (
    select(
        _file.id,
        _message.id,
        _message.interaction_id,
        _file.role,
        _file.name,
        _file.media_type,
        _file.size,
        _file.blob_id,
    )
    .join_from(_file.id.table, _message.id.table, _message.id == _file.message_id)
    .order_by(_message.id, _file.id)
    .limit(1000)
)
_FILES_OF = _FILES.where(_message.interaction_id.in_(_IDS))
_FILE = _FILES.where(_file.id.in_(_IDS))
_FILES_OF_MESSAGES = _FILES.where(_message.id.in_(_IDS))
_THREAD = (
    select(_touch.id, _touch.subject, _touch.direction, _touch.occurred_at)
    .join_from(_message.id.table, _touch.id.table, _touch.id == _message.interaction_id)
    .where(_message.thread == bindparam("thread", type_=String()))
    .order_by(_touch.occurred_at, _touch.id)
    .limit(50)
)
_JOINED = (
    select(_message.thread, _touch.customer_id)
    .join_from(_message.id.table, _touch.id.table, _touch.id == _message.interaction_id)
    .where(_message.digest.in_(bindparam("digests", expanding=True)))
    .order_by(_message.sent_at)
)
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
    _waiting.reason,
    _waiting.reason_en,
    _waiting.blob_id,
)
_STATE = _waiting.state == bindparam("state", type_=String())
_IN_STATE = _STRANGERS.where(_STATE).order_by(_waiting.sent_at.desc(), _waiting.id).limit(200)
_THESE = _STRANGERS.where(_waiting.id.in_(_IDS))
_HOW_MANY = select(func.count(_waiting.id)).where(_STATE)
_SAME_SENDER = (
    select(_waiting.id)
    .where(_waiting.address == bindparam("address", type_=String()), _STATE)
    .order_by(_waiting.sent_at, _waiting.id)
    .limit(200)
)
_DIGEST = bindparam("digest", type_=String())
_KNOWN = (
    select(_message.id).where(_message.digest == _DIGEST),
    select(_waiting.id).where(_waiting.digest == _DIGEST),
)
_IGNORED = select(_ignored.address).where(
    _ignored.address.in_(bindparam("addresses", expanding=True))
)
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


def is_id(text: str) -> bool:
    """Tell whether a text from outside can be the id of a record at all."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def staff(read: Reader | UnitOfWork) -> Mapping[str, str]:
    """Give the ids of all users by address, in lower case."""
    return {row.email.lower(): row.id for row in read.read(_STAFF, _Staff) if row.email}


def team_named(read: Reader | UnitOfWork, name: str) -> str | None:
    found = read.read(_TEAM, _Named, {"name": name})
    return found[0].id if found else None


def folders(ctx: UiContext) -> list[Standing]:
    return ctx.read(_FOLDERS, Standing)


def of_interactions(ctx: UiContext, ids: Sequence[str]) -> list[Sent]:
    """Give the messages behind these interactions."""
    return ctx.read(_OF_INTERACTIONS, Sent, {"ids": list(ids)}) if ids else []


def message(ctx: UiContext, message_id: str) -> Sent | None:
    found = ctx.read(_BY_ID, Sent, {"ids": [message_id]}) if is_id(message_id) else []
    return found[0] if found else None


def files_of(ctx: UiContext, interaction_ids: Sequence[str]) -> list[Attached]:
    """Give the files of the messages behind these interactions."""
    ids = list(interaction_ids)
    return ctx.read(_FILES_OF, Attached, {"ids": ids}) if ids else []


def files_of_message(ctx: UiContext, message_id: str) -> list[Attached]:
    return ctx.read(_FILES_OF_MESSAGES, Attached, {"ids": [message_id]})


def file(ctx: UiContext, file_id: str) -> Attached | None:
    found = ctx.read(_FILE, Attached, {"ids": [file_id]}) if is_id(file_id) else []
    return found[0] if found else None


def thread_of(ctx: UiContext, thread: str) -> list[InThread]:
    """Give the interactions of a conversation, the oldest first; at most 50."""
    return ctx.read(_THREAD, InThread, {"thread": thread})


def thread_with(uow: UnitOfWork, digests: Sequence[str], customer_id: str) -> str | None:
    """Give the conversation that one of these messages began with the same customer.

    Whoever quotes the id of somebody else's message does not get into their conversation.
    """
    if not digests:
        return None
    found = uow.read(_JOINED, _Joined, {"digests": list(digests)})
    return next((row.thread for row in found if row.customer_id == customer_id), None)


def strangers(ctx: UiContext, state: str = NEW) -> list[Stranger]:
    """Give what waits to be sorted, the newest first; at most 200."""
    return ctx.read(_IN_STATE, Stranger, {"state": state})


def stranger(ctx: UiContext, waiting_id: str) -> Stranger | None:
    found = ctx.read(_THESE, Stranger, {"ids": [waiting_id]}) if is_id(waiting_id) else []
    return found[0] if found else None


def count_in(ctx: UiContext, state: str) -> int:
    return ctx.read(_HOW_MANY, _Count, {"state": state})[0].count


def from_same(uow: UnitOfWork, address: str, state: str = NEW) -> list[str]:
    """Give what waits from an address, the oldest first; at most 200."""
    found = uow.read(_SAME_SENDER, _Named, {"address": address, "state": state})
    return [row.id for row in found]


def ignored(read: Reader | UnitOfWork, address: str) -> bool:
    """Tell whether nobody wants to sort messages from an address or from its whole domain."""
    wanted = [address, f"@{address.rpartition('@')[2]}"]
    return bool(read.read(_IGNORED, _Text, {"addresses": wanted}))


def known(uow: UnitOfWork, digest: str) -> bool:
    """Tell whether a message was taken already, from whichever mailbox."""
    return any(uow.read(statement, _Named, {"digest": digest}) for statement in _KNOWN)


def done_with(reader: Reader, before: datetime) -> Collection[str]:
    return [row.id for row in reader.read(_DONE_WITH, _Named, {"before": before})]


def too_old(reader: Reader, before: datetime) -> Collection[str]:
    return [row.id for row in reader.read(_TOO_OLD, _Named, {"before": before})]
