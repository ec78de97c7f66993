"""``/assets/<name>``: only what the build wrote; compressed files as they lie there."""

from kontor_core.foundation.errors import NotFound
from kontor_web.calls import Call
from kontor_web.messages import Reply, empty
from kontor_web.ui.assets import resolve


def asset(call: Call) -> Reply:
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
