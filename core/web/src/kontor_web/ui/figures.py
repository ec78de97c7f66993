"""Figures of the start page: what was added in a period, against what was added before it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Select, Table, bindparam, extract, func, select

from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.preferences import keep_preferences
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.periods import PERIODS, USUAL, Period, change_of, period_of
from kontor_core.foundation.storage.types import Moment
from kontor_core.foundation.values import whole
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.listing import COUNTED_TO
from kontor_web.calls import Call
from kontor_web.messages import Reply, redirect
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import list_url, with_query
from kontor_web.ui.shell import may
from kontor_web.ui.views import Card, Option, StatBlock, Switch

PREFIX = "count-"
PERIOD = "/home/period"
_MOST = 4

_NEW = L("{what}: neu", en="{what}: new")
_BEFORE = L("davor {before}, insgesamt {total}", en="{before} before, {total} in all")
_NOTHING = L("Noch nichts da.", en="Nothing there yet.")
_CHOOSE = L("Zeitraum der Zahlen", en="Period of the figures")


class _Added(msgspec.Struct):
    year: int
    month: int
    day: int
    hour: int
    count: int

    @property
    def at(self) -> datetime:
        return datetime(int(self.year), int(self.month), int(self.day), int(self.hour), tzinfo=UTC)


def period(call: Call, ctx: UiContext) -> Period:
    """Give the period of the address, else the one this reader chose last."""
    asked = call.request.query.get("period", "")
    chosen = asked if asked in PERIODS else call.actor.period or USUAL
    return period_of(chosen, ctx.now().astimezone(ctx.tz))


def keep_period(call: Call) -> Reply:
    """Show the figures of another period, from now on and in every browser."""
    asked = call.request.field("period")
    if asked not in PERIODS:
        told = ", ".join(PERIODS)
        raise Invalid({"period": L(f"Eins von {told}.", en=f"One of {told}.")})
    with call.kontor.unit(SYSTEM) as uow:
        keep_preferences(uow, call.actor.id or "", period=asked)
    return redirect(with_query("/", [("period", asked)]))


def switch(call: Call, chosen: Period) -> Switch:
    return Switch(
        label=text_of(_CHOOSE, call.locale),
        action=PERIOD,
        csrf=call.csrf,
        name="period",
        value=chosen.key,
        options=tuple(
            Option(value=key, label=text_of(label, call.locale)) for key, label in PERIODS.items()
        ),
    )


def figures(call: Call, chosen: Period) -> list[Card]:
    """Give a figure for what the navigation leads to; in a large CRM they load by themselves."""
    return [_figure(call, info, chosen, now=False) for info in _counted(call)]


def figure(call: Call, tile: str, chosen: Period) -> Card | None:
    """Give one figure by the id of its tile."""
    name = tile.removeprefix(PREFIX)
    found = (info for info in _counted(call) if info.name == name)
    return next((_figure(call, info, chosen, now=True) for info in found), None)


def _counted(call: Call) -> list[ResourceInfo]:
    every = call.kontor.resources.all()
    return [i for i in every if i.declaration.nav and may(call, i, Verb.READ)][:_MOST]


def _figure(call: Call, info: ResourceInfo, chosen: Period, *, now: bool) -> Card:
    total = call.kontor.resources.count(call.actor, info)
    tile = f"{PREFIX}{info.name}"
    blocks = None if total > COUNTED_TO and not now else (_stat(call, info, chosen, total),)
    url = with_query(f"/ui/widget/{tile}", [("period", chosen.key)])
    told = tuple(f"{info.entity}.{verb}" for verb in ("created", "deleted"))
    span = 12 // len(_counted(call))  # one row: beside something taller they would be empty boxes
    return Card(id=tile, blocks=blocks, span=span, height=1, url=url, refresh_on=(STALE, *told))


def _stat(call: Call, info: ResourceInfo, chosen: Period, total: int) -> StatBlock:
    label = _NEW.format(what=info.label_plural).in_(call.locale)
    icon, href = info.declaration.icon, list_url(info)
    if not total:
        nothing = text_of(_NOTHING, call.locale)
        return StatBlock(label=label, value="–", icon=icon, href=href, against=nothing)
    rows = _rows(call, info, chosen)
    added = sum(row.count for row in rows if row.at >= chosen.start)
    before = sum(row.count for row in rows if row.at < chosen.before_end)
    change = change_of(added, before)
    percent = f" ({_signed(call, int(change.percent))} %)" if change.percent else ""
    more = f"{whole(min(total, COUNTED_TO), call.locale)}{'+' if total > COUNTED_TO else ''}"
    against = _BEFORE.format(before=whole(before, call.locale), total=more).in_(call.locale)
    spark = chosen.spread(_days(rows, chosen))
    return StatBlock(
        label=label,
        value=whole(added, call.locale),
        icon=icon,
        delta=f"{_signed(call, int(change.absolute))}{percent}",
        trend="up" if change.absolute > 0 else "down" if change.absolute < 0 else "even",
        against=against,
        spark=tuple(spark) if added and len(spark) > 1 else (),
        href=with_query(href, [("filter", f"created_at >= {chosen.first_day.isoformat()}")]),
    )


def _days(rows: Iterable[_Added], chosen: Period) -> Iterable[tuple[date, float]]:
    zone = chosen.start.tzinfo
    return ((row.at.astimezone(zone).date(), row.count) for row in rows if row.at >= chosen.start)


def _rows(call: Call, info: ResourceInfo, chosen: Period) -> list[_Added]:
    table = info.rule.table
    statement = call.reader.storage.statement(("figures", table.name), lambda: _added(table))
    return call.reader.read(statement, _Added, {"since": chosen.before, "until": chosen.end})


def _added(table: Table) -> Select[Any]:
    """Count by hours: whole ones fall on one day in every zone that Kontor knows."""
    made = table.c.created_at
    parts = [extract(part, made) for part in ("year", "month", "day", "hour")]
    found: Any = select(*parts, func.count(table.c.id)).where(
        made >= bindparam("since", type_=Moment()), made <= bindparam("until", type_=Moment())
    )
    if (signpost := table.c.get("merged_into_id")) is not None:
        found = found.where(signpost.is_(None))
    grouped: Select[Any] = found.group_by(*parts)
    return grouped


def _signed(call: Call, number: int) -> str:
    return f"{'+' if number > 0 else '±' if not number else ''}{whole(number, call.locale)}"
