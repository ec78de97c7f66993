"""The calendar at ``/calendar``: what all sources have to tell of a month, a week, or some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date, format_interval

from kontor_core.foundation import clock
from kontor_core.foundation.access.calendar_choices import hidden_sources, keep_hidden_sources
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.ui import CalendarSource
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import with_query
from kontor_web.resources.calendar import days_of_weeks, weekdays
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import calendar_phrases as phrases
from kontor_web.ui.answers import render
from kontor_web.ui.calendar_entries import MOST, Gathered, gathered
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.slots import context, shown
from kontor_web.ui.views import CalendarDay, CalendarPage, CalendarSwitch, CalendarView, TabLink

PATH = "/calendar"
_SOURCES = f"{PATH}/sources"
_ALL = "-"  # what an address says where every source is shown
_SHOWN = 3  # of a day in a month
_AGENDA = 31
_WEEK = 7
_FIRST, _LAST = date(1900, 2, 1), date(2999, 11, 1)


class Mode(StrEnum):
    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


_MODES = (
    (Mode.MONTH, phrases.MONTH, "calendar-days"),
    (Mode.WEEK, phrases.WEEK, "columns-3"),
    (Mode.AGENDA, phrases.AGENDA, "list"),
)


@dataclass(frozen=True)
class _Asked:
    """What the address asks for; ``off`` is what it says of the sources, "" for the usual ones."""

    mode: Mode
    on: date
    today: date
    off: str

    @classmethod
    def of(cls, call: Call) -> "_Asked":
        given = {**call.request.query, **{n: v[-1] for n, v in call.request.form.items()}}
        today = clock.now().astimezone(context(call).tz).date()
        mode = next((one for one in Mode if one == given.get("view")), Mode.MONTH)
        try:
            on = min(max(date.fromisoformat(given.get("on", "")), _FIRST), _LAST)
        except ValueError:
            on = today
        return cls(mode, on, today, given.get("off", ""))

    @property
    def state(self) -> tuple[tuple[str, str], ...]:
        return (("view", self.mode.value), ("on", self.on.isoformat()))

    def address(self, *, mode: Mode | None = None, on: date | None = None) -> str:
        day = on or self.on
        items = [("view", mode or self.mode), ("off", self.off)]
        return with_query(PATH, [*items, ("on", day.isoformat() if day != self.today else "")])

    def days(self, week: int) -> list[date]:
        """Give the days on screen; ``week`` is the day that weeks begin with."""
        if self.mode is Mode.MONTH:
            return days_of_weeks(self.on.replace(day=1), week)
        if self.mode is Mode.WEEK:
            first = self.on - timedelta(days=(self.on.weekday() - week) % _WEEK)
            return [first + timedelta(days=number) for number in range(_WEEK)]
        return [self.on + timedelta(days=number) for number in range(_AGENDA)]

    @property
    def beside(self) -> tuple[date, date]:
        """Give a day of what comes before and of what comes after."""
        if self.mode is Mode.MONTH:
            first = self.on.replace(day=1)
            return first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
        step = timedelta(days=_WEEK if self.mode is Mode.WEEK else _AGENDA)
        return self.on - step, self.on + step


def calendar(call: Call) -> Reply:
    """Show the calendar: the page, or itself alone where htmx swaps it."""
    page = _page(call, _Asked.of(call))
    if call.request.partial:
        return render(call, "core/parts/calendar.html", page=page)
    frame = shell(call, text_of(phrases.TITLE, call.locale))
    return seen(call, render(call, "core/calendar.html", shell=frame, page=page))


def switch(call: Call) -> Reply:
    """Show or hide a source, now and when the calendar is opened again."""
    asked = _Asked.of(call)
    known = {owned.id for owned in _sources(call)}
    hidden = {one for one in asked.off.split(",") if one in known}
    if call.actor.id is not None:
        with call.kontor.unit(SYSTEM) as uow:
            keep_hidden_sources(uow, call.actor.id, hidden)
    return redirect(asked.address())


def _sources(call: Call) -> list[Owned[CalendarSource]]:
    return shown(call, CalendarSource, None, context(call))


def _page(call: Call, asked: _Asked) -> CalendarPage:
    sources = _sources(call)
    said = frozenset(asked.off.split(","))
    hidden = said if asked.off else hidden_sources(call.kontor.storage, call.actor.id)
    days = asked.days(babel_locale(call.locale).first_week_day)
    found = gathered(call, [one for one in sources if one.id not in hidden], days)
    names = {one.id: text_of(one.spec.label, call.locale) for one in sources}
    cut = [phrases.CUT.format(source=names[one], n=MOST) for one in found.cut]
    return CalendarPage(
        calendar=_view(call, asked, days, found, bool(sources) and names.keys() <= hidden),
        url=asked.address(),
        modes=tuple(
            TabLink(
                label=text_of(label, call.locale),
                href=asked.address(mode=mode),
                icon=icon,
                current=mode is asked.mode,
            )
            for mode, label, icon in _MODES
        ),
        switches=tuple(
            CalendarSwitch(
                label=names[one.id],
                color=one.spec.color.value,
                shown=one.id not in hidden,
                off=",".join(sorted((hidden & names.keys()) ^ {one.id})) or _ALL,
                failed=one.id in found.failed,
            )
            for one in sources
        ),
        state=asked.state,
        csrf=call.csrf,
        keep=_SOURCES,
        notices=tuple(text_of(one, call.locale) for one in cut),
        refresh_on=(STALE,),
    )


def _view(
    call: Call, asked: _Asked, days: Sequence[date], found: Gathered, nothing: bool
) -> CalendarView:
    before, after = asked.beside
    here = [day for day in days if asked.mode is not Mode.MONTH or day.month == asked.on.month]
    bare = not any(found.days.get(day) for day in here)
    text = phrases.EMPTY_OFF if nothing else phrases.EMPTY
    kind = asked.mode.value
    return CalendarView(
        label=text_of(phrases.TITLE, call.locale),
        title=_title(call, asked, days),
        previous=asked.address(on=before),
        next=asked.address(on=after),
        steps=(
            text_of(phrases.PREVIOUS[kind], call.locale),
            text_of(phrases.NEXT[kind], call.locale),
        ),
        today=asked.address(on=asked.today) if asked.today not in here else None,
        weekdays=tuple(weekdays(call, days)) if asked.mode is not Mode.AGENDA else (),
        days=tuple(_day(call, asked, day, found) for day in days),
        empty=text_of(text, call.locale) if bare else "",
        kind=kind,
        moves=found.moves,
    )


def _title(call: Call, asked: _Asked, days: Sequence[date]) -> str:
    locale = babel_locale(call.locale)
    if asked.mode is Mode.MONTH:
        return str(format_date(asked.on, "LLLL yyyy", locale=locale))
    span = str(format_interval(days[0], days[-1], "yMMMd", locale=locale))
    if asked.mode is Mode.AGENDA:
        return span
    number = days[3].isocalendar().week  # of the middle: weeks begin on different days
    return phrases.WEEK_TITLE.format(week=number, days=span).in_(call.locale)


def _day(call: Call, asked: _Asked, day: date, found: Gathered) -> CalendarDay:
    entries = found.days.get(day, [])
    most = _SHOWN if asked.mode is Mode.MONTH else len(entries)
    further = len(entries) - most
    more = phrases.MORE if further > 1 else phrases.ONE_MORE
    return CalendarDay(
        iso=day.isoformat(),
        number=str(day.day),
        label=format_date(day, "full", locale=babel_locale(call.locale)),
        inside=asked.mode is not Mode.MONTH or day.month == asked.on.month,
        today=day == asked.today,
        entries=tuple(entries[:most]),
        more=more.format(n=further).in_(call.locale) if further > 0 else "",
        href=asked.address(mode=Mode.WEEK, on=day) if further > 0 else None,
    )


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path=PATH,
            run=calendar,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="POST",
            path=_SOURCES,
            run=switch,
            audience="staff",
            permission="",
            rate="write",
            surface="page",
            accepts=FORM_TYPES,
        ),
    ]
