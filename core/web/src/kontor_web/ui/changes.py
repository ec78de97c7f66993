"""News of one's own customers and of what one watches: newest first, what others did."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from babel.dates import format_timedelta

from kontor_core.events import history
from kontor_core.events.arrivals import FileArrived, NoteArrived, TagsArrived
from kontor_core.events.notices import NotificationRequested
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.ui import Watched
from kontor_core.hooks.declarations.views import Link, Tag
from kontor_core.timeline.render import TimelineEntry, render
from kontor_web.calls import Call
from kontor_web.resources.addresses import address_of
from kontor_web.ui import phrases
from kontor_web.ui.slots import guarded, shown
from kontor_web.ui.views import Block, Empty, EmptyBlock, TableBlock, Value

Record = tuple[str, str]
"""Entity and id."""

_RECORDS = 5
_LOOKED_AT = 10  # of some records all news may be one's own doing
_EACH = 2
_READ = 8
_LATELY = timedelta(days=30)
_NO_NEWS = frozenset(
    {
        NotificationRequested.name,  # who is told by it finds it in the inbox
        FileArrived.name,  # what it came with is the news
        NoteArrived.name,
        TagsArrived.name,
    }
)


def changes(call: Call, ctx: UiContext) -> tuple[Block, ...]:
    """Tell what others did lately at the reader's customers and at what they watch."""
    watched = call.titles(_watched(call, ctx))  # what may not be seen any more is not in it
    records = history.lively(call.reader, watched=list(watched), most=_LOOKED_AT)
    names = {**call.titles(set(records) - watched.keys()), **watched}
    found: list[tuple[datetime, list[tuple[Value, ...]]]] = []
    for record in records:
        entries = list(_news(call, ctx, record))[:_EACH]
        if not entries:
            continue
        actors = call.titles({("user", e.actor_id) for e in entries if e.actor_id})
        name = names.get(record, "…")
        told: list[tuple[Value, ...]] = []
        for entry in entries:
            who = actors.get(("user", entry.actor_id or ""), "")
            words = _words(call, entry)
            told.append(
                (
                    Value(text=name, href=_address(call, record), kind="ref"),
                    Value(text=f"{words} · {who}" if who else words),
                    Value(text=_ago(call, ctx, entry)),
                )
            )
        found.append((_at(entries[0]), told))
        if len(found) == _RECORDS:
            break
    # the last event of a record may be one's own doing, so their order is not that of the news
    found.sort(key=lambda one: one[0], reverse=True)
    rows = [row for _, told in found for row in told]
    if not rows:
        text = text_of(phrases.NO_CHANGES, call.locale)
        return (EmptyBlock(empty=Empty(title=text, icon="activity")),)
    about = phrases.RECORD if watched else ctx.called("customer", phrases.CUSTOMER)
    heads = (about, phrases.NEWS, phrases.WHEN)
    return (
        TableBlock(
            columns=tuple((text_of(head, call.locale), "text") for head in heads),
            rows=tuple(rows),
            caption=text_of(phrases.CHANGES, call.locale),
        ),
    )


def _watched(call: Call, ctx: UiContext) -> set[Record]:
    """Give what plugins say the reader watches."""
    found: set[Record] = set()
    for owned in shown(call, Watched, None, ctx):
        refs = guarded(call, owned, "watched", partial(owned.spec.records, ctx)).value or ()
        found |= {(ref.entity, ref.id) for ref in refs}
    return found


def _news(call: Call, ctx: UiContext, record: Record) -> Iterable[TimelineEntry]:
    page = history.of_record(
        call.reader, *record, limit=_READ, without=call.kontor.quiet_events | _NO_NEWS
    )
    since = clock.as_text(ctx.now() - _LATELY)
    facts = [f for f in page.facts if f.actor_id != call.actor.id and f.occurred_at >= since]
    registries = call.kontor.registries
    return render(ctx, facts, renderer_of=registries.renderer, label_of=registries.label_of)


def _address(call: Call, record: Record) -> str | None:
    return address_of(RecordRef(*record), call.kontor.resources)


def _words(call: Call, entry: TimelineEntry) -> str:
    title = entry.entry.title
    pieces = title if isinstance(title, tuple) else (title,)
    texts = (one.text if isinstance(one, Link | Tag) else one for one in pieces)
    return "".join(text_of(one, call.locale) for one in texts)


def _at(entry: TimelineEntry) -> datetime:
    return entry.entry.at or clock.from_text(entry.at)


def _ago(call: Call, ctx: UiContext, entry: TimelineEntry) -> str:
    return str(
        format_timedelta(
            _at(entry) - ctx.now(),
            add_direction=True,
            format="short",
            locale=babel_locale(call.locale),
        )
    )
