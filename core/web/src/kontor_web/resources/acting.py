"""Actions of plugins: found for whom they are meant, run once, answered for page and API."""

from collections.abc import Sequence
from urllib.parse import quote

from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.actions import Action, ActionResult, Done, Download, Redirect
from kontor_core.hooks.declarations.contexts import Record
from kontor_core.hooks.declarations.views import Document
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of, with_query
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, go, toast
from kontor_web.ui.shell import flash
from kontor_web.ui.slots import action_context, allowed, context
from kontor_web.ui.views import Toast

STALE = "stale"
"""What a page hears after an action: any of its boxes may show something old."""

EVERYTHING = "*"
"""What a box asks for that tells of anything that happens to its record."""

_MOST_UNDONE = 100
"""Records that fit into the address of an undo; what was done to more offers none."""


def action_named(call: Call, full_id: str, on: str | None, record: Record | None) -> Owned[Action]:
    """Give an action that the caller may run here; NotFound for any other."""
    owned = call.kontor.registries.spec(Action, full_id)
    found = owned is not None and owned.spec.run is not None and _stands(call, owned.spec, on)
    if owned is None or not found or not allowed(call, owned, context(call, record)):
        raise NotFound("action", full_id)
    return owned


def _stands(call: Call, spec: Action, on: str | None) -> bool:
    return spec.on is None if on is None else call.kontor.registries.stands_on(spec, on)


def run(
    call: Call,
    owned: Owned[Action],
    ids: Sequence[str],
    *,
    record: Record | None = None,
    given: object = None,
    entity: str | None = None,
) -> ActionResult:
    """Run an action; raises Invalid when that is what it answers."""
    assert owned.spec.run is not None  # noqa: S101  # ``action_named`` finds no other
    result = owned.spec.run(action_context(call, record, given, entity=entity), list(ids))
    if isinstance(result, Invalid):
        raise result
    return result


def check_word(call: Call, owned: Owned[Action], word: str) -> None:
    """Raise Invalid unless the word that an action asks for was typed."""
    wanted = owned.spec.confirm.word if owned.spec.confirm else None
    if wanted is not None and word.strip() != wanted:
        raise Invalid(L(f"Bitte {wanted} eingeben.", en=f"Please type {wanted}."))


def answered(
    call: Call, result: ActionResult, *, of: Owned[Action] | None = None, ids: Sequence[str] = ()
) -> Reply:
    """Turn what an action answered into what the browser does next."""
    if isinstance(result, Redirect):
        return go(call, address_of(result.to, call.kontor.resources) or "/")
    if isinstance(result, Download):
        return download(result)
    if not isinstance(result, Done):
        return done(STALE)
    note = Toast(text=text_of(result.text, call.locale), undo_url=_undo_url(result, of, ids))
    if result.to is not None:
        reply = go(call, address_of(result.to, call.kontor.resources) or "/")
        return flash(reply, [note], secure=not call.web.settings.dev)
    return toast(done(STALE), note.text, undo_url=note.undo_url)


def _undo_url(result: Done, of: Owned[Action] | None, ids: Sequence[str]) -> str | None:
    """Give the address that takes an action back; it keeps what the action said of before."""
    if of is None or of.spec.undo is None or result.undo is None or len(ids) > _MOST_UNDONE:
        return None
    items = [("id", one) for one in ids]
    return with_query(f"/ui/undo/{of.id}", [*items, *result.undo.items()])


def undo(call: Call) -> Reply:
    """Take an action back, with what it handed out for that; its domain function checks again."""
    owned = call.kontor.registries.spec(Action, call.param("slot"))
    if owned is None or owned.spec.undo is None:
        raise NotFound("action", call.param("slot"))
    needs = owned.spec.requires
    if needs is not None and not call.actor.profile.may(needs):
        raise NotFound("action", owned.id)
    given = call.request.query_items
    ids = [value for name, value in given if name == "id"]
    params = {name: value for name, value in given if name != "id"}
    try:
        result = owned.spec.undo(action_context(call, params=params), ids)
        if isinstance(result, Invalid):
            raise result
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        return toast(done(), error.text(call.locale), kind="error")
    return answered(call, result)


def endpoint() -> Endpoint:
    return Endpoint(
        method="POST",
        path="/ui/undo/{slot:str}",
        run=undo,
        audience="staff",
        permission="",
        rate="write",
        surface="fragment",
        accepts=FORM_TYPES,
    )


def framed(result: Document) -> Reply:
    """Give a document for a sandboxed frame: no script, nothing of ours.

    Pictures that it brings along are drawn, those elsewhere only if asked for.
    """
    pictures = "data: http: https:" if result.images else "data:"
    reply = Reply(result.html.encode(), 200, "text/html")
    reply.header(
        "content-security-policy",
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        f"style-src 'unsafe-inline'; img-src {pictures}; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'",
    )
    reply.header("referrer-policy", "no-referrer")
    return reply.header("x-frame-options", "SAMEORIGIN")


def download(result: Download) -> Reply:
    """Give a file that a browser saves; what is shown inline is shut in a sandbox as well."""
    reply = Reply(result.content, 200, result.media_type)
    return attachment(reply, result.name, inline=result.inline)


def attachment(reply: Reply, name: str, *, inline: bool = False) -> Reply:
    """Say what the file of an answer is called, in names of any script."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    manner = "inline" if inline else "attachment"
    given = f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    reply.header("content-disposition", f"{manner}; {given}")
    return reply.header(
        "content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
