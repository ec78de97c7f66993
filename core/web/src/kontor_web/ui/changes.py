"""What changed at one's own customers: by customer, newest first, what others did."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from babel.dates import format_timedelta

from kontor_core.events import history
from kontor_core.events.notices import NotificationRequested
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.views import Link, Tag
from kontor_core.timeline.render import TimelineEntry, render
from kontor_web.calls import Call
from kontor_web.resources.addresses import record_url
from kontor_web.ui import phrases
from kontor_web.ui.views import Block, Empty, EmptyBlock, TableBlock, Value

_CUSTOMERS = 5
_LOOKED_AT = 10  # of some customers all news may be one's own doing
_EACH = 2
_READ = 8
_LATELY = timedelta(days=30)
_NO_NEWS = frozenset({NotificationRequested.name})  # who is told by it finds it in the inbox


def changes(call: Call, ctx: UiContext) -> tuple[Block, ...]:
    """Tell what others did lately at the customers that the reader looks after."""
    ids = history.lively_customers(call.reader, most=_LOOKED_AT)
    names = call.titles({("customer", one) for one in ids})
    found: list[tuple[datetime, list[tuple[Value, ...]]]] = []
    for customer_id in ids:
        entries = list(_news(call, ctx, customer_id))[:_EACH]
        if not entries:
            continue
        actors = call.titles({("user", e.actor_id) for e in entries if e.actor_id})
        name = names.get(("customer", customer_id), "…")
        told: list[tuple[Value, ...]] = []
        for entry in entries:
            who = actors.get(("user", entry.actor_id or ""), "")
            words = _words(call, entry)
            told.append(
                (
                    Value(text=name, href=_address(call, customer_id), kind="ref"),
                    Value(text=f"{words} · {who}" if who else words),
                    Value(text=_ago(call, ctx, entry)),
                )
            )
        found.append((_at(entries[0]), told))
        if len(found) == _CUSTOMERS:
            break
    # the last event of a customer may be one's own doing, so their order is not that of the news
    found.sort(key=lambda one: one[0], reverse=True)
    rows = [row for _, told in found for row in told]
    if not rows:
        text = text_of(phrases.NO_CHANGES, call.locale)
        return (EmptyBlock(empty=Empty(title=text, icon="activity")),)
    heads = (ctx.called("customer", phrases.CUSTOMER), phrases.NEWS, phrases.WHEN)
    return (
        TableBlock(
            columns=tuple((text_of(head, call.locale), "text") for head in heads),
            rows=tuple(rows),
            caption=text_of(phrases.CHANGES, call.locale),
        ),
    )


def _news(call: Call, ctx: UiContext, customer_id: str) -> Iterable[TimelineEntry]:
    page = history.of_customer(
        call.reader, customer_id, limit=_READ, without=call.kontor.quiet_events | _NO_NEWS
    )
    since = clock.as_text(ctx.now() - _LATELY)
    facts = [f for f in page.facts if f.actor_id != call.actor.id and f.occurred_at >= since]
    registries = call.kontor.registries
    return render(ctx, facts, renderer_of=registries.renderer, label_of=registries.label_of)


def _address(call: Call, customer_id: str) -> str | None:
    info = call.kontor.resources.of_entity("customer")
    return record_url(info, customer_id) if info is not None else None


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
