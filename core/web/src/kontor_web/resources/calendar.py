"""A list as a calendar: a month of any date field, and from each day the way to its whole list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names

from kontor_core.foundation import clock
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import And, Comparison, Op
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.listing import MOST_ROWS
from kontor_core.resources.sought import Sought
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import record_url
from kontor_web.resources.asked import Asked, Scope, condition_of, sought_by, tree_of
from kontor_web.resources.list_columns import columns_of, fetched
from kontor_web.resources.list_frame import frame
from kontor_web.resources.showing import Presenter
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.views import CalendarDay, CalendarEntry, CalendarView, ListView

_PAGES = 4
_ENTRIES = 3
_TIMES = ("created_at", "updated_at")
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 1)


def calendar_fields(call: Call, info: ResourceInfo) -> list[Field]:
    """Give the fields with a day: those that people set before those that Kontor keeps."""
    found = [f for f in info.readable(call.actor) if f.kind in (Kind.DATE, Kind.DATETIME)]
    return sorted(found, key=lambda field: (field.name in _TIMES, not field.spec.editable))


def calendar_field(call: Call, info: ResourceInfo, asked: Asked) -> Field | None:
    fields = calendar_fields(call, info)
    return next((f for f in fields if f.name == asked.state.by), fields[0] if fields else None)


def calendar_view(call: Call, scope: Scope, asked: Asked, by: Field) -> ListView:
    """Read and lay out the weeks of one month."""
    info, tz = scope.info, ZoneInfo(call.actor.timezone)
    today = clock.now().astimezone(tz).date()
    month = _month(asked.month, today)
    days = days_of_weeks(month, babel_locale(call.locale).first_week_day)
    columns, said = columns_of(call, info, asked)
    state = next((one.field for one in columns if one.kind is Kind.CHOICE and one.field), None)
    names = fetched(info, (), by.name, *([state.name] if state is not None else []))
    sought, found = sought_by(call, info, asked)
    rows, cut = _rows(call, scope, asked, by, days, names, sought)
    presenter = Presenter(call, call.titles(chips.refs(tree_of(asked), info.filters)))
    entries: dict[date, list[CalendarEntry]] = {}
    for row in rows:
        at = _local(by, row[by.name], tz)
        entries.setdefault(at.date(), []).append(_entry(call, info, by, row, at, presenter, state))
    count = call.kontor.resources.count(
        call.actor, info, filter=condition_of(scope, asked), search=sought
    )
    within = sum(len(entries.get(day, ())) for day in days if day.month == month.month)
    view = CalendarView(
        label=text_of(by.label, call.locale),
        title=format_date(month, "LLLL yyyy", locale=babel_locale(call.locale)),
        previous=_at(asked, month - timedelta(days=1)),
        next=_at(asked, month + timedelta(days=32)),
        today=_at(asked, today) if month != today.replace(day=1) else None,
        weekdays=tuple(weekdays(call, days)),
        days=tuple(_day(call, asked, by, day, month, today, entries.get(day, ())) for day in days),
        empty=text_of(phrases.EMPTY_MONTH, call.locale) if not within else "",
    )
    notices = [*found, *said, *([phrases.MONTH_CUT.format(n=MOST_ROWS * _PAGES)] if cut else [])]
    listed = frame(call, scope, asked, tree_of(asked), presenter, count=count, notices=notices)
    return replace(listed, calendar=view if count else None)


def _month(text: str, today: date) -> date:
    """Read ``2026-11``; this month for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(found, _FIRST), _LAST)


def days_of_weeks(month: date, week: int) -> list[date]:
    """Give the days of whole weeks around a month; ``week`` is the day they begin with."""
    first = month - timedelta(days=(month.weekday() - week) % 7)
    last = (month + timedelta(days=32)).replace(day=1)
    weeks = -(-(last - first).days // 7)
    return [first + timedelta(days=number) for number in range(weeks * 7)]


def _rows(
    call: Call,
    scope: Scope,
    asked: Asked,
    by: Field,
    days: Sequence[date],
    names: Sequence[str],
    sought: Sought | None,
) -> tuple[list[Mapping[str, Any]], bool]:
    """Read the records of some days, earliest first, as many as a page can bear."""
    base = condition_of(scope, asked)
    span = (
        Comparison(by.name, Op.GE, (days[0].isoformat(),)),
        Comparison(by.name, Op.LE, (days[-1].isoformat(),)),
    )
    rows: list[Mapping[str, Any]] = []
    cursor: str | None = None
    for _ in range(_PAGES):
        page = call.kontor.resources.page(
            call.actor,
            scope.info,
            filter=And((*chips.parts_of(base), *span)),
            sort=by.name if by.sortable else None,
            fields=names,
            cursor=cursor,
            limit=MOST_ROWS,
            search=sought,
        )
        read = [*(field.name for field in page.fields), "id"]
        rows += [dict(zip(read, values_of(row), strict=False)) for row in page.rows]
        cursor = page.next.encode() if page.next is not None else None
        if cursor is None:
            break
    rows.sort(key=lambda row: str(row[by.name]))
    return rows, cursor is not None


def _local(by: Field, raw: str, tz: ZoneInfo) -> datetime:
    if by.kind is Kind.DATE:
        return datetime.fromisoformat(raw).replace(tzinfo=tz)
    return clock.from_text(raw).astimezone(tz)


def _entry(
    call: Call,
    info: ResourceInfo,
    by: Field,
    row: Mapping[str, Any],
    at: datetime,
    presenter: Presenter,
    state: Field | None,
) -> CalendarEntry:
    shown = presenter.value(state, row) if state is not None else None
    tag = shown.tags[0] if shown is not None and shown.tags else None
    time = ""
    if by.kind is Kind.DATETIME:
        time = format_time(at.time(), "short", locale=babel_locale(call.locale))
    return CalendarEntry(
        id=row["id"],
        title=str(row.get(info.title) or "…"),
        href=record_url(info, row["id"]),
        color=tag.color if tag is not None else "c1",
        hint=tag.text if tag is not None else "",
        time=time,
    )


def _day(
    call: Call,
    asked: Asked,
    by: Field,
    day: date,
    month: date,
    today: date,
    entries: Sequence[CalendarEntry],
) -> CalendarDay:
    further = len(entries) - _ENTRIES
    more = ""
    if further > 0:
        label = phrases.MORE_OF_DAY if further > 1 else phrases.ONE_MORE_OF_DAY
        more = label.format(n=further).in_(call.locale)
    return CalendarDay(
        iso=day.isoformat(),
        number=str(day.day),
        label=format_date(day, "full", locale=babel_locale(call.locale)),
        inside=day.month == month.month,
        today=day == today,
        entries=tuple(entries[:_ENTRIES]),
        more=more,
        href=_list_of(asked, by, day) if more else None,
    )


def _list_of(asked: Asked, by: Field, day: date) -> str:
    """Give the address of the table of one day."""
    on = Comparison(by.name, Op.EQ, (day.isoformat(),))
    text = chips.as_text(chips.joined((*chips.parts_of(tree_of(asked)), on)))
    return replace(asked, month="").address(filter=text, layout="", by="")


def _at(asked: Asked, day: date) -> str:
    return replace(asked, month=day.isoformat()[:7]).address()


def weekdays(call: Call, days: Sequence[date]) -> list[str]:
    names = get_day_names("abbreviated", "stand-alone", babel_locale(call.locale))
    return [str(names[day.weekday()]) for day in days[:7]]
