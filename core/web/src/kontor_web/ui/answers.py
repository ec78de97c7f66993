"""What a page answers besides HTML: toasts, refreshed boxes, a closed dialog, a way on."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kontor_web.messages import Reply, as_html, empty, redirect
from kontor_web.ui.views import Toast

if TYPE_CHECKING:
    from kontor_web.calls import Call

TOAST_COOKIE = "k_toast"


def render(call: "Call", template: str, status: int = 200, /, **context: object) -> Reply:
    """Render a template in the language of the call."""
    return as_html(call.web.pages.render(call.locale, template, **context), status)


def tell(reply: Reply, events: Mapping[str, Any]) -> Reply:
    """Add events for the page's scripts: ``{"k:refresh": {"names": [...]}}``."""
    before = [value for name, value in reply.headers if name == "hx-trigger"]
    merged = {**(json.loads(before[0]) if before else {}), **events}
    reply.headers = [(n, v) for n, v in reply.headers if n != "hx-trigger"]
    return reply.header("hx-trigger", json.dumps(merged))  # a header is ASCII


def toast(reply: Reply, text: str, *, kind: str = "ok", undo_url: str | None = None) -> Reply:
    return tell(reply, {"k:toast": Toast(text=text, kind=kind, undo_url=undo_url).as_json()})


def done(*events: str, text: str = "") -> Reply:
    """Close the dialog and refresh the boxes that wait for these events; nothing is swapped."""
    reply = tell(empty(), {"k:close-dialog": True})
    if events:
        reply = tell(reply, {"k:refresh": {"names": list(events)}})
    return toast(reply, text) if text else reply


def go(call: "Call", to: str) -> Reply:
    """Send the browser on: by htmx's own header where htmx asked."""
    if call.request.by_htmx:
        return empty().header("hx-redirect", to)
    return redirect(to)
