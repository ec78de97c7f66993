"""Creating, editing and deleting: pages and dialogs generated from a resource's fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Forbidden, Invalid, KontorError, Stale
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import list_url, own_path, record_url, with_query
from kontor_web.resources.forms import controls, sent_values
from kontor_web.ui import phrases
from kontor_web.ui.answers import done, go, render
from kontor_web.ui.shell import flash, may, shell
from kontor_web.ui.views import ConfirmView, Crumb, FormView, Section, Toast

_GIVEN = ("customer_id", "contact_id")
"""What a dialog on a record's page knows already; a list also knows the name it did not find."""


def new_form(call: Call, info: ResourceInfo) -> Reply:
    _may(call, info, Verb.CREATE)
    fields = _fields(call, info)
    preset = {n: call.request.query[n] for n in (*_GIVEN, info.title) if n in call.request.query}
    values = {**_defaults(info, fields), **preset}
    return _page(call, info, fields, values)


def create(call: Call, info: ResourceInfo) -> Reply:
    _may(call, info, Verb.CREATE)
    fields = _fields(call, info)
    values: Mapping[str, Any] = {}
    try:
        values = sent_values(call, fields, call.request)
        needed = {field.name for field in fields if field.spec.required}
        given = {n: value for n, value in values.items() if value is not None or n in needed}
        saved = call.kontor.resources.create(call.actor, info, given)
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        return _page(call, info, fields, {}, error=error)
    if call.request.by_htmx:
        return done(f"{info.entity}.created", text=text_of(phrases.SAVED, call.locale))
    name = str(values.get(info.title) or text_of(info.label, call.locale))
    text = phrases.CREATED.format(name=name).in_(call.locale)
    reply = redirect(_back(call) or record_url(info, saved.id))
    return flash(reply, [Toast(text=text)], secure=not call.web.settings.dev)


def edit_form(call: Call, info: ResourceInfo) -> Reply:
    _may(call, info, Verb.EDIT)
    fields = _fields(call, info)
    record = call.kontor.resources.get(
        call.actor, info, call.param("record_id"), fields=_names(info, fields)
    )
    return _page(call, info, fields, record.values, record_id=record.id, version=record.version)


def save(call: Call, info: ResourceInfo) -> Reply:
    _may(call, info, Verb.EDIT)
    fields = _fields(call, info)
    record_id = call.param("record_id")
    before = call.kontor.resources.get(call.actor, info, record_id, fields=_names(info, fields))
    version = _version(call.request.field("_version"))
    try:
        values = sent_values(call, fields, call.request, before.values)
        call.kontor.resources.change(call.actor, info, record_id, values, version)
    except Stale as error:
        return _page(
            call,
            info,
            fields,
            before.values,
            record_id=record_id,
            version=before.version,
            error=error,
            theirs=before.values,
        )
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        return _page(
            call, info, fields, before.values, record_id=record_id, version=version, error=error
        )
    text = text_of(phrases.SAVED, call.locale)
    if call.request.by_htmx:
        return done(f"{info.entity}.changed", text=text)
    reply = redirect(record_url(info, record_id))
    return flash(reply, [Toast(text=text)], secure=not call.web.settings.dev)


def confirm_delete(call: Call, info: ResourceInfo, problem: str = "", status: int = 200) -> Reply:
    _may(call, info, Verb.DELETE)
    record_id = call.param("record_id")
    record = call.kontor.resources.get(call.actor, info, record_id, fields=[info.title])
    name = _name(call, info, record.values)
    view = ConfirmView(
        title=phrases.DELETE_TITLE.format(name=name).in_(call.locale),
        text=text_of(phrases.DELETE_TEXT, call.locale),
        submit=phrases.DELETE_ONE.format(label=info.label).in_(call.locale),
        action=f"{record_url(info, record_id)}/delete",
        csrf=call.csrf,
        version=record.version,
        values=(("back", call.request.query.get("back", "") or call.request.field("back")),),
        error=problem,
    )
    return render(call, "core/parts/confirm.html", status, view=view)


def delete(call: Call, info: ResourceInfo) -> Reply:
    _may(call, info, Verb.DELETE)
    record_id = call.param("record_id")
    record = call.kontor.resources.get(call.actor, info, record_id, fields=[info.title])
    try:
        call.kontor.resources.delete(
            call.actor, info, record_id, _version(call.request.field("_version"))
        )
    except KontorError as error:
        if error.status not in (409, 412, 422):
            raise
        return confirm_delete(call, info, error.text(call.locale), error.status)
    name = _name(call, info, record.values)
    text = phrases.DELETED.format(name=name).in_(call.locale)
    back = call.request.field("back")
    if back == "stay":
        return done(f"{info.entity}.deleted", text=text)
    reply = go(call, own_path(back) if back else list_url(info))
    return flash(reply, [Toast(text=text)], secure=not call.web.settings.dev)


def _back(call: Call) -> str:
    """Give where somebody came from: the record whose person is being added."""
    given = call.request.query.get("back", "")
    return own_path(given) if given else ""


def _fields(call: Call, info: ResourceInfo) -> list[Field]:
    return list(info.form_fields(call.actor))


def _names(info: ResourceInfo, fields: Sequence[Field]) -> list[str]:
    return [field.name for field in fields]


def _defaults(info: ResourceInfo, fields: Sequence[Field]) -> dict[str, Any]:
    """Give what a new record starts with: the defaults of its columns."""
    found: dict[str, Any] = {}
    for field in fields:
        declared = info.model.model_fields.get(field.column)
        if declared is not None and field.json_key is None and not declared.is_required():
            value = declared.get_default(call_default_factory=True)
            if value is not None:
                found[field.name] = value
    return found


def _page(
    call: Call,
    info: ResourceInfo,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    record_id: str | None = None,
    version: int | None = None,
    error: KontorError | None = None,
    theirs: Mapping[str, Any] | None = None,
) -> Reply:
    """Show the form: as a page, or in the dialog where htmx asked for it."""
    problems: Mapping[str, Label] = error.problems() if error else {}
    names = {field.name for field in fields}
    shown = controls(
        call,
        fields,
        values,
        sent=call.request.form if error else None,
        problems=problems,
        theirs=theirs,
    )
    own = tuple(v for f, v in zip(fields, shown, strict=True) if f.json_key is None)
    custom = tuple(v for f, v in zip(fields, shown, strict=True) if f.json_key is not None)
    sections = [Section(fields=own)]
    if custom:
        sections.append(Section(fields=custom, title=text_of(phrases.CUSTOM, call.locale)))
    target = record_url(info, record_id) if record_id else f"{list_url(info)}/new"
    elsewhere = [text_of(text, call.locale) for name, text in problems.items() if name not in names]
    if error is not None and not problems:
        elsewhere = [error.text(call.locale)]
    title = _title(call, info, values, record_id)
    partial = call.request.by_htmx
    form = FormView(
        id=f"form-{info.name}".replace(".", "-"),
        title=title,
        action=f"{target}/edit" if record_id else with_query(target, [("back", _back(call))]),
        csrf=call.csrf,
        sections=tuple(sections),
        submit=text_of(phrases.SAVE if record_id else phrases.CREATE, call.locale),
        version=version,
        cancel=None if partial else target if record_id else _back(call) or list_url(info),
        errors=tuple(elsewhere) if theirs is None else (),
        refused=error is not None,
        partial=partial,
    )
    status = 200 if error is None else 409 if isinstance(error, Stale) else error.status
    if partial:
        name = (
            "core/parts/form.html"
            if call.request.method == "POST"
            else ("core/parts/dialog_form.html")
        )
        return render(call, name, status, form=form)
    crumbs = [Crumb(label=text_of(info.label_plural, call.locale), href=list_url(info))]
    if record_id:
        crumbs.append(Crumb(label=_name(call, info, values), href=target))
    crumbs.append(Crumb(label=title))
    return render(
        call, "core/form.html", status, shell=shell(call, title, crumbs=crumbs), form=form
    )


def _title(call: Call, info: ResourceInfo, values: Mapping[str, Any], record_id: str | None) -> str:
    if record_id is None:
        return phrases.NEW.format(label=info.label).in_(call.locale)
    return phrases.EDIT_ONE.format(name=_name(call, info, values)).in_(call.locale)


def _name(call: Call, info: ResourceInfo, values: Mapping[str, Any]) -> str:
    name = str(values.get(info.title) or text_of(info.label, call.locale))
    return name if len(name) <= 60 else f"{name[:59]}…"


def _may(call: Call, info: ResourceInfo, verb: Verb) -> None:
    if not may(call, info, verb):
        raise Forbidden(
            L(
                "Ihre Rolle erlaubt das bei {label} nicht.",
                en="Your role does not allow this for {label:small}.",
            ).format(label=info.label)
        )


def _version(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text[:18])
    raise Invalid(L("Die Fassung fehlt.", en="The version is missing."), field="_version")
