"""Who asks: found by session cookie or bearer token, in one read of the database."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kontor_core.events.administration import VIEW_AS
from kontor_core.foundation.access import sessions, tokens, viewing
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.roles import Actors
from kontor_core.foundation.errors import KontorError
from kontor_web.messages import Request

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_MOST_TOKENS = 2000
UNASKED = "x-kontor-unasked"
"""The header of a request that a page makes by itself."""

_UNASKED_PATHS = frozenset({"/ui/events"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is known; ``csrf`` and ``session`` are empty for API tokens.

    While an administrator looks as somebody else, ``actor`` is that other and ``viewer`` who looks.
    """

    actor: Actor
    csrf: str = ""
    session: sessions.SessionRow | None = None
    viewer: Actor | None = None

    @property
    def by_cookie(self) -> bool:
        return self.session is not None


class Visitors:
    """Finds visitors; actors are kept as long as their user's row keeps its version."""

    def __init__(self, kontor: "KontorApp", *, cookie: str, idle: timedelta) -> None:
        self._kontor = kontor
        self._cookie = cookie
        self._idle = idle
        self._actors = Actors(kontor.storage, kontor.definition.roles)
        self._seen = sessions.LastSeen(kontor.storage)
        self._speaking: OrderedDict[str, tuple[Actor, Actor]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, request: Request) -> Visitor | None:
        """Give who asks; None for nobody, a token that was revoked, a session that is over."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._by_token(token.strip())
        cookie = request.cookies.get(self._cookie)
        # a page left open loads what others changed: that is nobody at work
        unasked = UNASKED in request.headers or request.path in _UNASKED_PATHS
        return self._by_session(cookie, note=not unasked) if cookie else None

    def _by_session(self, cookie: str, *, note: bool) -> Visitor | None:
        asking = self._kontor.definition.security.second_factor
        row = sessions.resolve(self._kontor.storage, cookie, idle=self._idle, asking=asking)
        if row is None:
            return None
        if note:
            self._seen.note(row)
        actor = self._actors.get(row.user_id, row.user_version)
        seen = self._seen_as(actor, row)
        if seen is not None:
            return Visitor(seen, row.csrf_token, row, actor)
        return Visitor(actor, row.csrf_token, row)

    def _seen_as(self, actor: Actor, row: sessions.SessionRow) -> Actor | None:
        """Give whom the session looks as; nobody once time or the right to it is gone."""
        user_id = row.viewed()
        if user_id is None or not actor.profile.may(VIEW_AS):
            return None
        try:
            other = self._kontor.actor(user_id)
            viewing.check(actor, other)
        except KontorError:
            return None
        return viewing.seen_as(other, actor)

    def _by_token(self, token: str) -> Visitor | None:
        row = tokens.resolve(self._kontor.storage, token)
        if row is None:
            return None
        user = self._actors.get(row.user_id, row.user_version)
        known = self._speaking.get(row.id)
        if known is None or known[0] is not user:
            known = (user, tokens.speaking(user, row, self._entity_of))
            with self._lock:
                self._speaking[row.id] = known
                if len(self._speaking) > _MOST_TOKENS:
                    self._speaking.popitem(last=False)
        return Visitor(known[1])

    def _entity_of(self, resource: str) -> str | None:
        found = [one for one in self._kontor.resources.all() if one.name == resource]
        return found[0].entity if found else None
