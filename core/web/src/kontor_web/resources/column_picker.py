"""Choosing the columns of a list: what is shown, in which order, by buttons and by keys."""

from dataclasses import replace

from kontor_core.foundation.i18n import text_of
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url, own_path
from kontor_web.resources.asked import CARRIED, Asked
from kontor_web.resources.list_columns import Shown, choosable, columns_of, usual_columns
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.answers import render
from kontor_web.ui.views import ColumnChoice, ColumnPicker

SENT = "c"
"""The name of a ticked column in what the form sends, once for each."""


def column_form(call: Call) -> Reply:
    """Show the columns there are: first those of the list in their order, then the others."""
    info = call.kontor.resources.named(call.param("resource"))
    query = call.request.query
    asked = Asked.of(call, info, own_path(query.get("list", list_url(info))))
    shown, _ = columns_of(call, info, asked)
    present = {one.key for one in shown}
    others = [one for one in choosable(call, info) if one.key not in present]
    picker = ColumnPicker(
        url=asked.path,
        title=text_of(phrases.COLUMNS, call.locale),
        lead=text_of(phrases.COLUMNS_LEAD, call.locale),
        state=tuple((n, query[n]) for n in CARRIED if n in query and n != "columns"),
        columns=tuple(_choice(call, info, one, shown=True) for one in shown),
        others=tuple(
            _choice(call, info, one, shown=False)
            for one in sorted(others, key=lambda one: one.label.casefold())
        ),
        usual=asked.address(columns=""),
    )
    return render(call, "core/parts/columns.html", picker=picker)


def _choice(call: Call, info: ResourceInfo, one: Shown, *, shown: bool) -> ColumnChoice:
    owner = one.field.owner if one.field is not None else one.owned.owner if one.owned else CORE
    known = call.kontor.registries.plugins.get(owner)
    foreign = known is not None and owner not in (CORE, info.declaration.key)
    return ColumnChoice(
        name=one.key,
        label=one.label,
        hint=text_of(known.title, call.locale) if known is not None and foreign else "",
        shown=shown,
        fixed=one.key == info.title,
    )


def picked(call: Call, info: ResourceInfo, asked: Asked) -> Asked:
    """Take the columns that the form sent into what is asked for; the usual ones are not named."""
    sent = [value for name, value in call.request.query_items if name == SENT]
    if not sent:
        return asked
    usual = [one.key for one in usual_columns(call, info, asked.usual.declared)]
    columns = "" if sent == usual else ",".join(sent)
    return replace(asked, state=replace(asked.state, columns=columns), cursor="")


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/columns",
            run=column_form,
            audience="staff",
            permission="",
            rate="page",
            surface="fragment",
        )
    ]
