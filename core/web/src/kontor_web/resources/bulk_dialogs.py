"""The dialogs of a selection: change one field, assign, delete; with how many it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kontor_core.bulk import books
from kontor_core.bulk.books import Job
from kontor_core.bulk.fields import assignable_fields, editable_fields
from kontor_core.bulk.hanging import MOST, lost_of
from kontor_core.bulk.models import DELETE, DONE, EDIT, FAILED, REFUSED
from kontor_core.bulk.working import all_open
from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources import bulk_jobs, bulk_pages
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.resources.acting import STALE
from kontor_web.resources.asked import beside
from kontor_web.resources.bulk_selection import Chosen, chosen, count_moved, number_of, word
from kontor_web.resources.forms import controls, sent_values
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, go, render, toast
from kontor_web.ui.views import ConfirmView, FieldView, FormView, Section


def ask_edit(call: Call) -> Reply:
    """Show the control of one field for all that is selected."""
    picked = chosen(call, _info(call))
    return _dialog(call, picked, [_field(call, picked.info)], "edit")


def edit(call: Call) -> Reply:
    picked = chosen(call, _info(call))
    return _change(call, picked, [_field(call, picked.info)], "edit")


def ask_assign(call: Call) -> Reply:
    """Ask who is to look after all that is selected."""
    picked = chosen(call, _info(call))
    return _dialog(call, picked, assignable_fields(picked.info, call.actor), "assign")


def assign(call: Call) -> Reply:
    picked = chosen(call, _info(call))
    return _change(call, picked, assignable_fields(picked.info, call.actor), "assign")


def ask_delete(call: Call) -> Reply:
    return _confirm(call, chosen(call, _info(call)))


def delete(call: Call) -> Reply:
    """Delete what is selected; a whole result takes a word besides."""
    picked = chosen(call, _info(call))
    problem = count_moved(call, picked)
    if not problem and picked.ids is None and call.request.field("word").strip() != word(call):
        problem = phrases.TYPE_WORD.format(word=word(call)).in_(call.locale)
    if problem:
        return _confirm(call, picked, problem)
    return _begun(call, bulk_jobs.begin(call.kontor, call.actor, picked, DELETE, {}))


def _change(call: Call, picked: Chosen, fields: Sequence[Field], what: str) -> Reply:
    problem = count_moved(call, picked)
    if problem:
        return _dialog(call, picked, fields, what, problem=problem)
    try:
        values = sent_values(call, fields, call.request)
        if what == "edit" and values[fields[0].name] is None and not _may_be_empty(picked, fields):
            raise Invalid({fields[0].name: phrases.CHOOSE})
        if what == "assign":
            values = {name: value for name, value in values.items() if value is not None}
            if not values:
                raise Invalid(phrases.NOBODY)
        job = bulk_jobs.begin(call.kontor, call.actor, picked, EDIT, values)
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        return _dialog(call, picked, fields, what, error=error)
    return _begun(call, job)


def _begun(call: Call, job: Job) -> Reply:
    """Say what was done with the way back; refused records and long work have a page."""
    if not job.is_over:
        return go(call, f"{bulk_pages.PATH}/{job.id}")
    tally = books.tally(call.kontor.storage, job.id)
    if tally.get(REFUSED) or job.state == FAILED:
        return go(call, f"{bulk_pages.PATH}/{job.id}")
    n = tally.get(DONE, 0)
    text = phrases.DONE[job.kind].format(n=number_of(call, n)).in_(call.locale)
    undo_url = f"/ui/bulk/{job.id}/undo" if n else None
    return toast(done(STALE), text, undo_url=undo_url)


def _dialog(
    call: Call,
    picked: Chosen,
    fields: Sequence[Field],
    what: str,
    *,
    error: KontorError | None = None,
    problem: str = "",
) -> Reply:
    problems: Mapping[str, Label] = error.problems() if error else {}
    again = error is not None or bool(problem)
    sent = call.request.form if again else None
    shown = controls(call, fields, {}, sent=sent, problems=problems, prefix="bulk")
    empty = what == "assign" or _may_be_empty(picked, fields)
    shown = [_optional(call, one, what, empty=empty) for one in shown]
    hidden = tuple(
        FieldView(name=name, label="", kind="hidden", value=value) for name, value in picked.sent
    )
    elsewhere = [problem] if problem else []
    if error is not None and not set(problems) & {field.name for field in fields}:
        elsewhere.append(error.text(call.locale))
    lead = picked.text(call)
    if picked.count > bulk_jobs.AT_ONCE:
        lead = f"{lead} {text_of(phrases.JOB, call.locale)}"
    title = text_of(phrases.ASSIGN, call.locale)
    submit, about = phrases.ASSIGN_N, {}
    if what == "edit":
        title = phrases.CHANGE_FIELD.format(label=fields[0].label).in_(call.locale)
        submit, about = phrases.CHANGE_N, {"field": fields[0].name}
    form = FormView(
        id=f"bulk-{what}",
        title=title,
        lead=lead,
        action=beside(picked.info, picked.asked, f"bulk/{what}", **about),
        csrf=call.csrf,
        sections=(Section(fields=(*shown, *hidden)),),
        submit=submit.format(n=picked.number(call)).in_(call.locale),
        errors=tuple(elsewhere),
        refused=again,
        partial=True,
    )
    if again:
        return render(call, "core/parts/form.html", 422, form=form)
    return render(call, "core/parts/dialog_form.html", form=form)


def _optional(call: Call, view: FieldView, what: str, *, empty: bool) -> FieldView:
    """Say what an empty control does: it takes values away, but nobody's assignment."""
    if what == "assign" or not empty:
        return replace(view, required=not empty, help="")
    if view.kind == "bool":
        return view
    return replace(view, help=text_of(phrases.EMPTY_HELP, call.locale))


def _may_be_empty(picked: Chosen, fields: Sequence[Field]) -> bool:
    field = fields[0]
    if field.kind is Kind.BOOL or field.json_key is not None:
        return not field.spec.required
    return bool(picked.info.rule.table.c[field.column].nullable)


def _confirm(call: Call, picked: Chosen, problem: str = "") -> Reply:
    n = picked.number(call)
    view = ConfirmView(
        title=phrases.DELETE_TITLE.format(label=picked.info.label_plural).in_(call.locale),
        text=f"{picked.text(call)} {_way_back(call, picked)}",
        submit=phrases.DELETE_N.format(n=n).in_(call.locale),
        action=beside(picked.info, picked.asked, "bulk/delete"),
        csrf=call.csrf,
        word=word(call) if picked.ids is None else None,
        values=picked.sent,
        error=problem,
    )
    return render(call, "core/parts/confirm.html", 422 if problem else 200, view=view)


def _way_back(call: Call, picked: Chosen) -> str:
    """Say what goes along, and how many cannot be brought back."""
    if not all_open(call.actor, picked.info.rule):
        return text_of(phrases.DELETE_NOT_OPEN, call.locale)
    if picked.ids is None:
        return text_of(phrases.DELETE_TEXT, call.locale)
    lost = lost_of(call.kontor.storage, picked.info.rule.name, picked.ids)
    if not lost:
        return text_of(phrases.DELETE_RESTORABLE, call.locale)
    most = number_of(call, MOST)
    if lost == picked.count:
        return phrases.DELETE_FOR_GOOD.format(most=most).in_(call.locale)
    n = number_of(call, lost)
    told = phrases.DELETE_SOME_FOR_GOOD.format(n=n, of=picked.number(call), most=most)
    return told.in_(call.locale)


def _info(call: Call) -> ResourceInfo:
    return call.kontor.resources.named(call.param("resource"))


def _field(call: Call, info: ResourceInfo) -> Field:
    name = call.request.query.get("field", "")
    found = next((f for f in editable_fields(info, call.actor) if f.name == name), None)
    if found is None:
        raise NotFound("field", name)
    return found


def endpoints() -> list[Endpoint]:
    found = []
    for what, ask, do in (
        ("edit", ask_edit, edit),
        ("assign", ask_assign, assign),
        ("delete", ask_delete, delete),
    ):
        path = f"/ui/{{resource:str}}/bulk/{what}"
        found += [_endpoint("GET", path, ask), _endpoint("POST", path, do)]
    return found


def _endpoint(method: Any, path: str, run: Any) -> Endpoint:
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
