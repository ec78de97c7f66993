"""Your CRM definition: the five forms, the plugins of each, and how they are."""

from kontor_core.events.administration import SWITCH_PLUGINS
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.states import PluginState, State
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.pending import pending
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import (
    Action,
    Block,
    Card,
    FactsBlock,
    Lane,
    LinkBlock,
    PageView,
    Tag,
    TagBlock,
    Value,
)

PATH = "/definition"
FORMS: dict[str, L] = {
    "operative": L("Operativ", en="Operative"),
    "communicative": L("Kommunikativ", en="Communicative"),
    "analytical": L("Analytisch", en="Analytical"),
    "collaborative": L("Kollaborativ", en="Collaborative"),
    "social": L("Sozial", en="Social"),
}
_ALWAYS = L("Immer dabei", en="Always on")
_WHAT_FOR = L("Wofür", en="What for")
_NEEDS = L("Braucht", en="Needs")
_PERSONAL = L("Personenbezogen", en="Personal data")
_HEALTH = L("Zustand", en="Health")
_NONE = L("Nichts", en="None")
_CORE_ONLY = L("Nur den Kern", en="The core only")
_SOUND = L("Keine Störung seit dem Start", en="No fault since the start")
_AND_MORE = L("{names} und {n} weitere", en="{names} and {n} more")
_NAMED = 4
_ADDS: dict[str, tuple[L, L]] = {
    "tables": (L("1 Tabelle", en="1 table"), L("{n} Tabellen", en="{n} tables")),
    "fields": (
        L("1 Feld an anderen", en="1 field on others"),
        L("{n} Felder an anderen", en="{n} fields on others"),
    ),
    "slots": (
        L("1 Platz auf Seiten", en="1 place on pages"),
        L("{n} Plätze auf Seiten", en="{n} places on pages"),
    ),
    "events": (L("1 Ereignis", en="1 event"), L("{n} Ereignisse", en="{n} events")),
    "reactions": (L("1 Reaktion", en="1 reaction"), L("{n} Reaktionen", en="{n} reactions")),
    "jobs": (
        L("1 Aufgabe nach Zeitplan", en="1 scheduled job"),
        L("{n} Aufgaben nach Zeitplan", en="{n} scheduled jobs"),
    ),
}
STATES: dict[State, tuple[L, str]] = {
    State.ENABLED: (L("Läuft", en="Running"), "c5"),
    State.AVAILABLE: (L("Nicht eingeschaltet", en="Not enabled"), "c8"),
    State.DISABLED: (L("Ausgeschaltet", en="Disabled"), "c8"),
    State.BLOCKED: (L("Blockiert", en="Blocked"), "c2"),
    State.INCOMPATIBLE: (L("Passt nicht", en="Incompatible"), "c4"),
    State.FAILED: (L("Defekt", en="Failed"), "c4"),
    State.MISSING: (L("Fehlt", en="Missing"), "c4"),
    State.REMOVED: (L("Entfernt", en="Removed"), "c8"),
}


def definition_page(call: Call) -> Reply:
    states = sorted(call.kontor.loaded.states.values(), key=lambda state: state.key)
    lanes = tuple(
        Lane(
            id=form,
            title=text_of(title, call.locale),
            cards=tuple(_card(call, state) for state in states if state.form == form),
            empty=text_of(phrases.NO_PLUGIN, call.locale),
        )
        for form, title in FORMS.items()
    )
    always = tuple(_card(call, state, span=3) for state in states if state.form not in FORMS)
    told = pending(call) if call.actor.profile.may(SWITCH_PLUGINS) else None
    page = PageView(
        title=text_of(phrases.DEFINITION, call.locale),
        lead=text_of(phrases.DEFINITION_LEAD, call.locale),
        lanes=lanes,
        cards=(*always, *(told[1:] if told else ())),
        rest=text_of(_ALWAYS, call.locale),
    )
    banner = told[0] if told else None
    frame = shell(call, text_of(phrases.DEFINITION, call.locale), banner=banner)
    return seen(call, render(call, "core/page.html", shell=frame, page=page))


def _card(call: Call, state: PluginState, *, span: int = 12) -> Card:
    label, color = STATES[state.state]
    tag = Tag(text=text_of(label, call.locale), color=color, dot=True)
    facts: list[tuple[L, str]] = []
    if state.problem and call.actor.profile.may(MANAGE_USERS):  # it names files and lines
        facts.append((phrases.PROBLEM, text_of(state.problem, call.locale)))
    if state.state is State.ENABLED:
        facts += [
            (phrases.BRINGS, _adds(call, state.key)),
            (_NEEDS, _needs(call, state.key)),
            (_PERSONAL, _personal(call, state.key) or text_of(_NONE, call.locale)),
            (_HEALTH, _health(call, state.key)),
        ]
    if state.version:
        facts.append((phrases.VERSION, state.version))
    if state.summary:
        facts.insert(0, (_WHAT_FOR, text_of(state.summary, call.locale)))
    items = tuple(
        (text_of(name, call.locale), Value(kind="longtext", text=told))
        for name, told in facts
        if told
    )
    blocks: list[Block] = [TagBlock(tag=tag), FactsBlock(items=items)]
    blocks += _links(call, state.key)
    title = text_of(state.title, call.locale) if state.title else state.key
    more = Action(label=text_of(phrases.DETAILS_OF, call.locale), href=f"{PATH}/{state.key}")
    return Card(id=f"plugin-{state.key}", title=title, blocks=tuple(blocks), span=span, action=more)


def _adds(call: Call, key: str) -> str:
    """Count what a plugin brings: what it keeps, shows, tells and does."""
    registries = call.kontor.registries
    counts = {
        "tables": len(registries.owned_tables(key)),
        "fields": sum(1 for field in _fields(call, key, own=False) if not field.spec.hidden),
        "slots": sum(1 for specs in registries.slots.values() for one in specs if one.owner == key),
        "events": sum(1 for one in registries.events.values() if one.owner == key),
        "reactions": sum(1 for one in registries.subscriptions if one.owner == key),
        "jobs": sum(1 for one in registries.jobs.values() if one.owner == key),
    }
    told = []
    for what, n in counts.items():
        one, several = _ADDS[what]
        if n:
            told.append(text_of(one if n == 1 else several.format(n=n), call.locale))
    return ", ".join(told)


def _needs(call: Call, key: str) -> str:
    plugin = call.kontor.registries.plugins.get(key)
    if plugin is None:
        return ""
    titles = []
    for needed in (*plugin.requires, *plugin.bridges):
        other = call.kontor.registries.plugins.get(needed)
        titles.append(text_of(other.title, call.locale) if other else needed)
    if not titles and key != CORE:
        titles.append(text_of(_CORE_ONLY, call.locale))
    return ", ".join([*titles, *plugin.hosts])


def _personal(call: Call, key: str) -> str:
    """Name the fields about people that a plugin keeps."""
    about = (Data.PERSONAL, Data.SPECIAL)
    fields = [f for own in (True, False) for f in _fields(call, key, own=own)]
    names = dict.fromkeys(
        text_of(field.label, call.locale)
        for field in fields
        if field.spec.data in about and not field.spec.hidden
    )
    more = len(names) - _NAMED
    text = ", ".join(list(names)[:_NAMED])
    return _AND_MORE.format(names=text, n=more).in_(call.locale) if more > 0 else text


def _fields(call: Call, key: str, *, own: bool) -> list[Field]:
    """Give the fields a plugin declares: of its own records, or beside those of others."""
    return [
        field
        for info in call.kontor.resources.all()
        for field in info.fields.values()
        if field.owner == key and (info.declaration.key == key) is own and field.json_key is None
    ]


def _health(call: Call, key: str) -> str:
    faults = sum(
        tally.faults + tally.slow
        for (plugin, _), tally in call.kontor.dispatcher.tallies.items()
        if plugin == key
    )
    if not faults:
        return text_of(_SOUND, call.locale)
    told: str = phrases.FAULTS.format(n=faults).in_(call.locale)
    return told


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
