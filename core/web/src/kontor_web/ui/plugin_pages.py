"""Pages and endpoints of plugins below ``/x/<key>/``, each with its own guard."""

from functools import partial
from typing import BinaryIO, cast

from kontor_core.app import KontorApp
from kontor_core.foundation.access.identities import acting_as
from kontor_core.foundation.errors import Invalid, NotFound
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.storage.blobs import MOST_BYTES as LARGEST_FILE
from kontor_core.hooks.declarations.actions import Done, Download, Redirect
from kontor_core.hooks.declarations.contexts import UploadedFile
from kontor_core.hooks.declarations.routes import Route
from kontor_core.hooks.declarations.ui import Crumb as CrumbSpec
from kontor_core.hooks.declarations.ui import Layout, Page
from kontor_core.hooks.declarations.views import Document
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json
from kontor_web.resources.acting import STALE, answered, framed
from kontor_web.resources.addresses import address_of, with_query
from kontor_web.security.content import (
    FORM_TYPES,
    JSON_TYPES,
    MOST_BYTES,
    UPLOAD_TYPES,
    read_object,
)
from kontor_web.ui.answers import render
from kontor_web.ui.blocks import Blocks
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.slots import action_context, allowed, context, guarded
from kontor_web.ui.views import Card, Crumb, PageView

_PAGE_BUDGET = 2.0
_MOST_UPLOAD = LARGEST_FILE + 100_000  # a file of the largest size, and the form around it


def endpoints(kontor: KontorApp) -> list[Endpoint]:
    pages = [
        Endpoint(
            method="GET",
            path=f"/x/{owned.owner}/{owned.spec.path.strip('/')}",
            run=partial(show_page, owned=owned),
            audience="staff",
            permission=owned.spec.requires or "",
            rate="page",
            surface="page",
        )
        for owned in kontor.registries.specs(Page)
    ]
    routes = [
        Endpoint(
            method=owned.spec.method,
            path=f"/x/{owned.owner}/{owned.spec.path.strip('/')}",
            run=partial(run_route, owned=owned),
            audience=owned.spec.audience,
            permission=owned.spec.permission,
            rate=owned.spec.rate,
            surface="page" if owned.spec.method == "GET" else "fragment",
            accepts=_accepts(owned.spec),
            most_bytes=_MOST_UPLOAD if owned.spec.upload else MOST_BYTES,
            upload=owned.spec.upload,
        )
        for owned in kontor.registries.routes
    ]
    card = Endpoint(
        method="GET",
        path="/ui/page/{slot:str}",
        run=show_card,
        audience="staff",
        permission="",
        rate="page",
        surface="fragment",
    )
    return [*pages, card, *routes]


def _accepts(route: Route) -> tuple[str, ...]:
    if route.method in ("GET", "DELETE"):
        return ()
    return UPLOAD_TYPES if route.upload else (*FORM_TYPES, *JSON_TYPES)


def show_page(call: Call, owned: Owned[Page]) -> Reply:
    """Show a page that a plugin renders; one that fails leaves frame and error id."""
    spec = owned.spec
    title = text_of(spec.title, call.locale)
    narrow = spec.layout is Layout.NARROW
    page = PageView(title=title, cards=(_card(call, owned),), narrow=narrow)
    crumbs = (
        *(_crumb(call, one) for one in spec.crumbs),
        Crumb(label=title),
    )
    frame = shell(call, title, crumbs=crumbs)
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def _crumb(call: Call, spec: CrumbSpec) -> Crumb:
    to = address_of(spec.to, call.kontor.resources) if spec.to is not None else None
    return Crumb(label=text_of(spec.label, call.locale), href=to)


def show_card(call: Call) -> Reply:
    """Show what a page holds anew, after something was done on it."""
    owned = call.kontor.registries.spec(Page, call.param("slot"))
    if owned is None:
        raise NotFound("page", call.param("slot"))
    return render(call, "core/parts/card.html", card=_card(call, owned))


def _card(call: Call, owned: Owned[Page]) -> Card:
    """Make the box of a page; raises NotFound for who is not shown it."""
    spec, ctx = owned.spec, context(call)
    if not allowed(call, owned, ctx):
        raise NotFound("page", owned.id)
    blocks = Blocks(call, owner=owned.owner)
    answer = guarded(call, owned, "page", lambda: blocks.of(spec.render(ctx)), budget=_PAGE_BUDGET)
    shown = answer.value if answer.failed is None else (blocks.failure(answer.failed),)
    query = [item for item in call.request.query.items() if item[0] != "slot"]
    url = with_query(f"/ui/page/{owned.id}", query)
    return Card(id="page", blocks=shown, url=url, refresh_on=(STALE,))


def run_route(call: Call, owned: Owned[Route]) -> Reply:
    """Run a plugin's own endpoint; it answers an action's result, JSON or view objects."""
    params = {**call.request.query, **call.request.params}
    if call.request.content_type in JSON_TYPES:
        params |= {name: str(value) for name, value in read_object(call.request).items()}
    else:
        params |= {name: values[-1] for name, values in call.request.form.items()}
    files = {
        name: UploadedFile(one.name, cast(BinaryIO, one.file))
        for name, one in call.request.uploaded.files.items()
    }
    public = owned.spec.audience == "public"
    actor = call.kontor.service_actor(owned.owner) if public else call.actor
    ctx = action_context(call, params=params, files=files, actor=actor)
    with acting_as(actor):
        result = owned.spec.handler(ctx)
    if isinstance(result, Invalid):
        raise result
    if isinstance(result, Done | Redirect | Download):
        return answered(call, result)
    if isinstance(result, Document):
        return framed(result)
    if isinstance(result, dict):
        return as_json(result)
    blocks = Blocks(call, owner=owned.owner).of(result)
    title = text_of(call.kontor.registries.plugins[owned.owner].title, call.locale)
    page = PageView(title=title, cards=(Card(id="page", blocks=blocks),))
    return render(call, "core/page.html", shell=shell(call, title), page=page)
