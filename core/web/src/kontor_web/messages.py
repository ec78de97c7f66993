"""What a handler is given and what it answers: plain values, no framework type in them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, Any
from urllib.parse import parse_qsl

import msgspec

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_web.uploads import UploadForm, read_form

JSON = "application/json"
HTML = "text/html"
TEXT = "text/plain"
MOST_FIELDS = 1000


class Request:
    """One request, its body read completely; header names are lower case."""

    def __init__(
        self,
        *,
        method: str,
        path: str,
        query: bytes = b"",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        body: bytes = b"",
        client: str = "",
        secure: bool = False,
    ) -> None:
        self.method = method
        self.path = path
        self.query_string = query
        self.headers = headers or {}
        self.params = params or {}  # of the path
        self.body = body
        self.client = client
        self.secure = secure
        self.spooled: IO[bytes] | None = None  # the body of an upload, on disk

    @cached_property
    def query(self) -> dict[str, str]:
        """Give the query parameters; of a repeated one, the last."""
        return dict(self.query_items)

    @cached_property
    def query_items(self) -> list[tuple[str, str]]:
        return _pairs(self.query_string, "query")

    @cached_property
    def cookies(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in self.headers.get("cookie", "").split(";"):
            name, sign, value = part.strip().partition("=")
            if sign:
                found.setdefault(name, value)
        return found

    @cached_property
    def content_type(self) -> str:
        """Give the media type of the body without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def form(self) -> dict[str, list[str]]:
        """Give the fields of a form by name, in the order they came."""
        if self.spooled is not None:
            return self.uploaded.fields
        found: dict[str, list[str]] = {}
        if self.content_type == "application/x-www-form-urlencoded":
            for name, value in _pairs(self.body, "form"):
                found.setdefault(name, []).append(value)
        return found

    @cached_property
    def uploaded(self) -> UploadForm:
        """Give fields and files of an upload."""
        if self.spooled is None or self.content_type != "multipart/form-data":
            return UploadForm({}, {})
        return read_form(self.spooled, self.headers["content-type"])

    def close(self) -> None:
        """Let go of the files of an upload."""
        if self.spooled is not None:
            self.spooled.close()
            if "uploaded" in self.__dict__:
                for one in self.uploaded.files.values():
                    one.file.close()

    def field(self, name: str, default: str = "") -> str:
        """Give one field of the form; of a repeated one, the last."""
        values = self.form.get(name)
        return values[-1] if values else default

    @property
    def partial(self) -> bool:
        """Tell whether htmx asks for a fragment rather than for the page."""
        return self.headers.get("hx-request-type") == "partial"

    @property
    def by_htmx(self) -> bool:
        return "hx-request" in self.headers

    @property
    def here(self) -> str:
        """Give path and query as they were asked for."""
        query = self.query_string.decode("ascii", "replace")
        return f"{self.path}?{query}" if query else self.path


def _pairs(raw: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            raw.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise Invalid(L("Das ist kein UTF-8.", en="This is not UTF-8."), field=where) from None
    except ValueError:
        raise Invalid(
            L(f"Höchstens {MOST_FIELDS} Angaben.", en=f"At most {MOST_FIELDS} fields."),
            field=where,
        ) from None


@dataclass(slots=True)
class Reply:
    """An answer; ``headers`` may be added to, a name may come twice (cookies)."""

    body: bytes = b""
    status: int = 200
    media_type: str = JSON
    headers: list[tuple[str, str]] = field(default_factory=list)
    stream: AsyncIterator[bytes] | None = None  # instead of a body, for as long as it lasts

    def header(self, name: str, value: str) -> "Reply":
        self.headers.append((name, value))
        return self


_encode = msgspec.json.Encoder().encode


def as_json(data: Any, status: int = 200, media_type: str = JSON) -> Reply:
    return Reply(_encode(data), status, media_type)


def as_html(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, HTML)


def empty(status: int = 204) -> Reply:
    return Reply(status=status, media_type="")


def redirect(to: str, status: int = 303) -> Reply:
    """Send the browser to another page of ours; after a form it comes back with GET."""
    return Reply(status=status, media_type="", headers=[("location", to)])
