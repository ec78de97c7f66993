"""The outermost layer: host names, request ids and headers, for whatever lies inside."""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from kontor_web.security.headers import secured
from kontor_web.security.hosts import Hosts

if TYPE_CHECKING:
    from kontor_web.web import Web

Scope = Any
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CALL_ID = "kontor_call"
"""Key of the scope that holds the request's id."""


class Edge:
    """Wraps the application; plain ASGI, since nothing may be able to leave without it."""

    def __init__(self, inner: App, hosts: Hosts, web: "Web") -> None:
        self.web = web  # what lies behind it, for whoever made it
        self._inner = inner
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        call_id = secrets.token_hex(8)
        scope[CALL_ID] = call_id
        https = scope.get("scheme") == "https"

        async def send_secured(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = secured(list(message["headers"]), https=https)
                headers.append((b"x-request-id", call_id.encode()))
                message["headers"] = headers
            await send(message)

        if not self._hosts.allow(_host(scope)):
            await _plainly(send_secured, 421, b"This server does not answer to that host name.\n")
            return
        await self._inner(scope, receive, send_secured)


def _host(scope: Scope) -> bytes | None:
    found = [value for name, value in scope["headers"] if name == b"host"]
    return found[0] if len(found) == 1 else None


async def _plainly(send: Send, status: int, text: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(text)),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
