"""What a reader chose for this browser: read from cookies on the server, so no page flashes."""

from kontor_web.messages import Request

THEME_COOKIE = "k_theme"  # written by theme.js too
KEYS_COOKIE = "k_keys"
THEMES = ("light", "dark")


def theme_of(request: Request) -> str | None:
    """Give the chosen theme; None follows the system. Anything else in the cookie is ignored."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else None


def single_keys(request: Request) -> bool:
    """Tell whether keys without Ctrl or Alt act (WCAG 2.1.4 wants them to be switched off)."""
    return request.cookies.get(KEYS_COOKIE) != "off"
