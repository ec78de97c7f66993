"""Default deny: every route says who may call it, and means it."""

import pytest
from litestar import Litestar, get

from kontor_sdk.testing.kit import Kontor
from kontor_web.endpoints import Endpoint, UndeclaredRoute, check_routes
from kontor_web.routes import all_endpoints

PUBLIC = {
    "GET /health",
    "GET /favicon.ico",
    "GET /assets/{name:str}",
    "GET /branding.css",
    "GET /login",
    "GET /login/step",
    "POST /login",
    "POST /login/step",
    "GET /ui/language",
    "GET /ui/theme",
    "GET /welcome/{token:str}",  # a secret address, for the invited
    "POST /welcome/{token:str}",
    "GET /assets/p/{key:str}/{mark:str}/{name:path}",  # files of plugins: code, no data
    "GET /x/tasks/feed/{token:str}",  # a secret address, for calendars
}


def test_a_route_registered_past_the_table_fails_the_start() -> None:
    @get("/back-door")
    async def back_door() -> str:
        return ""

    with pytest.raises(UndeclaredRoute, match="/back-door has no audience, permission and rate"):
        check_routes(Litestar([back_door], openapi_config=None, logging_config=None))


@pytest.mark.plugins("transactions")
def test_only_these_routes_are_public(kontor: Kontor) -> None:
    endpoints = all_endpoints(kontor.app)

    assert {one.name for one in endpoints if one.audience == "public"} == PUBLIC


@pytest.mark.plugins("transactions")
def test_owasp_api9_nobody_gets_past_any_other_route(kontor: Kontor) -> None:
    client = kontor.client()
    for endpoint in all_endpoints(kontor.app):
        if endpoint.audience == "public":
            continue

        answer = client.request(endpoint.method, _address(endpoint))

        turned_away = answer.status_code == 401 or (
            answer.status_code == 303 and answer.headers["location"].startswith("/login?")
        )
        assert turned_away, endpoint.name


@pytest.mark.plugins("transactions")
def test_every_change_by_cookie_needs_the_csrf_token(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user(role="administrator"))
    del client.headers["x-csrf-token"]
    for endpoint in all_endpoints(kontor.app):
        if endpoint.audience == "public" or not endpoint.changes:
            continue
        kind = endpoint.accepts[0] if endpoint.accepts else ""
        headers = {"content-type": f"{kind}; boundary=x"} if kind else {}
        body = b"--x--\r\n" if endpoint.upload else b""

        answer = client.request(endpoint.method, _address(endpoint), headers=headers, content=body)

        assert answer.status_code == 403, endpoint.name


def _address(endpoint: Endpoint) -> str:
    some = {
        "{resource:str}": "customers",
        "{record_id:str}": "0190b6f0-0000-7000-8000-000000000001",
        "{field:str}": "name",
        "{slot:str}": "notes.write",
        "{name:path}": "list",
    }
    path = endpoint.path
    for place, value in some.items():
        path = path.replace(place, value)
    return path
