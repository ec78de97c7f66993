"""Everything that is served: one list of endpoints, so that nothing is served by accident."""

from kontor_core.app import KontorApp
from kontor_web.api import health, me, records
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint, Surface
from kontor_web.messages import Reply
from kontor_web.openapi import document
from kontor_web.ui import login


def all_endpoints(kontor: KontorApp) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/health",
            run=health.health,
            audience="public",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="GET",
            path="/api/me",
            run=me.me,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="GET",
            path="/api/openapi.json",
            run=document.openapi,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        *records.endpoints(),
        *login.endpoints(),
    ]


def nowhere(path: str) -> Endpoint:
    """Give the endpoint of an address that has none: it decides how the error looks."""
    surface: Surface = "page"
    if path.startswith("/api/") or path == "/health":
        surface = "api"
    elif path.startswith("/ui/"):
        surface = "fragment"
    elif path.startswith("/assets/"):
        surface = "file"
    return Endpoint(
        method="GET",
        path=path,
        run=_nothing,
        audience="public",
        permission="",
        rate="page",
        surface=surface,
    )


def _nothing(call: Call) -> Reply:
    raise LookupError(f"{call.request.path} is never handled")
