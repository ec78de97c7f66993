"""The first page of importing: a file, what it holds, and the imports there were."""

from kontor_core.exchange import jobs
from kontor_core.exchange.targets import presets
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.i18n import text_of
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.bulk_phrases import JOBS
from kontor_web.resources.export_phrases import EXPORTS
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.import_parts import number, state_of
from kontor_web.ui.shell import may, seen, shell
from kontor_web.ui.views import (
    Action,
    Block,
    Card,
    FieldView,
    FormBlock,
    FormView,
    Option,
    PageView,
    Section,
    TableBlock,
    Value,
)

_JOBS_SHOWN = 10


def start_page(call: Call, problem: str = "") -> Reply:
    chosen = call.request.field("target") or call.request.query.get("resource", "customers")
    fields = (
        FieldView(
            name="target",
            label=text_of(phrases.IMPORT_AS, call.locale),
            kind="choice",
            value=chosen,
            options=tuple(targets(call)),
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


def target_of(text: str) -> tuple[str, bool]:
    """Read what was chosen: a resource, or a preset and that it is one."""
    kind, _, name = text.partition(":")
    return (name, kind == "preset") if name else (text, False)


def targets(call: Call) -> list[Option]:
    """Give what a file may hold, as far as this reader may make it."""
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
                Value(text=state_of(call, job)),
                Value(kind="int", text=number(call, job.good)),
                Value(kind="int", text=number(call, job.bad)),
            )
            for job in mine
        ),
        links=tuple(f"/import/jobs/{job.id}" for job in mine),
    )
    return [Card(id="jobs", title=text_of(phrases.IMPORTS, call.locale), blocks=(table,))]
