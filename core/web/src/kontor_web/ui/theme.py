"""Light or dark: read from the cookie on the server, so that no page flashes."""

from kontor_web.messages import Request

THEME_COOKIE = "k_theme"  # written by theme.js too
THEMES = ("light", "dark")


def theme_of(request: Request) -> str | None:
    """Give the chosen theme; None follows the system. Anything else in the cookie is ignored."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else None
