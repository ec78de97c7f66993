"""Own endpoints, for what resources, pages and actions cannot say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from kontor_core.hooks.declarations.actions import ActionResult
from kontor_core.hooks.declarations.contexts import ActionContext
from kontor_core.hooks.declarations.ui import Rendered
from kontor_core.hooks.declarations.views import Document

Audience = Literal["staff", "public"]
Rate = Literal["page", "write", "heavy", "login"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
RouteFn = Callable[[ActionContext], Rendered | ActionResult | Document | Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class Route:
    """One endpoint at ``/x/<key>/<path>``; audience, permission and rate class must be said.

    ``handler`` gets path and query parameters as ``ctx.params``. It answers view objects, an
    action's result, a ``Document`` for a frame, or a mapping that becomes JSON. ``permission`` is
    a permission in full, or ``""`` for a route that needs none beyond its audience. A public route
    acts as the plugin's own service, so it checks itself what it was given: a secret in its
    address. With ``upload`` it takes forms with files of at most 25 MB (``multipart/form-data``),
    handed on as ``ctx.files``.
    """

    path: str  # may hold ``{name:str}``
    handler: RouteFn
    audience: Audience  # who is signed in, or everybody
    permission: str
    rate: Rate  # how often it may be asked
    method: Method = "GET"  # one that changes things is guarded against foreign pages
    upload: bool = False
