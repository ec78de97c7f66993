"""All endpoints of ``/settings``."""

from kontor_web.endpoints import Endpoint
from kontor_web.settings import (
    access_pages,
    events_page,
    health_page,
    hub,
    jobs_page,
    log_page,
    plugin_page,
    roles_page,
    teams,
    user_page,
    users_page,
    view_as,
    welcome,
)


def settings_endpoints() -> list[Endpoint]:
    return [
        *hub.endpoints(),
        *users_page.endpoints(),
        *user_page.endpoints(),
        *teams.endpoints(),
        *roles_page.endpoints(),
        *access_pages.endpoints(),
        *welcome.endpoints(),
        *events_page.endpoints(),
        *jobs_page.endpoints(),
        *health_page.endpoints(),
        *log_page.endpoints(),
        *plugin_page.endpoints(),
        *view_as.endpoints(),
    ]
