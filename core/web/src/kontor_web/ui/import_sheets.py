"""Another sheet of a workbook that came in: sheets go in one after another, as what they hold."""

from pathlib import Path

from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.messages import Reply, redirect
from kontor_web.ui import import_phrases as words
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.import_columns import preview_of
from kontor_web.ui.import_jobs import own_job
from kontor_web.ui.import_parts import import_shell
from kontor_web.ui.import_start import target_of, targets
from kontor_web.ui.views import FieldView, FormView, Option, Section


def sheets(call: Call) -> Reply:
    """Ask which sheet is next and what its rows are."""
    return _page(call)


def next_sheet(call: Call) -> Reply:
    """Turn the upload to another sheet and go on to its columns."""
    job = own_job(call)
    upload_id = Path(job.path).parent.name
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    plan.target, plan.preset = target_of(call.request.field("target"))
    plan.sheet, plan.mapping, plan.options = call.request.field("sheet"), {}, {}
    try:
        preview_of(call, upload_id, plan)
    except KontorError as error:
        if error.status not in (403, 404, 422):
            raise
        return _page(call, problem=error.text(call.locale))
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    return redirect(f"/import/files/{upload_id}")


def _page(call: Call, problem: str = "") -> Reply:
    job = own_job(call)
    left = imports.sheets_left(call.kontor, job)
    if not left:
        raise NotFound("upload", job.id)
    fields = (
        FieldView(
            name="sheet",
            label=text_of(phrases.SHEET, call.locale),
            kind="choice",
            value=call.request.field("sheet") or left[0],
            options=tuple(Option(value=name, label=name) for name in left),
            required=True,
        ),
        FieldView(
            name="target",
            label=text_of(phrases.IMPORT_AS, call.locale),
            kind="choice",
            value=call.request.field("target") or job.target,
            options=tuple(targets(call)),
            required=True,
        ),
    )
    form = FormView(
        id="sheets",
        title=text_of(words.NEXT_SHEET, call.locale),
        lead=words.NEXT_SHEET_LEAD.format(file=job.file).in_(call.locale),
        action=f"/import/jobs/{job.id}/sheets",
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(words.TO_ITS_COLUMNS, call.locale),
        cancel=f"/import/jobs/{job.id}",
        errors=(problem,) if problem else (),
        refused=bool(problem),
    )
    status = 422 if problem else 200
    return render(call, "core/form.html", status, shell=import_shell(call, job.file), form=form)
