"""What a check of a whole file found, before anything is written."""

from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.imports import Check, Plan
from kontor_web.messages import Reply
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.import_parts import import_shell, number
from kontor_web.ui.import_unknown import unknown_card
from kontor_web.ui.views import (
    Action,
    Block,
    Card,
    FactsBlock,
    FieldView,
    FormBlock,
    FormView,
    JobView,
    PageView,
    Section,
    TableBlock,
    Value,
)


def check_job(call: Call, upload_id: str, plan: Plan) -> JobView:
    found = imports.check_of(call.kontor, call.actor, upload_id) or Check(state="failed")
    status = phrases.ROW_OF.format(
        n=number(call, found.done), total=number(call, found.total) if found.total else "…"
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


def check_page(
    call: Call,
    upload_id: str,
    plan: Plan,
    found: Check,
    *,
    problem: str = "",
    again: bool = False,
) -> Reply:
    facts = [
        (text_of(phrases.WOULD_TAKE, call.locale), Value(text=number(call, found.good))),
        (text_of(phrases.WOULD_REFUSE, call.locale), Value(text=number(call, found.bad))),
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
        submit=phrases.IMPORT_ROWS.format(n=number(call, found.good)).in_(call.locale),
        cancel=f"/import/files/{upload_id}",
        errors=(problem,) if problem else (),
        refused=bool(problem),
    )
    blocks: list[Block] = [FactsBlock(items=tuple(facts))]
    if found.problems:
        blocks.append(_problems(call, found))
    blocks.append(FormBlock(form=form))
    cards = [Card(id="check", blocks=tuple(blocks))]
    if found.unknown:
        cards.insert(0, unknown_card(call, upload_id, plan, found.unknown))
    title = phrases.CHECKED.format(file=plan.file).in_(call.locale)
    page = PageView(title=title, cards=tuple(cards), narrow=True)
    return render(
        call,
        "core/page.html",
        409 if again else 200,
        shell=import_shell(call, plan.file),
        page=page,
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


def _back(call: Call, upload_id: str) -> Action:
    label = text_of(phrases.TO_COLUMNS, call.locale)
    return Action(label=label, icon="arrow-left", href=f"/import/files/{upload_id}")
