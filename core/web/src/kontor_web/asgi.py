"""KontorApp -> ASGI: routes from endpoints, the edge around them; wiring only."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from litestar import Litestar, Response
from litestar import Request as LitestarRequest
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse

from kontor_core.app import KontorApp
from kontor_core.foundation.errors import KontorError
from kontor_web.answering import answer, failure
from kontor_web.calls import Call
from kontor_web.compression import compressed
from kontor_web.edge import CALL_ID, Edge
from kontor_web.endpoints import OPTION, Endpoint, check_routes
from kontor_web.lanes import Lane, pool_lane
from kontor_web.live.ending import before_ending
from kontor_web.messages import Reply, Request
from kontor_web.patience import LeftBehind, gave_up
from kontor_web.problems import known, routing_error
from kontor_web.receiving import receive, without_body
from kontor_web.routes import all_endpoints, nowhere
from kontor_web.security.hosts import Hosts
from kontor_web.web import Web, WebSettings

Asked = LitestarRequest[Any, Any, Any]


def make_asgi(
    kontor: KontorApp,
    settings: WebSettings | None = None,
    *,
    extra: Iterable[Endpoint] = (),
) -> Edge:
    """Make the ASGI application of an opened Kontor.

    Raises UndeclaredRoute when a route says nothing of its audience, permission and rate class.
    """
    settings = settings or WebSettings()
    lane = pool_lane(sqlite=kontor.database.is_sqlite)
    web = Web.of(kontor, settings, lane)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        kontor.start_worker()
        with before_ending(web.stream.close):
            yield
        web.stream.close()
        lane.close()
        kontor.close()

    app = Litestar(
        [_handler(web, lane, endpoint) for endpoint in (*all_endpoints(kontor), *extra)],
        lifespan=[lifespan],
        exception_handlers={Exception: _not_routed(web)},
        openapi_config=None,  # its pages load scripts from foreign hosts; ours is /api/openapi.json
        debug=False,
        logging_config=None,
        request_max_body_size=None,  # bounded for each endpoint, in ``receiving.py``
    )
    check_routes(app)
    return Edge(app, Hosts(settings.hosts), web)


def _handler(web: Web, lane: Lane, endpoint: Endpoint) -> HTTPRouteHandler:
    async def run(request: Asked) -> ASGIResponse:
        call_id = _call_id(request)
        try:
            if endpoint.upload:  # nobody fills our disk before they have signed in
                bare = Call(web, endpoint, without_body(request, web.settings), call_id)
                await lane.run(lambda: bare.actor)
            received = await receive(request, endpoint, web.settings)
            reply = await _in_time(web, lane, endpoint, received, call_id)
        except KontorError as error:  # too large, too many waiting: told without a thread
            told = Call(web, endpoint, without_body(request, web.settings), call_id)
            reply = failure(told, error)
        return _response(reply, head=request.scope["method"] == "HEAD")

    methods = ["GET", "HEAD"] if endpoint.method == "GET" else [endpoint.method]
    return HTTPRouteHandler(
        endpoint.path,
        http_method=methods,  # type: ignore[arg-type]  # HEAD is one of its methods
        name=endpoint.name,
        opt={OPTION: endpoint},
        status_code=200,
    )(run)


async def _in_time(
    web: Web, lane: Lane, endpoint: Endpoint, request: Request, call_id: str
) -> Reply:
    """Answer although a plugin hangs: what only reads is done again, without that plugin."""
    while True:
        call = Call(web, endpoint, request, call_id)
        try:
            return await web.patience.served(call, lane.run(partial(_served, call, endpoint)))
        except LeftBehind as error:
            if endpoint.changes:
                raise gave_up(error) from error


def _served(call: Call, endpoint: Endpoint) -> Reply:
    try:
        return compressed(answer(call, endpoint.run), call.request)
    finally:
        call.request.close()


def _not_routed(web: Web) -> Any:
    """Answer where no endpoint was reached: unknown paths, methods a path does not have."""

    def handle(request: Asked, error: Exception) -> Response[bytes]:
        call_id = _call_id(request)
        told = routing_error(error) if isinstance(error, HTTPException) else None
        if told is None:
            told = known(error, call_id, request.scope["path"])
        received = without_body(request, web.settings)
        reply = failure(Call(web, nowhere(received.path), received, call_id), told)
        made = Response(reply.body, status_code=reply.status, media_type=reply.media_type or None)
        for name, value in reply.headers:
            made.headers[name] = value
        return made

    return handle


def _call_id(request: Asked) -> str:
    scope: Any = request.scope
    return str(scope[CALL_ID])  # put there by the edge


def _response(reply: Reply, *, head: bool = False) -> ASGIResponse:
    if reply.stream is not None:
        return ASGIStreamingResponse(
            iterator=reply.stream,
            status_code=reply.status,
            media_type=reply.media_type,
            headers=dict(reply.headers),
        )
    return ASGIResponse(
        body=b"" if head else reply.body,
        content_length=len(reply.body) if head else None,
        status_code=reply.status,
        media_type=reply.media_type or None,
        headers=reply.headers,
        is_head_response=head,
    )
