"""What holds for every answer: headers, host names, sizes, content types, no tracebacks."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    "path", ["/login", "/", "/customers", "/health", "/api/customers", "/nothing", "/api/nothing"]
)
def test_asv_3_4_every_answer_carries_the_headers(kontor: Kontor, path: str) -> None:
    answer = kontor.client().get(path)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert len(answer.headers["x-request-id"]) == 16


def test_assets_may_be_kept_for_ever(kontor: Kontor) -> None:
    client = kontor.client()
    page = client.get("/login").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]

    found = client.get(address, headers={"accept-encoding": "identity"})

    assert found.status_code == 200
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert found.headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize("name", ["../views.py", "..%2Fviews.py", "manifest.json", "nothing.css"])
def test_assets_are_those_of_the_build_and_nothing_else(kontor: Kontor, name: str) -> None:
    assert kontor.client().get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", ""])
def test_foreign_host_names_are_refused(kontor: Kontor, host: str) -> None:
    answer = kontor.client().get("/login", headers={"host": host})

    assert answer.status_code == 421
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_own_host_names_work_with_any_port(kontor: Kontor, host: str) -> None:
    assert kontor.client().get("/login", headers={"host": host}).status_code == 200


def test_a_body_over_a_megabyte_is_refused(kontor: Kontor, api: Api) -> None:
    client = api(kontor.user(role="administrator"))

    answer = client.post("/api/customers", json={"name": "x" * 1_000_001})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "text/xml", ""]
)
def test_the_api_takes_json_only(kontor: Kontor, api: Api, content_type: str) -> None:
    client = api(kontor.user(role="administrator"))
    headers = {"content-type": content_type} if content_type else {}

    answer = client.post("/api/customers", content=b'{"name": "Alster"}', headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert kontor.visible("customer") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"name": NaN}',
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"name": "' + b'\\"' * 300_000,
    ],
)
def test_bad_json_is_refused_in_words(kontor: Kontor, api: Api, body: bytes) -> None:
    client = api(kontor.user(role="administrator"))

    answer = client.post(
        "/api/customers", content=body, headers={"content-type": "application/json"}
    )

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["body"])


@pytest.mark.parametrize("name", ["A\\u0000B", "\\ud800", "A\\u0007"])
def test_what_no_database_keeps_is_refused_at_its_field(
    kontor: Kontor, api: Api, name: str
) -> None:
    client = api(kontor.user(role="administrator"))

    answer = client.post(
        "/api/customers",
        content=f'{{"name": "{name}"}}'.encode(),
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert kontor.visible("customer") == []


def test_a_fault_of_kontor_is_told_without_its_traceback(
    kontor: Kontor, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    client = api(kontor.user(role="administrator"))
    kontor.app.resources.page = None  # type: ignore[method-assign,assignment]  # a fault, planted

    answer = client.get("/api/customers")

    assert answer.status_code == 500
    assert answer.json()["detail"] == "An error occurred in Kontor. Please quote the error id."
    assert "Traceback" not in answer.text
    assert f"id={answer.headers['x-request-id']}" in caplog.text


def test_other_methods_are_405(kontor: Kontor, api: Api) -> None:
    answer = api(kontor.user()).put("/api/customers", json={})

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
