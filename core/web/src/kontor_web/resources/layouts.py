"""How a list is laid out: as a table, a board or a calendar, as far as its fields allow."""

from dataclasses import replace

from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.hooks.declarations.ui import Show
from kontor_web.calls import Call
from kontor_web.resources.asked import Asked, Scope
from kontor_web.resources.board import board_field, board_fields, board_view
from kontor_web.resources.calendar import calendar_field, calendar_fields, calendar_view
from kontor_web.resources.lists import list_view
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.views import ByMenu, ListView, TabLink


def laid_out(call: Call, scope: Scope, asked: Asked) -> ListView:
    """Read and lay out a list as its address asks; raises Invalid for a filter without sense."""
    info = scope.info
    board, day = board_field(call, info, asked), calendar_field(call, info, asked)
    if asked.state.layout == Show.BOARD and board is not None:
        view = board_view(call, scope, asked, board)
        view = replace(view, by=_by(call, asked, board, board_fields(call, info)))
    elif asked.state.layout == Show.CALENDAR and day is not None:
        view = calendar_view(call, scope, asked, day)
        view = replace(view, by=_by(call, asked, day, calendar_fields(call, info)))
    else:
        view = list_view(call, scope, asked)
    return replace(view, layouts=tuple(_layouts(call, asked, board, day)))


def _layouts(call: Call, asked: Asked, board: Field | None, day: Field | None) -> list[TabLink]:
    asked = replace(asked, month="")
    found: list[tuple[Show, Label, str]] = [(Show.TABLE, phrases.TABLE, "table-2")]
    if board is not None:
        found.append((Show.BOARD, phrases.BOARD, "square-kanban"))
    if day is not None:
        found.append((Show.CALENDAR, phrases.CALENDAR, "calendar-days"))
    shown = asked.state.layout if asked.state.layout in {one for one, *_ in found} else Show.TABLE
    return [
        TabLink(
            label=text_of(label, call.locale),
            href=asked.address(layout="" if layout is Show.TABLE else layout.value, by=""),
            icon=icon,
            current=layout == shown,
        )
        for layout, label, icon in found
        if len(found) > 1
    ]


def _by(call: Call, asked: Asked, by: Field, fields: list[Field]) -> ByMenu | None:
    if len(fields) < 2:
        return None
    return ByMenu(
        label=text_of(by.label, call.locale),
        fields=tuple(
            TabLink(
                label=text_of(field.label, call.locale),
                href=asked.address(by=field.name),
                current=field is by,
            )
            for field in fields
        ),
    )
