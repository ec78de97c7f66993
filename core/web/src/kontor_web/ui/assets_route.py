"""``/assets/``: only what the build wrote and what plugins declare; and the company's colours."""

from pathlib import Path

from kontor_core.foundation.errors import NotFound
from kontor_web.calls import Call
from kontor_web.messages import Reply, empty
from kontor_web.ui.assets import resolve
from kontor_web.ui.branding import stylesheet
from kontor_web.ui.plugin_assets import MEDIA_TYPES

FAVICON = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
<rect width="24" height="24"
rx="6" fill="#0f6b68"/><path d="M6 18V9.5L12 6l6 3.5V18M9 18v-5h6v5" fill="none" stroke="#fff"
stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>"""
_DAY = "public, max-age=86400"
_YEAR = "public, max-age=31536000, immutable"


def favicon(call: Call) -> Reply:
    """Browsers ask for it whether a page names one or not."""
    return Reply(FAVICON, 200, "image/svg+xml").header("cache-control", _DAY)


def branding_css(call: Call) -> Reply:
    text = stylesheet(call.kontor.definition.branding)
    return Reply(text.encode(), 200, "text/css").header("cache-control", _YEAR)


def asset(call: Call) -> Reply:
    """Give a built file, compressed as it lies there."""
    name = call.param("name")
    found = resolve(name, call.request.headers.get("accept-encoding", ""))
    if found is None:
        raise NotFound("asset", name)
    if found.etag and found.etag in call.request.headers.get("if-none-match", ""):
        return empty(304).header("etag", found.etag)
    headers = [(key.lower(), value) for key, value in found.headers.items()]
    # the edge adds nosniff to everything
    headers = [(key, value) for key, value in headers if key != "x-content-type-options"]
    media_type, _, _ = found.media_type.partition(";")
    return Reply(found.content, 200, media_type, headers)


def plugin_asset(call: Call) -> Reply:
    """Give a file of a plugin; its address changes when any of that plugin's files does."""
    name = call.param("name").lstrip("/")
    content = call.web.assets.found(call.param("key"), call.param("mark"), name)
    if content is None:
        raise NotFound("asset", name)
    return Reply(content, 200, MEDIA_TYPES[Path(name).suffix]).header("cache-control", _YEAR)
