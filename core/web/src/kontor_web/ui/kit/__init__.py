"""`/ui/kit`: the design system in use, and one sample of every page. For developers only.

``render("de", "list")`` gives a page or fragment by the name it has in ``NAMES``; the route serves
``kit`` at ``/ui/kit`` and the others below it. What is not shown here does not exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kontor_core.foundation.i18n import Locale
from kontor_web.ui.environment import Pages
from kontor_web.ui.kit import forms, help, lists, pages, parts, records, search, slots
from kontor_web.ui.kit.words import Words

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sample:
    template: str
    context: Callable[[Words], Context]


SAMPLES: Mapping[str, Sample] = {
    "kit": Sample("core/kit.html", parts.kit),
    "list": Sample("core/list.html", lists.full),
    "list-filtered": Sample("core/list.html", lists.filtered),
    "list-empty": Sample("core/list.html", lists.empty),
    "list-nothing": Sample("core/list.html", lists.nothing),
    "list-board": Sample("core/list.html", lists.board),
    "list-calendar": Sample("core/list.html", lists.calendar),
    "calendar": Sample("core/calendar.html", slots.calendar),
    "calendar-week": Sample("core/calendar.html", slots.week),
    "calendar-agenda": Sample("core/calendar.html", slots.agenda),
    "board": Sample("core/board.html", slots.board),
    "board-failed": Sample("core/board.html", slots.board_failed),
    "record": Sample("core/record.html", records.full),
    "record-tab": Sample("core/record.html", records.tab),
    "record-bare": Sample("core/record.html", records.bare),
    "form": Sample("core/form.html", forms.page),
    "form-refused": Sample("core/form.html", forms.refused),
    "form-conflict": Sample("core/form.html", forms.conflict),
    "page": Sample("core/page.html", pages.start),
    "charts": Sample("core/page.html", pages.charts),
    "search": Sample("core/search.html", search.results),
    "help": Sample("core/help.html", help.topic),
    "help-found": Sample("core/help.html", help.found),
    "help-nothing": Sample("core/help.html", help.nothing),
    "job": Sample("core/job.html", pages.job_running),
    "job-done": Sample("core/job.html", pages.job_done),
    "login": Sample("core/login.html", pages.login),
    "login-refused": Sample("core/login.html", pages.login_refused),
    "login-step": Sample("core/login.html", pages.login_step),
    "parts/qr": Sample("core/parts/qr.html", pages.qr),
    "parts/codes": Sample("core/parts/codes.html", pages.codes),
    "error-403": Sample("core/error.html", pages.error_403),
    "error-404": Sample("core/error.html", pages.error_404),
    "error-500": Sample("core/error.html", pages.error_500),
    "parts/list": Sample("core/parts/list.html", lists.full),
    "parts/filter_form": Sample("core/parts/filter_form.html", lists.filter_form),
    "parts/calendar": Sample("core/parts/calendar.html", slots.calendar),
    "parts/board": Sample("core/parts/board.html", slots.board),
    "parts/board_more": Sample("core/parts/board_more.html", lists.board_more),
    "parts/totals": Sample("core/parts/totals.html", lists.totals),
    "parts/columns": Sample("core/parts/columns.html", lists.columns_form),
    "parts/cell": Sample("core/parts/cell.html", parts.cell),
    "parts/cell_edit": Sample("core/parts/cell_edit.html", parts.cell_edit),
    "parts/cell_refused": Sample("core/parts/cell_edit.html", parts.cell_refused),
    "parts/cell_conflict": Sample("core/parts/cell_edit.html", parts.cell_conflict),
    "parts/form": Sample("core/parts/form.html", forms.partial),
    "parts/dialog_form": Sample("core/parts/dialog_form.html", forms.partial),
    "parts/confirm": Sample("core/parts/confirm.html", parts.confirm),
    "parts/badge": Sample("core/parts/badge.html", records.one_badge),
    "parts/head": Sample("core/parts/head.html", records.one_head),
    "parts/box": Sample("core/parts/box.html", records.one_box),
    "parts/panel": Sample("core/parts/panel.html", records.one_panel),
    "parts/tab": Sample("core/parts/tab.html", records.one_tab),
    "parts/card": Sample("core/parts/card.html", pages.one_card),
    "parts/composer": Sample("core/parts/composer.html", records.one_composer),
    "parts/timeline": Sample("core/parts/timeline.html", records.one_timeline),
    "parts/timeline_more": Sample("core/parts/timeline_more.html", records.one_timeline),
    "parts/job": Sample("core/parts/job.html", pages.job_running),
    "parts/palette": Sample("core/parts/palette.html", parts.palette),
    "parts/palette_none": Sample("core/parts/palette.html", parts.palette_none),
    "parts/failure": Sample("core/parts/failure.html", parts.failure),
}
NAMES = tuple(SAMPLES)


def render(locale: Locale, name: str, *, theme: str | None = None) -> str:
    """Render a sample; ``theme`` light or dark, else as the system says."""
    sample = SAMPLES[name]
    return Pages().render(locale, sample.template, **sample.context(Words(locale, theme)))
