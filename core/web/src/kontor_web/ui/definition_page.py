"""Your CRM definition: the five forms, the plugins of each, and how they are."""

from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.states import PluginState, State
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import (
    Block,
    Card,
    EmptyBlock,
    FactsBlock,
    LinkBlock,
    PageView,
    Tag,
    TagBlock,
    Value,
)
from kontor_web.ui.views import Empty as EmptyView

FORMS: dict[str | None, L] = {
    None: L("Immer dabei", en="Always on"),
    "operative": L("Operativ", en="Operative"),
    "communicative": L("Kommunikativ", en="Communicative"),
    "analytical": L("Analytisch", en="Analytical"),
    "collaborative": L("Kollaborativ", en="Collaborative"),
    "social": L("Sozial", en="Social"),
}
_STATES: dict[State, tuple[L, str]] = {
    State.ENABLED: (L("läuft", en="running"), "c5"),
    State.AVAILABLE: (L("nicht eingeschaltet", en="not enabled"), "c8"),
    State.DISABLED: (L("ausgeschaltet", en="disabled"), "c8"),
    State.BLOCKED: (L("blockiert", en="blocked"), "c2"),
    State.INCOMPATIBLE: (L("passt nicht", en="incompatible"), "c4"),
    State.FAILED: (L("defekt", en="failed"), "c4"),
    State.MISSING: (L("fehlt", en="missing"), "c4"),
    State.REMOVED: (L("entfernt", en="removed"), "c8"),
}


def definition_page(call: Call) -> Reply:
    cards = []
    states = call.kontor.loaded.states
    for form, title in FORMS.items():
        plugins = sorted(
            (state for state in states.values() if _form(state) == form), key=lambda s: s.key
        )
        if form is not None and not plugins:
            nothing = EmptyView(title=text_of(phrases.NO_PLUGIN, call.locale), icon="puzzle")
            blocks: tuple[Block, ...] = (EmptyBlock(empty=nothing),)
            label = text_of(title, call.locale)
            cards.append(Card(id=f"form-{form}", title=label, blocks=blocks, span=4))
        cards += [_card(call, state, title) for state in plugins]
    page = PageView(
        title=text_of(phrases.DEFINITION, call.locale),
        lead=text_of(phrases.DEFINITION_LEAD, call.locale),
        cards=tuple(cards),
    )
    frame = shell(call, text_of(phrases.DEFINITION, call.locale))
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def _form(state: PluginState) -> str | None:
    return state.form if state.form in FORMS else None


def _card(call: Call, state: PluginState, form: L) -> Card:
    label, color = _STATES[state.state]
    tag = Tag(text=text_of(label, call.locale), color=color, dot=True)
    facts: list[tuple[str, Value]] = [
        (text_of(phrases.FORM, call.locale), Value(text=text_of(form, call.locale))),
    ]
    if state.version:
        facts.append((text_of(phrases.VERSION, call.locale), Value(text=state.version)))
    if state.problem and call.actor.profile.may(MANAGE_USERS):  # it names files and lines
        told = text_of(state.problem, call.locale)
        facts.append((text_of(phrases.PROBLEM, call.locale), Value(kind="longtext", text=told)))
    if state.state is State.ENABLED:
        facts += _adds(call, state.key)
        faults = sum(
            tally.faults + tally.slow
            for (plugin, _), tally in call.kontor.dispatcher.tallies.items()
            if plugin == state.key
        )
        if faults:
            told = phrases.FAULTS.format(n=faults).in_(call.locale)
            facts.append((text_of(phrases.HEALTH, call.locale), Value(text=told)))
    blocks: list[Block] = [TagBlock(tag=tag), FactsBlock(items=tuple(facts))]
    blocks += _links(call, state.key)
    title = text_of(state.title, call.locale) if state.title else state.key
    return Card(id=f"plugin-{state.key}", title=title, blocks=tuple(blocks), span=4)


def _adds(call: Call, key: str) -> list[tuple[str, Value]]:
    """Count what a plugin brings: tables, places on pages, reactions."""
    registries = call.kontor.registries
    tables = len(registries.owned_tables(key))
    slots = sum(1 for specs in registries.slots.values() for one in specs if one.owner == key)
    reactions = sum(1 for one in registries.subscriptions if one.owner == key)
    text = phrases.ADDS.format(tables=tables, slots=slots, reactions=reactions).in_(call.locale)
    return [(text_of(phrases.BRINGS, call.locale), Value(kind="longtext", text=text))]


def _links(call: Call, key: str) -> list[Block]:
    if key == CORE:
        return []
    return [
        LinkBlock(
            text=text_of(info.label_plural, call.locale),
            href=list_url(info),
            icon=info.declaration.icon,
        )
        for info in call.kontor.resources.all()
        if info.declaration.key == key and info.declaration.nav
    ]
