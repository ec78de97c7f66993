"""What may come in: media types that were asked for, JSON of bounded depth."""

import re
from collections.abc import Collection
from typing import Any

import msgspec

from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import L
from kontor_web.messages import Request

JSON_TYPES = ("application/json",)
FORM_TYPES = ("application/x-www-form-urlencoded",)
UPLOAD_TYPES = ("multipart/form-data",)

MOST_BYTES = 1_000_000
MOST_DEPTH = 32

# possessive, and the closing quote may be missing: one pass whatever comes in
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


class UnsupportedMediaType(KontorError):
    """A body in a form nobody asked for; a browser could send it without asking first."""

    status = 415
    code = "unsupported_media_type"


class TooLarge(KontorError):
    status = 413
    code = "too_large"


def check_type(request: Request, accepts: Collection[str]) -> None:
    """Raise UnsupportedMediaType unless the body is of a declared type."""
    if not request.body and not request.content_type and (not accepts or accepts == FORM_TYPES):
        return  # a button without fields, a DELETE
    if request.content_type in accepts:
        return
    wanted = ", ".join(accepts) or "-"
    given = request.content_type or "-"
    raise UnsupportedMediaType(
        L(
            f"Der Inhaltstyp {given} wird hier nicht angenommen; erwartet: {wanted}.",
            en=f"The content type {given} is not accepted here; expected: {wanted}.",
        )
    )


def read_json(request: Request) -> Any:
    """Decode the body; raises Invalid for anything that is not JSON of bounded depth."""
    if _depth(request.body) > MOST_DEPTH:
        raise Invalid(
            L(
                f"JSON ist höchstens {MOST_DEPTH} Ebenen tief.",
                en=f"JSON is at most {MOST_DEPTH} levels deep.",
            ),
            field="body",
        )
    try:
        return msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(
            L(f"Das ist kein gültiges JSON: {error}.", en=f"This is not valid JSON: {error}."),
            field="body",
        ) from None


def read_object(request: Request) -> dict[str, Any]:
    """Decode a body that must be a JSON object."""
    data = read_json(request)
    if not isinstance(data, dict):
        raise Invalid(
            L("Erwartet wird ein JSON-Objekt.", en="A JSON object is expected."), field="body"
        )
    return data


def _depth(body: bytes) -> int:
    """Give how deep the brackets of a JSON text are nested, before any library follows them."""
    opening = body.count(b"[") + body.count(b"{")
    if opening <= MOST_DEPTH:
        return opening
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", body)):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest
