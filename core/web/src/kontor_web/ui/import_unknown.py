"""Organisations of a file that nobody knows: what becomes of each is said before the import."""

from collections.abc import Sequence

from kontor_core.exchange.employers import ASK, CREATE, LEAVE, SAID, UNKNOWN
from kontor_core.foundation.i18n import text_of
from kontor_web import imports
from kontor_web.calls import Call
from kontor_web.imports import Plan, Unknown
from kontor_web.messages import Reply, redirect
from kontor_web.ui import import_phrases as words
from kontor_web.ui.import_parts import number
from kontor_web.ui.views import Card, FieldView, FormBlock, FormView, Option, Section

_MOST_SHOWN = 50


def unknown_card(call: Call, upload_id: str, plan: Plan, unknown: Sequence[Unknown]) -> Card:
    """Ask about each, the first with what is similar; one answer may serve all others."""
    create, leave, open_ = (
        Option(value=value, label=text_of(label, call.locale))
        for value, label in (
            (CREATE, words.CREATE_IT),
            (LEAVE, words.LEAVE_IT),
            (ASK, words.NOT_SAID),
        )
    )
    fields = [
        FieldView(
            name=f"{SAID}{one.name}",
            label=one.name,
            kind="choice",
            value=CREATE if not one.near else ASK,
            options=(
                *(Option(value=number, label=f"{name} ({number})") for number, name in one.near),
                create,
                leave,
                open_,
            ),
            help=_rows(call, one.rows),
            required=True,
        )
        for one in unknown[:_MOST_SHOWN]
    ]
    rest = len(unknown) - len(fields)
    if rest > 0:
        label = words.THE_OTHERS.format(n=number(call, rest)).in_(call.locale)
        fields.append(
            FieldView(
                name=UNKNOWN,
                label=label,
                kind="choice",
                value=plan.options.get(UNKNOWN, ASK),
                options=(create, leave, open_),
                required=True,
            )
        )
    form = FormView(
        id="unknown",
        title="",
        lead=text_of(words.UNKNOWN_LEAD, call.locale),
        action=f"/import/files/{upload_id}/organisations",
        csrf=call.csrf,
        sections=(Section(fields=tuple(fields)),),
        submit=text_of(words.CHECK_AGAIN, call.locale),
    )
    title = text_of(words.UNKNOWN, call.locale)
    return Card(id="unknown", title=title, blocks=(FormBlock(form=form),))


def _rows(call: Call, n: int) -> str:
    if n == 1:
        return text_of(words.ONE_ROW, call.locale)
    return words.ROWS.format(n=number(call, n)).in_(call.locale)


def decide(call: Call) -> Reply:
    """Keep what was said, and check the file anew."""
    upload_id = call.param("upload_id")
    plan = imports.plan_of(call.kontor, call.actor, upload_id)
    for name, values in call.request.form.items():
        if name.startswith(SAID) and values[-1] != ASK:
            plan.options[name] = values[-1]
    how = call.request.field(UNKNOWN)
    if how in (ASK, CREATE, LEAVE):
        plan.options[UNKNOWN] = how
    imports.save_plan(call.kontor, call.actor, upload_id, plan)
    imports.start_check(call.kontor, call.actor, upload_id)
    return redirect(f"/import/files/{upload_id}/check")
