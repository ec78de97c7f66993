"""The stable surface of Kontor for plugin authors; importing it costs next to nothing.

``kontor_sdk.ui`` holds slots and view objects, ``kontor_sdk.flow`` what happens by itself,
``kontor_sdk.models`` tables and queries (it brings the storage stack).
"""

from kontor_core.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KontorError,
    NotFound,
    Refused,
    Stale,
)
from kontor_core.foundation.i18n import L, Label, Locale
from kontor_core.foundation.secrets import from_environment
from kontor_core.hooks.declarations.entities import Entity, Facet, Resource, Scope
from kontor_core.hooks.declarations.rights import Permission, RoleTemplate
from kontor_core.hooks.declarations.settings import Settings
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl, hookspec

__all__ = [
    "Conflict",
    "Entity",
    "Facet",
    "Forbidden",
    "Invalid",
    "KontorError",
    "L",
    "Label",
    "Locale",
    "NotFound",
    "Permission",
    "Plugin",
    "PluginInfo",
    "Refused",
    "Resource",
    "RoleTemplate",
    "Scope",
    "Settings",
    "Stale",
    "from_environment",
    "hookimpl",
    "hookspec",
]
