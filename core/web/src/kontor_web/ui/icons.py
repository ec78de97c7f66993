"""Icons by their Lucide name, written into the page: no request, no data: address."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from markupsafe import Markup

from kontor_web.ui.assets import read_built
from kontor_web.ui.markup import svg


class UnknownIcon(LookupError):
    """No icon has this name; raised when a plugin is registered, not when a page is shown."""


@cache
def _icons() -> Mapping[str, str]:
    return read_built("icons.json")


def check_icon(name: str) -> None:
    """Raise UnknownIcon, with the names that come close, unless there is such an icon."""
    if name in _icons():
        return
    close = get_close_matches(name, _icons(), n=3)
    hint = f"Close are: {', '.join(close)}." if close else "See lucide.dev/icons for the names."
    raise UnknownIcon(f"There is no icon {name!r}. {hint}")


@lru_cache(maxsize=512)
def icon(name: str, size: int = 16) -> Markup:
    """Give an icon as inline SVG in the colour of the text around it, hidden from readers."""
    check_icon(name)
    return svg(_icons()[name], size)
