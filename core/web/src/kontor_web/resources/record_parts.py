"""Pieces of a record's page below ``/ui/``: history, panels, composers, actions."""

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Forbidden, Invalid, KontorError, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.contexts import Record
from kontor_core.hooks.declarations.ui import Action as ActionSpec
from kontor_core.hooks.declarations.ui import Area, Composer, Panel
from kontor_core.hooks.declarations.views import ActionResult, Done, Download, Redirect
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of, fragment
from kontor_web.resources.boxes import box_of
from kontor_web.resources.composing import composer_view, input_form, read_input
from kontor_web.resources.history import has_history, timeline
from kontor_web.resources.records import as_record, load, panel_view
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, go, render, tell, toast
from kontor_web.ui.shell import may
from kontor_web.ui.slots import action_context, allowed, context, shown
from kontor_web.ui.views import ConfirmView

STALE = "stale"
"""What a page hears after an action: any of its boxes may show something old."""


def show_timeline(call: Call) -> Reply:
    info, about = _about(call)
    if not has_history(info):
        raise NotFound("timeline", about.id)
    before = call.request.query.get("before")
    view = timeline(call, info, about.id, context(call, about), before)
    name = "core/parts/timeline_more.html" if before else "core/parts/timeline.html"
    return render(call, name, timeline=view)


def show_panel(call: Call) -> Reply:
    info, about = _about(call)
    ctx = context(call, about)
    owned = call.kontor.registries.spec(Panel, call.param("slot"))
    if owned is None or owned.spec.on != info.entity or not allowed(call, owned, ctx):
        raise NotFound("panel", call.param("slot"))
    view = panel_view(call, info, about, owned, ctx, now=True)
    box = box_of(view) if owned.spec.area is Area.LEFT else None
    if box is not None:
        return render(call, "core/parts/box.html", box=box)
    return render(call, "core/parts/panel.html", panel=view)


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
    reply = tell(reply, {"k:refresh": {"names": [STALE]}})
    if isinstance(result, Done):
        reply = toast(reply, text_of(result.text, call.locale))
    return reply


def ask(call: Call) -> Reply:
    """Show what an action asks for before it runs: its input, or whether it really should."""
    info, about = _about(call)
    owned = _action(call, info, about)
    spec = owned.spec
    label = text_of(spec.label, call.locale)
    url = fragment(info, about.id, "action", owned.id)
    if spec.input is not None:
        form = _input_form(call, owned, url)
        return render(call, "core/parts/dialog_form.html", form=form)
    text = text_of(spec.confirm.text, call.locale) if spec.confirm else label
    view = ConfirmView(
        title=label,
        text=text,
        submit=label,
        action=url,
        csrf=call.csrf,
        word=spec.confirm.word if spec.confirm else None,
        danger=spec.danger,
    )
    return render(call, "core/parts/confirm.html", view=view)


def act(call: Call) -> Reply:
    """Run an action on the record of the page."""
    info, about = _about(call)
    owned = _action(call, info, about)
    spec = owned.spec
    if spec.run is None:
        raise NotFound("action", owned.id)
    try:
        given = read_input(call, spec.input, call.request) if spec.input else None
        word = spec.confirm.word if spec.confirm else None
        if word is not None and call.request.field("word").strip() != word:
            raise Invalid(L(f"Bitte {word} eingeben.", en=f"Please type {word}."))
        result = spec.run(action_context(call, about, given), [about.id])
        if isinstance(result, Invalid):
            raise result
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        if spec.input is None:
            return toast(done(), error.text(call.locale), kind="error")
        url = fragment(info, about.id, "action", owned.id)
        form = _input_form(call, owned, url, error)
        return render(call, "core/parts/form.html", 422, form=form)
    return answered(call, result)


def answered(call: Call, result: ActionResult) -> Reply:
    """Turn what an action answered into what the browser does next."""
    if isinstance(result, Redirect):
        return go(call, address_of(result.to, call.kontor.resources) or "/")
    if isinstance(result, Download):
        name = "".join(c if c.isalnum() or c in "._-" else "_" for c in result.name)
        reply = Reply(result.content, 200, result.media_type)
        return reply.header("content-disposition", f'attachment; filename="{name}"')
    if isinstance(result, Done) and result.to is not None:
        return go(call, address_of(result.to, call.kontor.resources) or "/")
    text = text_of(result.text, call.locale) if isinstance(result, Done) else ""
    return done(STALE, text=text)


def _input_form(
    call: Call, owned: Owned[ActionSpec], url: str, error: KontorError | None = None
) -> object:
    label = text_of(owned.spec.label, call.locale)
    assert owned.spec.input is not None  # noqa: S101  # asked for by both callers
    return input_form(
        call,
        owned.spec.input,
        form_id=f"action-{owned.id}".replace(".", "-"),
        title=label,
        action=url,
        submit=label,
        error=error,
        danger=owned.spec.danger,
    )


def _about(call: Call) -> tuple[ResourceInfo, Record]:
    info = call.kontor.resources.named(call.param("resource"))
    return info, as_record(call, info, load(call, info, call.param("record_id")))


def _action(call: Call, info: ResourceInfo, about: Record) -> Owned[ActionSpec]:
    owned = call.kontor.registries.spec(ActionSpec, call.param("slot"))
    ctx = context(call, about)
    if owned is None or owned.spec.on != info.entity or not allowed(call, owned, ctx):
        raise NotFound("action", call.param("slot"))
    return owned


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
        get("timeline", show_timeline),
        get("panel/{slot:str}", show_panel),
        post("compose/{slot:str}", compose),
        get("action/{slot:str}", ask),
        post("action/{slot:str}", act),
    ]
