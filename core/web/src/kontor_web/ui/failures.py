"""Errors for people: a page, a fragment with a toast, a bare line; never a traceback."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kontor_core.foundation.errors import KontorError, NotFound
from kontor_web.messages import TEXT, Reply, as_html, redirect
from kontor_web.problems import headers_of
from kontor_web.ui.answers import toast
from kontor_web.ui.theme import theme_of
from kontor_web.ui.views import ErrorView

if TYPE_CHECKING:
    from kontor_web.calls import Call

LOGIN = "/login"


def failure_page(call: "Call", error: KontorError) -> Reply:
    """Tell an error where a person reads it."""
    surface = call.endpoint.surface
    if surface == "file":
        reply = Reply(f"{error.text(call.locale)}\n".encode(), error.status, TEXT)
    elif surface == "fragment" or call.request.partial:
        # faults.js says what a 401 means and keeps what was typed
        reply = as_html("", error.status).header("hx-reswap", "none")
        if error.status != 401:
            reply = toast(reply, _told(call, error), kind="error")
    elif error.status == 401:
        back = call.request.here if call.request.method == "GET" else "/"
        reply = redirect(f"{LOGIN}?{urlencode({'next': back})}")
    else:
        view = ErrorView(
            status=error.status,
            # which record is missing is told by its technical name, that is for programs
            text=""
            if error.status == 500 or isinstance(error, NotFound)
            else error.text(call.locale),
            error_id=call.id if error.status >= 500 else "",
            theme=theme_of(call.request),
        )
        page = call.web.pages.render(call.locale, "core/error.html", error=view)
        reply = as_html(page, error.status)
    if error.status != 401:
        reply.headers += headers_of(error)
    return reply


def _told(call: "Call", error: KontorError) -> str:
    text = error.text(call.locale)
    return f"{text} ({call.id})" if error.status >= 500 else text
