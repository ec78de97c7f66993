"""One call of an endpoint: who asks, in which language, of which application."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Unauthenticated
from kontor_core.foundation.i18n import LOCALES, L, Locale, as_locale
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.titles import Titles
from kontor_web.messages import Request
from kontor_web.patience import Inside
from kontor_web.security.visitors import Visitor
from kontor_web.terms import Terms

if TYPE_CHECKING:
    from kontor_core.app import KontorApp
    from kontor_web.web import Web

LOCALE_COOKIE = "k_locale"
_NOBODY = L("Bitte anmelden.", en="Please sign in.")
_NO_TOKEN = L(
    "Dieses API-Token gilt nicht: Es ist abgelaufen, widerrufen oder falsch abgeschrieben. "
    "Erwartet wird „Authorization: Bearer TOKEN“.",
    en="This API token does not hold: it has ended, was revoked or is misspelt. "
    'Expected is "Authorization: Bearer TOKEN".',
)


class Call:
    """What a handler is given; it runs in a lane, so it may read and write at will."""

    def __init__(self, web: "Web", endpoint: Terms, request: Request, call_id: str) -> None:
        self.web = web
        self.endpoint = endpoint
        self.request = request
        self.id = call_id
        self.inside: Inside | None = None  # the plugin it waits for just now

    @property
    def kontor(self) -> "KontorApp":
        return self.web.kontor

    @cached_property
    def visitor(self) -> Visitor | None:
        """Give who is signed in, by session or by token; None for nobody."""
        return self.web.visitors.find(self.request)

    @property
    def actor(self) -> Actor:
        if self.visitor is None:
            token = "authorization" in self.request.headers
            raise Unauthenticated(_NO_TOKEN if token else _NOBODY)
        return self.visitor.actor

    @property
    def csrf(self) -> str:
        return self.visitor.csrf if self.visitor else ""

    @cached_property
    def locale(self) -> Locale:
        """Give the language: what was chosen here, else the user's, else the browser's."""
        asked = self.request.headers.get("accept-language", "")
        program = self.endpoint.surface == "api" or "authorization" in self.request.headers
        if program and asked not in ("", "*"):
            return spoken(asked)
        chosen = self.request.cookies.get(LOCALE_COOKIE)
        if chosen in LOCALES:
            return as_locale(chosen)
        if "visitor" in self.__dict__ and self.visitor is not None:
            return self.visitor.actor.locale
        return spoken(asked)

    @property
    def reader(self) -> Reader:
        return self.kontor.reader(self.actor)

    def titles(self, wanted: Iterable[tuple[str, str]]) -> Titles:
        """Look up what records (entity, id) are called, through the fence."""
        return self.reader.titles(wanted)

    def param(self, name: str) -> str:
        """Give a part of the path."""
        return self.request.params[name]


def spoken(accept_language: str) -> Locale:
    """Give the first language of an Accept-Language header that Kontor speaks."""
    for part in accept_language.split(","):
        head = part.partition(";")[0].strip().partition("-")[0].lower()
        if head in LOCALES:
            return as_locale(head)
    return as_locale(None)
