"""Who acts. No actor set is an error, never "everybody"."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum

from kontor_core.foundation.access.profiles import EVERYTHING, Profile
from kontor_core.foundation.errors import Unauthenticated
from kontor_core.foundation.i18n import DEFAULT_LOCALE, L, Locale


class ActorKind(StrEnum):
    STAFF = "staff"
    PORTAL = "portal"
    SERVICE = "service"  # a plugin or an integration
    SYSTEM = "system"  # Kontor itself and the operator at the command line


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name something happens; ``id`` is None for the system."""

    id: str | None
    name: str
    profile: Profile
    kind: ActorKind = ActorKind.STAFF
    team_ids: tuple[str, ...] = ()
    locale: Locale = DEFAULT_LOCALE
    timezone: str = "Europe/Berlin"
    density: str | None = None  # of rows, as the actor likes them
    period: str | None = None  # of the figures on the start page
    token_id: str | None = None  # set when an API token speaks for the actor
    viewed_by: str | None = (
        None  # set while an administrator looks as this user: nothing is written
    )

    @property
    def team_id(self) -> str | None:
        return self.team_ids[0] if self.team_ids else None

    def in_zone(self, timezone: str) -> "Actor":
        return replace(self, timezone=timezone)

    def with_profile(self, profile: Profile) -> "Actor":
        return replace(self, profile=profile)


SYSTEM = Actor(id=None, name="Kontor", profile=EVERYTHING, kind=ActorKind.SYSTEM)

_actor: ContextVar[Actor | None] = ContextVar("kontor_actor", default=None)


def current_actor() -> Actor:
    """Give the acting one; raises Unauthenticated when nobody was set."""
    actor = _actor.get()
    if actor is None:
        raise Unauthenticated(L("Niemand ist angemeldet.", en="Nobody is signed in."))
    return actor


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)
