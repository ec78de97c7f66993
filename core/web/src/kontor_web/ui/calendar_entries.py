"""What the sources of the calendar give for some days, and putting it on another day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain

from babel.dates import format_time

from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.actions import Done
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import CalendarEntry, CalendarSource
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, empty
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import address_of, with_query
from kontor_web.security.content import FORM_TYPES
from kontor_web.ui import calendar_phrases as phrases
from kontor_web.ui.answers import done, tell, toast
from kontor_web.ui.slots import action_context, allowed, context, guarded
from kontor_web.ui.views import CalendarEntry as Shown

MOST = 500
"""Entries of one source that a page shows."""

_BUDGET = 1.0
_REFUSED = (403, 404, 409, 412, 422)


@dataclass(frozen=True)
class Gathered:
    """Entries by day, as pages show them; ``cut`` and ``failed`` are ids of sources."""

    days: Mapping[date, Sequence[Shown]]
    cut: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    moves: bool = False


def gathered(
    call: Call, sources: Sequence[Owned[CalendarSource]], days: Sequence[date]
) -> Gathered:
    """Ask every source for some days; one that fails costs only itself."""
    ctx = context(call)
    start = datetime.combine(days[0], time(), ctx.tz)
    end = datetime.combine(days[-1] + timedelta(days=1), time(), ctx.tz)
    placed: list[tuple[date, time, int, Shown]] = []
    cut, failed = [], []
    for rank, owned in enumerate(sources):
        ask = partial(owned.spec.events, ctx, start, end)
        answer = guarded(call, owned, "calendar", ask, budget=_BUDGET)
        if answer.failed is not None:
            failed.append(owned.id)
        entries = list(answer.value or ())
        if len(entries) > MOST:
            cut.append(owned.id)
        for one in entries[:MOST]:
            for day, shown in _on_days(call, ctx, owned, one, days):
                at = one.start.astimezone(ctx.tz).time() if shown.time else time()
                placed.append((day, at, rank, shown))
    placed.sort(key=lambda one: (*one[:3], one[3].title))
    found: dict[date, list[Shown]] = {}
    for day, _, _, shown in placed:
        found.setdefault(day, []).append(shown)
    moves = any(one.move for one in chain.from_iterable(found.values()))
    return Gathered(found, tuple(cut), tuple(failed), moves)


def _on_days(
    call: Call,
    ctx: UiContext,
    owned: Owned[CalendarSource],
    one: CalendarEntry,
    days: Sequence[date],
) -> Iterator[tuple[date, Shown]]:
    """Show an entry on each day it touches; it is moved from its first one."""
    start, end = one.start.astimezone(ctx.tz), one.end.astimezone(ctx.tz)
    last = max(end - timedelta(microseconds=1), start).date()
    hours = ""
    if not one.all_day:
        hours = format_time(start.time(), "short", locale=babel_locale(call.locale))
    href = address_of(one.to, call.kontor.resources) if one.to is not None else None
    label = text_of(owned.spec.label, call.locale)
    for day in days:
        if start.date() <= day <= last:
            first = day == start.date()
            movable = first and owned.spec.move is not None and not one.fixed
            yield (
                day,
                Shown(
                    id=f"{owned.id}-{one.id}".replace(".", "-") if first else "",
                    key=one.id,
                    title=text_of(one.title, call.locale),
                    href=href,
                    color=owned.spec.color.value,
                    hint=label,
                    time=hours if first else "",
                    move=f"/ui/calendar/{owned.id}/move" if movable else None,
                ),
            )


def move(call: Call) -> Reply:
    """Put an entry on another day; mouse, keys and the undo of a toast send the same."""
    owned = call.kontor.registries.spec(CalendarSource, call.param("slot"))
    if owned is None or owned.spec.move is None or not allowed(call, owned):
        raise NotFound("calendar", call.param("slot"))
    entry, origin = _given(call, "id"), _given(call, "from")
    try:
        result = owned.spec.move(action_context(call), entry, _day(_given(call, "to")))
        if isinstance(result, Invalid):
            raise result
    except KontorError as error:
        if error.status not in _REFUSED:
            raise
        problems = [text_of(one, call.locale) for one in error.problems().values()]
        reason = " ".join(problems) or error.text(call.locale)
        text = phrases.REFUSED.format(reason=reason).in_(call.locale)
        return toast(empty(error.status), text, kind="error")
    if "undo" in call.request.query:
        return done(STALE, text=text_of(phrases.BACK, call.locale))
    reply = tell(empty(), {"k:entry-moved": {}, "k:refresh": {"names": [STALE]}})
    if not isinstance(result, Done):
        return reply
    back = [("id", entry), ("to", origin), ("from", _given(call, "to")), ("undo", "1")]
    undo = with_query(call.request.path, back) if origin else None
    return toast(reply, text_of(result.text, call.locale), undo_url=undo)


def _given(call: Call, name: str) -> str:
    return call.request.field(name) or call.request.query.get(name, "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(L("Das ist kein Tag.", en="This is no day."), field="to") from None


def endpoint() -> Endpoint:
    return Endpoint(
        method="POST",
        path="/ui/calendar/{slot:str}/move",
        run=move,
        audience="staff",
        permission="",
        rate="write",
        surface="fragment",
        accepts=FORM_TYPES,
    )
