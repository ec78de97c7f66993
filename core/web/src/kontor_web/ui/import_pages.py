"""Importing in the browser: upload, columns, check, run, and the way back."""

from babel.numbers import format_decimal

from kontor_core.exchange import jobs
from kontor_core.exchange.errors_file import errors_path
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.models import DONE, FAILED, UNDOING, UNDONE
from kontor_core.exchange.starting import Preview, look_at, start_import
from kontor_core.exchange.targets import presets
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.imports import Check, Plan
from kontor_web.messages import Reply, redirect
from kontor_web.resources.addresses import list_url
from kontor_web.resources.bulk_phrases import JOBS
from kontor_web.resources.export_phrases import EXPORTS
from kontor_web.security.content import FORM_TYPES, UPLOAD_TYPES
from kontor_web.ui import phrases
from kontor_web.ui.answers import go, render
from kontor_web.ui.shell import may, seen, shell
from kontor_web.ui.views import (
    Action,
    Block,
    Card,
    ConfirmView,
    Crumb,
    FactsBlock,
    FieldView,
    FormBlock,
    FormView,
    JobView,
    Option,
    PageView,
    Section,
    TableBlock,
    Value,
)
from kontor_web.uploads import MOST_BYTES

_JOBS_SHOWN = 10


def start(call: Call) -> Reply:
    """Ask for a file and what it holds; list the imports there were."""
    return _start_page(call)


def upload(call: Call) -> Reply:
    """Keep the file and go on to its columns."""
    file = call.request.uploaded.files.get("file")
    target, preset = _target(call.request.field("target"))
    if file is None or not call.request.field("target"):
        return _start_page(call, problem=text_of(phrases.NO_FILE, call.locale))
    plan = Plan(file.name, target, preset, {}, call.actor.id, call.locale)
    upload_id = imports.keep(call.kontor, call.actor, file, plan)
    try:
        preview = _preview(call, upload_id, plan)
    except KontorError as error:
        if error.status not in (403, 404, 422):
            raise
        imports.drop(call.kontor, call.actor, upload_id)
        return _start_page(call, problem=error.text(call.locale))
    plan.sheet = preview.source.layout().get("sheet")
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    return redirect(f"/import/files/{upload_id}")


def columns(call: Call) -> Reply:
    """Show which column is taken for which field, to be corrected."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    return _columns_page(call, upload_id, plan, _preview(call, upload_id, plan))


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
    try:
        preview = _preview(call, upload_id, plan)
    except KontorError as error:
        if error.status != 422:
            raise
        plan.mapping = {}
        preview = _preview(call, upload_id, plan)
        return _columns_page(call, upload_id, plan, preview, problem=error.text(call.locale))
    if preview.guess.missing:
        names = ", ".join(
            text_of(preview.target.fields[name].label, call.locale)
            for name in preview.guess.missing
        )
        told = phrases.MISSING_COLUMNS.format(names=names).in_(call.locale)
        return _columns_page(call, upload_id, plan, preview, problem=told)
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    imports.start_check(call.kontor, call.actor, upload_id)
    return redirect(f"/import/files/{upload_id}/check")


def _turn_to(call: Call, upload_id: str, plan: Plan, sheet: str) -> Reply:
    """Show the columns of another sheet; one that holds nothing is told, and the old one stays."""
    before = plan.sheet
    plan.sheet, plan.mapping = sheet, {}
    try:
        _preview(call, upload_id, plan)
    except KontorError as error:
        if error.status != 422:
            raise
        plan.sheet = before
        preview = _preview(call, upload_id, plan)
        return _columns_page(call, upload_id, plan, preview, problem=error.text(call.locale))
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    return redirect(f"/import/files/{upload_id}")


def checked(call: Call) -> Reply:
    """Show the progress of a check and what it found."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    view = _check_job(call, upload_id, plan)
    if call.request.partial:
        reply = render(call, "core/parts/job.html", job=view)
        # the page has more to show once the check is over
        return reply if view.active else reply.header("hx-refresh", "true")
    found = imports.check_of(call.kontor, call.actor, upload_id)
    if found is None or found.state != "done":
        return render(call, "core/job.html", shell=_shell(call, plan.file), job=view)
    return _check_page(call, upload_id, plan, found)


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
            sheet=plan.sheet,
            again=call.request.field("again") == "1",
        )
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        found = imports.check_of(call.kontor, call.actor, upload_id) or Check()
        return _check_page(
            call, upload_id, plan, found, problem=error.text(call.locale), again=error.status == 409
        )
    imports.start_job(call.kontor, job_id, "run")
    return redirect(f"/import/jobs/{job_id}")


def job_page(call: Call) -> Reply:
    job = _job(call)
    view = _job_view(call, job)
    if call.request.partial:
        return render(call, "core/parts/job.html", job=view)
    return seen(call, render(call, "core/job.html", shell=_shell(call, job.file), job=view))


def job_errors(call: Call) -> Reply:
    """Give the refused rows as a file for a spreadsheet."""
    job = _job(call)
    path = errors_path(call.kontor, job.id)
    if not path.is_file():
        raise NotFound("file", job.id)
    reply = Reply(path.read_bytes(), 200, "text/csv")
    return reply.header("content-disposition", f'attachment; filename="{job.id}-errors.csv"')


def job_stop(call: Call) -> Reply:
    job = _job(call)
    imports.stop_job(call.kontor, job.id)
    return go(call, f"/import/jobs/{job.id}")


def job_resume(call: Call) -> Reply:
    job = _job(call)
    imports.start_job(call.kontor, job.id, "undo" if job.state == UNDOING else "run")
    return go(call, f"/import/jobs/{job.id}")


def ask_undo(call: Call) -> Reply:
    job = _job(call)
    view = ConfirmView(
        title=text_of(phrases.UNDO_IMPORT, call.locale),
        text=phrases.UNDO_TEXT.format(n=_number(call, job.good), file=job.file).in_(call.locale),
        submit=text_of(phrases.UNDO_IMPORT, call.locale),
        action=f"/import/jobs/{job.id}/undo",
        csrf=call.csrf,
    )
    return render(call, "core/parts/confirm.html", view=view)


def undo(call: Call) -> Reply:
    job = _job(call)
    imports.start_job(call.kontor, job.id, "undo")
    return go(call, f"/import/jobs/{job.id}")


def _job(call: Call) -> Job:
    """Give an import of one's own; those who manage users see all."""
    job = jobs.job_status(call.kontor, call.param("job_id"))
    if job.actor_id != call.actor.id and not call.actor.profile.may(MANAGE_USERS):
        raise NotFound("import", job.id)
    return job


def _target(text: str) -> tuple[str, bool]:
    kind, _, name = text.partition(":")
    return (name, kind == "preset") if name else (text, False)


def _preview(call: Call, upload_id: str, plan: Plan) -> Preview:
    return look_at(
        call.kontor,
        call.actor,
        imports.file_of(call.kontor, call.actor, upload_id, plan),
        plan.target,
        preset=plan.preset,
        mapping=plan.mapping,
        sheet=plan.sheet,
    )


def _start_page(call: Call, problem: str = "") -> Reply:
    chosen = call.request.field("target") or call.request.query.get("resource", "customers")
    fields = (
        FieldView(
            name="target",
            label=text_of(phrases.IMPORT_AS, call.locale),
            kind="choice",
            value=chosen,
            options=tuple(_targets(call)),
            required=True,
        ),
        FieldView(
            name="file",
            label=text_of(phrases.FILE, call.locale),
            kind="file",
            accept=".csv,.txt,.tsv,.xlsx,.jsonl,.ndjson,.vcf,.parquet",
            help=text_of(phrases.FILE_HELP, call.locale),
            required=True,
        ),
    )
    form = FormView(
        id="import",
        title="",
        action="/import",
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(phrases.UPLOAD, call.locale),
        errors=(problem,) if problem else (),
        refused=bool(problem),
        upload=True,
    )
    blocks: tuple[Block, ...] = (FormBlock(form=form),)
    cards = [Card(id="upload", blocks=blocks, title=text_of(phrases.NEW_IMPORT, call.locale))]
    cards += _jobs_card(call)
    page = PageView(
        title=text_of(phrases.IMPORTS, call.locale),
        lead=text_of(phrases.IMPORT_LEAD, call.locale),
        cards=tuple(cards),
        narrow=True,
    )
    others = [
        Action(label=text_of(name, call.locale), icon=icon, href=href)
        for name, href, icon in ((EXPORTS, "/exports", "download"), (JOBS, "/bulk", "list-checks"))
    ]
    frame = shell(call, text_of(phrases.IMPORTS, call.locale), actions=others)
    status = 422 if problem else 200
    return seen(call, render(call, "core/page.html", status, shell=frame, page=page))


def _targets(call: Call) -> list[Option]:
    found = [
        Option(value=info.name, label=text_of(info.label_plural, call.locale))
        for info in call.kontor.resources.all()
        if may(call, info, Verb.CREATE)
    ]
    found += [
        Option(value=f"preset:{name}", label=text_of(preset.label, call.locale))
        for name, preset in presets(call.kontor).items()
    ]
    return found


def _jobs_card(call: Call) -> list[Card]:
    everybody = call.actor.profile.may(MANAGE_USERS)
    mine = [
        job for job in jobs.list_jobs(call.kontor, 50) if everybody or job.actor_id == call.actor.id
    ][:_JOBS_SHOWN]
    if not mine:
        return []
    table = TableBlock(
        columns=tuple(
            (text_of(label, call.locale), kind)
            for label, kind in (
                (phrases.FILE, "text"),
                (phrases.STATE, "text"),
                (phrases.TAKEN, "int"),
                (phrases.REFUSED, "int"),
            )
        ),
        rows=tuple(
            (
                Value(text=job.file),
                Value(text=_state(call, job)),
                Value(kind="int", text=_number(call, job.good)),
                Value(kind="int", text=_number(call, job.bad)),
            )
            for job in mine
        ),
        links=tuple(f"/import/jobs/{job.id}" for job in mine),
    )
    return [Card(id="jobs", title=text_of(phrases.IMPORTS, call.locale), blocks=(table,))]


def _columns_page(
    call: Call, upload_id: str, plan: Plan, preview: Preview, problem: str = ""
) -> Reply:
    none = Option(value="", label=text_of(phrases.LEAVE_OUT, call.locale))
    options = (
        none,
        *(
            Option(value=name, label=text_of(field.label, call.locale))
            for name, field in preview.target.fields.items()
        ),
    )
    sheet = _sheet_field(call, preview)
    fields = []
    for column in preview.source.header:
        samples = [str(row[column]) for row in preview.sample if row.get(column) not in (None, "")]
        fields.append(
            FieldView(
                name=f"column.{column}",
                label=column,
                kind="choice",
                value=preview.guess.mapping.get(column, ""),
                options=options[1:],
                help=", ".join(samples[:3])[:120],
            )
        )
    form = FormView(
        id="columns",
        title=phrases.COLUMNS_OF.format(file=plan.file).in_(call.locale),
        lead=text_of(phrases.COLUMNS_LEAD, call.locale),
        action=f"/import/files/{upload_id}",
        csrf=call.csrf,
        sections=(*sheet, Section(fields=tuple(fields))),
        submit=text_of(phrases.CHECK, call.locale),
        cancel="/import",
        errors=(problem,) if problem else (),
        refused=bool(problem),
    )
    status = 422 if problem else 200
    return render(call, "core/form.html", status, shell=_shell(call, plan.file), form=form)


def _sheet_field(call: Call, preview: Preview) -> tuple[Section, ...]:
    """Ask which sheet is meant, where there are several."""
    layout = preview.source.layout()
    sheets = layout.get("sheets", ())
    if len(sheets) < 2:
        return ()
    field = FieldView(
        name="sheet",
        label=text_of(phrases.SHEET, call.locale),
        kind="choice",
        value=layout["sheet"],
        options=tuple(Option(value=name, label=name) for name in sheets),
        help=text_of(phrases.SHEET_HELP, call.locale),
        required=True,
    )
    return (Section(fields=(field,)),)


def _check_job(call: Call, upload_id: str, plan: Plan) -> JobView:
    found = imports.check_of(call.kontor, call.actor, upload_id) or Check(state="failed")
    status = phrases.ROW_OF.format(
        n=_number(call, found.done), total=_number(call, found.total) if found.total else "…"
    )
    return JobView(
        id=upload_id,
        title=phrases.CHECKING.format(file=plan.file).in_(call.locale),
        state=found.state,
        status=status.in_(call.locale),
        url=f"/import/files/{upload_id}/check",
        csrf=call.csrf,
        done=found.done,
        total=found.total,
        message=found.message
        or (text_of(phrases.CHECK_DIED, call.locale) if found.state == "failed" else ""),
        links=(_back(call, upload_id),) if found.state == "failed" else (),
    )


def _check_page(
    call: Call,
    upload_id: str,
    plan: Plan,
    found: Check,
    *,
    problem: str = "",
    again: bool = False,
) -> Reply:
    facts = [
        (text_of(phrases.WOULD_TAKE, call.locale), Value(text=_number(call, found.good))),
        (text_of(phrases.WOULD_REFUSE, call.locale), Value(text=_number(call, found.bad))),
    ]
    form = FormView(
        id="run",
        title="",
        action=f"/import/files/{upload_id}/run",
        csrf=call.csrf,
        sections=(
            Section(
                fields=(FieldView(name="again", label="", kind="hidden", value="1"),)
                if again
                else ()
            ),
        ),
        submit=phrases.IMPORT_ROWS.format(n=_number(call, found.good)).in_(call.locale),
        cancel=f"/import/files/{upload_id}",
        errors=(problem,) if problem else (),
        refused=bool(problem),
    )
    blocks: list[Block] = [FactsBlock(items=tuple(facts))]
    if found.problems:
        blocks.append(_problems(call, found))
    blocks.append(FormBlock(form=form))
    card = Card(id="check", blocks=tuple(blocks))
    title = phrases.CHECKED.format(file=plan.file).in_(call.locale)
    page = PageView(title=title, cards=(card,), narrow=True)
    return render(
        call, "core/page.html", 409 if again else 200, shell=_shell(call, plan.file), page=page
    )


def _problems(call: Call, found: Check) -> TableBlock:
    heads = (
        (phrases.LINE, "int"),
        (phrases.COLUMN, "text"),
        (phrases.FILTER_VALUE, "text"),
        (phrases.REASON, "text"),
    )
    return TableBlock(
        columns=tuple((text_of(label, call.locale), kind) for label, kind in heads),
        rows=tuple(
            (
                Value(kind="int", text=str(line)),
                Value(text=column),
                Value(text=value[:60]),
                Value(kind="longtext", text=reason),
            )
            for line, column, value, reason in found.problems[:50]
        ),
        caption=text_of(phrases.WOULD_REFUSE, call.locale),
    )


def _job_view(call: Call, job: Job) -> JobView:
    working = imports.is_running(call.kontor, job.id)
    over = jobs.is_over(job) and job.state != UNDOING
    active = working  # a fresh process has not told the books yet
    halted = not working and not over
    state = "running" if active else "failed" if job.state == FAILED else "done"
    if halted and job.state != FAILED:
        state = "cancelled"
    links = list(_job_links(call, job, halted=halted, active=active))
    status = phrases.ROW_OF.format(
        n=_number(call, job.position), total=_number(call, job.total) if job.total else "…"
    )
    return JobView(
        id=job.id,
        title=phrases.IMPORT_OF.format(file=job.file).in_(call.locale),
        state=state,
        status=status.in_(call.locale) if not over else _state(call, job),
        url=f"/import/jobs/{job.id}",
        csrf=call.csrf,
        done=job.position,
        total=job.total,
        counts=(
            (text_of(phrases.TAKEN, call.locale), _number(call, job.good)),
            (text_of(phrases.REFUSED, call.locale), _number(call, job.bad)),
        ),
        message=job.problem or (text_of(phrases.HALTED, call.locale) if halted else ""),
        cancel=f"/import/jobs/{job.id}/stop" if active and job.state != UNDOING else None,
        links=tuple(links),
    )


def _job_links(call: Call, job: Job, *, halted: bool, active: bool) -> list[Action]:
    found = []
    base = f"/import/jobs/{job.id}"
    if halted:
        label = text_of(phrases.GO_ON, call.locale)
        found.append(Action(label=label, icon="play", post=f"{base}/resume", primary=True))
    info = None
    if not job.preset:
        info = next((i for i in call.kontor.resources.all() if i.name == job.target), None)
    if info is not None and job.state == DONE:
        label = text_of(info.label_plural, call.locale)
        found.append(Action(label=label, icon=info.declaration.icon, href=list_url(info)))
    if job.bad and errors_path(call.kontor, job.id).is_file():
        label = text_of(phrases.REFUSED_ROWS, call.locale)
        found.append(Action(label=label, icon="download", href=f"{base}/errors"))
    if job.state not in (UNDONE, UNDOING) and not active and job.good:
        label = text_of(phrases.UNDO_IMPORT, call.locale)
        found.append(Action(label=label, icon="undo-2", get=f"{base}/undo"))
    return found


def _state(call: Call, job: Job) -> str:
    label = phrases.JOB_STATES.get(job.state)
    return text_of(label, call.locale) if label else job.state


def _number(call: Call, number: int) -> str:
    text: str = format_decimal(number, locale=babel_locale(call.locale))
    return text


def _back(call: Call, upload_id: str) -> Action:
    label = text_of(phrases.TO_COLUMNS, call.locale)
    return Action(label=label, icon="arrow-left", href=f"/import/files/{upload_id}")


def _shell(call: Call, title: str) -> object:
    crumbs = (
        Crumb(label=text_of(phrases.IMPORTS, call.locale), href="/import"),
        Crumb(label=title),
    )
    return shell(call, title, crumbs=crumbs)


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
        _post(f"{file}/run", run),
        _get(job, job_page),
        _get(f"{job}/errors", job_errors),
        _get(f"{job}/undo", ask_undo),
        _post(f"{job}/undo", undo),
        _post(f"{job}/stop", job_stop),
        _post(f"{job}/resume", job_resume),
    ]


def _get(path: str, handler: object) -> Endpoint:
    return Endpoint(
        method="GET",
        path=path,
        run=handler,  # type: ignore[arg-type]  # a handler
        audience="staff",
        permission="",
        rate="page",
        surface="page",
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
