"""Changes come from our own pages: four layers, each enough by itself on a good day.

SameSite on the cookie; a token bound to the session; where the browser says the request comes
from; and a content type that a foreign form cannot send (``content.py``). Requests with a bearer
token and without a session cookie carry no ambient authority and are exempt.
"""

import hmac

from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L
from kontor_web.messages import Request

HEADER = "x-csrf-token"
FIELD = "_csrf"

_OURS = ("same-origin", "none")


def check_origin(request: Request) -> None:
    """Raise Forbidden unless the browser says that the request comes from our own pages."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site in _OURS:
            return
        raise _foreign()
    origin = request.headers.get("origin")
    if origin is None or origin.partition("://")[2] != request.headers.get("host"):
        raise _foreign()


def check_token(request: Request, expected: str) -> None:
    """Raise Forbidden unless header or form field hold the session's own token."""
    given = request.headers.get(HEADER) or request.field(FIELD)
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Forbidden(
            L(
                "Diese Seite ist zu alt. Laden Sie sie neu und senden Sie noch einmal.",
                en="This page is too old. Load it again and send once more.",
            )
        )


def _foreign() -> Forbidden:
    return Forbidden(
        L(
            "Diese Anfrage kommt von einer fremden Seite.",
            en="This request comes from another site.",
        )
    )
