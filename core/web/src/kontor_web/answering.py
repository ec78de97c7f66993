"""What happens around every handler, in this order: limits, who, from where, what, may they.

Runs in a lane. A handler is reached only when all of it holds; whatever is raised becomes an
answer of the endpoint's surface.
"""

from collections.abc import Callable

from kontor_core.foundation.access.identities import acting_as
from kontor_core.foundation.errors import Forbidden, KontorError
from kontor_core.foundation.i18n import L, use_locale
from kontor_core.foundation.storage.unit_of_work import ONLY_LOOKING
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.problems import known, problem
from kontor_web.security.confirming import NotConfirmed, confirm
from kontor_web.security.content import check_type
from kontor_web.security.csrf import check_origin, check_token
from kontor_web.security.repeating import once
from kontor_web.ui.confirm_page import ask_to_confirm
from kontor_web.ui.failures import failure_page


def answer(call: Call, run: Callable[[Call], Reply]) -> Reply:
    """Carry out what was called, if it may be."""
    try:
        check(call)
        with use_locale(call.locale):
            visitor = call.visitor if call.endpoint.audience == "staff" else None
            if visitor is None:
                return run(call)
            with acting_as(visitor.actor):
                reply = once(call, run)
            if call.endpoint.changes:
                call.web.badges.forget(visitor.actor.id)
            return reply
    except Exception as error:  # noqa: BLE001  # the border: nothing may leave as a traceback
        return failure(call, known(error, call.id, call.endpoint.name))


def check(call: Call) -> None:
    """Raise unless the call may be handled."""
    endpoint, request = call.endpoint, call.request
    call.web.limits.take(endpoint.rate, request.client)
    if endpoint.audience == "staff":
        actor = call.actor  # raises Unauthenticated
        if endpoint.permission and not actor.profile.may(endpoint.permission):
            raise Forbidden(
                L(
                    f"Dafür fehlt das Recht {endpoint.permission}.",
                    en=f"This needs the permission {endpoint.permission}.",
                )
            )
    if endpoint.changes:
        if endpoint.audience == "staff" and not endpoint.while_viewing:
            check_not_viewing(call)
        check_type(request, endpoint.accepts)
        by_cookie = endpoint.audience == "public" or (call.visitor and call.visitor.by_cookie)
        if by_cookie:
            check_origin(request)
        if endpoint.audience == "staff" and by_cookie:
            check_token(request, call.csrf)
    if endpoint.confirm:
        confirm(call)


def check_not_viewing(call: Call) -> None:
    """Raise Forbidden for one who looks as somebody else: nothing is done in another's name."""
    if call.visitor is not None and call.visitor.viewer is not None:
        raise Forbidden(ONLY_LOOKING)


def failure(call: Call, error: KontorError) -> Reply:
    """Tell an error in the form its surface is read in."""
    if call.endpoint.surface == "api" or "authorization" in call.request.headers:
        return problem(error, call.locale, call.id)
    if isinstance(error, NotConfirmed):
        return ask_to_confirm(call, error)
    return failure_page(call, error)
