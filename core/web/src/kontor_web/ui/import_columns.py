"""Which column of a file is taken for which field."""

from kontor_core.exchange.employers import ASK, EMPLOYER, UNKNOWN
from kontor_core.exchange.starting import Preview, look_at
from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.imports import Plan
from kontor_web.messages import Reply
from kontor_web.ui import import_phrases, phrases
from kontor_web.ui.answers import render
from kontor_web.ui.import_parts import import_shell
from kontor_web.ui.views import (
    FieldView,
    FormView,
    Option,
    Section,
)


def preview_of(call: Call, upload_id: str, plan: Plan) -> Preview:
    return look_at(
        call.kontor,
        call.actor,
        imports.file_of(call.kontor, call.actor, upload_id, plan),
        plan.target,
        preset=plan.preset,
        mapping=plan.mapping,
        options=plan.options,
        sheet=plan.sheet,
    )


def columns_page(
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
        sections=(*sheet, Section(fields=tuple(fields)), *_unknown_field(call, plan, preview)),
        submit=text_of(phrases.CHECK, call.locale),
        cancel="/import",
        errors=(problem,) if problem else (),
        refused=bool(problem),
    )
    status = 422 if problem else 200
    return render(call, "core/form.html", status, shell=import_shell(call, plan.file), form=form)


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


def _unknown_field(call: Call, plan: Plan, preview: Preview) -> tuple[Section, ...]:
    """Ask what becomes of organisations that nobody knows, where the file names any."""
    if EMPLOYER not in preview.guess.mapping.values():
        return ()
    field = FieldView(
        name=UNKNOWN,
        label=text_of(import_phrases.UNKNOWN, call.locale),
        kind="choice",
        value=plan.options.get(UNKNOWN, ASK),
        options=tuple(
            Option(value=value, label=text_of(label, call.locale))
            for value, label in import_phrases.WHAT_OF_UNKNOWN.items()
        ),
        help=text_of(import_phrases.UNKNOWN_HELP, call.locale),
        required=True,
    )
    return (Section(fields=(field,)),)
