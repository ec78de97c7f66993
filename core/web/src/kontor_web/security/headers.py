"""The headers every answer carries, those of plugins and errors included."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
NO_STORE = (b"cache-control", b"no-store")
"""Most pages are somebody's; whoever knows better says so."""


def secured(given: list[tuple[bytes, bytes]], *, https: bool) -> list[tuple[bytes, bytes]]:
    """Add to the headers of an answer what it does not say itself."""
    said = {name for name, _ in given}
    headers = [*given, *(pair for pair in HEADERS if pair[0] not in said)]
    if https:
        headers.append(STRICT_TRANSPORT)
    if not any(name == b"cache-control" for name, _ in given):
        headers.append(NO_STORE)
    return headers
