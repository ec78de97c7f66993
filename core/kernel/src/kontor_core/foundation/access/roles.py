"""From a user to the actor: roles of the definition, teams of the database, one profile."""

import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, literal, select, union_all

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.models import Membership, RoleAssignment, User
from kontor_core.foundation.access.preferences import Preference
from kontor_core.foundation.access.profiles import NOTHING, Profile, merge
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import as_locale
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Flag, Id, String, Whole

if TYPE_CHECKING:
    from kontor_core.foundation.definition.model import RoleDefinition
    from kontor_core.foundation.storage.storage import Storage

Roles = Mapping[str, "RoleDefinition"]


class _Part(msgspec.Struct):
    """One line of what is known of a user: the user itself, what they like, a role, a team."""

    part: str
    text: str | None
    more: str | None
    version: int | None
    team_id: str | None
    id: str


_user, _role, _member = columns(User), columns(RoleAssignment), columns(Membership)
_liking = columns(Preference)
_who = bindparam("user_id", type_=Id())
_no_text, _no_team = literal(None, type_=String()), literal(None, type_=Id())
_no_number = literal(None, type_=Whole())
_PARTS = union_all(
    select(
        literal("user", type_=String()), _user.name, _user.locale, _user.version, _no_team, _user.id
    ).where(_user.id == _who, _user.active == literal(True, type_=Flag())),
    select(
        literal("liking", type_=String()),
        _liking.density,
        _liking.period,
        _no_number,
        _no_team,
        _liking.id,
    ).where(_liking.user_id == _who),
    select(
        literal("role", type_=String()), _role.role, _no_text, _no_number, _no_team, _role.id
    ).where(_role.user_id == _who),
    select(
        literal("team", type_=String()), _no_text, _no_text, _no_number, _member.team_id, _member.id
    ).where(_member.user_id == _who),
)


def actor_of(
    storage: "Storage", user_id: str, roles: Roles, *, timezone: str | None = None
) -> Actor:
    """Give a user as an actor, in one query; raises NotFound when unknown or switched off."""
    return _load(storage, user_id, roles, timezone)[1]


def profile_of(names: Iterable[str], roles: Roles) -> Profile:
    """Give the profile of several roles; one the definition no longer knows grants nothing."""
    known = [roles[name].profile() for name in names if name in roles]
    return merge(known) if known else NOTHING


class Actors:
    """Actors by user, kept as long as the user's row has the version they were made from.

    Whoever changes roles or teams raises that version, so a change holds at the next request.
    """

    def __init__(self, storage: "Storage", roles: Roles, *, timezone: str | None = None) -> None:
        self._storage = storage
        self._roles = roles
        self._timezone = timezone
        self._known: dict[str, tuple[int, Actor]] = {}
        self._lock = threading.Lock()

    def get(self, user_id: str, version: int) -> Actor:
        """Give the actor of a user whose row was just seen at ``version``."""
        found = self._known.get(user_id)
        if found is not None and found[0] == version:
            return found[1]
        made = _load(self._storage, user_id, self._roles, self._timezone)
        with self._lock:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[user_id] = made
        return made[1]


def _load(
    storage: "Storage", user_id: str, roles: Roles, timezone: str | None
) -> tuple[int, Actor]:
    parts = storage.system_reader().read(_PARTS, _Part, {"user_id": user_id})
    user = next((part for part in parts if part.part == "user"), None)
    if user is None:
        raise NotFound("user", user_id)
    liking = next((part for part in parts if part.part == "liking"), None)
    parts.sort(key=lambda part: part.id)  # the first membership made is the user's own team
    names = [part.text or "" for part in parts if part.part == "role"]
    actor = Actor(
        id=user_id,
        name=user.text or "",
        profile=profile_of(names, roles),
        team_ids=tuple(part.team_id for part in parts if part.team_id is not None),
        locale=as_locale(user.more),
        density=liking.text if liking is not None else None,
        period=liking.more if liking is not None else None,
    )
    zone = timezone or storage.conventions.tz
    return user.version or 0, actor.in_zone(str(zone))
