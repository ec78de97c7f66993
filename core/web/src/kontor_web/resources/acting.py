"""Actions of plugins: found for whom they are meant, run once, answered for page and API."""

from collections.abc import Sequence
from urllib.parse import quote

from kontor_core.foundation.errors import Invalid, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.contexts import Record
from kontor_core.hooks.declarations.ui import Action
from kontor_core.hooks.declarations.views import ActionResult, Done, Download, Redirect
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of
from kontor_web.ui.answers import done, go
from kontor_web.ui.shell import flash
from kontor_web.ui.slots import action_context, allowed, context
from kontor_web.ui.views import Toast

STALE = "stale"
"""What a page hears after an action: any of its boxes may show something old."""


def action_named(call: Call, full_id: str, on: str | None, record: Record | None) -> Owned[Action]:
    """Give an action that the caller may run here; NotFound for any other."""
    owned = call.kontor.registries.spec(Action, full_id)
    found = owned is not None and owned.spec.on == on and owned.spec.run is not None
    if owned is None or not found or not allowed(call, owned, context(call, record)):
        raise NotFound("action", full_id)
    return owned


def run(
    call: Call,
    owned: Owned[Action],
    ids: Sequence[str],
    *,
    record: Record | None = None,
    given: object = None,
) -> ActionResult:
    """Run an action; raises Invalid when that is what it answers."""
    assert owned.spec.run is not None  # noqa: S101  # ``action_named`` finds no other
    result = owned.spec.run(action_context(call, record, given), list(ids))
    if isinstance(result, Invalid):
        raise result
    return result


def check_word(call: Call, owned: Owned[Action], word: str) -> None:
    """Raise Invalid unless the word that an action asks for was typed."""
    wanted = owned.spec.confirm.word if owned.spec.confirm else None
    if wanted is not None and word.strip() != wanted:
        raise Invalid(L(f"Bitte {wanted} eingeben.", en=f"Please type {wanted}."))


def answered(call: Call, result: ActionResult) -> Reply:
    """Turn what an action answered into what the browser does next."""
    if isinstance(result, Redirect):
        return go(call, address_of(result.to, call.kontor.resources) or "/")
    if isinstance(result, Download):
        return download(result)
    text = text_of(result.text, call.locale) if isinstance(result, Done) else ""
    if isinstance(result, Done) and result.to is not None:
        reply = go(call, address_of(result.to, call.kontor.resources) or "/")
        return flash(reply, [Toast(text=text)], secure=not call.web.settings.dev)
    return done(STALE, text=text)


def download(result: Download) -> Reply:
    """Give a file that a browser saves; what is shown inline is shut in a sandbox as well."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in result.name)
    manner = "inline" if result.inline else "attachment"
    name = f"filename=\"{plain}\"; filename*=UTF-8''{quote(result.name, safe='')}"
    reply = Reply(result.content, 200, result.media_type)
    reply.header("content-disposition", f"{manner}; {name}")
    return reply.header("content-security-policy", "sandbox; default-src 'none'")
