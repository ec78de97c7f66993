"""Saved views in the browser: saved as new, overwritten, renamed, shared, deleted and back."""

from collections.abc import Callable

from kontor_core.foundation.errors import Invalid, KontorError, Stale
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.resources import saved_views
from kontor_core.resources.saved_views import ALL, PRIVATE, TEAM, VISIBILITIES, Saved
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url, own_path
from kontor_web.resources.asked import PIECES, Asked, State
from kontor_web.resources.view_menu import overwrite_url
from kontor_web.security.content import FORM_TYPES
from kontor_web.terms import Method
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.answers import go, render, toast
from kontor_web.ui.phrases import SAVE
from kontor_web.ui.shell import flash
from kontor_web.ui.views import FieldView, FormView, Option, Section, Toast


def new_view(call: Call) -> Reply:
    """Show the form that keeps what is on screen under a name."""
    return _form(call, _asked(call))


def save(call: Call) -> Reply:
    asked = _asked(call)
    values = {name: getattr(asked.state, name) for name in PIECES} | _sent(call)
    try:
        with call.kontor.unit(call.actor) as uow:
            made = saved_views.save_view(uow, asked.path, {**values, "view": asked.usual.declared})
            if call.request.field("usual"):
                saved_views.open_with(uow, asked.path, made)
    except Invalid as error:
        return _form(call, asked, error=error)
    return _at(call, asked.path, made, phrases.VIEW_SAVED.format(name=values["name"]))


def edit_view(call: Call) -> Reply:
    asked = _asked(call)
    return _form(call, asked, saved_views.view_of(call.kontor.storage, call.actor, _id(call)))


def change(call: Call) -> Reply:
    asked = _asked(call)
    view = saved_views.view_of(call.kontor.storage, call.actor, _id(call))
    values = _sent(call)
    try:
        with call.kontor.unit(call.actor) as uow:
            saved_views.change_view(uow, view.id, values, _version(call.request.field("_version")))
            if bool(call.request.field("usual")) != (asked.views.usual == view.id):
                opens = view.id if call.request.field("usual") else ""
                saved_views.open_with(uow, asked.path, opens)
    except (Invalid, Stale) as error:
        return _form(call, asked, view, error=error)
    return _at(call, view.place, view.id, phrases.VIEW_SAVED.format(name=values["name"]))


def overwrite(call: Call) -> Reply:
    """Keep the state of the address in a view; the toast takes it back."""
    view = saved_views.view_of(call.kontor.storage, call.actor, _id(call))
    query = call.request.query
    state = State(**{name: query.get(name, "") for name in PIECES})
    before = State(**{name: getattr(view, name) for name in PIECES})
    values = {name: getattr(state, name) for name in PIECES}
    try:
        with call.kontor.unit(call.actor) as uow:
            saved_views.change_view(uow, view.id, values, _version(query.get("version", "")))
    except KontorError as error:
        if error.status not in (403, 412, 422):
            raise
        return toast(go(call, f"{view.place}?view={view.id}"), error.text(call.locale))
    undo = overwrite_url(view, before, view.version + 1)
    return _at(call, view.place, view.id, phrases.VIEW_SAVED.format(name=view.name), undo=undo)


def delete(call: Call) -> Reply:
    with call.kontor.unit(call.actor) as uow:
        view = saved_views.delete_view(uow, _id(call))
    text = phrases.VIEW_DELETED.format(name=view.name)
    return _at(call, view.place, "", text, undo=f"/ui/views/{view.id}/restore")


def restore(call: Call) -> Reply:
    with call.kontor.unit(call.actor) as uow:
        view = saved_views.restore_view(uow, _id(call))
    return _at(call, view.place, view.id, phrases.VIEW_BACK.format(name=view.name))


def usual(call: Call) -> Reply:
    """Say with which view the list opens for whoever asks."""
    query = call.request.query
    info = call.kontor.resources.named(call.param("resource"))
    path, view = own_path(query.get("list", list_url(info))), query.get("view", "")
    with call.kontor.unit(call.actor) as uow:
        saved_views.open_with(uow, path, view[:200])
    text = phrases.VIEW_OPENS if view else phrases.VIEW_PLAIN
    return _at(call, path, view, text)


def _asked(call: Call) -> Asked:
    """Read the state of the list from the address of the form beside it."""
    info = call.kontor.resources.named(call.param("resource"))
    return Asked.of(call, info, own_path(call.request.query.get("list", list_url(info))))


def _id(call: Call) -> str:
    return call.param("view_id")


def _version(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def _sent(call: Call) -> dict[str, str]:
    return {name: call.request.field(name) for name in ("name", "visibility")}


def _form(
    call: Call, asked: Asked, view: Saved | None = None, *, error: KontorError | None = None
) -> Reply:
    """Show the form of a view, empty, filled, or with what was typed and why it was refused."""
    sent = _sent(call) if error is not None else None
    name = sent["name"] if sent else view.name if view is not None else ""
    visible = sent["visibility"] if sent else view.visibility if view is not None else PRIVATE
    opens = (
        call.request.field("usual") if sent else view is not None and asked.views.usual == view.id
    )
    problems = {n: text_of(t, call.locale) for n, t in error.problems().items()} if error else {}
    possible = (PRIVATE, TEAM, ALL) if call.actor.team_id or visible == TEAM else (PRIVATE, ALL)
    fields = (
        FieldView(
            name="name",
            label=text_of(phrases.VIEW_NAME, call.locale),
            value=name,
            error=problems.pop("name", ""),
            required=True,
            autofocus=True,
            max_length=saved_views.LONGEST_NAME,
            wide=True,
            prefix="view",
        ),
        FieldView(
            name="visibility",
            label=text_of(phrases.VIEW_FOR, call.locale),
            kind="choice",
            value=visible,
            options=tuple(
                Option(value=one.value, label=text_of(one.label, call.locale))
                for one in VISIBILITIES
                if one.value in possible
            ),
            error=problems.pop("visibility", ""),
            required=True,
            prefix="view",
        ),
        FieldView(
            name="usual",
            label=text_of(phrases.VIEW_USUAL, call.locale),
            kind="bool",
            value="1" if opens else "",
            prefix="view",
        ),
    )
    elsewhere = list(problems.values())
    if error is not None and not error.problems():
        elsewhere = [error.text(call.locale)]
    title = phrases.EDIT_VIEW.format(name=view.name) if view is not None else phrases.NEW_VIEW
    form = FormView(
        id="view-form",
        title=text_of(title, call.locale),
        lead="" if view is not None else text_of(phrases.NEW_VIEW_LEAD, call.locale),
        action=call.request.here,
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(SAVE, call.locale),
        version=view.version if view is not None else None,
        errors=tuple(elsewhere),
        refused=error is not None,
        partial=True,
    )
    if error is None:
        return render(call, "core/parts/dialog_form.html", form=form)
    return render(call, "core/parts/form.html", error.status, form=form)


def _at(call: Call, path: str, view: str, text: Label, *, undo: str | None = None) -> Reply:
    """Go to a list with a view, and say there what has happened."""
    reply = go(call, f"{path}?view={view}" if view else path)
    note = Toast(text=text_of(text, call.locale), undo_url=undo)
    return flash(reply, [note], secure=not call.web.settings.dev)


def endpoints() -> list[Endpoint]:
    views = "/ui/{resource:str}/views"
    one = "/ui/views/{view_id:str}"
    return [
        _endpoint("GET", f"{views}/new", new_view),
        _endpoint("POST", f"{views}/new", save),
        _endpoint("GET", f"{views}/{{view_id:str}}/edit", edit_view),
        _endpoint("POST", f"{views}/{{view_id:str}}/edit", change),
        _endpoint("POST", f"{views}/usual", usual),
        _endpoint("POST", f"{one}/overwrite", overwrite),
        _endpoint("POST", f"{one}/delete", delete),
        _endpoint("POST", f"{one}/restore", restore),
    ]


def _endpoint(method: Method, path: str, run: Callable[[Call], Reply]) -> Endpoint:
    return Endpoint(
        method=method,
        path=path,
        run=run,
        audience="staff",
        permission="",
        rate="page" if method == "GET" else "write",
        surface="fragment",
        accepts=() if method == "GET" else FORM_TYPES,
    )
