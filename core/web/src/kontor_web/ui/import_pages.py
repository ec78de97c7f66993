"""Importing in the browser: upload, columns, check, run."""

from kontor_core.exchange.employers import ASK, EMPLOYER, UNKNOWN
from kontor_core.exchange.starting import start_import
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.imports import Check, Plan
from kontor_web.messages import Reply, redirect
from kontor_web.security.content import FORM_TYPES, UPLOAD_TYPES
from kontor_web.terms import Surface
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.import_checks import check_job, check_page
from kontor_web.ui.import_columns import columns_page, preview_of
from kontor_web.ui.import_jobs import ask_undo, job_errors, job_page, job_resume, job_stop, undo
from kontor_web.ui.import_parts import import_shell
from kontor_web.ui.import_sheets import next_sheet, sheets
from kontor_web.ui.import_start import start_page, target_of
from kontor_web.ui.import_unknown import decide
from kontor_web.uploads import MOST_BYTES


def start(call: Call) -> Reply:
    """Ask for a file and what it holds; list the imports there were."""
    return start_page(call)


def upload(call: Call) -> Reply:
    """Keep the file and go on to its columns."""
    file = call.request.uploaded.files.get("file")
    target, preset = target_of(call.request.field("target"))
    if file is None or not call.request.field("target"):
        return start_page(call, problem=text_of(phrases.NO_FILE, call.locale))
    plan = Plan(file.name, target, preset, {}, call.actor.id, call.locale)
    upload_id = imports.keep(call.kontor, call.actor, file, plan)
    try:
        preview = preview_of(call, upload_id, plan)
    except KontorError as error:
        if error.status not in (403, 404, 422):
            raise
        imports.drop(call.kontor, call.actor, upload_id)
        return start_page(call, problem=error.text(call.locale))
    plan.sheet = preview.source.layout().get("sheet")
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    return redirect(f"/import/files/{upload_id}")


def columns(call: Call) -> Reply:
    """Show which column is taken for which field, to be corrected."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    return columns_page(call, upload_id, plan, preview_of(call, upload_id, plan))


def check(call: Call) -> Reply:
    """Keep the columns and check the whole file, or begin with the import."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    sheet = call.request.field("sheet")
    if sheet and sheet != plan.sheet:
        return _turn_to(call, upload_id, plan, sheet)
    plan.mapping = {
        name.removeprefix("column."): values[-1]
        for name, values in call.request.form.items()
        if name.startswith("column.")
    }
    plan.options = {}
    if EMPLOYER in plan.mapping.values():
        plan.options = {UNKNOWN: call.request.field(UNKNOWN) or ASK}
    try:
        preview = preview_of(call, upload_id, plan)
    except KontorError as error:
        if error.status != 422:
            raise
        plan.mapping, plan.options = {}, {}
        preview = preview_of(call, upload_id, plan)
        return columns_page(call, upload_id, plan, preview, problem=error.text(call.locale))
    if preview.guess.missing:
        names = ", ".join(
            text_of(preview.target.fields[name].label, call.locale)
            for name in preview.guess.missing
        )
        told = phrases.MISSING_COLUMNS.format(names=names).in_(call.locale)
        return columns_page(call, upload_id, plan, preview, problem=told)
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    imports.start_check(call.kontor, call.actor, upload_id)
    return redirect(f"/import/files/{upload_id}/check")


def _turn_to(call: Call, upload_id: str, plan: Plan, sheet: str) -> Reply:
    """Show the columns of another sheet; one that holds nothing is told, and the old one stays."""
    before = plan.sheet
    plan.sheet, plan.mapping, plan.options = sheet, {}, {}
    try:
        preview_of(call, upload_id, plan)
    except KontorError as error:
        if error.status != 422:
            raise
        plan.sheet = before
        preview = preview_of(call, upload_id, plan)
        return columns_page(call, upload_id, plan, preview, problem=error.text(call.locale))
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    return redirect(f"/import/files/{upload_id}")


def checked(call: Call) -> Reply:
    """Show the progress of a check and what it found."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    view = check_job(call, upload_id, plan)
    if call.request.partial:
        reply = render(call, "core/parts/job.html", job=view)
        # the page has more to show once the check is over
        return reply if view.active else reply.header("hx-refresh", "true")
    found = imports.check_of(call.kontor, call.actor, upload_id)
    if found is None or found.state != "done":
        return render(call, "core/job.html", shell=import_shell(call, plan.file), job=view)
    return check_page(call, upload_id, plan, found)


def run(call: Call) -> Reply:
    """Import the file; the same one is gone on with where it stopped."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    path = imports.file_of(call.kontor, call.actor, upload_id, plan)
    try:
        job_id = start_import(
            call.kontor,
            call.actor,
            path,
            plan.target,
            preset=plan.preset,
            mapping=plan.mapping,
            options=plan.options,
            sheet=plan.sheet,
            again=call.request.field("again") == "1",
        )
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        found = imports.check_of(call.kontor, call.actor, upload_id) or Check()
        return check_page(
            call, upload_id, plan, found, problem=error.text(call.locale), again=error.status == 409
        )
    imports.start_job(call.kontor, job_id, "run")
    return redirect(f"/import/jobs/{job_id}")


def endpoints() -> list[Endpoint]:
    file, job = "/import/files/{upload_id:str}", "/import/jobs/{job_id:str}"
    return [
        _get("/import", start),
        Endpoint(
            method="POST",
            path="/import",
            run=upload,
            audience="staff",
            permission="",
            rate="heavy",
            surface="page",
            accepts=UPLOAD_TYPES,
            most_bytes=MOST_BYTES,
            upload=True,
        ),
        _get(file, columns),
        _post(file, check),
        _get(f"{file}/check", checked),
        _post(f"{file}/organisations", decide),
        _post(f"{file}/run", run),
        _get(job, job_page),
        _get(f"{job}/errors", job_errors),
        _get(f"{job}/sheets", sheets),
        _post(f"{job}/sheets", next_sheet),
        _get(f"{job}/undo", ask_undo, surface="fragment"),
        _post(f"{job}/undo", undo),
        _post(f"{job}/stop", job_stop),
        _post(f"{job}/resume", job_resume),
    ]


def _get(path: str, handler: object, surface: Surface = "page") -> Endpoint:
    return Endpoint(
        method="GET",
        path=path,
        run=handler,  # type: ignore[arg-type]  # a handler
        audience="staff",
        permission="",
        rate="page",
        surface=surface,
    )


def _post(path: str, handler: object) -> Endpoint:
    return Endpoint(
        method="POST",
        path=path,
        run=handler,  # type: ignore[arg-type]  # a handler
        audience="staff",
        permission="",
        rate="heavy",
        surface="page",
        accepts=FORM_TYPES,
    )
