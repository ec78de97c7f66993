"""Language and theme: chosen by the reader, kept in cookies that hold nothing else."""

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import LOCALES, L
from kontor_web.calls import LOCALE_COOKIE, Call
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import own_path
from kontor_web.ui.theme import THEME_COOKIE, THEMES

_YEAR = 31_536_000


def language(call: Call) -> Reply:
    return _keep(call, LOCALE_COOKIE, LOCALES)


def theme(call: Call) -> Reply:
    return _keep(call, THEME_COOKIE, THEMES)


def _keep(call: Call, cookie: str, allowed: tuple[str, ...]) -> Reply:
    chosen = call.request.query.get("to", "")
    if chosen not in allowed:
        told = ", ".join(allowed)
        raise Invalid({"to": L(f"Eins von {told}.", en=f"One of {told}.")})
    secure = "" if call.web.settings.dev else "; Secure"
    reply = redirect(own_path(call.request.query.get("next", "/")))
    return reply.header(
        "set-cookie", f"{cookie}={chosen}; Path=/; Max-Age={_YEAR}; SameSite=Lax{secure}"
    )
