"""From the right password to a session: at once, or by way of what else is asked."""

from dataclasses import replace
from datetime import timedelta

from kontor_core.foundation.access import entering, sessions, users
from kontor_core.foundation.access.entering import Entering
from kontor_core.foundation.access.identities import SYSTEM
from kontor_web.calls import Call
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import with_query

PATH = "/login/step"


def enter(call: Call, user_id: str, back: str) -> Reply:
    """Go on after the right password: open a session, or ask for what is still missing."""
    if entering.first_step(call.kontor.storage, user_id, asking(call)) is None:
        return open_session(call, redirect(back), user_id)
    with call.kontor.unit(SYSTEM) as uow:
        token = entering.begin(uow, user_id)
    reply = redirect(with_query(PATH, [("next", back)]))
    return _cookie(call, reply, _name(call), token, entering.LONGEST)


def on_the_way(call: Call) -> Entering | None:
    """Give who is between password and session."""
    token = call.request.cookies.get(_name(call), "")
    return entering.resolve(call.kontor.storage, token, asking(call)) if token else None


def open_session(call: Call, reply: Reply, user_id: str, *, way: Entering | None = None) -> Reply:
    """Open a session under a fresh id; whatever was open in this browser ends."""
    with call.kontor.unit(SYSTEM) as uow:
        if call.visitor is not None and call.visitor.session is not None:
            sessions.end(uow, call.visitor.session.id)
        if way is not None:
            entering.end(uow, way.id)
        fresh = sessions.create(uow, user_id)
        users.note_sign_in(uow, user_id)
    if way is not None:
        reply = _cookie(call, reply, _name(call), "")
    return with_session(call, reply, fresh.token)


def go_on(call: Call, session: sessions.SessionRow) -> str:
    """Open a fresh session in place of one that was just ended; gives its token.

    What is rendered from here on carries its form token.
    """
    with call.kontor.unit(SYSTEM) as uow:
        fresh = sessions.rotate(uow, session)
    row = sessions.resolve(call.kontor.storage, fresh.token, idle=call.web.settings.idle)
    if call.visitor is not None:
        call.visitor = replace(call.visitor, csrf=fresh.csrf_token, session=row)
    call.web.stream.wake()
    return fresh.token


def with_session(call: Call, reply: Reply, token: str) -> Reply:
    """Set the session's cookie; an empty token takes it away."""
    return _cookie(call, reply, call.web.settings.cookie, token)


def asking(call: Call) -> tuple[str, ...]:
    """Give the roles that need a second factor."""
    return call.kontor.definition.security.second_factor


def _name(call: Call) -> str:
    return f"{call.web.settings.cookie}-entry"


def _cookie(
    call: Call, reply: Reply, name: str, token: str, lasting: timedelta | None = None
) -> Reply:
    parts = [f"{name}={token}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if not token:
        parts.append("Max-Age=0")
    elif lasting is not None:
        parts.append(f"Max-Age={lasting // timedelta(seconds=1)}")
    if not call.web.settings.dev:
        parts.append("Secure")
    return reply.header("set-cookie", "; ".join(parts))
