"""Boards in the browser: further cards of a lane, and a card on its way to another one."""

from urllib.parse import urlencode

from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, empty
from kontor_web.resources.addresses import fragment, list_url, own_path
from kontor_web.resources.asked import Asked, Scope
from kontor_web.resources.board import board_field, board_fields, lane_counts, more_cards
from kontor_web.resources.lists import inline
from kontor_web.resources.scopes import scope_at
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.answers import done, render, tell, toast

_REFUSED = (403, 404, 409, 412, 422)


def more(call: Call) -> Reply:
    """Show the next cards of a lane."""
    info, scope, asked = _asked(call)
    by = board_field(call, info, asked)
    if by is None:
        raise NotFound("field", asked.state.by)
    lane = more_cards(call, scope, asked, by, call.request.query.get("lane", ""))
    moves = inline(call, info, by)
    return render(call, "core/parts/board_more.html", lane=lane, moves=moves)


def move(call: Call) -> Reply:
    """Give a card another lane; mouse, keys, menu and the undo of a toast send the same."""
    info, scope, asked = _asked(call)
    record_id, wanted = call.param("record_id"), _given(call, "to")
    by = next((f for f in board_fields(call, info) if f.name == _given(call, "by")), None)
    try:
        if by is None or not inline(call, info, by):
            raise NotFound("field", _given(call, "by"))
        names = [by.name, info.title] if info.title in info.fields else [by.name]
        before = call.kontor.resources.get(call.actor, info, record_id, names).values
        version, values = _number(_given(call, "version")), {by.name: wanted or None}
        saved = call.kontor.resources.change(call.actor, info, record_id, values, version)
    except KontorError as error:
        if error.status not in _REFUSED:
            raise
        return toast(empty(error.status), _said(call, error), kind="error")
    if "undo" in call.request.query:
        return done(f"{info.entity}.changed", text=text_of(phrases.MOVED_BACK, call.locale))
    was = str(before.get(by.name) or "")
    back = {"undo": "1", "by": by.name, "to": was, "version": str(saved.version)}
    undo = f"{fragment(info, record_id, 'move')}?{urlencode({**back, 'list': asked.path})}"
    lanes = lane_counts(call, scope, asked, by, [was, wanted])
    reply = tell(empty(), {"k:moved": {"version": saved.version, "lanes": lanes}})
    name, lane = before.get(info.title) or "…", _lane(call, by, wanted)
    text = phrases.MOVED.format(name=name, lane=lane)
    return toast(reply, text_of(text, call.locale), undo_url=undo)


def _given(call: Call, name: str) -> str:
    return call.request.field(name) or call.request.query.get(name, "")


def _asked(call: Call) -> tuple[ResourceInfo, Scope, Asked]:
    info = call.kontor.resources.named(call.param("resource"))
    path = own_path(call.request.query.get("list", list_url(info)))
    scope = scope_at(info, path)
    return info, scope, Asked.of(call, info, scope.path)


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def _lane(call: Call, by: Field, value: str) -> Label:
    choices = call.kontor.storage.conventions.choices(by.spec)
    return next((one.label for one in choices if one.value == value), phrases.NO_LANE)


def _said(call: Call, error: KontorError) -> str:
    """Say why a card went back: what its field or the record objects to."""
    if error.status == 412:
        return text_of(phrases.MOVED_MEANWHILE, call.locale)
    problems = [text_of(one, call.locale) for one in error.problems().values()]
    reason = " ".join(problems) or error.text(call.locale)
    return text_of(phrases.MOVE_REFUSED.format(reason=reason), call.locale)


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/lane",
            run=more,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="POST",
            path="/ui/{resource:str}/{record_id:str}/move",
            run=move,
            audience="staff",
            permission="",
            rate="write",
            surface="fragment",
            accepts=FORM_TYPES,
        ),
    ]
