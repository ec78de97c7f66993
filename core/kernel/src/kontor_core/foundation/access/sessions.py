"""Sessions: made at sign-in, found again by one query, ended for good."""

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, bindparam, exists, not_, or_, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import (
    Credential,
    RoleAssignment,
    SecondFactor,
    Session,
    User,
)
from kontor_core.foundation.access.profiles import ANY
from kontor_core.foundation.access.secret_texts import hash_of, new_secret
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Flag, Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
_WRITE_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the browser gets: ``token`` is told once and kept as a hash only."""

    id: str
    token: str
    csrf_token: str
    expires_at: datetime


class SessionRow(msgspec.Struct):
    """A session that holds, with its user; ``user_version`` tells kept actors from stale ones."""

    id: str
    user_id: str
    csrf_token: str
    created_at: str
    expires_at: str
    seen_at: str
    password_version: int
    user_version: int
    user_active: bool
    user_password_version: int | None
    viewed_id: str | None = None
    viewed_until: str | None = None
    confirmed_at: str | None = None

    def viewed(self) -> str | None:
        """Give whom the session's user looks as at this moment."""
        if self.viewed_until is None or self.viewed_until <= clock.as_text(clock.now()):
            return None
        return self.viewed_id

    def confirmed(self, within: timedelta) -> bool:
        """Tell whether the session's user gave their password lately."""
        since = clock.as_text(clock.now() - within)
        return self.confirmed_at is not None and self.confirmed_at > since


class OpenSession(msgspec.Struct):
    """A session as its owner sees it in the list."""

    id: str
    created_at: str
    seen_at: str
    expires_at: str


_session, _user, _credential = columns(Session), columns(User), columns(Credential)
_factor, _role = columns(SecondFactor), columns(RoleAssignment)
_joined = (
    table_of_model(Session)
    .join(table_of_model(User), _user.id == _session.user_id)
    .outerjoin(table_of_model(Credential), _credential.user_id == _session.user_id)
)
_BY_HASH = (
    select(
        _session.id,
        _session.user_id,
        _session.csrf_token,
        _session.created_at,
        _session.expires_at,
        _session.seen_at,
        _session.password_version,
        _user.version,
        _user.active,
        _credential.password_version,
        _session.viewed_id,
        _session.viewed_until,
        _session.confirmed_at,
    )
    .select_from(_joined)
    .where(_session.token_hash == bindparam("token_hash", type_=String()))
)
# of one with a second factor every session has shown it: setting it up ends those before
_PROVEN = or_(
    exists().where(_factor.user_id == _session.user_id),
    and_(
        not_(bindparam("everybody", type_=Flag())),
        not_(
            exists().where(
                _role.user_id == _session.user_id,
                _role.role.in_(bindparam("asking", expanding=True, type_=String())),
            )
        ),
    ),
)
_BY_HASH_PROVEN = _BY_HASH.where(_PROVEN)
_OF_USER = (
    select(_session.id, _session.created_at, _session.seen_at, _session.expires_at)
    .where(_session.user_id == bindparam("user_id", type_=Id()))
    .order_by(_session.seen_at.desc())
)
_PASSWORD = select(_credential.password_version).where(
    _credential.user_id == bindparam("user_id", type_=Id())
)


class _Holding(msgspec.Struct):
    """What decides whether a session holds, without who it is shown to."""

    id: str
    expires_at: str
    seen_at: str
    password_version: int
    user_version: int
    user_active: bool
    user_password_version: int | None


_BY_IDS = (
    select(
        _session.id,
        _session.expires_at,
        _session.seen_at,
        _session.password_version,
        _user.version,
        _user.active,
        _credential.password_version,
    )
    .select_from(_joined)
    .where(_session.id.in_(bindparam("ids", expanding=True, type_=Id())))
)
_BY_IDS_PROVEN = _BY_IDS.where(_PROVEN)
_MOST_ASKED = 500


class _Version(msgspec.Struct):
    value: int


def create(
    uow: UnitOfWork,
    user_id: str,
    *,
    absolute: timedelta = ABSOLUTE,
    viewed_id: str | None = None,
    viewed_until: datetime | None = None,
    confirmed_at: datetime | None = None,
) -> NewSession:
    """Open a session for somebody who has just signed in, at ``confirmed_at`` if not now."""
    now = clock.now()
    token, csrf_token = new_secret(), new_secret()
    found = uow.system_read(_PASSWORD, _Version, {"user_id": user_id})
    values = {
        "user_id": user_id,
        "token_hash": hash_of(token),
        "csrf_token": csrf_token,
        "expires_at": now + absolute,
        "seen_at": now,
        "password_version": found[0].value if found else 0,
        "viewed_id": viewed_id,
        "viewed_until": viewed_until,
        "confirmed_at": confirmed_at or now,
    }
    return NewSession(add_row(uow, Session, values), token, csrf_token, now + absolute)


def rotate(
    uow: UnitOfWork,
    session: SessionRow,
    *,
    viewed_id: str | None = None,
    viewed_until: datetime | None = None,
) -> NewSession:
    """Go on under a new token: after a password, a role or the one who is seen has changed."""
    end(uow, session.id)
    left = clock.from_text(session.expires_at) - clock.now()
    confirmed = session.confirmed_at or session.created_at
    return create(
        uow,
        session.user_id,
        absolute=left,
        viewed_id=viewed_id,
        viewed_until=viewed_until,
        confirmed_at=clock.from_text(confirmed),
    )


def confirm(uow: UnitOfWork, session_id: str) -> None:
    """Remember that the user of a session has just given their password."""
    change_rows(uow, Session, {"id": session_id}, {"confirmed_at": clock.now()})


def resolve(
    storage: "Storage", token: str, *, idle: timedelta = IDLE, asking: Collection[str] = ()
) -> SessionRow | None:
    """Find the session of a cookie in one read; None when it does not hold (any more).

    ``asking`` are the roles that need a second factor: without one no session of theirs holds,
    however long it has been open, so that the way leads through the sign-in to setting it up.
    """
    statement, params = (_BY_HASH_PROVEN, _proof(asking)) if asking else (_BY_HASH, {})
    params["token_hash"] = hash_of(token)
    row = storage.system_reader().one(statement, SessionRow, params)
    return row if row is not None and _holds(row, idle) else None


def _proof(asking: Collection[str]) -> dict[str, object]:
    return {"everybody": ANY in asking, "asking": sorted(asking)}


def _holds(row: "SessionRow | _Holding", idle: timedelta) -> bool:
    if not row.user_active or row.password_version != (row.user_password_version or 0):
        return False
    now = clock.now()
    return row.expires_at > clock.as_text(now) and row.seen_at > clock.as_text(now - idle)


def holding(
    storage: "Storage",
    ids: Iterable[str],
    *,
    idle: timedelta = IDLE,
    asking: Collection[str] = (),
) -> Mapping[str, int]:
    """Give of these sessions those that hold, with the version of their user's row."""
    reader, listed = storage.system_reader(), sorted(ids)
    statement, params = (_BY_IDS_PROVEN, _proof(asking)) if asking else (_BY_IDS, {})
    found: dict[str, int] = {}
    for start in range(0, len(listed), _MOST_ASKED):
        params["ids"] = listed[start : start + _MOST_ASKED]
        rows = reader.read(statement, _Holding, params)
        found |= {row.id: row.user_version for row in rows if _holds(row, idle)}
    return found


def end(uow: UnitOfWork, session_id: str) -> None:
    remove_rows(uow, Session, {"id": session_id})


def end_all(uow: UnitOfWork, user_id: str) -> int:
    """End every session of a user; gives how many there were."""
    return remove_rows(uow, Session, {"user_id": user_id})


def revoke(uow: UnitOfWork, user_id: str, session_id: str) -> None:
    """End one of a user's own sessions; raises NotFound for anybody else's."""
    if not remove_rows(uow, Session, {"id": session_id, "user_id": user_id}):
        raise NotFound("session", session_id)


def list_of(storage: "Storage", user_id: str) -> list[OpenSession]:
    return storage.system_reader().read(_OF_USER, OpenSession, {"user_id": user_id})


class LastSeen:
    """Writes when sessions were last seen, seldom and many at once: a read must stay a read."""

    def __init__(self, storage: "Storage") -> None:
        self._storage = storage
        self._noted: dict[str, datetime] = {}
        self._written = datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._lock = threading.Lock()

    def note(self, session: SessionRow) -> None:
        """Remember that a session is in use; writes at most once a minute."""
        now = clock.now()
        if session.seen_at > clock.as_text(now - SEEN_EVERY):
            return
        with self._lock:
            self._noted[session.id] = now
            if now - self._written < _WRITE_EVERY:
                return
            due, self._noted, self._written = self._noted, {}, now
        with self._storage.unit(SYSTEM) as uow:
            for session_id, seen_at in due.items():
                change_rows(uow, Session, {"id": session_id}, {"seen_at": seen_at})
