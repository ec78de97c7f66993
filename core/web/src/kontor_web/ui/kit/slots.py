"""Samples of what plugins fill: the calendar of all sources, and a board of their own."""

from dataclasses import replace

from kontor_web.ui.kit import lists
from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import (
    BoardLane,
    BoardPage,
    BoardView,
    CalendarDay,
    CalendarEntry,
    CalendarPage,
    CalendarSwitch,
    CalendarView,
    ListView,
    TabLink,
    Tag,
)

_MODES = (
    ("calendar", "calendar-days", ("Monat", "Month")),
    ("calendar-week", "columns-3", ("Woche", "Week")),
    ("calendar-agenda", "list", ("Liste", "List")),
)


def calendar(w: Words) -> dict[str, object]:
    listed = lists.calendar(w)["list"]
    assert isinstance(listed, ListView) and listed.calendar is not None  # noqa: S101, PT018
    return _page(w, "calendar", replace(listed.calendar, moves=True))


def week(w: Words) -> dict[str, object]:
    weekdays = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    if w.locale == "en":
        weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return _page(w, "calendar-week", _some(w, 7, "week", weekdays))


def agenda(w: Words) -> dict[str, object]:
    return _page(w, "calendar-agenda", _some(w, 12, "agenda", ()))


def _some(w: Words, count: int, kind: str, weekdays: tuple[str, ...]) -> CalendarView:
    def entry(day: int, at: int) -> CalendarEntry:
        return CalendarEntry(
            id=f"{kind}-{day}-{at}",
            title=w("Angebot mit Frau Lindner durchgehen", "Go through the offer with Ms Lindner"),
            href=w.to("record"),
            color=f"c{at % 3 + 1}",
            hint=w("Aufgaben", "Tasks"),
            time=f"{9 + at}:30" if at % 2 else "",
            move=w.to("board-move"),
        )

    def day(at: int) -> CalendarDay:
        number = 16 + at
        return CalendarDay(
            iso=f"2026-11-{number:02}",
            number=str(number),
            label=w(f"{number}. November 2026", f"{number} November 2026"),
            today=at == 5,
            entries=tuple(entry(at, one) for one in range((2, 0, 4, 1, 0, 0, 1)[at % 7])),
        )

    return CalendarView(
        label=w("Kalender", "Calendar"),
        title=w("Woche 47, 16.–22. Nov. 2026", "Week 47, 16–22 Nov 2026"),
        previous=w.to("calendar-week"),
        next=w.to("calendar-week"),
        steps=(w("Vorige Woche", "Previous week"), w("Nächste Woche", "Next week")),
        weekdays=weekdays,
        days=tuple(day(at) for at in range(count)),
        kind=kind,
        moves=True,
    )


def _page(w: Words, current: str, view: CalendarView) -> dict[str, object]:
    page = CalendarPage(
        calendar=view,
        url=w.to(current),
        modes=tuple(
            TabLink(label=w(*label), href=w.to(name), icon=icon, current=name == current)
            for name, icon, label in _MODES
        ),
        switches=(
            CalendarSwitch(label=w("Aufgaben", "Tasks"), color="c1", shown=True, off="a"),
            CalendarSwitch(label=w("Besuche", "Visits"), color="c2", shown=False, off="b"),
            CalendarSwitch(
                label=w("Kampagnen", "Campaigns"), color="c3", shown=True, off="c", failed=True
            ),
        ),
        state=(("view", "month"),),
        csrf="csrf",
        keep=w.to("calendar"),
        notices=(w("Aufgaben hat hier mehr als 500 Einträge.", "Tasks has more than 500."),),
    )
    return {"shell": shell(w, w("Kalender", "Calendar"), current=current), "page": page}


def board(w: Words) -> dict[str, object]:
    listed = lists.board(w)["list"]
    assert isinstance(listed, ListView) and listed.board is not None  # noqa: S101, PT018
    lanes: list[BoardLane] = [replace(one, more=None) for one in listed.board.lanes]
    lanes[0] = replace(lanes[0], count="5 / 4", over=True)
    lanes[1] = replace(lanes[1], count="3 / 6", tag=Tag(text=w("Aktiv", "Active"), color="c5"))
    view: BoardView = replace(listed.board, lanes=tuple(lanes))
    title = w("Behandlungen", "Treatments")
    page = BoardPage(title=title, url=w.to("board"), board=view)
    return {"shell": shell(w, title, current="board"), "page": page}


def board_failed(w: Words) -> dict[str, object]:
    title = w("Behandlungen", "Treatments")
    page = BoardPage(title=title, url=w.to("board"), plugin="vet", error="4f1c9a")
    return {"shell": shell(w, title, current="board"), "page": page}
