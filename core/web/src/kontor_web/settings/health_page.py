"""How this Kontor is doing: database, backup, events, plugins, slow calls, slow statements."""

import re

from kontor_core.events.administration import OPERATE
from kontor_core.events.health import oldest_writer
from kontor_core.events.letters import Letters
from kontor_core.foundation import clock
from kontor_core.foundation.access.key_check import look_at_key
from kontor_core.foundation.i18n import Label
from kontor_core.foundation.storage.size import newest_backup, size_of
from kontor_core.foundation.storage.slow import THRESHOLD, slow_statements
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.examining import findings
from kontor_core.hooks.states import PluginState
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import ops_words as words
from kontor_web.settings.jobs_page import took
from kontor_web.settings.parts import ROOT, get, moment, number, page, said, table, tag
from kontor_web.ui.definition_page import STATES
from kontor_web.ui.views import Block, Card, FactsBlock, Value

_HOOKS = 20
_SLOW_HOOK = 0.05  # seconds in the mean
_STATEMENTS = 20
_MIB = 1024 * 1024
_TABLE = re.compile(r"\b([a-z][a-z0-9]*)_\w+")


def health_page(call: Call) -> Reply:
    cards = [
        Card(id="overview", title=said(call, words.DATABASE), blocks=(_overview(call),), span=6),
        Card(id="events", title=said(call, words.EVENTS), blocks=(_events(call),), span=6),
        Card(id="plugins", title=said(call, words.PLUGINS), blocks=tuple(_plugins(call))),
        *_checks(call),
        Card(id="hooks", title=said(call, words.HOOKS), blocks=(_hooks(call),)),
        Card(id="statements", title=said(call, words.STATEMENTS), blocks=(_statements(call),)),
    ]
    return page(call, words.HEALTH, cards, lead=words.HEALTH_LEAD)


def _overview(call: Call) -> Block:
    size = number(call, round(size_of(call.kontor.storage) / _MIB, 1))
    backup = newest_backup(call.kontor.home)
    made = moment(call, clock.as_text(backup.made_at) if backup else None)
    items: list[tuple[Label, Value]] = [
        (words.DATABASE, Value(text=call.kontor.database.name)),
        (words.SIZE, Value(text=f"{size} MiB")),
        (words.BACKUP, made if backup else Value(text=said(call, words.NO_BACKUP))),
    ]
    return _facts(call, items)


def _events(call: Call) -> Block:
    bus = call.kontor.bus
    furthest = max(bus.standings(), key=lambda one: one.behind, default=None)
    counts = Letters(bus, call.actor).counts()
    behind = "0"
    if furthest is not None and furthest.behind:
        behind = f"{number(call, furthest.behind)} ({furthest.id})"
    events = f"{ROOT}/events"
    items: list[tuple[Label, Value]] = [
        (words.LAG, Value(kind="ref", text=behind, href=events)),
        (words.GIVEN_UP, Value(kind="ref", text=number(call, counts.get("dead", 0)), href=events)),
        (words.PARKED, Value(kind="ref", text=number(call, counts.get("parked", 0)), href=events)),
    ]
    writer = oldest_writer(call.kontor.database)
    if writer is not None:
        told = f"{writer.database} {writer.application} ({writer.pid}): {writer.age}"
        items.append((words.OPEN_WRITER, Value(text=told)))
    return _facts(call, items)


def _facts(call: Call, items: list[tuple[Label, Value]]) -> Block:
    return FactsBlock(items=tuple((said(call, label), value) for label, value in items))


def _plugins(call: Call) -> list[Block]:
    states = sorted(call.kontor.loaded.states.values(), key=lambda state: state.key)
    rows = [
        (
            Value(text=said(call, state.title) if state.title else state.key),
            tag(call, *STATES[state.state]),
            Value(text=state.version or ""),
            Value(kind="longtext", text=_problem(call, state)),
        )
        for state in states
    ]
    heads = ("Plugin", words.STATE, "Version", words.PROBLEM)
    links = [f"/definition/{state.key}" for state in states]
    blocks: list[Block] = [table(call, heads, rows, links=links, caption=words.PLUGINS)]
    paused = call.kontor.dispatcher.breaker.paused()
    if paused:
        told = "\n".join(f"{plugin}: {place}" for plugin, place in paused)
        blocks.append(_facts(call, [(words.PAUSED, Value(kind="longtext", text=told))]))
    return blocks


def _problem(call: Call, state: PluginState) -> str:
    return said(call, state.problem) if state.problem else ""


def _checks(call: Call) -> list[Card]:
    """Tell how the key and what plugins let be looked at stand, what is wrong first."""
    kontor = call.kontor
    found = [
        *look_at_key(kontor.storage, kontor.vault),
        *(
            finding
            for _, finding in findings(
                kontor.registries, kontor.dispatcher, kontor.storage.reader, kontor.service_actor
            )
        ),
    ]
    if not found:
        return []
    order = list(words.VERDICTS)
    rows = [
        (
            tag(call, *words.VERDICTS[one.verdict]),
            Value(kind="longtext", text=said(call, one.what)),
            Value(kind="longtext", text=said(call, one.remedy) if one.remedy else ""),
        )
        for one in sorted(found, key=lambda one: order.index(one.verdict))
    ]
    heads = (words.STATE, words.LOOKED_AT, words.NEXT_STEP)
    blocks = (table(call, heads, rows, caption=words.CHECKS),)
    return [Card(id="checks", title=said(call, words.CHECKS), blocks=blocks)]


def _hooks(call: Call) -> Block:
    """List what plugins were slow or failed at, the worst first."""
    tallies = sorted(
        (
            item
            for item in call.kontor.dispatcher.tallies.items()
            if item[1].faults or item[1].slow or item[1].seconds / item[1].calls > _SLOW_HOOK
        ),
        key=lambda item: (item[1].faults + item[1].slow, item[1].seconds),
        reverse=True,
    )
    rows = [
        (
            Value(text=place),
            Value(text=plugin),
            Value(text=number(call, tally.calls)),
            Value(text=took(call, round(1000 * tally.seconds / tally.calls))),
            Value(text=number(call, tally.slow)),
            Value(text=number(call, tally.faults)),
        )
        for (plugin, place), tally in tallies[:_HOOKS]
    ]
    heads = (
        words.PLACE,
        "Plugin",
        (words.CALLS, "int"),
        (words.MEAN, "int"),
        (words.SLOW, "int"),
        (words.FAULTS, "int"),
    )
    return table(call, heads, rows, caption=words.HOOKS, empty=words.NO_HOOKS)


def _statements(call: Call) -> Block:
    rows = [
        (
            Value(text=number(call, one.times)),
            Value(text=took(call, round(1000 * one.median))),
            Value(text=took(call, round(1000 * one.longest))),
            moment(call, clock.as_text(one.last_at)),
            Value(text=_plugins_of(call, one.sql)),
            Value(kind="longtext", text=" ".join(one.sql.split())[:600]),
        )
        for one in slow_statements.of_everybody(call.kontor.home)[:_STATEMENTS]
    ]
    heads = (
        (words.TIMES, "int"),
        (words.MEDIAN, "int"),
        (words.LONGEST, "int"),
        words.LAST,
        "Plugin",
        words.STATEMENT,
    )
    empty = words.NO_STATEMENTS.format(ms=round(THRESHOLD * 1000))
    return table(call, heads, rows, caption=words.STATEMENTS, empty=empty)


def _plugins_of(call: Call, sql: str) -> str:
    """Name whose tables a statement reads; core is named only where it is alone."""
    keys = set(_TABLE.findall(sql)) & set(call.kontor.registries.plugins)
    titles = [call.kontor.registries.plugins[key].title for key in sorted(keys - {CORE} or keys)]
    return ", ".join(said(call, title) for title in titles)


def endpoints() -> list[Endpoint]:
    return [get("/health", health_page, OPERATE)]
