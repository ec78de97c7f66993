"""``/ui/kit``: the design system in use, for administrators and developers."""

from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import LOCALES
from kontor_web.calls import Call
from kontor_web.messages import Reply, as_html
from kontor_web.ui.kit import NAMES, render
from kontor_web.ui.theme import THEMES, theme_of


def kit(call: Call) -> Reply:
    return _shown(call, "kit")


def sample(call: Call) -> Reply:
    name = call.param("name").strip("/")
    if name not in NAMES:
        raise NotFound("sample", name)
    return _shown(call, name)


def _shown(call: Call, name: str) -> Reply:
    query = call.request.query
    asked = query.get("lang")
    locale = next((one for one in LOCALES if one == asked), call.locale)
    theme = query["theme"] if query.get("theme") in THEMES else theme_of(call.request)
    return as_html(render(locale, name, theme=theme))
