"""From an ASGI request to ours: headers as text, the body read up to its bound."""

from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from litestar import Request as LitestarRequest

from kontor_core.foundation.i18n import L
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Request
from kontor_web.security.content import MOST_BYTES, TooLarge
from kontor_web.web import WebSettings

Asked = LitestarRequest[Any, Any, Any]


def without_body(request: Asked, settings: WebSettings) -> Request:
    scope = request.scope
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"],
        headers=headers,
        params={name: str(value) for name, value in scope.get("path_params", {}).items()},
        client=client_of(scope["client"], headers, settings),
        secure=scope["scheme"] == "https",
    )


async def receive(request: Asked, endpoint: Endpoint, settings: WebSettings) -> Request:
    """Read a request with its body; raises TooLarge once it exceeds the endpoint's bound."""
    received = without_body(request, settings)
    if endpoint.upload:
        received.spooled = await _spooled(request, received, endpoint.most_bytes)
    elif endpoint.changes:
        received.body = await _body(request, received, endpoint.most_bytes)
    return received


async def _body(request: Asked, received: Request, most: int) -> bytes:
    return b"".join([part async for part in _parts(request, received, most)])


async def _spooled(request: Asked, received: Request, most: int) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=MOST_BYTES)  # noqa: SIM115  # closed with the request
    async for part in _parts(request, received, most):
        file.write(part)
    file.seek(0)
    return file


async def _parts(request: Asked, received: Request, most: int) -> AsyncIterator[bytes]:
    told = received.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise too_large(most)
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_large(most)
        yield part


def too_large(most: int) -> TooLarge:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return TooLarge(L(f"Höchstens {size} werden angenommen.", en=f"At most {size} are accepted."))


def client_of(peer: tuple[str, int] | None, headers: dict[str, str], settings: WebSettings) -> str:
    """Give the caller's address; forwarded ones are believed from our own proxies only."""
    address = peer[0] if peer else ""
    if address in settings.proxies:
        hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop]
        for hop in reversed(hops):
            if hop not in settings.proxies:
                return hop
    return address
