"""Inline edit: one value as it stands, its form, and saving it with the version it was seen at."""

from collections.abc import Mapping
from typing import Any

from kontor_core.foundation.errors import Forbidden, Invalid, KontorError, NotFound, Stale
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.currencies import currencies
from kontor_core.resources.titles import refs_in
from kontor_core.resources.verbs import RecordRow
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import fragment
from kontor_web.resources.forms import control, read_sent
from kontor_web.resources.lists import inline
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import render, tell
from kontor_web.ui.views import CellEdit, CellView

VALUE = "value"
"""The name of the control, whatever the field is called."""


def show_cell(call: Call) -> Reply:
    info, field = _asked(call)
    return _shown(call, info, field, _read(call, info, field))


def edit_cell(call: Call) -> Reply:
    info, field = _editable(call)
    record = _read(call, info, field)
    return _form(call, info, field, record.values, record.version)


def save_cell(call: Call) -> Reply:
    info, field = _editable(call)
    record_id = call.param("record_id")
    given = call.request.form.get(VALUE, [])
    before = _read(call, info, field)
    try:
        presenter = Presenter(call)
        value = read_sent(presenter, field, given, before.values)
        version = _version(call.request.field("_version"))
        call.kontor.resources.change(call.actor, info, record_id, {field.name: value}, version)
    except Stale:
        now = _read(call, info, field)
        return _form(
            call, info, field, before.values, now.version, sent=given, theirs=now.values, status=409
        )
    except KontorError as error:
        if error.status != 422:
            raise
        problem = error.problems().get(field.name) or error.message
        return _form(
            call,
            info,
            field,
            before.values,
            before.version,
            sent=given,
            problem=problem,
            status=422,
        )
    reply = _shown(call, info, field, _read(call, info, field))
    return tell(reply, {"k:refresh": {"names": [f"{info.entity}.changed"]}})


def _asked(call: Call) -> tuple[ResourceInfo, Field]:
    info = call.kontor.resources.named(call.param("resource"))
    field = info.fields.get(call.param("field"))
    if field is None or field.spec.hidden:
        raise NotFound("field", call.param("field"))
    return info, field


def _editable(call: Call) -> tuple[ResourceInfo, Field]:
    info, field = _asked(call)
    if not inline(call, info, field):
        raise Forbidden(
            L("Dieses Feld dürfen Sie nicht ändern.", en="You may not change this field."),
            field=field.name,
        )
    return info, field


def _read(call: Call, info: ResourceInfo, field: Field) -> RecordRow:
    names = [field.name, *currencies(info, [field.name])]
    return call.kontor.resources.get(call.actor, info, call.param("record_id"), fields=names)


def _shown(call: Call, info: ResourceInfo, field: Field, record: RecordRow) -> Reply:
    titles = call.titles(refs_in([field], [record.values]))
    cell = CellView(
        label=text_of(field.label, call.locale),
        value=Presenter(call, titles).value(field, record.values),
        edit=fragment(info, record.id, "cell", field.name, "edit")
        if inline(call, info, field)
        else None,
    )
    return render(call, "core/parts/cell.html", cell=cell)


def _form(
    call: Call,
    info: ResourceInfo,
    field: Field,
    row: Mapping[str, Any],
    version: int,
    *,
    sent: list[str] | None = None,
    problem: Any = None,
    theirs: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Reply:
    known = [row] if theirs is None else [row, theirs]
    wanted = refs_in([field], known)
    if sent and field.spec.ref and len(sent[-1]) == 36:
        wanted |= {(field.spec.ref, sent[-1])}
    presenter = Presenter(call, call.titles(wanted))
    view = control(
        presenter,
        field,
        row,
        sent=sent,
        problem=problem,
        theirs=theirs,
        prefix=f"cell-{call.param('record_id')[-6:]}",
        name=VALUE,
    )
    address = fragment(info, call.param("record_id"), "cell", field.name)
    edit = CellEdit(field=view, action=address, cancel=address, csrf=call.csrf, version=version)
    return render(call, "core/parts/cell_edit.html", status, edit=edit)


def _version(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text[:18])
    raise Invalid(L("Die Fassung fehlt.", en="The version is missing."), field="_version")


def endpoints() -> list[Endpoint]:
    cell = "/ui/{resource:str}/{record_id:str}/cell/{field:str}"
    return [
        Endpoint(
            method="GET",
            path=cell,
            run=show_cell,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="GET",
            path=f"{cell}/edit",
            run=edit_cell,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="POST",
            path=cell,
            run=save_cell,
            audience="staff",
            permission="",
            rate="write",
            surface="fragment",
            accepts=FORM_TYPES,
        ),
    ]
