"""The page of a plugin: what it adds, needs and stores, how it is, how to switch it."""

from collections.abc import Sequence
from functools import partial

import msgspec
from sqlalchemy import Select, func, literal, select

from kontor_core.core_plugin import Core
from kontor_core.events.administration import OPERATE, SWITCH_PLUGINS
from kontor_core.foundation.definition import FILE_NAME, Definition, load
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import Label
from kontor_core.hooks import lifecycle
from kontor_core.hooks.contributions import contributions, dependants, kept_of_people
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.loader import BUILTIN
from kontor_core.hooks.registries import Registries
from kontor_core.hooks.states import PluginState, State
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.settings import plugin_words as words
from kontor_web.settings.parts import form, number, page, said, table, tag
from kontor_web.settings.words import DATA_CLASSES
from kontor_web.ui import phrases
from kontor_web.ui.definition_page import PATH, STATES
from kontor_web.ui.views import (
    Action,
    Block,
    ButtonBlock,
    Card,
    FactsBlock,
    FormBlock,
    Value,
)

_MOST_ROWS = 100_000
_SWITCHABLE = (State.AVAILABLE, State.DISABLED, State.REMOVED)


class _Count(msgspec.Struct):
    n: int


def page_of(call: Call, state: PluginState, *, problem: Label | None = None) -> Reply:
    may = call.actor.profile.may
    running = state.state is State.ENABLED
    cards = [_about(call, state)]
    if running:
        registries = call.kontor.registries
        cards += [
            _needs(call, registries, state.key),
            _adds(call, registries, state.key, words.ADDS),
            *_stores(call, registries, state.key, counted=may(SWITCH_PLUGINS)),
        ]
        if may(OPERATE):
            cards.append(_health(call, state.key))
        if may(SWITCH_PLUGINS):
            cards += _settings(call, registries, state.key)
    elif state.state in _SWITCHABLE and may(SWITCH_PLUGINS) and problem is None:
        try:
            coming = lifecycle.preview(_written(call), state.key, core=Core())
            cards += [
                _needs(call, coming, state.key),
                _adds(call, coming, state.key, words.WOULD_ADD),
                *_stores(call, coming, state.key, counted=False),
            ]
        except KontorError as error:
            problem = error.message
    if may(SWITCH_PLUGINS):
        cards.insert(1, _switch(call, state, problem))
    title = state.title or state.key
    status = 422 if problem is not None and call.endpoint.changes else 200
    return page(
        call,
        title,
        cards,
        lead=state.summary,
        under=[(phrases.DEFINITION, PATH)],
        status=status,
    )


def _written(call: Call) -> Definition:
    return load(call.kontor.home / FILE_NAME)


def _facts(call: Call, items: Sequence[tuple[Label, Value]]) -> Block:
    return FactsBlock(items=tuple((said(call, label), value) for label, value in items))


def _long(told: str) -> Value:
    return Value(kind="longtext", text=told)


def _about(call: Call, state: PluginState) -> Card:
    items: list[tuple[Label, Value]] = [(words.STATE, tag(call, *STATES[state.state]))]
    if state.version:
        items.append((words.VERSION, Value(text=state.version)))
    if state.distribution:
        items.append((words.PACKAGE, Value(text=state.distribution)))
    if any(call.actor.profile.may(one) for one in (SWITCH_PLUGINS, OPERATE)):
        if state.problem:
            items.append((words.PROBLEM, _long(said(call, state.problem))))
        if state.traceback:
            items.append((words.TRACE, _long(state.traceback[-4000:])))
    return Card(id="about", title=said(call, words.STATE), blocks=(_facts(call, items),), span=6)


def _switch(call: Call, state: PluginState, problem: Label | None) -> Card:
    """Offer what can be done with it here, and name the commands for the rest."""
    blocks: list[Block] = []
    written = state.key in _written(call).plugins
    if state.key == CORE or state.distribution == BUILTIN:
        blocks.append(_facts(call, [(words.SWITCH, _long(said(call, words.ALWAYS)))]))
    elif written:
        blocks += _offer_off(call, state)
    else:
        errors = [said(call, problem)] if problem else []
        made = form(
            call,
            "switch-on",
            f"{PATH}/{state.key}/on",
            (),
            words.ON,
            lead=words.ON_LEAD,
            errors=errors,
        )
        blocks.append(FormBlock(form=made))
    if state.key != CORE:
        commands = f"kontor plugins show {state.key}"
        items: list[tuple[Label, Value]] = [(words.SEE, _long(commands))]
        if state.distribution != BUILTIN:
            items += [
                (words.REMOVE, _long(f"kontor plugins remove {state.key}")),
                (words.PURGE, _long(f"kontor plugins purge {state.key}")),
                (words.HOW, _long(said(call, words.PURGE_HINT))),
            ]
        blocks.append(_facts(call, items))
    return Card(id="switch", title=said(call, words.SWITCH), blocks=tuple(blocks), span=6)


def _offer_off(call: Call, state: PluginState) -> list[Block]:
    needed = dependants(call.kontor.registries, state.key)
    if needed:
        told = words.OFF_BLOCKED.format(names=titles_of(call, needed))
        return [_facts(call, [(words.OFF, _long(said(call, told)))])]
    action = Action(
        label=said(call, words.OFF), icon="power-off", get=f"{PATH}/{state.key}/off", danger=True
    )
    told = words.OFF_LEAD
    return [
        _facts(call, [(words.OFF, _long(said(call, told)))]),
        ButtonBlock(action=action),
    ]


def _needs(call: Call, registries: Registries, key: str) -> Card:
    info = registries.plugins[key]
    core_only = said(call, words.CORE_ONLY if key != CORE else words.NOTHING)
    requires = ", ".join(_title(call, registries, one) for one in info.requires)
    items: list[tuple[Label, Value]] = [(words.REQUIRES, Value(text=requires or core_only))]
    if beside := (*info.optional, *info.bridges):
        titles = ", ".join(_title(call, registries, one) for one in beside)
        items.append((words.ENRICHES, Value(text=titles)))
    if info.hosts:
        items.append((words.HOSTS, _long("\n".join(info.hosts))))
    needed = ", ".join(_title(call, registries, one) for one in dependants(registries, key))
    items.append((words.NEEDED_BY, Value(text=needed or said(call, words.NOBODY))))
    return Card(id="needs", title=said(call, words.NEEDS), blocks=(_facts(call, items),))


def _adds(call: Call, registries: Registries, key: str, title: Label) -> Card:
    rows = [
        (
            Value(text=said(call, one.kind)),
            Value(text=said(call, one.label)),
            Value(text=one.id),
        )
        for one in contributions(registries, key)
    ]
    heads = (words.KIND, words.CALLED, words.NAME)
    listed = table(call, heads, rows, caption=title, empty=words.NO_ADDS)
    return Card(id="adds", title=said(call, title), blocks=(listed,))


def _stores(call: Call, registries: Registries, key: str, *, counted: bool) -> list[Card]:
    tables = registries.owned_tables(key)
    if counted:
        rows = [(Value(text=name), Value(text=_many(call, n))) for name, n in rows_of(call, tables)]
        listed = table(
            call,
            (words.TABLE, (words.ROWS, "int")),
            rows,
            caption=words.STORES,
            empty=words.NO_TABLES,
        )
    else:
        names = [(Value(text=name),) for name in tables]
        listed = table(call, (words.TABLE,), names, caption=words.STORES, empty=words.NO_TABLES)
    personal = [
        (
            Value(text=said(call, kept.field.label)),
            Value(text=kept.table),
            Value(text=said(call, DATA_CLASSES[kept.field.spec.data.value])),
            Value(text=said(call, words.ERASES[kept.field.spec.erase])),
        )
        for kept in kept_of_people(registries, key)
    ]
    about = table(
        call,
        (words.FIELD, words.TABLE, words.CLASS, words.ERASED),
        personal,
        caption=words.PERSONAL,
        empty=words.NO_PERSONAL,
    )
    blocks: list[Block] = [about]
    if personal:
        blocks.append(_facts(call, [(words.RETENTION, _long(said(call, words.UNTIL_ERASED)))]))
    return [
        Card(id="stores", title=said(call, words.STORES), blocks=(listed,)),
        Card(id="personal", title=said(call, words.PERSONAL), blocks=tuple(blocks)),
    ]


def rows_of(call: Call, tables: Sequence[str]) -> list[tuple[str, int]]:
    """Count the rows of tables, no further than anybody wants to know."""
    storage = call.kontor.storage
    found = []
    for name in tables:
        statement = storage.statement(("rows of", name), partial(_counting, call, name))
        row = storage.system_reader().one(statement, _Count)
        found.append((name, row.n if row else 0))
    return found


def _counting(call: Call, name: str) -> Select[int]:
    source = call.kontor.storage.schema.rule(name).table
    some = select(literal(1)).select_from(source).limit(_MOST_ROWS + 1)
    return select(func.count()).select_from(some.subquery())


def _many(call: Call, n: int) -> str:
    return f"{number(call, _MOST_ROWS)}+" if n > _MOST_ROWS else number(call, n)


def _health(call: Call, key: str) -> Card:
    rows = [
        (
            Value(text=place),
            Value(text=number(call, tally.calls)),
            Value(text=number(call, tally.slow)),
            Value(text=number(call, tally.faults)),
        )
        for (plugin, place), tally in call.kontor.dispatcher.tallies.items()
        if plugin == key and (tally.slow or tally.faults)
    ]
    heads = (words.NAME, (words.CALLS, "int"), (words.SLOW, "int"), (words.FAULTS, "int"))
    behind = sum(one.behind for one in call.kontor.bus.standings() if one.plugin == key)
    facts = _facts(call, [(words.BEHIND, Value(text=number(call, behind)))])
    listed = table(call, heads, rows, caption=words.HEALTH, empty=words.SOUND)
    return Card(id="health", title=said(call, words.HEALTH), blocks=(listed, facts))


def _settings(call: Call, registries: Registries, key: str) -> list[Card]:
    """Show the settings of a plugin with the line each is written in; secrets are not shown."""
    declared = registries.settings.get(key)
    if declared is None:
        return []
    definition = call.kontor.definition
    given = definition.plugin_settings.get(key, {})
    rows = []
    for name, about in declared.model.model_fields.items():
        line = definition.lines.of("plugin", key, name) if name in given else None
        place = (
            words.AT_LINE.format(file=definition.path.name, line=line) if line else words.DEFAULT
        )
        shown = given.get(name, about.get_default(call_default_factory=False))
        rows.append((Value(text=name), _long(str(shown)), Value(text=said(call, place))))
    heads = (words.SETTING, words.VALUE, words.WRITTEN)
    listed = table(call, heads, rows, caption=words.SETTINGS)
    return [Card(id="settings", title=said(call, words.SETTINGS), blocks=(listed,))]


def titles_of(call: Call, keys: Sequence[str]) -> str:
    return ", ".join(_title(call, call.kontor.registries, key) for key in keys)


def _title(call: Call, registries: Registries, key: str) -> str:
    info = registries.plugins.get(key)
    return said(call, info.title) if info is not None else key
