"""Pieces of a record's page below ``/ui/``: history, panels, composers, actions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Forbidden, Invalid, KontorError, NotFound
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.hooks.declarations.actions import EVERYWHERE, ActionResult, ActionScope, Done
from kontor_core.hooks.declarations.actions import Action as ActionSpec
from kontor_core.hooks.declarations.contexts import Record
from kontor_core.hooks.declarations.ui import Area, Composer, Panel, Tab
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources import acting
from kontor_web.resources.addresses import fragment, with_query
from kontor_web.resources.boxes import box_of
from kontor_web.resources.bulk_selection import ids_of
from kontor_web.resources.composing import composer_view, input_form, read_input
from kontor_web.resources.history import timeline
from kontor_web.resources.records import as_record, head_view, load, panel_view, tab_view
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, render, tell, toast
from kontor_web.ui.shell import may
from kontor_web.ui.slots import action_context, allowed, context, guarded, shown
from kontor_web.ui.views import ConfirmView, FieldView, FormView, Section


def show_head(call: Call) -> Reply:
    """Show title and actions anew, after something happened to the record."""
    info, about = _about(call)
    head = head_view(call, info, about, context(call, about))
    return render(call, "core/parts/head.html", head=head)


def show_timeline(call: Call) -> Reply:
    info, about = _about(call)
    before = call.request.query.get("before")
    view = timeline(call, info, about.id, context(call, about), before)
    name = "core/parts/timeline_more.html" if before else "core/parts/timeline.html"
    return render(call, name, timeline=view)


def show_panel(call: Call) -> Reply:
    info, about = _about(call)
    ctx = context(call, about)
    owned = call.kontor.registries.spec(Panel, call.param("slot"))
    stands = call.kontor.registries.stands_on
    if owned is None or not stands(owned.spec, info.entity) or not allowed(call, owned, ctx):
        raise NotFound("panel", call.param("slot"))
    view = panel_view(call, info, about, owned, ctx, now=True)
    box = box_of(view) if owned.spec.area is Area.LEFT else None
    if box is not None:
        return render(call, "core/parts/box.html", box=box)
    return render(call, "core/parts/panel.html", panel=view)


def show_tab(call: Call) -> Reply:
    info, about = _about(call)
    ctx = context(call, about)
    owned = call.kontor.registries.spec(Tab, call.param("slot"))
    stands = call.kontor.registries.stands_on
    if owned is None or not stands(owned.spec, info.entity) or not allowed(call, owned, ctx):
        raise NotFound("tab", call.param("slot"))
    return render(call, "core/parts/tab.html", tab=tab_view(call, info, owned, about, ctx))


def compose(call: Call) -> Reply:
    """Submit a composer: its empty form comes back, or the typed one with what was refused."""
    info, about = _about(call)
    if not may(call, info, Verb.EDIT):
        raise Forbidden(
            L("Ihre Rolle darf hier nichts eintragen.", en="Your role may not add anything here.")
        )
    ctx = context(call, about)
    every = shown(call, Composer, info.entity, ctx)
    owned = next((one for one in every if one.id == call.param("slot")), None)
    if owned is None:
        raise NotFound("composer", call.param("slot"))
    error: KontorError | None = None
    result: ActionResult | None = None
    try:
        given = read_input(call, owned.spec.input, call.request)
        result = owned.spec.submit(action_context(call, about, given), [about.id])
        if isinstance(result, Invalid):
            error = result
    except KontorError as refused:
        if refused.status not in (409, 422):
            raise
        error = refused
    views = tuple(composer_view(call, info, about, one) for one in every)
    view = composer_view(call, info, about, owned, error=error)
    reply = render(
        call,
        "core/parts/composer.html",
        422 if error else 200,
        composer=view,
        composers=views,
    )
    if error is not None:
        return reply
    reply = tell(reply, {"k:refresh": {"names": [acting.STALE]}})
    if isinstance(result, Done):
        reply = toast(reply, text_of(result.text, call.locale))
    return reply


def ask(call: Call) -> Reply:
    """Show what an action asks for before it runs: its input, or whether it really should."""
    info, about = _about(call)
    owned = acting.action_named(call, call.param("slot"), info.entity, about)
    return _question(call, owned, fragment(info, about.id, "action", owned.id), about=about)


def act(call: Call) -> Reply:
    """Run an action on the record of the page."""
    info, about = _about(call)
    owned = acting.action_named(call, call.param("slot"), info.entity, about)
    return _run(call, owned, [about.id], fragment(info, about.id, "action", owned.id), about)


def ask_many(call: Call) -> Reply:
    """The same for the rows selected in a list, or for no row at all."""
    owned = _free_action(call)
    return _question(call, owned, _address(call, owned), _selected(call, owned))


def act_many(call: Call) -> Reply:
    owned = _free_action(call)
    ids, entity = _selected(call, owned), _listed(call, owned)
    return _run(call, owned, ids, _address(call, owned), entity=entity)


def _address(call: Call, owned: Owned[ActionSpec]) -> str:
    of = [("of", call.request.query.get("of", ""))] if owned.spec.on in EVERYWHERE else []
    return with_query(f"/ui/action/{owned.id}", of)


def _selected(call: Call, owned: Owned[ActionSpec]) -> list[str]:
    on = _listed(call, owned)
    return ids_of(call, call.kontor.resources.of_entity(on) if on else None)


def _listed(call: Call, owned: Owned[ActionSpec] | None) -> str | None:
    """Give the kind of record that an action for a selection works on; lists say theirs."""
    if owned is None or owned.spec.scope is not ActionScope.BULK:
        return None
    if owned.spec.on not in EVERYWHERE:
        return owned.spec.on
    return call.kontor.resources.named(call.request.query.get("of", "")).entity


def _question(
    call: Call,
    owned: Owned[ActionSpec],
    url: str,
    ids: Sequence[str] = (),
    about: Record | None = None,
) -> Reply:
    spec = owned.spec
    if spec.input is not None:
        form = _input_form(call, owned, url, ids=ids)
        return render(call, "core/parts/dialog_form.html", form=form)
    label = text_of(spec.label, call.locale)
    view = ConfirmView(
        title=label,
        text=text_of(_asked(call, owned, ids, about), call.locale),
        submit=label,
        action=url,
        csrf=call.csrf,
        word=spec.confirm.word if spec.confirm else None,
        danger=spec.danger,
        values=tuple(("id", one) for one in ids),
    )
    return render(call, "core/parts/confirm.html", view=view)


def _asked(call: Call, owned: Owned[ActionSpec], ids: Sequence[str], about: Record | None) -> Label:
    """Give the question of an action; one that counts first says only what it does if it fails."""
    asked = owned.spec.confirm.text if owned.spec.confirm else owned.spec.label
    if not callable(asked):
        return asked
    targets = [about.id] if about is not None else ids
    counted = guarded(call, owned, "confirm", lambda: asked(context(call, about), targets))
    return counted.value or owned.spec.label


def _run(
    call: Call,
    owned: Owned[ActionSpec],
    ids: Sequence[str],
    url: str,
    about: Record | None = None,
    entity: str | None = None,
) -> Reply:
    spec = owned.spec
    try:
        given = read_input(call, spec.input, call.request) if spec.input else None
        acting.check_word(call, owned, call.request.field("word"))
        result = acting.run(call, owned, ids, record=about, given=given, entity=entity)
        return acting.answered(call, result, of=owned, ids=ids)
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        if spec.input is None:
            return toast(done(), error.text(call.locale), kind="error")
        form = _input_form(call, owned, url, ids=ids, error=error)
        return render(call, "core/parts/form.html", 422, form=form)


def _input_form(
    call: Call,
    owned: Owned[ActionSpec],
    url: str,
    *,
    ids: Sequence[str] = (),
    error: KontorError | None = None,
) -> FormView:
    label = text_of(owned.spec.label, call.locale)
    assert owned.spec.input is not None  # noqa: S101  # asked for by both callers
    form = input_form(
        call,
        owned.spec.input,
        form_id=f"action-{owned.id}".replace(".", "-"),
        title=label,
        action=url,
        submit=label,
        error=error,
        values=_start(call, owned, ids) if error is None else None,
        danger=owned.spec.danger,
    )
    if not ids:
        return form
    chosen = tuple(FieldView(name="id", label="", kind="hidden", value=one) for one in ids)
    return replace(form, sections=(*form.sections, Section(fields=chosen)))


def _start(call: Call, owned: Owned[ActionSpec], ids: Sequence[str]) -> Mapping[str, object]:
    start = owned.spec.start
    if start is None:
        return {}
    return guarded(call, owned, "start", lambda: start(context(call), ids)).value or {}


def _free_action(call: Call) -> Owned[ActionSpec]:
    """Give an action that belongs to no record of a page: global, or for a selection."""
    owned = call.kontor.registries.spec(ActionSpec, call.param("slot"))
    return acting.action_named(call, call.param("slot"), _listed(call, owned), None)


def _about(call: Call) -> tuple[ResourceInfo, Record]:
    info = call.kontor.resources.named(call.param("resource"))
    return info, as_record(call, info, load(call, info, call.param("record_id")))


def endpoints() -> list[Endpoint]:
    record = "/ui/{resource:str}/{record_id:str}"

    def get(path: str, run: object) -> Endpoint:
        return Endpoint(
            method="GET",
            path=f"{record}/{path}",
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        )

    def post(path: str, run: object) -> Endpoint:
        return Endpoint(
            method="POST",
            path=f"{record}/{path}",
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate="write",
            surface="fragment",
            accepts=FORM_TYPES,
        )

    return [
        get("head", show_head),
        get("timeline", show_timeline),
        get("panel/{slot:str}", show_panel),
        get("tab/{slot:str}", show_tab),
        post("compose/{slot:str}", compose),
        get("action/{slot:str}", ask),
        post("action/{slot:str}", act),
        acting.endpoint(),
        Endpoint(
            method="GET",
            path="/ui/action/{slot:str}",
            run=ask_many,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="POST",
            path="/ui/action/{slot:str}",
            run=act_many,
            audience="staff",
            permission="",
            rate="write",
            surface="fragment",
            accepts=FORM_TYPES,
        ),
    ]
