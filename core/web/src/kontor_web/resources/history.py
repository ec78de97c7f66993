"""The history of a record, by day, newest first; that of a customer tells of all around them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from babel.dates import format_date, format_time

from kontor_core.events import history
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.storage.titles import Titles
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.ui import EntryLinks
from kontor_core.hooks.declarations.views import Entry as Told
from kontor_core.hooks.declarations.views import Link, Strong, Tag
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.timeline.render import TimelineEntry, render
from kontor_web.calls import Call
from kontor_web.resources.acting import EVERYTHING, STALE
from kontor_web.resources.addresses import address_of, fragment, with_query
from kontor_web.ui import phrases
from kontor_web.ui.slots import allowed, guarded
from kontor_web.ui.views import Day, Empty, Entry, Span, TabLink, TimelineView
from kontor_web.ui.views import Tag as TagView


def tells_of_all(info: ResourceInfo) -> bool:
    """Tell whether a history is of all around a record: of notes, calls, orders of a customer."""
    return info.entity in ("customer", "contact")


def timeline(
    call: Call, info: ResourceInfo, record_id: str, ctx: UiContext, before: str | None = None
) -> TimelineView:
    """Read one page of the history and lay it out."""
    quiet = call.kontor.quiet_events
    if not tells_of_all(info):  # what is too little for a customer's history is all of its own
        quiet -= {f"{info.entity}.{verb}" for verb in ("created", "changed", "deleted")}
    page = history.of_record(call.reader, info.entity, record_id, before=before, without=quiet)
    entries = render(
        ctx,
        page.facts,
        renderer_of=call.kontor.registries.renderer,
        label_of=call.kontor.registries.label_of,
    )
    actors = call.titles({("user", e.actor_id) for e in entries if e.actor_id})
    links = _links(call, ctx, entries)
    url = fragment(info, record_id, "timeline")
    return TimelineView(
        days=tuple(_days(call, ctx, entries, actors, links)),
        url=url,
        more=with_query(url, [("before", page.older)]) if page.older else None,
        empty=None if tells_of_all(info) else _nothing_yet(call),
        refresh_on=(STALE, EVERYTHING),
    )


def _nothing_yet(call: Call) -> Empty:
    title, text = phrases.NO_HISTORY, phrases.NO_HISTORY_HINT
    return Empty(title=text_of(title, call.locale), text=text_of(text, call.locale), icon="history")


def _days(
    call: Call,
    ctx: UiContext,
    entries: Sequence[TimelineEntry],
    actors: Titles,
    links: Mapping[RecordRef | None, Sequence[TabLink]],
) -> Iterable[Day]:
    today = ctx.now().astimezone(ctx.tz).date()
    local = [(_at(entry).astimezone(ctx.tz), entry) for entry in entries]
    local.sort(key=lambda pair: pair[0], reverse=True)  # stable: what happened at once stays so
    for day, group in groupby(local, key=lambda pair: pair[0].date()):
        yield Day(
            label=_day_label(call, day, today),
            entries=tuple(
                _entry(
                    call,
                    entry,
                    actors,
                    format_time(at, "short", locale=babel_locale(call.locale)),
                    links.get(_record(entry), ()),
                )
                for at, entry in group
            ),
        )


def _at(entry: TimelineEntry) -> datetime:
    """Give the moment it happened, which may lie before the moment it was told."""
    return entry.entry.at or clock.from_text(entry.at)


def _day_label(call: Call, day: date, today: date) -> str:
    if day == today:
        return text_of(phrases.TODAY, call.locale)
    if day == today - timedelta(days=1):
        return text_of(phrases.YESTERDAY, call.locale)
    style = "EEEE, d. MMMM" if call.locale == "de" else "EEEE, d MMMM"
    if day.year != today.year:
        style += " y"
    label: str = format_date(day, style, locale=babel_locale(call.locale))
    return label


def _record(entry: TimelineEntry) -> RecordRef | None:
    """Give the record an entry shows; a correction or a deletion shows none."""
    fact = entry.fact
    if entry.entry.about is not None or fact.subject is None or fact.subject_id is None:
        return entry.entry.about
    return RecordRef(fact.subject, fact.subject_id) if fact.type.endswith(".created") else None


def _links(
    call: Call, ctx: UiContext, entries: Sequence[TimelineEntry]
) -> Mapping[RecordRef | None, Sequence[TabLink]]:
    """Ask who has something to show below the entries, once for all records of a kind."""
    found: dict[RecordRef | None, list[TabLink]] = {}
    shown = dict.fromkeys(ref for entry in entries if (ref := _record(entry)) is not None)
    for owned in call.kontor.registries.specs(EntryLinks):
        ids = [ref.id for ref in shown if ref.entity == owned.spec.of]
        if not ids or not allowed(call, owned, ctx):
            continue
        told = guarded(call, owned, "links", partial(owned.spec.links, ctx, ids)).value or {}
        for record_id, links in told.items():
            for one in links:
                href = address_of(one.to, call.kontor.resources)
                if href is not None:
                    link = TabLink(label=text_of(one.text, call.locale), href=href)
                    found.setdefault(RecordRef(owned.spec.of, record_id), []).append(link)
    return found


def _entry(
    call: Call, entry: TimelineEntry, actors: Titles, time: str, links: Sequence[TabLink]
) -> Entry:
    told = entry.entry
    return Entry(
        id=entry.fact.id,
        icon=entry.icon,
        title=tuple(_spans(call, told.title if isinstance(told.title, tuple) else (told.title,))),
        people=tuple(_spans(call, told.people)),
        links=tuple(links),
        inbound=told.inbound,
        time=time,
        iso=clock.as_text(_at(entry)),
        color=entry.color.value,
        body=_body(call, told),
        tags=tuple(
            TagView(text=text_of(tag.text, call.locale), color=tag.color.value) for tag in told.tags
        ),
        source=actors.get(("user", entry.actor_id or ""), ""),
    )


def _body(call: Call, told: Told) -> str | tuple[Span, ...]:
    if not isinstance(told.body, tuple):
        return text_of(told.body, call.locale) if told.body else ""
    return tuple(
        Span(text=text_of(piece.text, call.locale), strong=True)
        if isinstance(piece, Strong)
        else Span(text=text_of(piece, call.locale))
        for piece in told.body
    )


def _spans(call: Call, pieces: Sequence[object]) -> Iterable[Span]:
    for piece in pieces:
        if isinstance(piece, Link):
            href = address_of(piece.to, call.kontor.resources)
            yield Span(text=text_of(piece.text, call.locale), href=href, strong=href is None)
        elif isinstance(piece, Tag):
            yield Span(text=text_of(piece.text, call.locale), tag=piece.color.value)
        elif isinstance(piece, str | L):
            yield Span(text=text_of(piece, call.locale))
