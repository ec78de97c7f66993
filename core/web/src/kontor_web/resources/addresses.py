"""Where things are: one place that makes the addresses of lists, records and fragments."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

from kontor_core.hooks.declarations.contexts import ListRef, RecordRef, Target
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.verbs import Resources

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def list_url(info: ResourceInfo) -> str:
    """``/customers``, ``/x/transactions/orders``."""
    local = info.name.rpartition(".")[2]
    return f"/{local}" if info.declaration.key == CORE else f"/x/{info.declaration.key}/{local}"


def record_url(info: ResourceInfo, record_id: str) -> str:
    return f"{list_url(info)}/{record_id}"


def board_url(key: str, local: str) -> str:
    """Give where a board of a plugin stands."""
    return f"/x/{key}/board/{local}"


def fragment(info: ResourceInfo, record_id: str, *parts: str) -> str:
    """Give the address of a piece of a record's page."""
    return "/".join((f"/ui/{info.name}/{record_id}", *(quote(part, safe=".") for part in parts)))


def with_query(path: str, items: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in items if value])
    return f"{path}?{query}" if query else path


def address_of(target: Target, resources: Resources) -> str | None:
    """Give where a link leads; None for a record without a page and for what is no safe address."""
    if isinstance(target, RecordRef):
        info = resources.of_entity(target.entity)
        return record_url(info, target.id) if info is not None else None
    if isinstance(target, ListRef):
        info = resources.of_entity(target.entity)
        path = list_url(info) if info is not None else None
        return path and with_query(path, [("filter", target.filter)])
    return safe_url(target)


def safe_url(url: str) -> str | None:
    """Give an address that may stand in a link; None for scripts, data and foreign schemes."""
    url = url.strip()
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return url
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return None
    return url if scheme in _SCHEMES else None


def own_path(url: str) -> str:
    """Give a path on this very server to go on to; ``/`` for anything else."""
    printable = url.isascii() and url.isprintable()
    if printable and url.startswith("/") and not url.startswith("//") and "\\" not in url:
        return url
    return "/"
