"""The addresses of every resource: list, record, forms; fragments of lists below ``/ui/``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kontor_core.app import KontorApp
from kontor_core.customers.queries import people_of
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.filters import operators
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.ids import is_id
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json, redirect
from kontor_web.resources import (
    board_pages,
    cells,
    chips,
    column_picker,
    editing,
    record_parts,
    totals,
    view_pages,
)
from kontor_web.resources.addresses import list_url, own_path
from kontor_web.resources.asked import CARRIED, Asked, Scope, tree_of
from kontor_web.resources.forms import control
from kontor_web.resources.layouts import laid_out
from kontor_web.resources.list_frame import tabs
from kontor_web.resources.records import record_page
from kontor_web.resources.scopes import scopes_of
from kontor_web.resources.showing import Presenter
from kontor_web.resources.view_menu import view_menu
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import list_phrases, phrases
from kontor_web.ui.answers import render, tell
from kontor_web.ui.shell import may, seen, shell
from kontor_web.ui.texts import TEXTS
from kontor_web.ui.views import Action, Empty, FieldView, FilterForm, ListView, Option

_PICKED = 20


def list_page(call: Call, scope: Scope) -> Reply:
    """Show a list: the page, or its region alone where htmx swaps it."""
    asked = Asked.of(call, scope.info, scope.path)
    query = call.request.query
    changed = "f.field" in query or column_picker.SENT in query
    status, problem = 200, None
    if changed:
        try:
            asked = _with_condition(call, scope, asked) if "f.field" in query else asked
            asked = column_picker.picked(call, scope.info, asked)
        except KontorError as error:
            status, problem = 422, error
        else:
            if not call.request.partial:
                return redirect(asked.address())
    try:
        view = laid_out(call, scope, asked)
    except Invalid as error:
        status, problem = 422, error
        view = None
    if view is None or problem is not None:
        view = _refused(call, scope, asked, problem)
    if call.request.partial:
        reply = render(call, "core/parts/list.html", status, list=view)
        if changed:
            tell(reply, {"k:close-dialog": True}).header("hx-push-url", asked.address())
    else:
        frame = shell(call, text_of(scope.title, call.locale), actions=_actions(call, scope.info))
        reply = seen(call, render(call, "core/list.html", status, shell=frame, list=view))
    return reply.header("vary", "HX-Request, HX-Request-Type")


def _refused(call: Call, scope: Scope, asked: Asked, problem: KontorError | None) -> ListView:
    """Show why a filter cannot be used, and the way out of it; better than rows it did not mean."""
    saved = asked.usual.saved
    broken = saved is not None and asked.state.filter == saved.filter
    title, text = phrases.BAD_FILTER, problem.text(call.locale) if problem else ""
    label, href = TEXTS["list.clear"], scope.path
    if saved is not None and broken:
        title = list_phrases.BROKEN_VIEW.format(name=saved.name)
        text = list_phrases.BROKEN_HOW.format(reason=text).in_(call.locale)
        label, href = list_phrases.WITHOUT_FILTER, asked.address(filter="")
    way_out = Action(label=label.in_(call.locale), href=href, primary=broken)
    return ListView(
        url=scope.path,
        label=text_of(scope.title, call.locale),
        count="0",
        noun=text_of(scope.title, call.locale),
        columns=(),
        rows=(),
        views=tuple(tabs(call, scope, asked)),
        menu=view_menu(call, scope.info, asked),
        state=asked.carried,
        here=asked.address(),
        empty=Empty(
            title=text_of(title, call.locale), text=text, icon="filter-x", actions=(way_out,)
        ),
    )


def _actions(call: Call, info: ResourceInfo) -> list[Action]:
    if not may(call, info, Verb.CREATE):
        return []
    found = [
        Action(
            label=text_of(info.label, call.locale),
            icon="plus",
            href=f"{list_url(info)}/new",
            key="n",
            primary=True,
        )
    ]
    if info.declaration.import_key:
        importing = Action(
            label=text_of(phrases.IMPORT, call.locale),
            icon="upload",
            href=f"/import?resource={info.name}",
            desk_only=True,
        )
        found.insert(0, importing)
    return found


def _with_condition(call: Call, scope: Scope, asked: Asked) -> Asked:
    """Add the condition that a filter form sent to the filter of the address."""
    query = call.request.query
    field = scope.info.filters.get(query["f.field"])
    if field is None or field.spec.hidden:
        raise NotFound("field", query["f.field"])
    values = [value for name, value in call.request.query_items if name == "f.value"]
    made = chips.condition(field, query.get("f.op", ""), values)
    text = chips.as_text(chips.joined((*chips.parts_of(tree_of(asked)), made)))
    return replace(asked, state=replace(asked.state, filter=text), cursor="")


def filter_form(call: Call) -> Reply:
    """Show the form of one condition inside the filter menu."""
    info = call.kontor.resources.named(call.param("resource"))
    query = call.request.query
    field = info.filters.get(query.get("field", ""))
    presenter = Presenter(call)
    if field is None or field.spec.hidden or presenter.masked(field):
        raise NotFound("field", query.get("field", ""))
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.REF, Kind.BOOL, Kind.DATE):
        made = control(presenter, field, {}, prefix="filter", name="f.value")
    else:
        made = FieldView(name="f.value", label="", prefix="filter")
    view = FieldView(
        name=made.name,
        label=text_of(phrases.FILTER_VALUE, call.locale),
        kind={"choices": "choice", "bool": "choice"}.get(made.kind, made.kind),
        options=made.options or _yes_no(call, field.kind),
        search_url=made.search_url,
        required=True,
        prefix="filter",
    )
    state = tuple((name, query[name]) for name in CARRIED if name in query)
    form = FilterForm(
        url=own_path(query.get("list", list_url(info))),
        field=field.name,
        label=text_of(field.label, call.locale),
        ops=tuple(
            Option(value=op.value, label=chips.operator_label(field, op).in_(call.locale))
            for op in operators(field)
        ),
        control=view,
        state=state,
    )
    return render(call, "core/parts/filter_form.html", form=form)


def _yes_no(call: Call, kind: Kind) -> tuple[Option, ...]:
    if kind is not Kind.BOOL:
        return ()
    words = ((L("Ja", en="Yes"), "true"), (L("Nein", en="No"), "false"))
    return tuple(Option(value=value, label=word.in_(call.locale)) for word, value in words)


def pick(call: Call) -> Reply:
    """Search the records a reference may point at: ``[{"value", "text", "hint"}]``.

    Before anything is typed, ``near`` puts the people of a customer first.
    """
    info = call.kontor.resources.named(call.param("resource"))
    text = call.request.query.get("q", "").strip()[:100]
    searched = info.declaration.search
    fields = [info.title, *(["number"] if "number" in info.fields else [])]
    page = call.kontor.resources.page(
        call.actor,
        info,
        fields=list(dict.fromkeys(fields)),
        limit=_PICKED if searched else 200,
        search=text if searched and text else None,
    )
    found = _people_near(call, info) if not text else []
    known = {one["value"] for one in found}
    for row in page.rows:
        values = dict(zip([*fields, "id"], values_of(row), strict=False))
        if values["id"] in known:
            continue
        name = str(values.get(info.title) or "…")
        if searched or text.casefold() in name.casefold():
            found.append({"value": values["id"], "text": name, "hint": values.get("number") or ""})
    return as_json(found[:_PICKED])


def _people_near(call: Call, info: ResourceInfo) -> list[dict[str, str]]:
    near = call.request.query.get("near", "")
    if info.entity != "contact" or not is_id(near):
        return []
    people = people_of(call.reader, near)
    return [
        {"value": one.contact_id, "text": one.name or "…", "hint": one.role or ""}
        for one in people
        if one.until is None
    ][:_PICKED]


def endpoints(kontor: KontorApp) -> list[Endpoint]:
    found = [
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/filter",
            run=filter_form,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/pick",
            run=pick,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        *cells.endpoints(),
        *column_picker.endpoints(),
        *view_pages.endpoints(),
        *board_pages.endpoints(),
        *totals.endpoints(),
        *record_parts.endpoints(),
    ]
    for info in kontor.resources.all():
        found += _of(info)
    return found


def _of(info: ResourceInfo) -> list[Endpoint]:
    base = list_url(info)
    found = [_get(one.path, partial(list_page, scope=one)) for one in scopes_of(info)]
    found.append(_get(f"{base}/{{record_id:str}}", partial(record_page, info=info)))
    if info.declaration.read_only:
        return found
    record = f"{base}/{{record_id:str}}"
    return [
        *found,
        _get(f"{base}/new", partial(editing.new_form, info=info)),
        _post(f"{base}/new", partial(editing.create, info=info)),
        _get(f"{record}/edit", partial(editing.edit_form, info=info)),
        _post(f"{record}/edit", partial(editing.save, info=info)),
        _get(f"{record}/delete", partial(editing.confirm_delete, info=info), fragment=True),
        _post(f"{record}/delete", partial(editing.delete, info=info)),
    ]


def _get(path: str, run: Callable[[Call], Reply], *, fragment: bool = False) -> Endpoint:
    return Endpoint(
        method="GET",
        path=path,
        run=run,
        audience="staff",
        permission="",
        rate="page",
        surface="fragment" if fragment else "page",
    )


def _post(path: str, run: Callable[[Call], Reply]) -> Endpoint:
    return Endpoint(
        method="POST",
        path=path,
        run=run,
        audience="staff",
        permission="",
        rate="write",
        surface="page",
        accepts=FORM_TYPES,
    )
