"""What the database knows of some messages: asked once for all of them, before they are filed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kontor_sdk.models import (
    Interaction,
    Reader,
    String,
    Team,
    UnitOfWork,
    User,
    bindparam,
    columns,
    select,
)
from kontor_sdk.people import Party, parties_by_email

from .headers import Address, digest_of
from .models import Ignored, Message, Waiting
from .reading import Mail

if TYPE_CHECKING:
    from sqlalchemy import Select

R = TypeVar("R", bound=msgspec.Struct)
_AT_ONCE = 400


class _Staff(msgspec.Struct):
    id: str
    email: str | None


class _Named(msgspec.Struct):
    id: str


class _Text(msgspec.Struct):
    text: str | None


class _Joined(msgspec.Struct):
    digest: str
    thread: str
    customer_id: str


_user, _team, _touch = columns(User), columns(Team), columns(Interaction)
_message, _waiting, _ignored = columns(Message), columns(Waiting), columns(Ignored)
_TEXTS = bindparam("texts", expanding=True, type_=String())
_STAFF = select(_user.id, _user.email)
_TEAM = select(_team.id).where(_team.name == bindparam("name", type_=String()))
_TAKEN = (
    select(_message.digest.label("text")).where(_message.digest.in_(_TEXTS)),
    select(_waiting.digest.label("text")).where(_waiting.digest.in_(_TEXTS)),
)
_IGNORED = select(_ignored.address.label("text")).where(_ignored.address.in_(_TEXTS))
_JOINED = (
    select(_message.digest, _message.thread, _touch.customer_id)
    .join_from(_message.id.table, _touch.id.table, _touch.id == _message.interaction_id)
    .where(_message.digest.in_(_TEXTS))
    .order_by(_message.sent_at)
)


class Known:
    """Who is reached at the addresses of some messages, and which of them were taken already.

    What is filed of them is told with ``filed``, so that one of them may answer another.
    """

    def __init__(
        self, uow: UnitOfWork, mails: Sequence[Mail], unreadable: Sequence[str] = ()
    ) -> None:
        """Ask for the messages, and for the marks of those that could not be read."""
        everyone = [inner for mail in mails for inner in (mail, mail.forwarded) if inner]
        found = {one.address for mail in everyone for one in _addresses(mail)}
        digests = {mail.digest for mail in mails} | set(unreadable)
        self.staff = staff(uow)
        self._parties = parties_by_email(uow, found)
        self._taken = {
            row.text for statement in _TAKEN for row in _read(uow, statement, _Text, digests)
        }
        rules = found | {domain_of(one) for one in found}
        self._ignored = {row.text for row in _read(uow, _IGNORED, _Text, rules)}
        marks = {mark for mail in everyone for mark in _marks(mail)}
        self._joined = _read(uow, _JOINED, _Joined, marks)

    def taken(self, digest: str) -> bool:
        """Tell whether a message was taken before, from whichever mailbox."""
        return digest in self._taken

    def ignores(self, address: str) -> bool:
        """Tell whether nobody wants to sort messages from an address or its whole domain."""
        return address in self._ignored or domain_of(address) in self._ignored

    def parties(self, address: str) -> Sequence[Party]:
        return self._parties.get(address, ())

    def thread(self, mail: Mail, customer_id: str, otherwise: str) -> str:
        """Give the conversation a message belongs to: the one it answers, or one of its own.

        Whoever quotes the id of somebody else's message does not get into their conversation.
        """
        marks = _marks(mail)
        answered = (
            row.thread
            for row in self._joined
            if row.customer_id == customer_id and row.digest in marks
        )
        return next(answered, None) or (marks[0] if marks else otherwise)

    def filed(self, digest: str, thread: str = "", customer_id: str = "") -> None:
        """Remember what was written down of one of these messages."""
        self._taken.add(digest)
        if thread:
            self._joined.append(_Joined(digest, thread, customer_id))


def staff(read: Reader | UnitOfWork) -> Mapping[str, str]:
    """Give the ids of all users by address, in lower case."""
    return {row.email.lower(): row.id for row in read.read(_STAFF, _Staff) if row.email}


def team_named(read: Reader | UnitOfWork, name: str) -> str | None:
    found = read.read(_TEAM, _Named, {"name": name})
    return found[0].id if found else None


def domain_of(address: str) -> str:
    """Give the rule that stands for everybody at the domain of an address."""
    return f"@{address.rpartition('@')[2]}"


def _addresses(mail: Mail) -> Iterator[Address]:
    if mail.sender is not None:
        yield mail.sender
    yield from (*mail.to, *mail.cc, *mail.others)
    yield from (Address(one) for one in mail.concerns)


def _marks(mail: Mail) -> list[str]:
    return [digest_of("id", one) for one in mail.references]


def _read(
    uow: UnitOfWork, statement: "Select[*tuple[Any, ...]]", row: type[R], texts: Iterable[str]
) -> list[R]:
    wanted = sorted(texts)
    return [
        one
        for start in range(0, len(wanted), _AT_ONCE)
        for one in uow.read(statement, row, {"texts": wanted[start : start + _AT_ONCE]})
    ]
