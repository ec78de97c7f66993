"""What `kontor ui build` made: hashed names for pages, files with headers for the asset route."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

DIST = Path(__file__).parent / "dist"
PREFIX = "/assets/"
ENTRY = "kontor.js"  # plugins import it by this name, so it is served un-hashed as well

_MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))  # best first
_IMMUTABLE = "public, max-age=31536000, immutable"


class AssetsMissing(Exception):
    """The front end has not been built, or not completely."""


@dataclass(frozen=True, slots=True)
class AssetFile:
    """An answer of the asset route, whatever framework gives it."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]
    etag: str | None = None  # only what is not immutable needs one


def read_built(name: str, folder: Path = DIST) -> dict[str, str]:
    """Read a JSON file of the build, or say how to get it."""
    try:
        found: dict[str, str] = json.loads((folder / name).read_text("utf-8"))
    except FileNotFoundError:
        raise AssetsMissing(
            f"The web UI has not been built: {folder / name} is missing. Run `kontor ui build`."
        ) from None
    return found


@cache
def manifest() -> Mapping[str, str]:
    """Give the file of every name: ``{"kontor.css": "kontor-6QF2.css"}``."""
    return read_built("manifest.json")


def asset(name: str) -> str:
    """Give the address of an asset by its plain name."""
    try:
        return PREFIX + manifest()[name]
    except KeyError:
        known = ", ".join(sorted(manifest()))
        raise AssetsMissing(
            f"No asset is called {name!r}; there are {known}. "
            "Check the name, or run `kontor ui build` after adding a file."
        ) from None


def resolve(name: str, accept_encoding: str = "") -> AssetFile | None:
    """Find the file behind ``/assets/<name>``; None for whatever the build did not write.

    Only names of the manifest are looked up, so no path can be climbed.
    """
    if name == ENTRY:
        return _shim()
    if name not in _files():
        return None
    encoding, suffix = _negotiate(name, accept_encoding)
    headers = {
        "Cache-Control": _IMMUTABLE,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    return AssetFile(_read(name + suffix), _MEDIA_TYPES[Path(name).suffix], headers)


@cache
def _files() -> frozenset[str]:
    return frozenset(manifest().values())


@cache
def _read(name: str) -> bytes:
    return (DIST / name).read_bytes()


@cache
def _compressed(name: str) -> bool:
    return (DIST / f"{name}.br").is_file()


def _negotiate(name: str, accept_encoding: str) -> tuple[str, str]:
    if not _compressed(name):
        return "", ""
    accepted = {}
    for part in accept_encoding.lower().split(","):
        token, _, quality = part.strip().partition(";")
        accepted[token.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00")
    for encoding, suffix in _ENCODINGS:
        if accepted.get(encoding, accepted.get("*", False)):
            return encoding, suffix
    return "", ""


@cache
def _shim() -> AssetFile:
    # one module instance: the page loads the hashed file, and so must everybody else
    content = f'export * from "{asset(ENTRY)}";\n'.encode()
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    etag = f'"{sha256(content).hexdigest()[:16]}"'
    return AssetFile(content, _MEDIA_TYPES[".js"], headers | {"ETag": etag}, etag)
