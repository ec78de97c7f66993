"""API tokens: they speak for a user, never with more rights, and within their scopes only."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.models import ApiToken, User
from kontor_core.foundation.access.profiles import ANY, Action, Level, Profile
from kontor_core.foundation.access.secret_texts import hash_of, new_secret
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.system_rows import add_row, change_rows
from kontor_core.foundation.storage.types import Id, String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import nearest

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

PREFIX = "kontor_"
"""How a token begins, so that scanners of source code recognise one."""

_VERBS: Mapping[str, frozenset[Action]] = {
    "read": frozenset({Action.READ}),
    "write": frozenset({Action.READ, Action.CREATE, Action.EDIT, Action.DELETE, Action.ASSIGN}),
    "export": frozenset({Action.READ, Action.EXPORT}),
}


@dataclass(frozen=True, slots=True)
class NewToken:
    """``token`` is told once and kept as a hash only."""

    id: str
    token: str


class TokenRow(msgspec.Struct):
    """A token that holds, with its user."""

    id: str
    user_id: str
    name: str
    scopes: list[str] | None
    expires_at: str | None
    revoked_at: str | None
    user_version: int
    user_active: bool


class OwnToken(msgspec.Struct):
    """A token as its owner sees it in the list."""

    id: str
    name: str
    scopes: list[str] | None
    created_at: str
    expires_at: str | None
    revoked_at: str | None


_token, _user = columns(ApiToken), columns(User)
_BY_HASH = (
    select(
        _token.id,
        _token.user_id,
        _token.name,
        _token.scopes,
        _token.expires_at,
        _token.revoked_at,
        _user.version,
        _user.active,
    )
    .select_from(table_of_model(ApiToken).join(table_of_model(User), _user.id == _token.user_id))
    .where(_token.token_hash == bindparam("token_hash", type_=String()))
)
_OF_USER = (
    select(
        _token.id,
        _token.name,
        _token.scopes,
        _token.created_at,
        _token.expires_at,
        _token.revoked_at,
    )
    .where(_token.user_id == bindparam("user_id", type_=Id()))
    .order_by(_token.id.desc())
)


def create(
    uow: UnitOfWork,
    *,
    user_id: str,
    name: str,
    scopes: Sequence[str] | None = None,
    expires_at: datetime | None = None,
) -> NewToken:
    """Make a token for oneself; ``scopes`` are ``customers:read``, ``*:write``, None for all.

    Only the user in person makes tokens, or the operator: a token that makes tokens would
    outlive its own end.
    """
    actor = uow.actor
    if actor.token_id is not None or actor.id not in (None, user_id):
        raise Forbidden(
            L("Token macht man nur für sich selbst.", en="You can create tokens for yourself only.")
        )
    for scope in scopes or ():
        resource, _, verb = scope.partition(":")
        if not resource or verb not in _VERBS:
            raise Invalid(
                {
                    "scopes": L(
                        f"„{scope}“: erwartet wird Objekt:Recht, etwa customers:read; "
                        "Rechte sind read, write, export.",
                        en=f'"{scope}": expected is resource:right, such as customers:read; '
                        "rights are read, write, export.",
                    )
                }
            )
    token = PREFIX + new_secret()
    values = {
        "user_id": user_id,
        "name": name.strip() or "API",
        "token_hash": hash_of(token),
        "scopes": list(scopes) if scopes is not None else None,
        "expires_at": expires_at,
    }
    return NewToken(add_row(uow, ApiToken, values), token)


def check_scopes(scopes: Sequence[str], resources: Collection[str]) -> None:
    """Refuse a scope of a resource there is not: its token would be of no use; raises Invalid."""
    for scope in scopes:
        name = scope.partition(":")[0]
        if name != "*" and name not in resources:
            near = nearest(name, list(resources))
            raise Invalid(
                {
                    "scopes": L(
                        f"„{name}“ gibt es nicht." + (f" Meinten Sie „{near}“?" if near else ""),
                        en=f'There is no "{name}".' + (f' Did you mean "{near}"?' if near else ""),
                    )
                }
            )


def resolve(storage: "Storage", token: str) -> TokenRow | None:
    """Find a token in one read; None when it does not hold (any more)."""
    if not token.startswith(PREFIX):
        return None
    row = storage.system_reader().one(_BY_HASH, TokenRow, {"token_hash": hash_of(token)})
    if row is None or not row.user_active or row.revoked_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= clock.as_text(clock.now()):
        return None
    return row


def revoke(uow: UnitOfWork, user_id: str, token_id: str) -> None:
    """End one of a user's own tokens; raises NotFound for anybody else's."""
    where = {"id": token_id, "user_id": user_id}
    if not change_rows(uow, ApiToken, where, {"revoked_at": clock.now()}):
        raise NotFound("token", token_id)


def list_of(storage: "Storage", user_id: str) -> list[OwnToken]:
    return storage.system_reader().read(_OF_USER, OwnToken, {"user_id": user_id})


def speaking(actor: Actor, row: TokenRow, entity_of: Callable[[str], str | None]) -> Actor:
    """Give the user as the token may act; ``entity_of`` finds the entity of a resource name."""
    profile = actor.profile
    if row.scopes is not None:
        profile = narrowed(profile, row.scopes, entity_of)
    return replace(actor, profile=profile, token_id=row.id)


def narrowed(
    profile: Profile, scopes: Sequence[str], entity_of: Callable[[str], str | None]
) -> Profile:
    """Give a profile cut down to scopes: what no scope names is out of reach."""
    allowed: dict[str, set[Action]] = {}
    for scope in scopes:
        resource, _, verb = scope.partition(":")
        entity = ANY if resource == ANY else entity_of(resource)
        if entity is not None:
            allowed.setdefault(entity, set()).update(_VERBS.get(verb, ()))
    everywhere = allowed.get(ANY, set())
    names = {ANY, *profile.levels, *allowed}
    levels = {
        name: {
            action: profile.level(name, action)
            if action in allowed.get(name, set()) | everywhere
            else Level.NONE
            for action in Action
        }
        for name in names
    }
    permissions = profile.permissions if scopes and "*:write" in scopes else frozenset()
    return Profile(levels, profile.read_classes, profile.edit_classes, permissions)
