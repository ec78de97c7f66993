"""What one can do with users: make them, give passwords, roles and teams, switch them off."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, func, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.models import (
    ApiToken,
    Credential,
    Entry,
    Membership,
    PasswordLink,
    RoleAssignment,
    Session,
    Team,
    User,
)
from kontor_core.foundation.access.passwords import PasswordHash
from kontor_core.foundation.access.roles import actor_of as actor_of
from kontor_core.foundation.errors import Conflict, Forbidden, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

MANAGE_USERS = "manage_users"
"""The permission that everything here needs."""
MAY_NOT = L("Ihre Rolle darf keine Benutzer verwalten.", en="Your role may not manage users.")
TAKEN = L(
    "Einen Benutzer mit dieser E-Mail gibt es schon.", en="A user with this e-mail exists already."
)


class UserRow(msgspec.Struct):
    """A user with what signing in must know."""

    id: str
    name: str
    email: str
    active: bool
    locale: str
    version: int
    password_hash: str | None
    password_version: int | None


_user, _credential = columns(User), columns(Credential)
_USER = select(
    _user.id,
    _user.name,
    _user.email,
    _user.active,
    _user.locale,
    _user.version,
    _credential.password_hash,
    _credential.password_version,
).select_from(
    User.__table__.outerjoin(Credential.__table__, _credential.user_id == _user.id)  # type: ignore[attr-defined]  # mapped classes have one
)
_BY_EMAIL = _USER.where(func.lower(_user.email) == bindparam("email", type_=String()))
_BY_ID = _USER.where(_user.id == bindparam("user_id", type_=Id()))
_ALL = _USER.order_by(_user.name, _user.id)


def create_user(
    uow: UnitOfWork,
    *,
    name: str,
    email: str,
    password: PasswordHash | None = None,
    locale: str | None = None,
    roles: Sequence[str] = (),
    teams: Sequence[str] = (),
) -> User:
    """Make a user; one without a password cannot sign in with one. Raises Conflict.

    Without a locale they read the company's language.
    """
    _require(uow)
    locale = locale or uow.storage.conventions.language
    if uow.system_read(_BY_EMAIL, UserRow, {"email": email.strip().lower()}):
        raise Conflict(TAKEN, field="email")
    user = uow.create(User, {"name": name, "email": email, "locale": locale})
    if password is not None:
        set_password(uow, user.id, password)
    set_roles(uow, user.id, roles)
    set_teams(uow, user.id, teams)
    uow.session.refresh(user)
    return user


def set_password(uow: UnitOfWork, user_id: str, password: PasswordHash) -> None:
    """Give a user a new password; every session of theirs ends.

    Users may change their own; ask for the old one before.
    """
    if uow.actor.id != user_id:
        _require(uow)
    uow.session.flush()
    found = [row for row in _with_id(uow, user_id) if row.password_version is not None]
    if found:
        version = (found[0].password_version or 0) + 1
        values = {"password_hash": password, "password_version": version, "must_change": False}
        change_rows(uow, Credential, {"user_id": user_id}, values)
    else:
        values = {"user_id": user_id, "password_hash": password, "password_version": 1}
        add_row(uow, Credential, values)
    remove_rows(uow, Session, {"user_id": user_id})


def set_roles(uow: UnitOfWork, user_id: str, roles: Sequence[str]) -> None:
    """Put these roles in place of all that a user has; their sessions end."""
    _require(uow)
    uow.session.flush()
    remove_rows(uow, RoleAssignment, {"user_id": user_id})
    for role in dict.fromkeys(roles):
        add_row(uow, RoleAssignment, {"user_id": user_id, "role": role})
    _touch(uow, user_id)
    remove_rows(uow, Session, {"user_id": user_id})


def set_teams(uow: UnitOfWork, user_id: str, teams: Sequence[str]) -> None:
    """Put a user into these teams and no others; the first is the user's own."""
    _require(uow)
    uow.session.flush()
    for team_id in teams:
        if not uow.exists("core_team", team_id):
            raise NotFound("team", team_id)
    remove_rows(uow, Membership, {"user_id": user_id})
    for team_id in dict.fromkeys(teams):
        add_row(uow, Membership, {"user_id": user_id, "team_id": team_id})
    _touch(uow, user_id)


def switch_off(uow: UnitOfWork, user_id: str) -> None:
    """End an account: no sign-in, no session, no token. What the user did stays theirs."""
    _require(uow)
    uow.change(User, user_id, {"active": False})
    for model in (Session, ApiToken, PasswordLink, Entry):
        remove_rows(uow, model, {"user_id": user_id})


def switch_on(uow: UnitOfWork, user_id: str) -> None:
    _require(uow)
    uow.change(User, user_id, {"active": True})


def ask_for_password(uow: UnitOfWork, user_id: str) -> None:
    """Let a user choose a new password at their next sign-in; every session of theirs ends."""
    _require(uow)
    if not change_rows(uow, Credential, {"user_id": user_id}, {"must_change": True}):
        raise NotFound("credential", user_id)
    remove_rows(uow, Session, {"user_id": user_id})


def note_sign_in(uow: UnitOfWork, user_id: str) -> None:
    """Remember when somebody last signed in."""
    change_rows(uow, Credential, {"user_id": user_id}, {"signed_in_at": clock.now()})


def create_team(uow: UnitOfWork, name: str) -> Team:
    _require(uow)
    return uow.create(Team, {"name": name})


def find_by_email(storage: "Storage", email: str) -> UserRow | None:
    """Give a user by address, whatever its case; None when there is none."""
    wanted: Mapping[str, Any] = {"email": email.strip().lower()}
    return storage.system_reader().one(_BY_EMAIL, UserRow, wanted)


def find(storage: "Storage", user_id: str) -> UserRow:
    """Give a user; raises NotFound."""
    row = storage.system_reader().one(_BY_ID, UserRow, {"user_id": user_id})
    if row is None:
        raise NotFound("user", user_id)
    return row


def all_users(storage: "Storage") -> list[UserRow]:
    """Give every user by name; for the operator."""
    return storage.system_reader().read(_ALL, UserRow)


def _with_id(uow: UnitOfWork, user_id: str) -> list[UserRow]:
    found = uow.system_read(_BY_ID, UserRow, {"user_id": user_id})
    if not found:
        raise NotFound("user", user_id)
    return found


def _touch(uow: UnitOfWork, user_id: str) -> None:
    """Raise the version of a user, so that kept actors are made anew."""
    if not change_rows(uow, User, {"id": user_id}, {}):
        raise NotFound("user", user_id)


def _require(uow: UnitOfWork) -> None:
    if not uow.actor.profile.may(MANAGE_USERS):
        raise Forbidden(MAY_NOT)
