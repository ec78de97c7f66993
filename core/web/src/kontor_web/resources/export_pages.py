"""Exporting in the browser: the dialog of a list, the progress of a large one, the download."""

from collections.abc import AsyncIterator
from pathlib import Path

from kontor_core.exchange.export_cells import Manner
from kontor_core.exchange.export_rights import may_export
from kontor_core.exchange.export_store import DONE, FAILED, RUNNING, ExportStore, Ticket
from kontor_core.exchange.export_wanted import FORMATS, MEDIA_TYPES, Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.foundation.errors import Forbidden, KontorError, NotFound
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.filters import Ast, Comparison, Op, print_filter
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import whole
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources import export_phrases as phrases
from kontor_web.resources import exports
from kontor_web.resources.acting import attachment
from kontor_web.resources.addresses import own_path
from kontor_web.resources.asked import Asked, beside, condition_of
from kontor_web.resources.bulk_selection import picked_ids
from kontor_web.resources.list_columns import columns_of, sort_of
from kontor_web.resources.list_frame import counted
from kontor_web.resources.scopes import scope_at
from kontor_web.resources.showing import Presenter
from kontor_web.security.confirming import confirm_export
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui.answers import done, go, render
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import (
    Action,
    Card,
    Crumb,
    Empty,
    EmptyBlock,
    FieldView,
    FormView,
    JobView,
    Option,
    PageView,
    Section,
    TableBlock,
    Value,
)

PATH = "/exports"
_SHOWN, _ALL = "shown", "all"
_PIECE = 256 * 1024
_MOMENT = FieldSpec(label="", kind=Kind.DATETIME)


def ask(call: Call) -> Reply:
    """Show the dialog: which format, which columns; with how many records it is about."""
    info, asked = _about(call)
    return render(call, "core/parts/dialog_form.html", form=_form(call, info, asked))


def start(call: Call) -> Reply:
    """Write the file and send the browser to fetch it, or to the page of the job."""
    info, asked = _about(call)
    try:
        export = Export(call.kontor, call.actor, _wanted(call, info, asked))
        confirm_export(call, export.count)
        ticket = exports.begin(call.kontor, call.actor, export)
    except KontorError as error:
        if error.status not in (409, 422):
            raise
        form = _form(call, info, asked, problem=error.text(call.locale))
        return render(call, "core/parts/form.html", 422, form=form)
    if ticket.state != DONE:
        return go(call, f"{PATH}/{ticket.id}")
    told = phrases.STARTED.format(name=ticket.name).in_(call.locale)
    # the browser saves what the address answers, and the page stays
    return done(text=told).header("hx-redirect", f"{PATH}/{ticket.id}/file")


def overview(call: Call) -> Reply:
    """List one's own exports, as long as they can be fetched."""
    store = ExportStore(call.kontor.home)
    presenter = Presenter(call)
    found = store.of(call.actor.id)
    if not found:
        empty = Empty(
            title=text_of(phrases.NONE, call.locale),
            text=text_of(phrases.NONE_HOW, call.locale),
            icon="download",
        )
        block: EmptyBlock | TableBlock = EmptyBlock(empty=empty)
    else:
        heads = (
            (phrases.FILE, "text"),
            (phrases.STATE, "text"),
            (phrases.RECORDS, "int"),
            (phrases.UNTIL, "datetime"),
        )
        block = TableBlock(
            columns=tuple((text_of(label, call.locale), kind) for label, kind in heads),
            rows=tuple(
                (
                    Value(text=one.name),
                    Value(text=_state(call, exports.state(call.kontor, one))),
                    Value(kind="int", text=whole(one.done, call.locale)),
                    presenter.plain(_MOMENT, one.until),
                )
                for one in found
            ),
            links=tuple(f"{PATH}/{one.id}" for one in found),
        )
    title = text_of(phrases.EXPORTS, call.locale)
    page = PageView(
        title=title,
        lead=text_of(phrases.LEAD_PAGE, call.locale),
        cards=(Card(id="exports", blocks=(block,)),),
        narrow=True,
    )
    return seen(call, render(call, "core/page.html", shell=shell(call, title), page=page))


def job_page(call: Call) -> Reply:
    ticket = _ticket(call)
    view = _job_view(call, ticket)
    if call.request.partial:
        return render(call, "core/parts/job.html", job=view)
    crumbs = (
        Crumb(label=text_of(phrases.EXPORTS, call.locale), href=PATH),
        Crumb(label=ticket.name),
    )
    frame = shell(call, ticket.name, crumbs=crumbs)
    return seen(call, render(call, "core/job.html", shell=frame, job=view))


def cancel(call: Call) -> Reply:
    ticket = _ticket(call)
    exports.cancel(call.kontor, ticket)
    return go(call, f"{PATH}/{ticket.id}")


def download(call: Call) -> Reply:
    """Give the file, from disk and in pieces."""
    ticket = _ticket(call)
    path = ExportStore(call.kontor.home).file(ticket)
    if exports.state(call.kontor, ticket) != DONE or not path.is_file():
        raise NotFound("file", ticket.id)
    reply = Reply(media_type=MEDIA_TYPES[ticket.wanted.format], stream=_pieces(path))
    reply.header("content-length", str(path.stat().st_size))
    return attachment(reply, ticket.name)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:  # a local file, a quarter of a megabyte a time
        while piece := file.read(_PIECE):
            yield piece


def _about(call: Call) -> tuple[ResourceInfo, Asked]:
    info = call.kontor.resources.named(call.param("resource"))
    if not may_export(call.kontor.storage.schema, call.actor, info):
        raise Forbidden(
            L(
                "Ihre Rolle darf „{label}“ nicht exportieren.",
                en="Your role may not export “{label}”.",
            ).format(label=info.label_plural)
        )
    scope = scope_at(info, own_path(call.request.query.get("list", "")))
    return info, Asked.of(call, info, scope.path)


def _wanted(call: Call, info: ResourceInfo, asked: Asked) -> Wanted:
    """Say what is wanted of a list, in words that hold in a process of its own."""
    kind = call.request.field("format")
    fields: tuple[str, ...] | None = None
    if kind != "vcf" and call.request.field("columns", _SHOWN) == _SHOWN:
        fields = tuple(one.key for one in columns_of(call, info, asked)[0])
    condition = _condition(call, info, asked)
    return Wanted(
        resource=info.name,
        format=kind,
        filter=print_filter(condition) if condition is not None else None,
        search=asked.search or None,
        sort=sort_of(call, info, asked)[0],
        fields=fields,
        manner=Manner.NAMES if kind == "jsonl" else Manner.LABELS,
        locale=call.locale,
        delimiter=";" if call.locale == "de" else ",",  # what a spreadsheet there expects
    )


def _form(call: Call, info: ResourceInfo, asked: Asked, problem: str = "") -> FormView:
    count = call.kontor.resources.count(
        call.actor,
        info,
        filter=_condition(call, info, asked),
        search=asked.search or None,
    )
    picked = tuple(
        FieldView(name="id", label="", kind="hidden", value=one) for one in picked_ids(call)
    )
    kinds = [
        k for k in phrases.FORMATS if k in FORMATS and (k != "vcf" or info.entity == "contact")
    ]
    told = phrases.LEAD_PICKED if picked else phrases.LEAD
    lead = told.format(n=counted(count, call)).in_(call.locale)
    if count > exports.AT_ONCE:
        lead = f"{lead} {text_of(phrases.LEAD_JOB, call.locale)}"
    fields = (
        FieldView(
            name="format",
            label=text_of(phrases.FORMAT, call.locale),
            kind="choice",
            value=call.request.field("format") or kinds[0],
            options=tuple(
                Option(value=kind, label=text_of(phrases.FORMATS[kind], call.locale))
                for kind in kinds
            ),
            required=True,
            prefix="export",
        ),
        FieldView(
            name="columns",
            label=text_of(phrases.COLUMNS, call.locale),
            kind="choice",
            value=call.request.field("columns") or _SHOWN,
            options=(
                Option(value=_SHOWN, label=text_of(phrases.AS_SHOWN, call.locale)),
                Option(value=_ALL, label=text_of(phrases.ALL_FIELDS, call.locale)),
            ),
            help=text_of(phrases.COLUMNS_HELP, call.locale) if "vcf" in kinds else "",
            required=True,
            prefix="export",
        ),
    )
    return FormView(
        id="export",
        title=phrases.TITLE.format(label=info.label_plural).in_(call.locale),
        lead=lead,
        action=beside(info, asked, "export"),
        csrf=call.csrf,
        sections=(Section(fields=(*fields, *picked)),),
        submit=text_of(phrases.EXPORT, call.locale),
        errors=(problem,) if problem else (),
        refused=bool(problem),
        partial=True,
    )


def _condition(call: Call, info: ResourceInfo, asked: Asked) -> Ast | None:
    """Give which records are meant: those selected, else those of the list."""
    ids = picked_ids(call)
    if ids:
        return Comparison("id", Op.IN, tuple(ids))
    return condition_of(scope_at(info, asked.path), asked)


def _ticket(call: Call) -> Ticket:
    """Give an export of one's own; nobody sees anybody else's."""
    return ExportStore(call.kontor.home).get(call.actor.id, call.param("ticket_id"))


def _job_view(call: Call, ticket: Ticket) -> JobView:
    state = exports.state(call.kontor, ticket)
    url = f"{PATH}/{ticket.id}"
    links = []
    if state == DONE:
        label = text_of(phrases.DOWNLOAD, call.locale)
        links.append(Action(label=label, icon="download", href=f"{url}/file", primary=True))
    message = ticket.message
    if state == FAILED and not message:
        message = text_of(phrases.DIED, call.locale)
    if state == DONE:
        until = Presenter(call).plain(_MOMENT, ticket.until).text
        message = f"{text_of(phrases.UNTIL, call.locale)} {until}."
    text = phrases.OF if state == RUNNING and ticket.total else phrases.SO_FAR
    count = {"n": whole(ticket.done, call.locale), "total": whole(ticket.total or 0, call.locale)}
    return JobView(
        id=ticket.id,
        title=ticket.name,
        state=state,
        status=text.format(**count).in_(call.locale),
        url=url,
        csrf=call.csrf,
        done=ticket.done,
        total=ticket.total if state == RUNNING else None,
        message=message,
        cancel=f"{url}/cancel",
        links=tuple(links),
    )


def _state(call: Call, state: str) -> str:
    return text_of(phrases.STATES[state], call.locale)


def endpoints() -> list[Endpoint]:
    def page(path: str, run: object) -> Endpoint:
        return Endpoint(
            method="GET",
            path=f"{PATH}{path}",
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        )

    return [
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/export",
            run=ask,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        ),
        Endpoint(
            method="POST",
            path="/ui/{resource:str}/export",
            run=start,
            audience="staff",
            permission="",
            rate="heavy",
            surface="fragment",
            accepts=FORM_TYPES,
        ),
        page("", overview),
        page("/{ticket_id:str}", job_page),
        page("/{ticket_id:str}/file", download),
        Endpoint(
            method="POST",
            path=f"{PATH}/{{ticket_id:str}}/cancel",
            run=cancel,
            audience="staff",
            permission="",
            rate="write",
            surface="page",
            accepts=FORM_TYPES,
        ),
    ]
