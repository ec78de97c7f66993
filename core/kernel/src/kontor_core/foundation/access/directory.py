"""Who is who, for those who manage accounts: people, teams, sessions and tokens of everybody."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import Select, bindparam, func, literal, or_, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.models import (
    ApiToken,
    Credential,
    Membership,
    PasswordLink,
    RoleAssignment,
    SecondFactor,
    Session,
    Team,
    User,
)
from kontor_core.foundation.access.sessions import IDLE
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.types import Flag, Id, Moment, String, Whole

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

Standing = Literal["active", "invited", "off", "all"]
MOST_PEOPLE = 200


class Person(msgspec.Struct):
    """An account with what tells whether it is in use; ``link_until`` of an open invitation."""

    id: str
    name: str
    email: str
    active: bool
    locale: str
    version: int
    has_password: bool
    signed_in_at: str | None
    link_until: str | None
    second_factor: bool
    must_change: bool | None
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()  # ids

    @property
    def standing(self) -> Standing:
        if not self.active:
            return "off"
        return "active" if self.has_password else "invited"


class TeamRow(msgspec.Struct):
    id: str
    name: str
    lead_id: str | None
    version: int
    members: int


class SessionOf(msgspec.Struct):
    """An open session of somebody."""

    id: str
    user_id: str
    user_name: str
    created_at: str
    seen_at: str
    expires_at: str


class TokenOf(msgspec.Struct):
    """A token that holds, of somebody."""

    id: str
    user_id: str
    user_name: str
    name: str
    scopes: list[str] | None
    created_at: str
    expires_at: str | None


class _Pair(msgspec.Struct):
    id: str
    user_id: str
    value: str


class _Number(msgspec.Struct):
    value: int


class _Id(msgspec.Struct):
    id: str


_user, _credential, _link = columns(User), columns(Credential), columns(PasswordLink)
_team, _member, _role = columns(Team), columns(Membership), columns(RoleAssignment)
_factor = columns(SecondFactor)
_session, _token = columns(Session), columns(ApiToken)
_USERS = table_of_model(User)
_JOINED = (
    _USERS.outerjoin(table_of_model(Credential), _credential.user_id == _user.id)
    .outerjoin(table_of_model(PasswordLink), _link.user_id == _user.id)
    .outerjoin(table_of_model(SecondFactor), _factor.user_id == _user.id)
)
_PERSON = select(
    _user.id,
    _user.name,
    _user.email,
    _user.active,
    _user.locale,
    _user.version,
    _credential.id.is_not(None),
    _credential.signed_in_at,
    _link.expires_at,
    _factor.id.is_not(None),
    _credential.must_change,
).select_from(_JOINED)
_ON = _user.active == literal(True, type_=Flag())
_KNOWN = _credential.id.is_not(None)
_WHERE = {"active": [_ON, _KNOWN], "invited": [_ON, ~_KNOWN], "off": [~_ON], "all": []}
_text = bindparam("text", type_=String())
_FOUND = or_(
    func.lower(_user.name).like(_text, escape="\\"),
    func.lower(_user.email).like(_text, escape="\\"),
)
_LISTS: Mapping[str, Select[*tuple[object, ...]]] = {
    name: _PERSON.where(_FOUND, *where).order_by(_user.name, _user.id).limit(MOST_PEOPLE)
    for name, where in _WHERE.items()
}
_COUNTS: Mapping[str, Select[*tuple[object, ...]]] = {
    name: select(func.count()).select_from(_JOINED).where(_FOUND, *where)
    for name, where in _WHERE.items()
}
_ONE = _PERSON.where(_user.id == bindparam("user_id", type_=Id()))
_ROLES = select(_role.id, _role.user_id, _role.role).order_by(_role.id)
_TEAMS = select(_member.id, _member.user_id, _member.team_id).order_by(_member.id)
_TEAM_ROWS = (
    select(_team.id, _team.name, _team.lead_id, _team.version, func.count(_member.id))
    .select_from(
        table_of_model(Team).outerjoin(table_of_model(Membership), _member.team_id == _team.id)
    )
    .group_by(_team.id, _team.name, _team.lead_id, _team.version)
    .order_by(_team.name, _team.id)
)
_MEMBERS = (
    select(_user.id)
    .select_from(_USERS.join(table_of_model(Membership), _member.user_id == _user.id))
    .where(_member.team_id == bindparam("team_id", type_=Id()))
    .order_by(_user.name, _user.id)
)
_MOST = bindparam("most", type_=Whole())
_now = bindparam("now", type_=Moment())
_SESSIONS = (
    select(
        _session.id,
        _session.user_id,
        _user.name,
        _session.created_at,
        _session.seen_at,
        _session.expires_at,
    )
    .select_from(table_of_model(Session).join(_USERS, _user.id == _session.user_id))
    .where(_session.expires_at > _now, _session.seen_at > bindparam("since", type_=Moment()))
    .order_by(_session.seen_at.desc(), _session.id)
    .limit(_MOST)
)
_SESSIONS_OF = _SESSIONS.where(_session.user_id == bindparam("user_id", type_=Id()))
_TOKENS = (
    select(
        _token.id,
        _token.user_id,
        _user.name,
        _token.name,
        _token.scopes,
        _token.created_at,
        _token.expires_at,
    )
    .select_from(table_of_model(ApiToken).join(_USERS, _user.id == _token.user_id))
    .where(_token.revoked_at.is_(None), or_(_token.expires_at.is_(None), _token.expires_at > _now))
    .order_by(_token.id.desc())
    .limit(_MOST)
)
_TOKENS_OF = _TOKENS.where(_token.user_id == bindparam("user_id", type_=Id()))


def people(storage: "Storage", *, text: str = "", standing: Standing = "all") -> list[Person]:
    """Give the accounts whose name or address holds a text, by name, the first 200."""
    found = storage.system_reader().read(_LISTS[standing], Person, {"text": _like(text)})
    return _complete(storage, found)


def count(storage: "Storage", *, text: str = "", standing: Standing = "all") -> int:
    row = storage.system_reader().one(_COUNTS[standing], _Number, {"text": _like(text)})
    return row.value if row else 0


def person(storage: "Storage", user_id: str) -> Person | None:
    """Give one account; None when there is none."""
    found = storage.system_reader().read(_ONE, Person, {"user_id": user_id})
    return _complete(storage, found)[0] if found else None


def teams(storage: "Storage") -> list[TeamRow]:
    """Give all teams with the number of their members."""
    return storage.system_reader().read(_TEAM_ROWS, TeamRow)


def members(storage: "Storage", team_id: str) -> list[Person]:
    """Give who is in a team, by name."""
    wanted = storage.system_reader().read(_MEMBERS, _Id, {"team_id": team_id})
    found = (person(storage, row.id) for row in wanted)
    return [one for one in found if one is not None]


def holders(storage: "Storage") -> Mapping[str, int]:
    """Count who holds each role."""
    counts: dict[str, int] = {}
    for row in storage.system_reader().read(_ROLES, _Pair):
        counts[row.value] = counts.get(row.value, 0) + 1
    return counts


def sessions(
    storage: "Storage", user_id: str | None = None, *, idle: timedelta = IDLE, most: int = 200
) -> list[SessionOf]:
    """Give sessions that hold, of everybody or of one user, the latest seen first."""
    now = clock.now()
    params = {"now": now, "since": now - idle, "most": most, "user_id": user_id}
    statement = _SESSIONS if user_id is None else _SESSIONS_OF
    return storage.system_reader().read(statement, SessionOf, params)


def tokens(storage: "Storage", user_id: str | None = None, most: int = 200) -> list[TokenOf]:
    """Give tokens that hold, of everybody or of one user, the newest first."""
    params = {"now": clock.now(), "most": most, "user_id": user_id}
    statement = _TOKENS if user_id is None else _TOKENS_OF
    return storage.system_reader().read(statement, TokenOf, params)


def _complete(storage: "Storage", found: Sequence[Person]) -> list[Person]:
    """Add roles and teams; there are few of them, so they are read whole."""
    reader = storage.system_reader()
    for person in found:
        until = person.link_until
        if until is not None and until <= clock.as_text(clock.now()):
            person.link_until = None
    by_user = {person.id: person for person in found}
    if by_user:
        for row in reader.read(_ROLES, _Pair):
            if row.user_id in by_user:
                by_user[row.user_id].roles += (row.value,)
        for row in reader.read(_TEAMS, _Pair):
            if row.user_id in by_user:
                by_user[row.user_id].teams += (row.value,)
    return list(found)


def _like(text: str) -> str:
    plain = text.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
