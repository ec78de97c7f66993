"""Visits and calls at the reader's own customers, as the calendar shows them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.customers.models import Customer
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Id, Moment
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.ui import CalendarEntry, CalendarSource
from kontor_core.hooks.declarations.views import Color
from kontor_core.interactions.models import Interaction

_touch, _customer = columns(Interaction), columns(Customer)
_HOUR = timedelta(hours=1)


class _Row(msgspec.Struct):
    id: str
    customer: str | None
    subject: str | None
    occurred_at: str


_BETWEEN = (
    select(_touch.id, _customer.name, _touch.subject, _touch.occurred_at)
    .where(
        _touch.customer_id == _customer.id,
        _customer.owner_id == bindparam("user", type_=Id()),
        _touch.channel.in_(("visit", "call")),
        _touch.occurred_at >= bindparam("start", type_=Moment()),
        _touch.occurred_at < bindparam("end", type_=Moment()),
    )
    .order_by(_touch.occurred_at, _touch.id)
    .limit(501)
)


def _entries(ctx: UiContext, start: datetime, end: datetime) -> Sequence[CalendarEntry]:
    given = {"user": ctx.actor.id, "start": start, "end": end}
    return [
        CalendarEntry(
            id=row.id,
            title=": ".join(filter(None, (row.customer, row.subject))) or "…",
            start=(at := clock.from_text(row.occurred_at)),
            end=at + _HOUR,
            to=RecordRef("interaction", row.id),
        )
        for row in ctx.read(_BETWEEN, _Row, given)
    ]


TOUCHES = CalendarSource(
    id="touches",
    label=L("Besuche und Telefonate", en="Visits and calls"),
    color=Color.C5,
    events=_entries,
    order=20,
)
