"""What the pages of an import share."""

from kontor_core.exchange.jobs import Job
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.values import whole
from kontor_web.calls import Call
from kontor_web.ui import phrases
from kontor_web.ui.shell import shell
from kontor_web.ui.views import (
    Crumb,
)


def number(call: Call, number: int) -> str:
    return whole(number, call.locale)


def state_of(call: Call, job: Job) -> str:
    label = phrases.JOB_STATES.get(job.state)
    return text_of(label, call.locale) if label else job.state


def import_shell(call: Call, title: str) -> object:
    crumbs = (
        Crumb(label=text_of(phrases.IMPORTS, call.locale), href="/import"),
        Crumb(label=title),
    )
    return shell(call, title, crumbs=crumbs)
