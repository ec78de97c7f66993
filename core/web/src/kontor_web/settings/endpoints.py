"""All endpoints of ``/settings``."""

from kontor_web.endpoints import Endpoint
from kontor_web.settings import access_pages, hub, roles_page, teams, user_page, users_page, welcome


def settings_endpoints() -> list[Endpoint]:
    return [
        *hub.endpoints(),
        *users_page.endpoints(),
        *user_page.endpoints(),
        *teams.endpoints(),
        *roles_page.endpoints(),
        *access_pages.endpoints(),
        *welcome.endpoints(),
    ]
