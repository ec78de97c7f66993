"""Which list stands at an address: what forms beside a list need to know of it."""

from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.resources.addresses import list_url
from kontor_web.resources.asked import Scope
from kontor_web.ui import phrases

RELATIONSHIPS = "/relationships"


def scopes_of(info: ResourceInfo) -> list[Scope]:
    """Give the lists of a resource; that of customers leaves out suppliers, partners and press."""
    if info.entity != "customer":
        return [Scope.of(info)]
    return [
        Scope(info, list_url(info), info.label_plural, 'roles in ("customer", "prospect")'),
        Scope(info, RELATIONSHIPS, phrases.RELATIONSHIPS),
    ]


def scope_at(info: ResourceInfo, path: str) -> Scope:
    """Give the list at an address, the resource's first one where there is none."""
    found = scopes_of(info)
    return next((scope for scope in found if scope.path == path), found[0])
