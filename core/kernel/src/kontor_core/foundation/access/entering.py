"""Between password and session: a code, a second factor to set up, a new password to choose.

Whoever is on the way has no session yet: a token of its own, ten minutes long, and nothing but the
next step is open to it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.models import (
    Credential,
    Entry,
    RoleAssignment,
    SecondFactor,
    User,
)
from kontor_core.foundation.access.second_factor import asked_of
from kontor_core.foundation.access.secret_texts import hash_of, new_secret
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kontor_core.foundation.storage.storage import Storage

LONGEST = timedelta(minutes=10)


class Step(StrEnum):
    """What is still asked before a session is opened."""

    CODE = "code"
    SET_UP = "set_up"
    PASSWORD = "password"  # noqa: S105  # the name of a step


class _Asked(msgspec.Struct):
    name: str
    email: str
    active: bool
    password_version: int | None
    must_change: bool | None
    has_factor: bool


class EntryRow(msgspec.Struct):
    """Somebody on the way in."""

    id: str
    user_id: str
    expires_at: str
    password_version: int
    proven: bool


class _Role(msgspec.Struct):
    value: str


@dataclass(frozen=True, slots=True)
class Entering:
    """Whoever is on the way in, and what is asked next; no step means that they are there."""

    id: str
    user_id: str
    name: str
    email: str
    step: Step | None


_entry, _user, _credential = columns(Entry), columns(User), columns(Credential)
_factor, _role = columns(SecondFactor), columns(RoleAssignment)
_BY_HASH = select(
    _entry.id, _entry.user_id, _entry.expires_at, _entry.password_version, _entry.proven
).where(_entry.token_hash == bindparam("token_hash", type_=String()))
_ASKED = (
    select(
        _user.name,
        _user.email,
        _user.active,
        _credential.password_version,
        _credential.must_change,
        _factor.id.is_not(None),
    )
    .select_from(
        table_of_model(User)
        .outerjoin(table_of_model(Credential), _credential.user_id == _user.id)
        .outerjoin(table_of_model(SecondFactor), _factor.user_id == _user.id)
    )
    .where(_user.id == bindparam("user_id", type_=Id()))
)
_ROLES = select(_role.role).where(_role.user_id == bindparam("user_id", type_=Id()))


def first_step(storage: "Storage", user_id: str, asking: "Iterable[str]") -> Step | None:
    """Give what is asked after the password; ``asking`` are the roles that need a second factor."""
    return _next(storage, user_id, asking, proven=False)[0]


def begin(uow: UnitOfWork, user_id: str) -> str:
    """Remember that somebody gave their password; gives the token of the way."""
    asked = uow.system_read(_ASKED, _Asked, {"user_id": user_id})[0]
    token = new_secret()
    values = {
        "user_id": user_id,
        "token_hash": hash_of(token),
        "expires_at": clock.now() + LONGEST,
        "password_version": asked.password_version or 0,
        "proven": False,
    }
    remove_rows(uow, Entry, {"user_id": user_id})
    add_row(uow, Entry, values)
    return token


def resolve(storage: "Storage", token: str, asking: "Iterable[str]") -> Entering | None:
    """Find who is on the way; None when it does not hold (any more)."""
    row = storage.system_reader().one(_BY_HASH, EntryRow, {"token_hash": hash_of(token)})
    if row is None or row.expires_at <= clock.as_text(clock.now()):
        return None
    step, asked = _next(storage, row.user_id, asking, proven=row.proven)
    if not asked.active or row.password_version != (asked.password_version or 0):
        return None
    return Entering(row.id, row.user_id, asked.name, asked.email, step)


def prove(uow: UnitOfWork, entry_id: str) -> None:
    """Remember that the second factor was shown."""
    change_rows(uow, Entry, {"id": entry_id}, {"proven": True})


def end(uow: UnitOfWork, entry_id: str) -> bool:
    """End the way; tells whether it was still open."""
    return remove_rows(uow, Entry, {"id": entry_id}) > 0


def _next(
    storage: "Storage", user_id: str, asking: "Iterable[str]", *, proven: bool
) -> tuple[Step | None, _Asked]:
    reader = storage.system_reader()
    asked = reader.read(_ASKED, _Asked, {"user_id": user_id})[0]
    if not proven:
        if asked.has_factor:
            return Step.CODE, asked
        roles = [row.value for row in reader.read(_ROLES, _Role, {"user_id": user_id})]
        if asked_of(roles, asking):
            return Step.SET_UP, asked
    return (Step.PASSWORD if asked.must_change else None), asked
