"""Links by which somebody sets their password, once: for those invited and those who forgot it.

256 random bits, kept as a hash. A link holds for three days when it invites, for an hour when it
replaces a password, and never longer than that password does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation import clock
from kontor_core.foundation.access import users
from kontor_core.foundation.access.models import Credential, PasswordLink, User
from kontor_core.foundation.access.passwords import PasswordHash
from kontor_core.foundation.access.secret_texts import hash_of, new_secret
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.system_rows import add_row, remove_rows
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

INVITED = timedelta(days=3)
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewLink:
    """``token`` is told once and kept as a hash only."""

    token: str
    expires_at: datetime


class OpenLink(msgspec.Struct):
    """A link that holds, with whose password it sets."""

    id: str
    user_id: str
    expires_at: str
    password_version: int
    name: str
    email: str
    user_active: bool
    user_password_version: int | None


class _Version(msgspec.Struct):
    value: int


_link, _user, _credential = columns(PasswordLink), columns(User), columns(Credential)
_BY_HASH = (
    select(
        _link.id,
        _link.user_id,
        _link.expires_at,
        _link.password_version,
        _user.name,
        _user.email,
        _user.active,
        _credential.password_version,
    )
    .select_from(
        table_of_model(PasswordLink)
        .join(table_of_model(User), _user.id == _link.user_id)
        .outerjoin(table_of_model(Credential), _credential.user_id == _link.user_id)
    )
    .where(_link.token_hash == bindparam("token_hash", type_=String()))
)
_VERSION = select(_credential.password_version).where(
    _credential.user_id == bindparam("user_id", type_=Id())
)


def create(uow: UnitOfWork, user_id: str) -> NewLink:
    """Make the link of a user; the one they had before ends. Check the right to do so before."""
    found = uow.system_read(_VERSION, _Version, {"user_id": user_id})
    token = new_secret()
    expires_at = clock.now() + (FORGOTTEN if found else INVITED)
    remove_rows(uow, PasswordLink, {"user_id": user_id})
    values = {
        "user_id": user_id,
        "token_hash": hash_of(token),
        "expires_at": expires_at,
        "password_version": found[0].value if found else 0,
    }
    add_row(uow, PasswordLink, values)
    return NewLink(token, expires_at)


def resolve(storage: "Storage", token: str) -> OpenLink | None:
    """Find the link of a token; None when it does not hold (any more)."""
    row = storage.system_reader().one(_BY_HASH, OpenLink, {"token_hash": hash_of(token)})
    if row is None or not row.user_active or row.expires_at <= clock.as_text(clock.now()):
        return None
    if row.password_version != (row.user_password_version or 0):
        return None
    return row


def redeem(uow: UnitOfWork, link: OpenLink, password: PasswordHash) -> None:
    """Set the password and spend the link; raises NotFound when somebody was faster."""
    if not remove_rows(uow, PasswordLink, {"id": link.id}):
        raise NotFound("link")
    users.set_password(uow, link.user_id, password)
