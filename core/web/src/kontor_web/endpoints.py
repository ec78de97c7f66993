"""Endpoints: what a route must say about itself before it may be served.

Default deny: whoever declares an endpoint says who may call it, with which permission and how
often; a route that Litestar knows and this table does not fails the start (``check_routes``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Litestar

from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.terms import Terms

OPTION = "kontor"
"""Where a Litestar handler carries its endpoint."""


@dataclass(frozen=True, kw_only=True)
class Endpoint(Terms):
    """One method of one path: its terms, and what it does."""

    run: Callable[[Call], Reply]


class UndeclaredRoute(Exception):
    """A route that nobody declared; the message names it and the way to declare it."""


def check_routes(app: Litestar) -> list[Endpoint]:
    """Walk every route; raises UndeclaredRoute for one that was registered past ``mount``."""
    found: list[Endpoint] = []
    for route in app.routes:
        for handler in _handlers(route):
            if getattr(handler, "http_methods", None) == {"OPTIONS"}:
                continue  # Litestar's own: names the methods of a path, touches nothing
            endpoint = handler.opt.get(OPTION)
            if not isinstance(endpoint, Endpoint):
                raise UndeclaredRoute(
                    f"{route.path} has no audience, permission and rate class. "
                    "Declare it as an Endpoint; nothing else is served."
                )
            found.append(endpoint)
    return found


def _handlers(route: Any) -> list[Any]:
    return list(getattr(route, "route_handlers", ())) or [route.route_handler]
