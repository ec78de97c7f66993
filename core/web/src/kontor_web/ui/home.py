"""Start: what there is, in one sentence and a few figures; recent customers; widgets."""

from collections.abc import Callable
from datetime import datetime

from babel.numbers import format_decimal

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.values.showing import babel_locale
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import Widget
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.listing import COUNTED_TO
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint, Surface
from kontor_web.messages import Reply
from kontor_web.resources.acting import STALE
from kontor_web.resources.addresses import list_url, record_url
from kontor_web.resources.showing import Presenter
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.blocks import Blocks
from kontor_web.ui.shell import may, seen, shell
from kontor_web.ui.slots import context, event_names, guarded, shown
from kontor_web.ui.views import Action, Block, Card, PageView, StatBlock, TableBlock

_RECENT = 8
_MORNING, _EVENING = 11, 18


def home(call: Call) -> Reply:
    cards = [*_figures(call), *_widgets(call)]
    left = 12 - sum(card.span for card in cards) % 12  # of the last row
    cards += _recent(call, span=left if left in (6, 8) else 12)
    page = PageView(title=_greeting(call), cards=tuple(cards), lead=_lead(call))
    frame = shell(call, text_of(phrases.HOME, call.locale))
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def _greeting(call: Call) -> str:
    now: datetime = context(call).now().astimezone(context(call).tz)
    hello = L("Guten Tag, {name}", en="Good afternoon, {name}")
    if now.hour < _MORNING:
        hello = L("Guten Morgen, {name}", en="Good morning, {name}")
    elif now.hour >= _EVENING:
        hello = L("Guten Abend, {name}", en="Good evening, {name}")
    return hello.format(name=call.actor.name.split()[0] if call.actor.name else "").in_(call.locale)


def _lead(call: Call) -> str:
    return phrases.LEAD.format(company=call.kontor.definition.company.name).in_(call.locale)


def _figures(call: Call) -> list[Card]:
    """Count what the navigation leads to; bounded, so that it stays cheap in a large CRM."""
    found = []
    for info in call.kontor.resources.all():
        if info.declaration.nav and may(call, info, Verb.READ):
            count = call.kontor.resources.count(call.actor, info)
            text = format_decimal(min(count, COUNTED_TO), locale=babel_locale(call.locale))
            stat = StatBlock(
                label=text_of(info.label_plural, call.locale),
                value=f"{text}+" if count > COUNTED_TO else str(text),
                icon=info.declaration.icon,
                href=list_url(info),
            )
            found.append(Card(id=f"count-{info.name}", blocks=(stat,), span=3))
    return found[:4]


def _recent(call: Call, *, span: int) -> list[Card]:
    info = call.kontor.resources.of_entity("customer")
    if info is None or not may(call, info, Verb.READ):
        return []
    fields = [info.fields[n] for n in ("name", "phase", "owner_id") if n in info.fields]
    page = call.kontor.resources.page(
        call.actor,
        info,
        sort="-number",  # handed out in the order of making, and there is an index
        fields=[field.name for field in fields],
        limit=_RECENT,
    )
    names = [field.name for field in page.fields]
    rows = [dict(zip([*names, "id"], values_of(row), strict=False)) for row in page.rows]
    presenter = Presenter(call, call.titles(refs_in(fields, rows)))
    table = TableBlock(
        columns=tuple((text_of(f.label, call.locale), f.kind.value) for f in fields),
        rows=tuple(tuple(presenter.value(f, row) for f in fields) for row in rows),
        links=tuple(record_url(info, row["id"]) for row in rows),
        empty=text_of(phrases.EMPTY_LIST, call.locale),
        more=(text_of(phrases.ALL, call.locale), list_url(info)),
    )
    title = text_of(phrases.RECENT, call.locale)
    return [Card(id="recent", title=title, blocks=(table,), span=span, action=_new(call, info))]


def _new(call: Call, info: ResourceInfo) -> Action | None:
    if not may(call, info, Verb.CREATE):
        return None
    label = text_of(info.label, call.locale)
    return Action(label=label, icon="plus", href=f"{list_url(info)}/new", key="n")


def _widgets(call: Call) -> list[Card]:
    ctx = context(call)
    return [_widget(call, owned, ctx) for owned in shown(call, Widget, None, ctx)]


def _widget(call: Call, owned: Owned[Widget], ctx: UiContext) -> Card:
    spec = owned.spec
    blocks = Blocks(call, owner=owned.owner)

    def made() -> tuple[Block, ...]:
        return blocks.of(spec.render(ctx))

    answer = guarded(call, owned, "widget", made, budget=spec.budget_ms / 1000)
    return Card(
        id=owned.id,
        title=text_of(spec.title, call.locale),
        blocks=answer.value,
        span=next(width for width in (3, 4, 6, 8, 12) if width >= min(spec.size.width, 12)),
        url=f"/ui/widget/{owned.id}",
        plugin=owned.owner,
        error=answer.failed.error_id if answer.failed else None,
        refresh_on=(STALE, *event_names(call, spec.refresh_on)),
    )


def show_widget(call: Call) -> Reply:
    """Show one tile anew, after something happened that it tells of."""
    ctx = context(call)
    for owned in shown(call, Widget, None, ctx):
        if owned.id == call.param("slot"):
            return render(call, "core/parts/card.html", card=_widget(call, owned, ctx))
    raise NotFound("widget", call.param("slot"))


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path=path,
            run=run,
            audience="staff",
            permission="",
            rate="page",
            surface=surface,
        )
        for path, run, surface in _ADDRESSES
    ]


_ADDRESSES: tuple[tuple[str, Callable[[Call], Reply], Surface], ...] = (
    ("/", home, "page"),
    ("/ui/widget/{slot:str}", show_widget, "fragment"),
)
