"""Everything that is served: one list of endpoints, so that nothing is served by accident."""

from kontor_core.app import KontorApp
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_web.api import actions, bulk, exports, health, me, records, saved_views, search
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.help.book import ADDRESS
from kontor_web.help.pages import help_index, help_topic
from kontor_web.live import route
from kontor_web.messages import Reply
from kontor_web.openapi import document
from kontor_web.resources import bulk_dialogs, bulk_pages, export_pages, pages
from kontor_web.settings.endpoints import settings_endpoints
from kontor_web.terms import Surface
from kontor_web.ui import (
    assets_route,
    board_page,
    branding,
    calendar_entries,
    calendar_page,
    definition_page,
    home,
    home_arranging,
    import_pages,
    kit_page,
    login,
    login_steps,
    palette,
    plugin_assets,
    plugin_pages,
    preferences,
    profile,
    search_page,
    second_factor_page,
)


def all_endpoints(kontor: KontorApp) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/health",
            run=health.health,
            audience="public",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="GET",
            path="/favicon.ico",
            run=assets_route.favicon,
            audience="public",
            permission="",
            rate="page",
            surface="file",
        ),
        Endpoint(
            method="GET",
            path=branding.PATH,
            run=assets_route.branding_css,
            audience="public",
            permission="",
            rate="page",
            surface="file",
        ),
        Endpoint(
            method="GET",
            path="/assets/{name:str}",
            run=assets_route.asset,
            audience="public",
            permission="",
            rate="page",
            surface="file",
        ),
        Endpoint(
            method="GET",
            path=plugin_assets.PATH,
            run=assets_route.plugin_asset,
            audience="public",
            permission="",
            rate="page",
            surface="file",
        ),
        Endpoint(
            method="GET",
            path="/api/me",
            run=me.me,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="GET",
            path="/api/openapi.json",
            run=document.openapi,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        *search.endpoints(),
        *saved_views.endpoints(),
        *exports.endpoints(),
        *records.endpoints(),
        *bulk.endpoints(),
        *actions.endpoints(),
        *login.endpoints(),
        *login_steps.endpoints(),
        *profile.endpoints(),
        *second_factor_page.endpoints(),
        *preferences.endpoints(),
        *home.endpoints(),
        *calendar_page.endpoints(),
        *board_page.endpoints(kontor),
        calendar_entries.endpoint(),
        *home_arranging.endpoints(),
        Endpoint(
            method="GET",
            path="/definition",
            run=definition_page.definition_page,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="GET",
            path=search_page.PATH,
            run=search_page.search_page,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="GET",
            path=ADDRESS,
            run=help_index,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="GET",
            path=f"{ADDRESS}/{{topic:str}}",
            run=help_topic,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="GET",
            path="/ui/palette",
            run=palette.palette,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="GET",
            path="/ui/kit",
            run=kit_page.kit,
            audience="staff",
            permission=MANAGE_USERS,
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="GET",
            path="/ui/kit/{name:path}",
            run=kit_page.sample,
            audience="staff",
            permission=MANAGE_USERS,
            rate="page",
            surface="page",
        ),
        route.endpoint(),
        *import_pages.endpoints(),
        *settings_endpoints(),
        *bulk_dialogs.endpoints(),
        *bulk_pages.endpoints(),
        *export_pages.endpoints(),
        *pages.endpoints(kontor),
        *plugin_pages.endpoints(kontor),
    ]


def nowhere(path: str) -> Endpoint:
    """Give the endpoint of an address that has none: it decides how the error looks."""
    surface: Surface = "page"
    if path.startswith("/api/") or path == "/health":
        surface = "api"
    elif path.startswith("/ui/"):
        surface = "fragment"
    elif path.startswith("/assets/"):
        surface = "file"
    return Endpoint(
        method="GET",
        path=path,
        run=_nothing,
        audience="public",
        permission="",
        rate="page",
        surface=surface,
    )


def _nothing(call: Call) -> Reply:
    raise LookupError(f"{call.request.path} is never handled")
